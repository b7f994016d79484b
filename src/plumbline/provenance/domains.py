"""Web addresses as sources: which host one leads to, and under which listed domain it lies. No network."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from plumbline.addresses.address import NoAddress
from plumbline.addresses.spellings import OWNED, SUFFIXES
from plumbline.addresses.tidy import Parts, take_apart, tidy
from plumbline.text.patterns import pattern

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_BETWEEN = pattern(r"[\s、,，;；|]+")


def host_of(address: str) -> str | None:
    """The host to which a browser would go: ASCII (punycode), lower case, no port; None where it cannot be told.

    With or without scheme. None too for an address that hides its host behind user names or escapes.
    """
    parts = take_apart(tidy(address).rstrip("."))
    return parts.host if isinstance(parts, Parts) else None


def is_address(text: str) -> bool:
    """Whether a text looks like a web address or host (also one that hides its host), and not like a name."""
    parts = take_apart(tidy(text).rstrip("."))
    return isinstance(parts, Parts) or parts == NoAddress.DISGUISED


def above(host: str) -> Iterator[str]:
    """The host itself and every domain that it lies in, the longest first: a.b.cn, b.cn, cn."""
    while host:
        yield host
        host = host.partition(".")[2]


def domain_of(entry: str) -> str | None:
    """A listed domain in the form of `host_of`; None where the text is none.

    ``www.`` is left out where it is only an ornament: ``www.gov.cn`` is a site of its own.
    """
    bare = tidy(entry).strip(".").removeprefix("*.")
    if "." not in bare:
        return _top(bare)
    host = host_of(bare)
    rest = host[4:] if host and host.startswith("www.") else ""
    return rest if "." in rest and rest not in SUFFIXES else host


def domains_in(cell: str) -> tuple[str, ...]:
    """The domains in a cell: one or several, bare or as addresses; what is none is left out."""
    return tuple(dict.fromkeys(filter(None, map(domain_of, _BETWEEN.split(cell)))))


def _top(label: str) -> str | None:
    """A top-level domain as hosts show it; None where it is none."""
    host = host_of(f"a.{label}") if label else None
    return host.removeprefix("a.") if host else None


def open_to_all(domain: str) -> bool:
    """Whether anybody can have a host under a domain (com.cn, a blog host, a platform), so that it is no one's name.

    By the public suffix list, which is loaded at the first call.
    """
    if domain in SUFFIXES or f".{domain}".endswith(OWNED):
        return True
    return bool(_suffixes().is_public(domain))


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # here, because a draft is judged without it

    return PublicSuffixList()
