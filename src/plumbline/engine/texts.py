"""Put every text of a dossier through the post checks, batch by batch, and gather what they say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from plumbline.checks import discover
from plumbline.domain.check import MARKS_SCHEMA, MATCHES_SCHEMA, WEEKS_SCHEMA, Detection, detection
from plumbline.domain.judgement import ABSTENTION_COLUMNS, Failure
from plumbline.domain.tables import TABLES
from plumbline.domain.vocabulary import Reason
from plumbline.engine.media_text import FIELD as MEDIA_TEXT
from plumbline.engine.media_text import heard
from plumbline.engine.posts import TEXT_COLUMNS, Stage
from plumbline.engine.reference import Reference
from plumbline.engine.run import Assessment, Part
from plumbline.engine.unread import MEDIA_COLUMNS, has_words, unread
from plumbline.engine.unread import totalled as unread_totalled
from plumbline.engine.wording import HELD, WEEK, WordingPart, WordingUnit, pieces
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.parameters import parameters
from plumbline.series.tally import Tally

PREPARED = ("marks", "weeks")
FIELDS = ("quoted_text", "quoted_source", "source_name", "urls")
_ABSTAINED = {"account_id": pl.String(), "reason": pl.String()}
UNIT_ROWS, UNIT_BYTES = 20_000, 16_000_000
"""Rows, and bytes of their texts, that are judged as one unit of work."""
Spread = Callable[[Iterable[WordingUnit]], Iterator[WordingPart]]


@dataclass
class Texts:
    """The texts of a dossier on their way through the checks. `spread` judges batches, in order.

    `reference` is what they are held against; `given` the tables that the dossier has.
    """

    book: Rulebook
    checks: tuple[str, ...]
    timezone: str
    accounts: pl.DataFrame
    spread: Spread
    reference: Reference | None = None
    given: frozenset[str] = frozenset()
    _found: dict[str, list[Detection]] = field(default_factory=lambda: defaultdict(list))
    _marks: list[pl.DataFrame] = field(default_factory=list)
    _weeks: Tally = field(default_factory=lambda: Tally(WEEKS_SCHEMA, WEEK))
    _matches: list[pl.DataFrame] = field(default_factory=list)
    _said: set[str] = field(default_factory=set)
    _failures: set[Failure] = field(default_factory=set)
    _unread: list[pl.DataFrame] = field(default_factory=list)

    def stages(self) -> tuple[Stage, ...]:
        """What is done with the posts, in turn: taken in as known texts, where a check asks for those; judged."""
        repeated = any(repeats(name, self.book) for name in self.checks)
        known: Stage = ("known", TEXT_COLUMNS, self.known)
        return (
            *((known,) if self.reference and repeated else ()),
            ("texts", (*TEXT_COLUMNS, *MEDIA_COLUMNS), self.posts),
        )

    def known(self, batches: Iterable[pl.DataFrame]) -> None:
        """Take in what the fleet published, so that later posts are held against earlier ones."""
        if self.reference:
            names = self.accounts.select("account_id", "name")
            self.reference = self.reference.with_posts(
                batch.join(names, on="account_id", how="left", maintain_order="left") for batch in batches
            )

    def posts(self, batches: Iterable[pl.DataFrame]) -> None:
        """Judge batches of posts (engine.posts.TEXT_COLUMNS), and of the MEDIA_COLUMNS what they have."""
        self._judge(batches, "posts", key=pl.col("post_id"), at=pl.col("posted_at"))

    def answers(self, messages: pl.DataFrame, as_of: datetime) -> None:
        """Judge the answers to messages given by `as_of`."""
        given = messages.filter(pl.col("answered_at") <= as_of, pl.col("answer").is_not_null()).with_columns(
            kind=pl.when("automatic").then(pl.lit("auto_reply")).otherwise(pl.lit("message")),
            text="answer",
            **{name: pl.lit(None, TABLES["posts"].schema[name]) for name in FIELDS},
        )
        self._judge([given], "messages", key=pl.col("message_id"), at=pl.col("answered_at"))

    def part(self) -> Part:
        """All that was said, as one part of an inspection."""
        foreign = self._foreign()
        whole = {name: _joined(self._found[name], foreign, self._unheld(name)) for name in sorted(self.checks)}
        return Part(whole, {}, tuple(sorted(self._failures, key=lambda failure: (failure.check, failure.error))))

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables made ready for checks of whole accounts: `marks` and `weeks`."""
        order = ("account_id", "posted_at", "post_id", "lexicon", "group")
        marks = pl.concat([pl.DataFrame(schema=MARKS_SCHEMA), *self._marks])
        if (marks["field"] == MEDIA_TEXT).any():  # once a post and group: the post's own words first
            same = ("account_id", "post_id", "kind", "lexicon", "group")
            marks = marks.sort("field", descending=True).unique(same, keep="first", maintain_order=True)
        return {"marks": marks.sort(order), "weeks": self._weeks.total()}

    def unread(self) -> pl.DataFrame:
        """By account, the posts whose pictures or videos nobody read (engine.unread.UNREAD_SCHEMA)."""
        return unread_totalled(self._unread)

    def matches(self) -> pl.DataFrame:
        """Which posts repeat which known text (MATCHES_SCHEMA)."""
        order = ("account_id", "posted_at", "post_id", "table", "source_id", "key")
        return pl.concat([pl.DataFrame(schema=MATCHES_SCHEMA), *self._matches]).sort(order)

    def _judge(self, batches: Iterable[pl.DataFrame], table: str, *, key: pl.Expr, at: pl.Expr) -> None:
        register = self.accounts.select(
            "account_id", pl.col("name").fill_null(""), mission=pl.col("mission").fill_null("")
        )
        columns = ("account_id", "key", "at", "kind", "text", *FIELDS, "automatic", "name", "mission")

        def unit(texts: pl.DataFrame, checks: tuple[str, ...], words: str) -> WordingUnit:
            prepared = (
                texts.with_columns(text=pl.col(words).fill_null(""), key=key, at=at)
                .join(register, on="account_id", how="left", maintain_order="left")
                .select(columns)
            )
            return WordingUnit(prepared, table, self.timezone, self.book, checks, self.reference, words)

        units = (
            unit(texts, checks, words)
            for batch in batches
            for batched, checks, words in self._spoken(batch)
            for texts in pieces(batched, words, UNIT_ROWS, UNIT_BYTES)
        )
        for part in self.spread(self._counted(units)):
            for name, found in part.detections.items():
                self._found[name].append(found)
            self._marks.append(part.marks)
            self._matches.append(part.matches)
            self._weeks.add(part.weeks)
            self._failures |= set(part.failures)

    def _spoken(self, batch: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, tuple[str, ...], str]]:
        """The rows to be judged, by which checks, and the column of their words: the text, then words of pictures."""
        yield batch, self.checks, "text"
        self._unread.append(unread(batch))
        if MEDIA_TEXT in batch.columns:
            seen = batch.filter(has_words())
            if not seen.is_empty():
                nothing = (pl.lit(None, TABLES["posts"].schema[name]).alias(name) for name in FIELDS)
                yield seen.with_columns(*nothing), heard(self.checks), MEDIA_TEXT

    def _counted(self, units: Iterable[WordingUnit]) -> Iterator[WordingUnit]:
        for unit in units:
            self._said |= set(unit.texts["account_id"].unique())
            yield unit

    def _unheld(self, check: str) -> pl.DataFrame:
        """Abstentions on accounts that nothing was found about, because there is nothing to hold them against."""
        rests_on = getattr(discover()[check], "RESTS_ON", ())
        silent = set() if not rests_on or self.given & set(rests_on) else self._said
        found = {account for part in self._found[check] for account in part.findings["account_id"]}
        return pl.DataFrame(
            {"account_id": sorted(silent - found), "reason": Reason.NO_REFERENCE.value}, schema_overrides=_ABSTAINED
        )

    def _foreign(self) -> pl.DataFrame:
        """Abstentions on accounts that mostly write in a language that the checks do not read."""
        totals = self._weeks.total().group_by("account_id").agg(pl.col("posts", "other").sum())
        return totals.filter(2 * pl.col("other") > pl.col("posts")).select(
            "account_id", reason=pl.lit(Reason.LANGUAGE.value), number=pl.col("other").cast(pl.Int64)
        )


def wanted(assessment: Assessment) -> bool:
    """Whether any check needs the texts to be read."""
    reads = {table for name in assessment.tables for table in discover()[name].READS}
    return bool(assessment.wording) or bool(reads & set(PREPARED))


def held(assessment: Assessment) -> bool:
    """Whether any check holds texts against lists of sources or known texts."""
    return any(hasattr(discover()[name], "RESTS_ON") for name in assessment.wording)


def repeats(check: str, book: Rulebook) -> bool:
    """Whether a post check looks at what a text repeats."""
    module = discover()[check]
    return not set(HELD).isdisjoint(module.wants(parameters(module, book.rules[check])).shapes)


def _joined(parts: list[Detection], foreign: pl.DataFrame, unheld: pl.DataFrame) -> Detection:
    filled = [part.findings for part in parts if not part.findings.is_empty()]
    silent = pl.concat([foreign, unheld.join(foreign, on="account_id", how="anti")], how="diagonal")
    none = detection(None, silent)
    findings = pl.concat(filled) if filled else none.findings
    blank = [part.abstentions for part in parts]
    return Detection(findings, pl.concat([pl.DataFrame(schema=ABSTENTION_COLUMNS), none.abstentions, *blank]))
