"""Addresses by which the line is proven where nobody named any."""

from collections import Counter
from collections.abc import Iterable, Iterator

import polars as pl

from plumbline.collectors.guard_places import place
from plumbline.collectors.guard_policy import Refused
from plumbline.collectors.links.spelling import registrable, spelled
from plumbline.dossier.layout import Layout
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.provenance.domains import domains_in

_MOST = 3


def controls(layout: Layout, urls: Iterable[str]) -> tuple[str, ...]:
    """The dossier's own websites and government sites, then the first pages of the sites that `urls` name most."""
    named = tuple(dict.fromkeys((*_websites(layout), *_government(layout))))
    return (*named[:_MOST], *(url for url in _usual(urls) if url not in named))


def _websites(layout: Layout) -> Iterator[str]:
    accounts = read_table(layout, "accounts", rejects=Rejects())[0]
    for url in accounts.filter(pl.col("platform") == "website")["url"].drop_nulls().sort():
        yield from _root(spelled(url))


def _government(layout: Layout) -> Iterator[str]:
    if "sources" not in layout.files:
        return
    sources = read_table(layout, "sources", rejects=Rejects())[0]
    for cell in sources.filter(pl.col("kind") == "government_site")["domain"].drop_nulls().sort():
        for domain in domains_in(cell):
            yield from _root(f"https://{domain}/")


def _usual(urls: Iterable[str]) -> Iterator[str]:
    """First pages of the most named sites, each of another domain."""
    roots = Counter(root for url in urls for root in _root(url))
    seen: set[str] = set()
    for root, _ in sorted(roots.items(), key=lambda entry: (-entry[1], entry[0])):
        domain = registrable(place(root).host)
        if domain not in seen and len(seen) < _MOST:
            seen.add(domain)
            yield root


def _root(url: str) -> Iterator[str]:
    try:
        at = place(url)
    except Refused:
        return
    yield f"{at.scheme}://{at.netloc}/"
