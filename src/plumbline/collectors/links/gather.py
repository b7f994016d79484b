"""The links of a dossier: those in posts that still stand, and the accounts' own pages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from plumbline.collectors.links.spelling import links_in, spelled
from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import Layout
from plumbline.dossier.rejects import Rejects

_COLUMNS = ("account_id", "post_id", "posted_at", "text", "kind", "urls", "deleted_at")
_NOT_SHOWN = ("message", "like")
"""Kinds of posts that the public does not see as words of the office."""
MOST_IN_A_POST = 100


@dataclass
class Link:
    """One address. `holders`: for each account that published it the earliest post (None: the account's own page)."""

    url: str
    holders: dict[str, str | None] = field(default_factory=dict)
    latest: datetime | None = None
    _first: dict[str, datetime] = field(default_factory=dict)

    def held(self, account: str, post: str | None, at: datetime | None) -> None:
        """An account holds the address: in a post of that time, or as its own page."""
        if at is None or post is None:
            self.holders.setdefault(account, None)
            return
        first = self._first.get(account)
        if first is None or (at, post) < (first, self.holders[account] or ""):
            self._first[account], self.holders[account] = at, post
        self.latest = max(self.latest or at, at)


def gathered(layout: Layout, accounts: Collection[str], since: datetime | None) -> dict[str, Link]:
    """The links of these accounts by their one spelling; of posts from `since` on (aware), if given.

    Reads accounts (account_id, url) and posts (account_id, post_id, posted_at, text, kind, urls, deleted_at).
    """
    links: dict[str, Link] = {}
    wanted = frozenset(accounts)
    for row in _rows(layout, wanted, since):
        found = dict.fromkeys(map(spelled, (*(row["urls"] or ()), *links_in(row["text"] or ""))))
        for url in list(found)[:MOST_IN_A_POST]:
            links.setdefault(url, Link(url)).held(row["account_id"], row["post_id"], row["posted_at"])
    for account, url in _pages(layout, wanted):
        links.setdefault(spelled(url), Link(spelled(url))).held(account, None, None)
    links.pop("", None)
    return links


def _rows(layout: Layout, accounts: frozenset[str], since: datetime | None) -> Iterator[Mapping[str, Any]]:
    rejects = Rejects()
    may_hold = pl.col("text").str.contains(r"(?i)http|www\.") | pl.col("urls").list.len().gt(0)
    for batch in table_batches(layout, "posts", columns=_COLUMNS, rejects=rejects):
        rows = batch.filter(
            pl.col("account_id").is_in(list(accounts)), pl.col("deleted_at").is_null(), may_hold,
            ~pl.col("kind").is_in(_NOT_SHOWN),
        )  # fmt: skip
        yield from (rows if since is None else rows.filter(pl.col("posted_at") >= since)).iter_rows(named=True)


def _pages(layout: Layout, accounts: frozenset[str]) -> Iterator[tuple[str, str]]:
    for batch in table_batches(layout, "accounts", columns=("account_id", "url"), rejects=Rejects()):
        for account, url in batch.select("account_id", "url").drop_nulls().iter_rows():
            if account in accounts and url.strip():
                yield account, url
