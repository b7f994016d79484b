"""The canonical keys of an account as the register holds it."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from plumbline.addresses.address import Address
from plumbline.addresses.canonical import account, canonical, mastodon, website
from plumbline.domain.vocabulary import OWN_HOSTED

_ID_KINDS: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = MappingProxyType(
    {
        "weibo": (("id", re.compile(r"(\d+)")), ("handle", re.compile(r"(.+)"))),
        "wechat": (("id", re.compile(r"(M[jz][A-Za-z0-9]{8,})={0,2}")), ("handle", re.compile(r"(.+)"))),
        "toutiao": (("id", re.compile(r"(\d+)")), ("token", re.compile(r"(.+)"))),
        "douyin": (("id", re.compile(r"(MS4w.+)")), ("number", re.compile(r"(.+)"))),
        "x": (("id", re.compile(r"(\d+)")), ("handle", re.compile(r"@?(.+)"))),
        "facebook": (("id", re.compile(r"(\d+)")), ("handle", re.compile(r"@?(.+)"))),
        "instagram": (("handle", re.compile(r"@?(.+)")),),
        "youtube": (("id", re.compile(r"(UC[\w-]{22})")), ("handle", re.compile(r"@?(.+)"))),
        "bluesky": (("id", re.compile(r"(did:.+)")), ("handle", re.compile(r"@?(.+)"))),
    }
)
_ACCT = re.compile(r"@?([^@\s]+)@([^@\s]+)")


def account_address(platform: str, platform_id: str | None, url: str | None, account_id: str | None) -> frozenset[str]:
    """Canonical keys (``platform:key``) of a registered account, from platform id, URL and an id like ``weibo:123``.

    A URL on another platform's host counts for nothing: a wrong link in the register must not make a stranger official.
    """
    prefix, _, rest = (account_id or "").partition(":")
    found = (
        from_id(platform, platform_id),
        from_url(platform, url),
        from_id(platform, rest if prefix == platform else None),
    )
    return frozenset(address.code for address in found if address)


def from_url(platform: str, url: str | None) -> Address | None:
    """The address that a registered URL names, None where it is on a host of something else."""
    if not url:
        return None
    address = website(url) if platform in OWN_HOSTED else canonical(url)
    return address if address and (address.platform == platform or platform in OWN_HOSTED) else None


def from_id(platform: str, text: str | None) -> Address | None:
    """The address that a registered platform id (number, handle, ``user@host``, or a URL put there) names."""
    text = (text or "").strip()
    if not text:
        return None
    if "/" in text or platform == "website":
        return from_url(platform, text)
    if platform == "mastodon":
        match = _ACCT.fullmatch(text)
        return mastodon(match[1], match[2]) if match else None
    for kind, pattern in _ID_KINDS.get(platform, ()):
        match = pattern.fullmatch(text)
        if match:
            return account(platform, kind, match[1])
    return account(platform, "id", text)
