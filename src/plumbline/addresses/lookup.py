"""Is this account official? A text (address, name, what a QR code says) looked up in the register."""

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.addresses.address import Address, NoAddress
from plumbline.addresses.canonical import resolve, website
from plumbline.addresses.columns import address_keys
from plumbline.addresses.lookalikes import alike_names, real_address
from plumbline.addresses.names import fold
from plumbline.addresses.tidy import tidy
from plumbline.domain.vocabulary import OWN_HOSTED

LISTED = 10
"""So many look-alikes are listed."""
_IN_TEXT = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef<>\"]+", re.IGNORECASE)
_OFFICIAL = ("active", "closing")
_LINK = re.compile(r"://|/|\\|^(?:acct|did|mailto):", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """An account of the register. `since`: the day it was opened, or closed where its status is closed or suspended."""

    account_id: str
    platform: str
    name: str
    unit: str | None
    status: str
    url: str | None
    since: date | None

    @property
    def official(self) -> bool:
        """Whether the account stands for the authority now."""
        return self.status in _OFFICIAL


@dataclass(frozen=True)
class Answer:
    """What the register says. `entry`: the account asked about, if it is there. `by_name`: asked by name alone, which
    an impostor can bear too. `reason`: why the text leads to no account. `lookalikes`: what it may be mistaken for."""

    entry: Entry | None = None
    address: Address | None = None
    by_name: bool = False
    reason: NoAddress | None = None
    lookalikes: tuple[Entry, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the account is official now."""
        return self.entry is not None and self.entry.official


def look_up(text: str, accounts: pl.DataFrame, units: pl.DataFrame) -> Answer:
    """Look `text` up; `accounts` and `units` with the contract's columns and types. Never raises for any text."""
    known = register(accounts, units)
    address, asked = understood(text)
    if isinstance(address, NoAddress):
        return Answer(reason=address) if is_link(asked) or not fold(asked) else _by_name(text.strip(), known)
    matches = _at(address, asked, known)
    if not matches.is_empty():
        return Answer(entry=entries(matches)[0], address=address)
    named = Answer() if is_link(asked) else _by_name(text.strip(), known)  # a name may have a dot
    return named if named.entry else Answer(address=address, lookalikes=_resembling(address, asked, known))


def is_link(text: str) -> bool:
    """Whether a text is meant as an address, so that it is no name."""
    return _LINK.search(text) is not None


def understood(text: str) -> tuple[Address | NoAddress, str]:
    """The address in a text, and the part of the text that was taken for it; a text with two addresses has none."""
    answer = resolve(text)
    inside = set(_IN_TEXT.findall(text)) if answer is NoAddress.NOT_AN_ADDRESS else set()
    if len(inside) == 1:
        found = inside.pop()
        return resolve(found), tidy(found)
    return answer, tidy(text)


def register(accounts: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The accounts with `unit` (name), `status`, `gone`, `since`; standing ones first, main accounts before others."""
    names = units.select("unit_id", unit="name").unique("unit_id", keep="first", maintain_order=True)
    status = pl.col("status").fill_null("active")
    gone = ~status.is_in(_OFFICIAL)
    known = accounts.join(names, on="unit_id", how="left").with_columns(
        status=status, gone=gone, since=pl.when(gone).then("closed_on").otherwise("opened_on")
    )
    return known.sort("gone", pl.col("main_account").fill_null(value=False).not_(), "account_id")


def _at(address: Address, asked: str, register: pl.DataFrame) -> pl.DataFrame:
    """The registered accounts at an address; a page below a registered website belongs to it."""
    if address.kind == "name":
        return register.filter(pl.col("platform") == address.platform, pl.col("name") == address.key.removeprefix("n/"))
    keys = address_keys(register)
    site = website(asked)
    for code in (address.code, *(upwards(site) if site else ())):
        here = keys.filter(pl.col("key") == code).select("account_id")
        allowed = pl.col("platform").is_in([address.platform, *(OWN_HOSTED if code.startswith("website:") else ())])
        found = register.filter(allowed).join(here, on="account_id", how="semi", maintain_order="left")
        if not found.is_empty():
            return found
    return register.clear()


def upwards(site: Address) -> list[str]:
    """Codes of a website's page and of every folder above it, nearest first."""
    path = site.key.partition("?")[0]
    steps = path.split("/")
    return [site.code, *(f"website:{'/'.join(steps[:size])}" for size in range(len(steps), 0, -1))]


def _by_name(asked: str, register: pl.DataFrame) -> Answer:
    """By name or id, to the letter: whatever else folds to the same name is a look-alike."""
    same = pl.any_horizontal(pl.col("name", "account_id", "platform_id") == asked)
    exact, rest = entries(register.filter(same)), register.filter(~same.fill_null(value=False))
    alike = (*exact[1:], *entries(rest.filter(alike_names(asked, rest))))[:LISTED]
    return Answer(entry=exact[0] if exact else None, by_name=True, lookalikes=alike)


def _resembling(address: Address, asked: str, register: pl.DataFrame) -> tuple[Entry, ...]:
    """Registered accounts that the address may be mistaken for: by its host, its handle or the name in it."""
    keys = address_keys(register)
    meant = real_address(address, asked, keys["key"])
    by_address = register.join(
        keys.filter(pl.col("key").is_in(meant)), on="account_id", how="semi", maintain_order="left"
    )
    if address.kind not in {"handle", "name", "custom", "user"}:
        return entries(by_address)[:LISTED]
    there = register.filter(pl.col("platform") == address.platform)
    raw = address.key.removeprefix("n/").removeprefix("@").partition("@")[0]
    by_name = there.filter(alike_names(raw, there))
    return tuple(dict.fromkeys((*entries(by_address), *entries(by_name))))[:LISTED]


def entries(rows: pl.DataFrame) -> tuple[Entry, ...]:
    """Rows of `register` as entries, in their order."""
    columns = ("account_id", "platform", "name", "unit", "status", "url", "since")
    return tuple(Entry(*row) for row in rows.select(columns).iter_rows())
