"""One canonical address for the many spellings of an account's page. No network: nothing is followed or looked up."""

import re
from urllib.parse import quote, urlencode

from plumbline.addresses.address import Address, NoAddress
from plumbline.addresses.sites import SITES, Shape, Site
from plumbline.addresses.spellings import CASELESS, KEYS, NOT_MASTODON, OWNED, SHORTENERS, SUFFIXES, TRACKING, URLS
from plumbline.addresses.tidy import Parts, take_apart, tidy

_USER = r"[A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_ACCT = re.compile(rf"(?:acct:@?|@)({_USER})@([^@/\s]+)")
_FEDERATED = re.compile(rf"(?:@|users/)({_USER})(?:@([^@/\s]+))?(?:/.*)?")
_DID = re.compile(r"(?:at://)?(did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.:-]{3,200}))(?:/.*)?", re.IGNORECASE)
_BSKY_HANDLE = re.compile(r"(?:at://|@)((?:[a-z0-9-]+\.)+[a-z]{2,63})(?:/.*)?", re.IGNORECASE)


def canonical(url: str) -> Address | None:
    """The account's address that a text names (web address with or without scheme, ``@user@host``, DID), or None."""
    answer = resolve(url)
    return answer if isinstance(answer, Address) else None


def resolve(text: str) -> Address | NoAddress:
    """As `canonical`, but says why a text leads to no account. Never raises."""
    text = tidy(text)
    named = _without_web(text)
    if named:
        return named
    parts = take_apart(text)
    if isinstance(parts, NoAddress):
        return parts
    if parts.host in SITES:
        return _on_site(SITES[parts.host], parts)
    if parts.host in SHORTENERS:
        return NoAddress.SHORT_LINK
    if parts.host.endswith(OWNED):
        return NoAddress.NO_ACCOUNT
    return _federated(parts) or _website(parts)


def website(text: str) -> Address | None:
    """The address read as a plain website, also where its path looks like a Mastodon account; None on a platform."""
    parts = take_apart(tidy(text))
    if isinstance(parts, NoAddress) or parts.host in SHORTENERS:
        return None
    return None if f".{parts.host}".endswith(OWNED) else _website(parts)


def account(platform: str, kind: str, raw: str) -> Address:
    """The address of a raw id of that kind: case folded where the platform does not tell cases apart."""
    raw = raw.lower() if (platform, kind) in CASELESS else raw
    raw = raw.replace(".", "") if (platform, kind) == ("facebook", "handle") else raw
    shown = raw + "=" * (-len(raw) % 4) if (platform, kind) == ("wechat", "id") else raw
    url = URLS.get((platform, kind), "").format(quote(shown, safe=":=@"))
    return Address(platform, KEYS.get((platform, kind), "{}").format(raw), url, kind)


def mastodon(user: str, host: str) -> Address | None:
    """The address of ``user`` on the instance ``host``; None where the host is none."""
    parts = take_apart(host)
    if isinstance(parts, NoAddress) or parts.path or parts.query or parts.port or parts.host in SITES:
        return None
    name = user.lower()
    return Address("mastodon", f"{name}@{parts.host}", f"https://{parts.host}/@{name}", "handle")


def _without_web(text: str) -> Address | None:
    acct, did, handle = _ACCT.fullmatch(text), _DID.fullmatch(text), _BSKY_HANDLE.fullmatch(text)
    if acct:
        return mastodon(acct[1], acct[2])
    if did:
        return account("bluesky", "id", did[1])
    return account("bluesky", "handle", handle[1]) if handle else None


def _on_site(site: Site, parts: Parts) -> Address | NoAddress:
    if parts.port is not None:
        return NoAddress.NO_ACCOUNT
    for shape in site.shapes:
        raw = _raw(shape, parts)
        if raw and not site.reserved.fullmatch(raw.lower()):
            return account(site.platform, shape.kind, raw)
    return NoAddress.NO_ACCOUNT


def _raw(shape: Shape, parts: Parts) -> str | None:
    match = shape.path.fullmatch(parts.path)
    if not match or not shape.value:
        return match[1] if match else None
    values = parts.values(shape.param)
    match = shape.value.fullmatch(next(iter(values))) if len(values) == 1 else None
    return match[1] if match else None


def _federated(parts: Parts) -> Address | None:
    match = _FEDERATED.fullmatch(parts.path)
    if not match or parts.port or parts.host.removeprefix("www.") in NOT_MASTODON:
        return None
    elsewhere = match[2] and match[2].lower() != parts.host  # shown here, kept there: proves nothing about the account
    return None if elsewhere else mastodon(match[1], parts.host)


def _website(parts: Parts) -> Address:
    host = parts.host
    while host.startswith("www.") and host.count(".") > 1 and host[4:] not in SUFFIXES:
        host = host[4:]
    place = host + (f":{parts.port}" if parts.port is not None else "")
    path = "/" + quote(parts.path) if parts.path else ""
    pairs = sorted(pair for pair in parts.query if not TRACKING.fullmatch(pair[0].lower()))
    key = f"{place}{path}" + (f"?{urlencode(pairs)}" if pairs else "")
    url = f"{parts.scheme}://{key}" if path or pairs else f"{parts.scheme}://{place}/"
    return Address("website", key, url, "address")
