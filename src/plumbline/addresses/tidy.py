"""From a text as people paste it to the parts of a web address, as a browser would understand them."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from plumbline.addresses.address import NoAddress

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WRAPPING = " <>\"'“”‘’「」『』《》【】，。；、,;"
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})|(?:\d{{1,3}}\.){{3}}\d{{1,3}}")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Parts:
    """A web address taken apart: ASCII host in lower case, port only where unusual, decoded path words, query pairs."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: tuple[tuple[str, str], ...]

    def values(self, name: str) -> frozenset[str]:
        """All values of a query parameter: more than one means that the address wants to be read in two ways."""
        return frozenset(value for key, value in self.query if key == name)


def tidy(text: str) -> str:
    """Fold full-width letters, drop invisible characters and what people wrap an address in."""
    narrow = text.translate(_FULL_WIDTH)
    if not narrow.isprintable() or not narrow.isascii():
        narrow = "".join(letter for letter in narrow if unicodedata.category(letter) not in {"Cc", "Cf"})
    return narrow.strip().strip(_WRAPPING)


def take_apart(text: str) -> Parts | NoAddress:
    """The parts of a tidied text, or why it has none. A missing scheme is taken for https."""
    if len(text.split()) != 1 or not _encodable(text):
        return NoAddress.NOT_AN_ADDRESS
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _PORTS:
        return NoAddress.SHORT_LINK if scheme[1].lower() == "weixin" else NoAddress.NOT_AN_ADDRESS
    try:
        split = urlsplit(text if scheme else "https://" + text.lstrip("/"))
        return _parts(split)
    except ValueError:  # brackets, ports, hosts that no browser would open; UnicodeError is one too
        return NoAddress.NOT_AN_ADDRESS


def _parts(split: SplitResult) -> Parts | NoAddress:
    if "\\" in split.netloc or "@" in split.netloc or "%" in split.netloc:
        return NoAddress.DISGUISED
    host = (split.hostname or "").removesuffix(".")
    host = host if host.isascii() else host.encode("idna").decode("ascii").lower()
    if not _HOST.fullmatch(host):
        return NoAddress.NOT_AN_ADDRESS
    port = split.port if split.port != _PORTS[split.scheme] else None
    pairs = tuple(parse_qsl(split.query, keep_blank_values=True)) if split.query else ()
    return Parts(split.scheme, host, port, _clean_path(split.path), pairs)


def _clean_path(path: str) -> str:
    words: list[str] = []
    for word in unquote(path).replace("\\", "/").split("/"):
        if word == "..":
            words = words[:-1]
        elif word not in {"", "."}:
            words.append(word)
    return "/".join(words)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
