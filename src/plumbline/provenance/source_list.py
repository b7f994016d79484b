"""The lists of sources that hold: the dossier's, the registered offices', the rulebook's, and rules for names.

Which entry speaks, where several do: one under a longer domain before one under a shorter; the dossier before the
rulebook's own entries, these before registered offices, and these before what ships as a rule (gov.cn, central organs);
within one of them the stricter kind (other, own_site, recognised, government_site), so that nobody is recognised by
oversight. The form of a name (`official_names`) counts last.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from re import Pattern

from plumbline.domain.provenance import Standing
from plumbline.provenance.domains import above, host_of
from plumbline.provenance.official_names import kind_by_name
from plumbline.provenance.source_names import SHORTEST, key, keys
from plumbline.text.patterns import pattern

STRICTNESS = ("other", "own_site", "recognised", "government_site")
"""Kinds of sources; of two entries of one rank the one whose kind stands first here speaks."""
_BETWEEN = pattern(r"[\s、,，;；/|&]+")
_AND = pattern(r"[\s、,，;；/|&和与及]+")
_PLACES = tuple("省市县区州盟旗")
_MOST_NAMES = 6


class Rank(IntEnum):
    """Whose word an entry is; the smaller goes first."""

    DOSSIER = 0
    BOOK = 1
    OFFICE = 2
    RULE = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry: days are ISO and inclusive, empty where open; `domains` in the form of `domains.domain_of`.

    A RULE says who stands behind a name or domain by the order of the state, and is nobody's choice of sources.
    """

    source_id: str
    name: str
    kind: str
    rank: Rank
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def holds(self, on: str) -> bool:
        """Whether the entry holds on a day (ISO); of an unknown day it does."""
        return not on or (self.since <= on and (not self.until or on <= self.until))


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a source, and the entry that says so (None: the form of its name alone)."""

    standing: Standing
    entry: Listed | None = None


class SourceList:
    """The lists of a dossier and its rulebook, ready to be asked; picklable. See the module for who goes first."""

    def __init__(self, entries: Iterable[Listed]) -> None:
        """Order the entries and index their names and domains."""
        self.entries = tuple(sorted(entries, key=_order))
        self.given = any(entry.rank <= Rank.BOOK for entry in self.entries)
        """Whether there is a list, beyond the rules that ship and the registered offices."""
        self._names = _index(self.entries, _names)
        self._near = _index(self.entries, _shortened)
        self._domains = _index(self.entries, lambda entry: entry.domains)

    def named(self, name: str, on: str = "") -> Standing | None:
        """What is known of a source by its name on a day (ISO, empty for any); None: in no list, and of no known form.

        Of several names in one (新华社、澜州日报) all must be known; the strictest kind is told.
        """
        found = self.by_name(name, on)
        return found.standing if found else None

    def at(self, address: str, on: str = "") -> Standing | None:
        """What is known of a source by a web address or host; None: in no list, or no address."""
        found = self.by_address(address, on)
        return found.standing if found else None

    def same(self, name: str, source_id: str) -> bool:
        """Whether a name, host or address, as written, means that source, on whatever day."""
        if any(entry.source_id == source_id for entry in (*self._listed(name), *self._at(name))):
            return True
        wanted = key(source_id)
        return bool(wanted) and wanted in keys(name)

    def by_name(self, name: str, on: str = "") -> Found | None:
        """As `named`, with the entry."""
        found = self._entry(name, on) or self._several(name, on, _BETWEEN)
        if found:
            return found
        first = _BETWEEN.split(name.strip(), maxsplit=1)[0]
        whole = first == name.strip() or first.endswith(_PLACES)  # 青溪市 公安局 is one name, not two
        return (_by_form(name) if whole else None) or self._several(name, on, _AND)

    def by_address(self, address: str, on: str = "") -> Found | None:
        """As `at`, with the entry."""
        entry = next((entry for entry in self._at(address) if entry.holds(on)), None)
        return _found(entry, "domain") if entry else None

    def _entry(self, name: str, on: str) -> Found | None:
        entry = next((entry for entry in self._listed(name) if entry.holds(on)), None)
        return _found(entry, "name") if entry else None

    def _several(self, name: str, on: str, between: Pattern[str]) -> Found | None:
        """The strictest of several names in one; None if one is not known, or it is a single name."""
        parts = [part for part in between.split(name) if part]
        if not 1 < len(parts) <= _MOST_NAMES:
            return None
        found = [self._entry(part, on) or _by_form(part) for part in parts]
        known = [one for one in found if one]
        return min(known, key=lambda one: STRICTNESS.index(one.standing.kind)) if len(known) == len(parts) else None

    def _listed(self, name: str) -> Iterator[Listed]:
        """Entries of that name: exact ones, then those that are the same with a usual word more or less."""
        for index in (self._names, self._near):
            for form in keys(name):
                yield from index.get(form, ())

    def _at(self, address: str) -> Iterator[Listed]:
        host = host_of(address)
        for domain in above(host or ""):
            yield from self._domains.get(domain, ())


def _found(entry: Listed, rule: str) -> Found:
    by = "list" if entry.rank <= Rank.BOOK else rule
    return Found(Standing(entry.kind, entry.name, entry.source_id, by), entry)


def _by_form(name: str) -> Found | None:
    kind = kind_by_name(name)
    return Found(Standing(kind, name, by="name")) if kind else None


def _order(entry: Listed) -> tuple[int, int, str, str, str]:
    return entry.rank, STRICTNESS.index(entry.kind), entry.source_id, entry.since, entry.name


def _index(entries: Iterable[Listed], keys_of: Callable[[Listed], Iterable[str]]) -> Mapping[str, tuple[Listed, ...]]:
    index: dict[str, list[Listed]] = {}
    for entry in entries:
        for form in dict.fromkeys(keys_of(entry)):
            index.setdefault(form, []).append(entry)
    return {form: tuple(listed) for form, listed in index.items()}


def _names(entry: Listed) -> Iterator[str]:
    for name in (entry.name, *entry.aliases):
        if len(key(name)) >= SHORTEST:
            yield key(name)


def _shortened(entry: Listed) -> Iterator[str]:
    """The same institution by a shorter name (澜州日报 of 澜州日报社); of what is not recognised only its own names."""
    if entry.kind != "other":
        for name in (entry.name, *entry.aliases):
            yield from keys(name)
