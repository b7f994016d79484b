"""The lists of sources that hold: the rulebook's entries, the dossier's table `sources`, the registered offices."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plumbline.provenance.domains import domain_of, domains_in, open_to_all
from plumbline.provenance.source_list import Listed, Rank, SourceList
from plumbline.rulebook.model import Rulebook

OFFICE_KIND = "government_site"
"""What a registered account or unit is as a source."""


def sources_of(book: Rulebook, rows: Iterable[Mapping[str, Any]] = (), offices: Iterable[str] = ()) -> SourceList:
    """The lists that hold: `rows` of the table `sources` (contract columns), names of registered accounts and units.

    A row without kind is what its domain or name says by the rules, else recognised: it stands in the authority's own
    list. A domain under which anybody can have a host (com.cn, a blog host) recognises nobody and is left out. A row
    with the id of an entry of the book speaks for that entry's names and domains, too.
    """
    own = [*of_book(book), *(Listed("", name, OFFICE_KIND, Rank.OFFICE) for name in offices)]
    named = [row for row in rows if row.get("name")]
    if not named:
        return SourceList(own)
    rules = SourceList(own)
    return SourceList([*own, *(_row(row, rules) for row in named)])


def of_book(book: Rulebook) -> Iterator[Listed]:
    """The entries of a rulebook."""
    for source_id, entry in book.sources.items():
        domains = tuple(filter(None, map(domain_of, entry.domains)))
        rank = Rank.RULE if entry.rule else Rank.BOOK
        yield Listed(source_id, entry.name, entry.kind, rank, entry.aliases, domains, entry.since, entry.until)


def _row(row: Mapping[str, Any], rules: SourceList) -> Listed:
    name = str(row["name"])
    domains = domains_in(str(row.get("domain") or ""))
    kind = row.get("kind") or _kind(name, domains, rules)
    owned = tuple(domain for domain in domains if not open_to_all(domain))
    source_id = str(row.get("source_id") or name)
    same = [entry for entry in rules.entries if entry.source_id == source_id and entry.rank != Rank.OFFICE]
    aliases = tuple(form for entry in same for form in (entry.name, *entry.aliases))
    listed = (*owned, *(domain for entry in same for domain in entry.domains))
    return Listed(source_id, name, str(kind), Rank.DOSSIER, aliases, listed)


def _kind(name: str, domains: Iterable[str], rules: SourceList) -> str:
    known = next(filter(None, map(rules.at, domains)), None) or rules.named(name)
    return known.kind if known else "recognised"
