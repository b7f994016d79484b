"""Addresses in a text, their one spelling, and what of them may be written down."""

import re
from collections.abc import Iterator

from plumbline.addresses.sites import SITES
from plumbline.addresses.spellings import SHORTENERS
from plumbline.collectors.guard_addresses import literal
from plumbline.collectors.guard_places import place
from plumbline.collectors.guard_policy import Refused
from plumbline.evidence.secret_names import asked_secret
from plumbline.provenance import link_probes

_ZONES = "中国|中國|公司|网络|網絡|政务|公益|网址|集团|在线|中文网"
_LINK = re.compile(
    rf"(?:https?://(?:(?:[\w-]{{1,63}}\.)+(?:{_ZONES})(?![\w-]))?|(?<![A-Za-z0-9_.@/-])www\.(?=[\w-]+\.))"
    r"(?:(?!(?<=\w)https?://)[A-Za-z0-9.\-_~:/?#\[\]@!$&'()*+,;=%])*",
    re.IGNORECASE,
)
_LONGEST = 4_000
_TAIL = ".,;:!?'*&"
_CUT = ("…", "...", "⋯")
_PAIRS = (("(", ")"), ("[", "]"))
_PERSONAL = re.compile(
    r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|(?<![\w.+-])[\w.+-]++(?:@|%40)[\w-]+\.[\w.]+"
)
_HIDDEN = "hidden"


def links_in(text: str) -> Iterator[str]:
    """The web addresses in a text, as they stand; one that is shown shortened (…) is none."""
    for found in _LINK.finditer(text):
        link = found[0]
        if len(link) > _LONGEST or text.startswith(_CUT, found.end()) or link.endswith("..."):
            continue
        link = _without_tail(link)
        if len(link) > len("https://") and not link.endswith("://"):
            yield link.replace("&amp;", "&")


def spelled(link: str) -> str:
    """The one spelling of an address; as it stands where it cannot be read. Without scheme it is taken for http."""
    link = link.strip()
    whole = link if "://" in link or not link else f"http://{link.lstrip('/')}"
    try:
        return place(whole).url
    except Refused:
        return whole


def shown(url: str) -> str:
    """The address as it is written down: values of secret parameters, telephone and identity numbers hidden."""
    path, mark, query = url.partition("?")
    head, at, rest = path.partition("://")
    authority, slash, steps = rest.partition("/")
    if "@" in authority:
        authority = f"{_HIDDEN}@{authority.rpartition('@')[2]}"
    return f"{head}{at}{authority}{slash}{_PERSONAL.sub(_HIDDEN, steps)}{mark}{'&'.join(map(_pair, query.split('&')))}"


def _pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if equals and value and asked_secret(name):
        return f"{name}={_HIDDEN}"
    return _PERSONAL.sub(_HIDDEN, pair)


def shortener(host: str) -> bool:
    """Whether a host only ever passes readers on."""
    return host.removeprefix("www.") in SHORTENERS


def same_owner(one: str, other: str) -> bool:
    """Whether two hosts lie under one registrable domain, or belong to one platform."""
    if registrable(one) == registrable(other):
        return True
    platforms = [SITES[host].platform for host in (one, other) if host in SITES]
    return len(platforms) == 2 and platforms[0] == platforms[1]


def registrable(host: str) -> str:
    """The domain that somebody registered (example.gov.cn of www.example.gov.cn); an address of numbers is its own."""
    return host if literal(host) else link_probes.registrable(host)


def _without_tail(link: str) -> str:
    while link:
        bare = link.rstrip(_TAIL)
        for left, right in _PAIRS:
            if bare.endswith(right) and bare.count(right) > bare.count(left):
                bare = bare[:-1]
        if bare == link:
            return link
        link = bare
    return link
