"""The last line of defence: no secret of a request or an answer is written, wherever it stands.

Names decide first (`secret_names`), in addresses, headers, forms, JSON, XML; then every value found so is taken out
wherever else it stands: a platform that repeats the token in its error message does not bring it into the archive.
Nothing else is changed: bytes around a secret stay as they came.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from plumbline.evidence.answer import Answer, Headers
from plumbline.evidence.body_text import as_bytes, as_text, unpacked
from plumbline.evidence.secret_names import answered_secret, asked_secret
from plumbline.evidence.secret_values import forms, in_header, nested

HIDDEN = "hidden"
_USER = re.compile(r"(?<=://)[^/?#@\s\"'<>]*@")
_USER_AND_PASSWORD = re.compile(r"(?<=://)[^/?#@:\s\"'<>]*:[^/?#@\s\"'<>]+@")
_PAIR = re.compile(
    r"(?P<before>[?&;#]|&amp;|\\u0026|%3[fF]|%26|%23|^)(?P<name>[A-Za-z0-9_.%\[\]-]{2,60})(?P<equals>=|%3[dD])"
    r"(?P<value>(?:(?!&amp;|\\u0026|%26)[^&;#\"'\s<>\\])+)"
)
_JSON = re.compile(
    r"(?P<quote>\\{0,8}\")(?P<name>(?:[^\"\\\r\n]|\\[^\"]){1,80}?)(?P=quote)(?P<colon>\s*:\s*)"
    r"(?:(?P=quote)(?P<value>(?:(?!(?P=quote))(?:\\.|[^\"]))*)(?P=quote)|(?P<bare>[0-9]{6,}))",
    re.DOTALL,
)
_XML = re.compile(r"(?P<open><(?P<name>[A-Za-z_][\w.-]{1,60})>\s*(?:<!\[CDATA\[)?)(?P<value>[^<\]]+)")
_PART = re.compile(r"(?P<open>name=\"(?P<name>[^\"\r\n]+)\"(?:\r?\n[^\r\n]{1,200}){0,5}\r?\n\r?\n)(?P<value>[^\r\n]*)")
Judge = Callable[[str, str], bool]


class Found:
    """Texts with their secrets hidden; what was hidden is remembered and taken out of every later text as well."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._values: dict[str, None] = {}
        self._values.update(dict.fromkeys(value for value in known if len(value) >= 8))

    def text(self, text: str, judge: Judge) -> str:
        """`text` with the values of secret names hidden: pairs of addresses and forms, JSON, XML, parts of a form.

        In an answer only a user with a password is one: `https://gov.cn@evil.example/` is what somebody posted.
        """
        text = (_USER_AND_PASSWORD if judge is answered_secret else _USER).sub(f"{HIDDEN}@", text)
        for pattern, shape in ((_PAIR, _pair), (_JSON, _field), (_XML, _element), (_PART, _element)):
            text = pattern.sub(lambda found, shape=shape: self._one(found, judge, shape), text)  # type: ignore[misc]  # a default binds the loop's value
        return text

    def headers(self, headers: Headers) -> list[tuple[str, str]]:
        """Headers with secret ones hidden, and secrets in the addresses of the others."""
        return [(name, self._header(name, value)) for name, value in headers]

    def body(self, body: bytes, headers: Headers, judge: Judge) -> bytes:
        """A body with its secrets hidden; bytes in which there are none come back as they are."""
        text, encoding = as_text(body, headers)
        for value in nested(text, judge):
            self._remember(value)
        hidden = self.text(text, judge)
        return body if hidden == text else as_bytes(hidden, encoding)

    def swept(self, data: bytes) -> bytes:
        """`data` without any value that was hidden before, in whatever form it is written."""
        for form in sorted({form for value in self._values for form in forms(value)}, key=len, reverse=True):
            data = data.replace(form, HIDDEN.encode())
        return data

    def words(self, text: str) -> str:
        """A text without any value that was hidden before."""
        return self.swept(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")

    def _header(self, name: str, value: str) -> str:
        if asked_secret(name):
            for secret in in_header(value):
                self._remember(secret)
            return HIDDEN
        return self.text(value, _asked)

    def _one(self, found: re.Match[str], judge: Judge, shape: Callable[[re.Match[str]], str]) -> str:
        value = found["value"] if found["value"] is not None else found["bare"]
        if not value or value == HIDDEN:
            return found[0]
        if not judge(_plain(found["name"]), value):
            return self._within(found, judge) if shape is _field and '\\"' in value else found[0]
        self._remember(value)
        return shape(found)

    def _within(self, found: re.Match[str], judge: Judge) -> str:
        """JSON that stands as text in JSON, its own secrets hidden."""
        start, end = (at - found.start() for at in found.span("value"))
        inner = _JSON.sub(lambda deeper: self._one(deeper, judge, _field), found["value"])
        return found[0][:start] + inner + found[0][end:]

    def _remember(self, value: str) -> None:
        """Take it out of everything else, unless it may as well be a word: `"password":"required"` hides no word."""
        mixed = any(sign.isdigit() for sign in value) and any(sign.isalpha() for sign in value)
        if len(value) >= (8 if mixed else 16):
            self._values[value] = None


def hidden(answer: Answer, known: Iterable[str] = ()) -> Answer:
    """The exchange without its secrets, its body unpacked (so that nothing hides in it). `known`: secrets by value."""
    found = Found(known)
    url = found.text(answer.url, _asked)
    asked = found.headers(answer.request_headers)
    sent = found.body(answer.request_body, answer.request_headers, _asked)
    told = found.headers(answer.headers)
    body = found.body(unpacked(answer.body, answer.headers), answer.headers, answered_secret)
    return replace(
        answer,
        url=found.words(url),
        reason=found.words(answer.reason),
        request_headers=list(_swept(found, asked)),
        request_body=found.swept(sent),
        headers=list(_swept(found, told)),
        body=found.swept(body),
    )


def hidden_words(text: str, known: Iterable[str] = ()) -> str:
    """A note's text without secrets."""
    found = Found(known)
    return found.words(found.text(text, answered_secret))


def _swept(found: Found, headers: Headers) -> Iterator[tuple[str, str]]:
    return ((found.words(name), found.words(value)) for name, value in headers)


def _asked(name: str, value: str) -> bool:
    return asked_secret(name)


def _plain(name: str) -> str:
    """The name without escapes: `access%5Ftoken`, `access\\u005ftoken`."""
    name = re.sub(r"\\u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})", lambda code: chr(int(code[1] or code[2], 16)), name)
    return name.replace("\\", "")


def _pair(found: re.Match[str]) -> str:
    return f"{found['before']}{found['name']}{found['equals']}{HIDDEN}"


def _field(found: re.Match[str]) -> str:
    quote = found["quote"]
    return f"{quote}{found['name']}{quote}{found['colon']}{quote}{HIDDEN}{quote}"


def _element(found: re.Match[str]) -> str:
    return f"{found['open']}{HIDDEN}"
