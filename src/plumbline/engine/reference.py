"""What the texts of a dossier are held against: the lists of sources, the known texts, the fleet's own earlier posts.

All of it lies in one folder, so that a unit of work sends a path and not a corpus.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import polars as pl

from plumbline.domain.provenance import FLEET, OWN, Origin, Sources
from plumbline.engine.kept_index import as_documents
from plumbline.provenance.index import Hit, Index
from plumbline.provenance.posted import Posted
from plumbline.provenance.posted_writer import write
from plumbline.rulebook.by_digest import ByDigest
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.sources import sources_of

PUBLISHED = ("post", "repost")
"""Kinds of posts that count as earlier publications."""
MOST = 8


class _Lists(msgspec.Struct, frozen=True):
    """What is written aside of the lists: rows of `sources`, names of registered offices."""

    rows: list[dict[str, Any]]
    offices: list[str]


@dataclass(frozen=True)
class Reference:
    """A folder with `sources.json`, and the folders of the indexes of articles and posts, where there are such texts.

    Small and picklable; `opened` gives what it stands for.
    """

    folder: Path
    timezone: str
    articles: Path | None = None
    posts: Path | None = None

    def opened(self, book: Rulebook) -> "Opened":
        """The lists and indexes, opened once a process."""
        return _opened(self, ByDigest(book))

    def with_posts(self, batches: Iterable[pl.DataFrame]) -> "Reference":
        """The same with an index of what the fleet published (engine.posts.TEXT_COLUMNS)."""
        write(_as_documents(batches), self.folder / "posts")
        return replace(self, posts=self.folder / "posts")


def lay_down(
    folder: Path,
    *,
    timezone: str,
    sources: pl.DataFrame | None,
    offices: Iterable[str],
    articles: Iterable[pl.DataFrame] | Path | None,
) -> Reference:
    """Write the lists and the index of `articles` to `folder`.

    `articles`: frames of the contract's columns, or the folder of an index of them.
    """
    lists = _Lists([] if sources is None else sources.to_dicts(), sorted(set(offices)))
    (folder / "sources.json").write_bytes(msgspec.json.encode(lists))
    if articles is None or isinstance(articles, Path):
        return Reference(folder, timezone, articles)
    Index.build(as_documents(articles), folder / "articles")
    return Reference(folder, timezone, folder / "articles")


def offices(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Names of the registered accounts and of their units."""
    return [name for table in ("accounts", "units") if table in tables for name in tables[table]["name"].drop_nulls()]


class Opened:
    """Lists and indexes, ready to be asked."""

    def __init__(self, reference: Reference, book: Rulebook) -> None:
        """Open what `reference` names."""
        lists = msgspec.json.decode((reference.folder / "sources.json").read_bytes(), type=_Lists)
        self.sources: Sources = sources_of(book, lists.rows, lists.offices)
        self._listed = {row["source_id"]: row for row in lists.rows}
        self._zone = ZoneInfo(reference.timezone)
        self._articles = Index.open(reference.articles) if reference.articles else None
        self._posts = Posted(reference.posts) if reference.posts else None

    def origins(
        self,
        texts: Sequence[str],
        said_at: Sequence[int | None],
        keys: Sequence[tuple[str, str] | None],
    ) -> list[tuple[Origin, ...]]:
        """For each text the known texts that it repeats, the most covering first.

        `said_at`: microseconds since 1970 (UTC); `keys`: account_id and post_id, so that a post is not held against
        itself; posts count where they are earlier.
        """
        found: list[list[Origin]] = [[] for _ in texts]
        if self._articles:
            for row, hits in enumerate(self._articles.search(texts, most=MOST)):
                found[row] += [self._article(hit) for hit in hits]
        if self._posts:
            for row, hits in enumerate(self._posts.search(texts, before=said_at, without=keys, most=MOST)):
                account = (keys[row] or ("", ""))[0]
                found[row] += [self._post(hit, account) for hit in hits]
        return [tuple(sorted(origins, key=_covering_first)) if origins else () for origins in found]

    def _article(self, hit: Hit) -> Origin:
        row = self._listed.get(hit.source_id, {})
        name = str(row.get("name") or hit.source_id)
        return self._origin(hit, "articles", name, row.get("kind") or self._kind(name, hit.url, listed=bool(row)))

    def _kind(self, name: str, url: str, *, listed: bool) -> str:
        """The kind of a source that states none: by the rules; else one that was listed is taken as recognised."""
        standing = self.sources.at(url) if url else None
        standing = standing or self.sources.named(name)
        return standing.kind if standing else "recognised" if listed else "other"

    def _post(self, hit: Hit, account: str) -> Origin:
        return self._origin(hit, "posts", hit.title, OWN if hit.source_id == account else FLEET)

    def _origin(self, hit: Hit, table: str, name: str, kind: str) -> Origin:
        at = hit.published_at
        return Origin(
            table, hit.key, hit.source_id, name, kind, hit.text, hit.cover_pm, hit.distinct_pm, hit.longest, at,
            at.astimezone(self._zone).date().isoformat() if at else "", "" if table == "posts" else hit.title, hit.url,
        )  # fmt: skip


def _covering_first(origin: Origin) -> tuple[int, bool, float, str, str, str]:
    at = origin.published_at
    return -origin.cover_pm, at is None, at.timestamp() if at else 0, origin.table, origin.source_id, origin.key


def _as_documents(batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    for batch in batches:
        published = batch.filter(pl.col("kind").is_in(PUBLISHED), pl.col("text").is_not_null())
        yield published.select(
            source_id="account_id",
            key="post_id",
            published_at="posted_at",
            title=pl.col("name").fill_null("") if "name" in published.columns else pl.lit(""),
            url=pl.lit(""),
            text="text",
        )


@lru_cache(maxsize=2)
def _opened(reference: Reference, key: ByDigest) -> Opened:
    return Opened(reference, key.book)
