"""The one reading of a web address: what is odd is refused, what is harmless is written in one way."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from plumbline.collectors.guard_addresses import literal
from plumbline.collectors.guard_policy import Reason, Refused

PORTS = {"http": 80, "https": 443}
_LONGEST = 8_000
_URL = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:]+))(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BAD = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufff9-\uffff]"
)
"""Controls, spaces of every kind, invisible characters, backslashes, halves of pairs."""
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Place:
    """A web address taken apart. `host` is ASCII, lower case, no dot at its end, IPv6 without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """Host and, where it is not the usual one, port: as in an address and in a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in its one spelling, without fragment."""
        return f"{self.scheme}://{self.netloc}{self.target}"


def place(url: str) -> Place:
    """Read a web address. Refused: other schemes, credentials, and whatever browsers and libraries read differently.

    Folded: case, a dot after the host, usual ports, international names (UTS 46), characters that must be escaped;
    a fragment is dropped. Refused: control characters, spaces, backslashes, numbers as hosts in any spelling but four
    plain decimals, escapes or zones in hosts, ports that are none.
    """
    if len(url) > _LONGEST or _BAD.search(url):
        raise Refused(Reason.BAD_URL)
    parts = _URL.fullmatch(url)
    if parts is None:
        raise Refused(Reason.BAD_URL)
    scheme, authority, path, query = parts[1].lower(), parts[2], parts[3], parts[4] or ""
    if "@" in authority:
        raise Refused(Reason.CREDENTIALS)
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise Refused(Reason.BAD_URL)
    host = _v6(found[1]) if found[1] else _name(found[2])
    return Place(scheme, host, _port(found[3], scheme), _escaped(_dots_gone(path) or "/") + _escaped(query))


def onward(at: Place, location: str) -> Place:
    """Where a redirect from `at` leads. Refused as `place`."""
    if _BAD.search(location):
        raise Refused(Reason.BAD_URL, at.host)
    try:
        return place(urljoin(at.url, location))
    except ValueError:  # brackets that do not close
        raise Refused(Reason.BAD_URL, at.host) from None


def _v6(text: str) -> str:
    address = literal(text)
    if address is None or address.version != 6:
        raise Refused(Reason.BAD_URL)
    return str(address)


def _name(text: str) -> str:
    """A name or IPv4 address in ASCII."""
    try:
        host = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise Refused(Reason.BAD_URL) from None
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise Refused(Reason.BAD_URL)
    if _NUMBER.fullmatch(labels[-1]) and (literal(host) is None or str(literal(host)) != host):
        raise Refused(Reason.BAD_URL, host)  # 2130706433, 0x7f.1, 127.1, 0177.0.0.1: an address in disguise
    return host


def _port(text: str | None, scheme: str) -> int:
    port = int(text) if text else PORTS[scheme]
    if not 0 < port < 65_536:
        raise Refused(Reason.BAD_URL)
    return port


def _dots_gone(path: str) -> str:
    """The path without `.` and `..`, as every browser sends it (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    steps = path.split("/")
    for number, step in enumerate(steps):
        if step == "..":
            del kept[max(1, len(kept) - 1) :]
        elif step != ".":
            kept.append(step)
        if step in {".", ".."} and number == len(steps) - 1:
            kept.append("")
    return "/".join(kept)


def _escaped(text: str) -> str:
    return quote(_HALF_ESCAPE.sub("%25", text), safe="/?:@!$&'()*+,;=-._~%")
