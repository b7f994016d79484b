"""Addresses and names that are made to be mistaken for registered ones."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import polars as pl

from plumbline.addresses.address import Address
from plumbline.addresses.canonical import canonical
from plumbline.addresses.names import mistakable, one_edit, skeleton
from plumbline.addresses.sites import SITES


def alike_names(asked: str, register: pl.DataFrame) -> pl.Series:
    """Which accounts of `register` (name: String) bear a name that may be mistaken for `asked` (Boolean)."""
    return mistakable(asked, register["name"]).fill_null(value=False)


def real_address(address: Address, asked: str, codes: pl.Series) -> list[str]:
    """Registered `codes` (``platform:key``) that an address which is not registered may be mistaken for.

    A website whose host looks like a platform's: the account there. Another website: registered hosts that look like
    its own. A handle: handles on the same platform that look like it.
    """
    if address.platform == "website":
        sites = codes.filter(codes.str.starts_with("website:")).unique()
        return [*on_platform(address, asked), *resembling_hosts(address, sites)]
    if address.kind not in {"handle", "custom", "user"}:
        return []
    there = codes.filter(codes.str.starts_with(f"{address.platform}:")).unique()
    return there.filter(mistakable(address.code, there)).to_list()


def shown_host(host: str) -> str:
    """A host as a reader sees it: punycode decoded where possible."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def on_platform(address: Address, asked: str) -> list[str]:
    """Codes of the accounts on real platforms whose host the address imitates."""
    split = urlsplit(address.url)
    host = shown_host(split.hostname or "")
    meant = (canonical(f"https://{real}{split.path}?{split.query}") for real in SITES if alike_hosts(host, real))
    return [found.code for found in meant if found and found.platform != "website"]


def resembling_hosts(address: Address, sites: Iterable[str]) -> list[str]:
    """Which registered `sites` (``website:…``) have a host that the address may be mistaken for."""
    host = shown_host(site_host(address.key))
    return [code for code in sites if alike_hosts(host, shown_host(site_host(code.removeprefix("website:"))))]


def site_host(key: str) -> str:
    """The host in the key of a website."""
    return key.partition("/")[0].partition("?")[0].partition(":")[0]


def alike_hosts(host: str, real: str) -> bool:
    """Whether one host may be mistaken for another: the same look, one letter away, or worn as a front."""
    if host == real:
        return False
    bone, meant = host_bone(host), host_bone(real)
    worn = host.startswith((f"{real}.", f"{real}-")) or host.endswith(f"-{real}")
    return bone == meant or one_edit(bone, meant) or worn


@lru_cache(maxsize=4096)
def host_bone(host: str) -> str:
    """A host's look, an ornamental ``www.`` aside."""
    return skeleton(host.removeprefix("www."))
