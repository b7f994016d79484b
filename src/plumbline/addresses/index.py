"""The register as an index for many look-ups: the same answers as `lookup.look_up`, without a scan for each."""

from collections import defaultdict
from collections.abc import Sequence

import polars as pl

from plumbline.addresses.address import Address, NoAddress
from plumbline.addresses.canonical import website
from plumbline.addresses.columns import address_keys
from plumbline.addresses.lookalikes import on_platform, shown_host, site_host
from plumbline.addresses.lookup import LISTED, Answer, Entry, entries, is_link, register, understood, upwards
from plumbline.addresses.names import fold
from plumbline.addresses.near import Alike, Hosts
from plumbline.domain.vocabulary import OWN_HOSTED


class Index:
    """A register that does not change, ready for many questions."""

    def __init__(self, accounts: pl.DataFrame, units: pl.DataFrame) -> None:
        self._rows = entries(register(accounts, units))
        rank = {entry.account_id: at for at, entry in enumerate(self._rows)}
        numbers = dict(accounts.select("account_id", "platform_id").drop_nulls().iter_rows())
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self._rows):
            self._named[entry.name].append(at)
            for text in {entry.name, entry.account_id, numbers.get(entry.account_id)} - {None}:
                self._exact[str(text)].append(at)
        self._keys: dict[str, list[int]] = defaultdict(list)
        for account_id, key in address_keys(accounts).iter_rows():
            self._keys[key].append(rank[account_id])
        self._names = Alike(self._named)
        codes: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            codes[key.partition(":")[0]].append(key)
        self._sites = Hosts(codes.pop("website", ()))
        self._codes = {platform: Alike(keys) for platform, keys in codes.items()}

    def __len__(self) -> int:
        return len(self._rows)

    def look_up(self, text: str) -> Answer:
        """As `lookup.look_up`. Never raises for any text."""
        address, asked = understood(text)
        if isinstance(address, NoAddress):
            return Answer(reason=address) if is_link(asked) or not fold(asked) else self._by_name(text.strip())
        here = self._at(address, asked)
        if here:
            return Answer(entry=self._rows[here[0]], address=address)
        named = Answer() if is_link(asked) else self._by_name(text.strip())
        return named if named.entry else Answer(address=address, lookalikes=self._resembling(address, asked))

    def _at(self, address: Address, asked: str) -> list[int]:
        if address.kind == "name":
            named = self._named.get(address.key.removeprefix("n/"), ())
            return [at for at in named if self._rows[at].platform == address.platform]
        site = website(asked)
        for code in (address.code, *(upwards(site) if site else ())):
            allowed = {address.platform, *(OWN_HOSTED if code.startswith("website:") else ())}
            found = sorted(at for at in self._keys.get(code, ()) if self._rows[at].platform in allowed)
            if found:
                return found
        return []

    def _by_name(self, asked: str) -> Answer:
        exact = self._exact.get(asked, [])
        alike = {at for name in self._names.of(asked) for at in self._named[name]} - set(exact)
        listed = [*exact[1:], *sorted(alike)][:LISTED]
        entry = self._rows[exact[0]] if exact else None
        return Answer(entry=entry, by_name=True, lookalikes=self._entries(listed))

    def _resembling(self, address: Address, asked: str) -> tuple[Entry, ...]:
        by_address = sorted({at for code in self._meant(address, asked) for at in self._keys.get(code, ())})
        if address.kind not in {"handle", "name", "custom", "user"}:
            return self._entries(by_address[:LISTED])
        raw = address.key.removeprefix("n/").removeprefix("@").partition("@")[0]
        named = {at for name in self._names.of(raw) for at in self._named[name]}
        there = sorted(at for at in named if self._rows[at].platform == address.platform)
        return self._entries(list(dict.fromkeys((*by_address, *there)))[:LISTED])

    def _meant(self, address: Address, asked: str) -> Sequence[str]:
        if address.platform == "website":
            return [*on_platform(address, asked), *self._sites.of(shown_host(site_host(address.key)))]
        if address.kind not in {"handle", "custom", "user"}:
            return []
        return self._codes[address.platform].of(address.code) if address.platform in self._codes else []

    def _entries(self, places: Sequence[int]) -> tuple[Entry, ...]:
        return tuple(self._rows[at] for at in places)
