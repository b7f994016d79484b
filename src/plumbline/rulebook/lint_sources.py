"""Faults in a rulebook's list of sources: domains that are none or everybody's, days the wrong way round, doubles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from plumbline.provenance.domains import domain_of, open_to_all
from plumbline.provenance.source_names import SHORTEST, key
from plumbline.rulebook.model import SourceEntry

Fault = tuple[str, str, bool]
"""Path in the book, what is wrong, and whether an inspection by the book would go wrong."""


def source_faults(sources: Mapping[str, SourceEntry]) -> Iterator[Fault]:
    """Every fault of the entries; what the schema sees (an unknown kind) is not looked for again."""
    for source_id, entry in sources.items():
        path = f"sources/{source_id}"
        yield from _names(entry, path)
        yield from _domains(entry, path)
        yield from _days(entry, path)
    yield from _doubles(sources)


def _names(entry: SourceEntry, path: str) -> Iterator[Fault]:
    for name in (entry.name, *entry.aliases):
        if len(key(name)) < SHORTEST:
            yield f"{path}/name", f"{name!r} is too short for the name of a source", False
    if isinstance(entry.reason, str) and not entry.reason.strip():
        yield f"{path}/reason", "an entry says why it is listed", False


def _domains(entry: SourceEntry, path: str) -> Iterator[Fault]:
    for written in entry.domains:
        domain = domain_of(written)
        if domain is None:
            yield f"{path}/domains", f"{written!r} is no domain", False
        elif not entry.rule and open_to_all(domain):
            yield f"{path}/domains", f"anybody can have a site under {written}; name the source's own domain", False


def _days(entry: SourceEntry, path: str) -> Iterator[Fault]:
    given = {name: day for name, day in (("since", entry.since), ("until", entry.until)) if day}
    for name, day in given.items():
        if not is_day(day):
            yield f"{path}/{name}", f"{day!r} is no day; write it like '2026-01-31'", True
    if entry.since and entry.until and entry.until < entry.since:
        yield f"{path}/until", f"it ends on {entry.until}, before it begins on {entry.since}", False


def is_day(text: str) -> bool:
    """Whether a text is a day in ISO form."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _doubles(sources: Mapping[str, SourceEntry]) -> Iterator[Fault]:
    """Two entries that hold on the same days and share a name or a domain."""
    known: dict[str, list[str]] = defaultdict(list)
    for source_id, entry in sources.items():
        for form in dict.fromkeys(_forms(entry)):
            other = next((one for one in known[form] if _meet(sources[one], entry)), None)
            if other is not None:
                yield f"sources/{source_id}", f"{form!r} is a name or domain of sources/{other}, too", False
            known[form].append(source_id)


def _forms(entry: SourceEntry) -> Iterator[str]:
    yield from (key(name) for name in (entry.name, *entry.aliases))
    yield from (domain_of(domain) or domain for domain in entry.domains)


def _meet(left: SourceEntry, right: SourceEntry) -> bool:
    return (not left.until or right.since <= left.until) and (not right.until or left.since <= right.until)
