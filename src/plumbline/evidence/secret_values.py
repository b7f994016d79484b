"""Every form in which the value of a secret may be written."""

import base64
import binascii
import html
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus


def forms(value: str) -> frozenset[bytes]:
    """The value as bytes: plain, percent-encoded, as in JSON, as in HTML, in Base64."""
    plain = {value, unquote(value), unquote_plus(value)}
    written = {form for text in plain for form in _written(text)}
    return frozenset(form for form in written if len(form) >= 8)


def nested(text: str, judge: Callable[[str, str], bool]) -> list[str]:
    """The texts below secret names in JSON, where they stand deeper than one step: in lists, in objects."""
    found: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for name, value in pairs:
            if isinstance(value, list | dict):
                found.extend(leaf for leaf in _leaves(value) if judge(name, leaf))
        return dict(pairs)

    if text[:1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            json.loads(text, object_pairs_hook=look)
    return found


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)


def _written(text: str) -> Iterator[bytes]:
    data = text.encode("utf-8", "surrogateescape")
    yield data
    yield from (form.encode() for form in (quote(data, safe=""), quote(data), quote_plus(data)))
    yield from (json.dumps(text, ensure_ascii=ascii)[1:-1].encode("utf-8", "replace") for ascii in (True, False))
    yield json.dumps(text)[1:-1].replace("/", "\\/").encode()
    yield html.escape(text).encode("utf-8", "replace")
    yield base64.b64encode(data)


def in_header(value: str) -> Iterator[str]:
    """The secrets in the value of a header: the words behind `Bearer`, both halves of `Basic`, each cookie's value."""
    yield value
    scheme, _, rest = value.partition(" ")
    if rest:
        yield rest.strip()
        yield from _basic(rest.strip()) if scheme.lower() == "basic" else ()
    for piece in value.replace(",", ";").split(";"):
        name, equals, inner = piece.partition("=")
        if equals and name.strip().lower() not in _ATTRIBUTES:
            yield inner.strip().strip('"')


_ATTRIBUTES = frozenset(
    ("expires", "max-age", "domain", "path", "samesite", "version", "realm", "algorithm", "headers")
)


def _basic(word: str) -> Iterator[str]:
    try:
        yield base64.b64decode(word, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return
