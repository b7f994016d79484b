"""Judge what accounts say: every post check on whole columns of texts, and what other checks need to know of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np
import polars as pl

from plumbline.checks import discover, wants_of
from plumbline.domain.check import MARKS_SCHEMA, MATCHES_SCHEMA, WEEKS_SCHEMA, Detection, detection
from plumbline.domain.finding import Failure, describe
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.domain.provenance import OWN, Origin, is_printed
from plumbline.domain.wording import ANSWER_KINDS, Flag, Utterance, Wants
from plumbline.engine.media_text import FIELD as MEDIA_TEXT
from plumbline.engine.media_text import heard_as
from plumbline.engine.reference import Opened, Reference
from plumbline.engine.run import checked, fact_schema
from plumbline.rulebook.by_digest import ByDigest
from plumbline.rulebook.lexicons import lexicon_of
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.parameters import parameters
from plumbline.series.tally import added
from plumbline.text.lexicon import Lexicon
from plumbline.text.reading import Reading
from plumbline.text.sieve import Sieve, Sifted

CHUNK_ROWS, CHUNK_BYTES = 8_000, 1 << 20
"""Rows, and bytes of their texts, that are sifted at once: their code points fit in the cache."""
MARKED = ("topics", "spam")
"""Lexicons whose hits are handed to checks of whole accounts (`marks`)."""
NIGHT_ENDS = 6
HELD = ("copied", "repeated")
"""Shapes of texts that are held against known ones."""
MATCHED_PM = 700
"""From here on a post is said to repeat a text (`matches`), per mille of its letters."""
WEEK = ("account_id", "week")
_MARKS = "marks"


@dataclass(frozen=True)
class WordingPart:
    """What one batch of texts says: detections by check, marks, weeks, matches, checks that crashed."""

    detections: Mapping[str, Detection]
    marks: pl.DataFrame
    weeks: pl.DataFrame
    matches: pl.DataFrame
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class WordingUnit:
    """A batch of texts to be judged: picklable.

    `texts` has account_id, key, at (Datetime UTC), kind, text, quoted_text, quoted_source, source_name, urls,
    automatic, name, mission; all of one `table` (posts or messages). `reference` is what they are held against.
    `field`: the column of posts that `text` was taken from, text or media_text.
    """

    texts: pl.DataFrame
    table: str
    timezone: str
    book: Rulebook
    checks: tuple[str, ...]
    reference: Reference | None = None
    field: str = "text"

    def run(self) -> WordingPart:
        """Judge the batch."""
        judge = _judge(ByDigest(self.book), self.checks)
        opened = self.reference.opened(self.book) if self.reference else None
        return judge.judge(self.texts, self.table, self.timezone, opened, field=self.field)


@lru_cache(maxsize=4)
def _judge(key: ByDigest, checks: tuple[str, ...]) -> "Judge":
    params = {name: parameters(discover()[name], key.book.rules[name]) for name in checks}
    return Judge(params, lexicon_of(key.book))


class Judge:
    """Post checks with their parameters, ready to judge batch after batch."""

    def __init__(self, params: Mapping[str, Any], lexicon: Callable[[str], Lexicon]) -> None:
        """Put together what the checks want; `params` by check."""
        self._lexicon, self._params = lexicon, params
        self._modules = {name: discover()[name] for name in params}
        wants = {name: wants_of(module, self._params[name], lexicon) for name, module in self._modules.items()}
        self._sieve = Sieve({**wants, _MARKS: Wants(lexicons=MARKED)}, self._lexicon)

    def judge(
        self, texts: pl.DataFrame, table: str, timezone: str, opened: Opened | None = None, *, field: str = "text"
    ) -> WordingPart:
        """Everything that is to be said of a batch. Words of pictures are held against nothing and fill no week."""
        is_post = table == "posts" and field == "text"
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in self._modules}
        marks: list[dict[str, Any]] = []
        matches: list[dict[str, Any]] = []
        failures: set[Failure] = set()
        weeks: list[pl.DataFrame] = []
        for chunk in pieces(texts, "text", CHUNK_ROWS, CHUNK_BYTES):
            answers = chunk["kind"].is_in(ANSWER_KINDS).to_numpy()
            sifted = self._sieve.sift(chunk["text"].to_list(), answers)
            origins = self._origins(chunk, opened) if is_post else {}
            self._want_by_row(chunk, sifted, origins)
            matches += _matches(chunk, origins)
            for row, reading, checks in self._candidates(chunk, sifted, table, timezone, opened, origins):
                for name in checks:
                    if name == _MARKS:
                        marks += [mark for each in MARKED for mark in _marks(reading, row, self._lexicon(each), field)]
                        continue
                    try:
                        flags = self._modules[name].find(reading, self._params[name])
                        found[name] += [_finding(flag, row, table) for flag in _heard(flags, name, field)]
                    except Exception as error:  # a broken check must not take the others down
                        failures.add(Failure(name, describe(error)))
            if is_post:
                weeks.append(_weeks(chunk, sifted, timezone))
        return WordingPart(
            {name: _detection(module, found[name]) for name, module in self._modules.items()},
            pl.DataFrame(marks, schema=MARKS_SCHEMA),
            added([pl.DataFrame(schema=WEEKS_SCHEMA), *weeks], WEEK),
            pl.DataFrame(matches, schema=MATCHES_SCHEMA),
            tuple(sorted(failures, key=lambda failure: (failure.check, failure.error))),
        )

    def _origins(self, chunk: pl.DataFrame, opened: Opened | None) -> dict[int, tuple[Origin, ...]]:
        """By row of the chunk, the known texts that it repeats."""
        if opened is None or not any(map(self._sieve.bits_of, HELD)):
            return {}
        accounts, posts, texts = (chunk[name].to_list() for name in ("account_id", "key", "text"))
        found = opened.origins(texts, chunk["at"].dt.timestamp("us").to_list(), list(zip(accounts, posts, strict=True)))
        return {row: origins for row, origins in enumerate(found) if origins}

    def _want_by_row(self, chunk: pl.DataFrame, sifted: Sifted, origins: Mapping[int, tuple[Origin, ...]]) -> None:
        """Add to `sifted.wanted` what the text alone does not show."""
        named = pl.any_horizontal(pl.col("quoted_source", "source_name", "urls").is_not_null())
        sifted.wanted[chunk.select(named).to_series().to_numpy()] |= np.uint64(self._sieve.bits_of("named"))
        printed = [row for row, found in origins.items() if any(map(is_printed, found))]
        own = [row for row, found in origins.items() if any(origin.kind == OWN for origin in found)]
        sifted.wanted[printed] |= np.uint64(self._sieve.bits_of("copied"))
        sifted.wanted[[*printed, *own]] |= np.uint64(self._sieve.bits_of("repeated"))

    def _candidates(
        self,
        chunk: pl.DataFrame,
        sifted: Sifted,
        table: str,
        timezone: str,
        opened: Opened | None,
        origins: Mapping[int, tuple[Origin, ...]],
    ) -> Iterator[tuple[dict[str, Any], Reading, list[str]]]:
        rows = np.flatnonzero(sifted.wanted)
        day = pl.col("at").dt.convert_time_zone(timezone).dt.strftime("%Y-%m-%d")
        wanted = chunk[rows].with_columns(said_on=day.fill_null(""))
        for number, row in zip(rows.tolist(), wanted.iter_rows(named=True), strict=True):
            bits = int(sifted.wanted[number])
            utterance = Utterance(
                row["text"], row["kind"], row["quoted_text"], bool(row["automatic"]),
                table, row["name"], row["mission"], row["said_on"], row["at"], row["account_id"],
                row["quoted_source"] or "", row["source_name"] or "", tuple(row["urls"] or ()),
            )  # fmt: skip
            reading = Reading(
                utterance,
                self._lexicon,
                folded=sifted.column.row(number),
                scores=sifted.score_of(number),
                found=sifted.found_in(number),
                searched=self._sieve.lexicons,
                sources=opened.sources if opened else None,
                origins=origins.get(number, ()),
            )
            yield row, reading, [name for bit, name in enumerate(self._sieve.checks) if bits >> bit & 1]


def pieces(texts: pl.DataFrame, column: str, rows: int, size: int) -> Iterator[pl.DataFrame]:
    """Slices of at most so many rows and bytes of texts; a text of a book is one of its own."""
    sizes = np.cumsum(texts[column].str.len_bytes().fill_null(0).to_numpy())
    begin = 0
    while begin < texts.height:
        full = int(np.searchsorted(sizes, (sizes[begin - 1] if begin else 0) + size, side="right"))
        end = min(max(full, begin + 1), begin + rows, texts.height)
        yield texts[begin:end]
        begin = end


def _heard(flags: Iterable[Flag], check: str, field: str) -> Iterable[Flag]:
    return (heard_as(check, flag) for flag in flags) if field == MEDIA_TEXT else flags


def _finding(flag: Flag, row: dict[str, Any], table: str) -> dict[str, Any]:
    message = table == "messages"
    return {
        "account_id": row["account_id"],
        "post_id": None if message else row["key"],
        "subject": "/".join(filter(None, (row["key"] if message else "", flag.variant, flag.subject))),
        "variant": flag.variant,
        "confidence": str(flag.confidence),
        "evidence": [
            {
                "table": mark.table or table,
                "key": mark.key or row["key"],
                "field": "answer" if message and not mark.table and mark.field == "text" else mark.field,
                "start": mark.start,
                "end": mark.end,
                "quote": mark.quote.encode(errors="replace").decode(),
            }
            for mark in flag.marks
        ],
        **flag.facts,
    }


def _detection(module: ModuleType, found: list[dict[str, Any]]) -> Detection:
    schema = {**FINDING_COLUMNS, **fact_schema(module)}
    return checked(module, detection(pl.DataFrame(found, schema=schema, strict=True)))


def _marks(reading: Reading, row: dict[str, Any], lexicon: Lexicon, field: str) -> list[dict[str, Any]]:
    """The first hit of each group of a marked lexicon, in the account's own voice or in a hashtag.

    None in a text that holds a word of report or warning (group `quoting`).
    """
    hits = reading.hits(lexicon.lexicon)
    first: dict[str, dict[str, Any]] = {}
    for hit in hits if not any(hit.group == "quoting" for hit in hits) else ():
        own = lexicon.groups[hit.group].trigger and reading.quoted(hit.start, hit.end) in (None, "hashtag")
        if hit.group in first or not own:
            continue
        mark = reading.mark(hit.start, hit.end)
        first[hit.group] = {
            "account_id": row["account_id"],
            "post_id": row["key"],
            "posted_at": row["at"],
            "kind": row["kind"],
            "lexicon": hit.lexicon,
            "group": hit.group,
            "field": field,
            "start": mark.start,
            "end": mark.end,
            "quote": mark.quote.encode(errors="replace").decode(),
        }
    return list(first.values())


def _matches(chunk: pl.DataFrame, origins: Mapping[int, tuple[Origin, ...]]) -> Iterator[dict[str, Any]]:
    """The known texts of others that posts repeat almost whole."""
    for number, found in origins.items():
        others = [one for one in found if one.kind != OWN and min(one.cover_pm, one.distinct_pm) >= MATCHED_PM]
        if not others:
            continue
        account, post, at = chunk.row(number)[:3]
        for origin in others:
            yield {
                "account_id": account,
                "post_id": post,
                "posted_at": at,
                "table": origin.table,
                "source_id": origin.source_id,
                "key": origin.key,
                "name": origin.name,
                "title": origin.title,
                "url": origin.url,
                "published_at": origin.published_at,
                "cover_pm": origin.cover_pm,
            }


def _weeks(chunk: pl.DataFrame, sifted: Sifted, timezone: str) -> pl.DataFrame:
    local = pl.col("at").dt.convert_time_zone(timezone)
    week = local.dt.date() - pl.duration(days=local.dt.weekday().cast(pl.Int64) - 1)
    languages = pl.Series("language", sifted.languages())
    published = chunk.select("account_id", "kind", week=week, night=local.dt.hour() < NIGHT_ENDS).with_columns(
        languages
    )
    counts = {name: pl.col("language") == code for code, name in enumerate(("zh", "en", "other"))}
    said = published.filter(pl.col("kind").is_in(["post", "repost"])).select(
        "account_id",
        "week",
        posts=pl.lit(1, pl.UInt32),
        night=pl.col("night").cast(pl.UInt32),
        **{name: count.cast(pl.UInt32) for name, count in counts.items()},
    )
    return added([said.select(*WEEKS_SCHEMA)], WEEK)
