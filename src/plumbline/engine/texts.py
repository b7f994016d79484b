"""Put every text of a dossier through the post checks, batch by batch, and gather what they say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from plumbline.checks import discover
from plumbline.domain.check import MARKS_SCHEMA, WEEKS_SCHEMA, Detection, detection
from plumbline.domain.judgement import ABSTENTION_COLUMNS, Failure
from plumbline.domain.vocabulary import Reason
from plumbline.engine.run import Assessment, Part
from plumbline.engine.wording import WordingPart, WordingUnit, totalled
from plumbline.rulebook.model import Rulebook

PREPARED = ("marks", "weeks")
UNIT_ROWS = 20_000
Spread = Callable[[Iterable[WordingUnit]], Iterator[WordingPart]]


@dataclass
class Texts:
    """The texts of a dossier on their way through the checks. `spread` judges batches, in order."""

    book: Rulebook
    checks: tuple[str, ...]
    timezone: str
    accounts: pl.DataFrame
    spread: Spread
    _found: dict[str, list[Detection]] = field(default_factory=lambda: defaultdict(list))
    _marks: list[pl.DataFrame] = field(default_factory=list)
    _weeks: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WEEKS_SCHEMA))
    _failures: set[Failure] = field(default_factory=set)

    def posts(self, batches: Iterable[pl.DataFrame]) -> None:
        """Judge batches of posts (engine.posts.TEXT_COLUMNS)."""
        self._judge(batches, "posts", key=pl.col("post_id"), at=pl.col("posted_at"))

    def answers(self, messages: pl.DataFrame, as_of: datetime) -> None:
        """Judge the answers to messages given by `as_of`."""
        given = messages.filter(pl.col("answered_at") <= as_of, pl.col("answer").is_not_null()).with_columns(
            kind=pl.when("automatic").then(pl.lit("auto_reply")).otherwise(pl.lit("message")),
            text="answer",
            quoted_text=pl.lit(None, pl.String),
        )
        self._judge([given], "messages", key=pl.col("message_id"), at=pl.col("answered_at"))

    def part(self) -> Part:
        """All that was said, as one part of an inspection."""
        silent = self._foreign()
        whole = {name: _joined(self._found[name], silent) for name in sorted(self.checks)}
        return Part(whole, {}, tuple(sorted(self._failures, key=lambda failure: (failure.check, failure.error))))

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables made ready for checks of whole accounts: `marks` and `weeks`."""
        order = ("account_id", "posted_at", "post_id", "lexicon", "group")
        return {"marks": pl.concat([pl.DataFrame(schema=MARKS_SCHEMA), *self._marks]).sort(order), "weeks": self._weeks}

    def _judge(self, batches: Iterable[pl.DataFrame], table: str, *, key: pl.Expr, at: pl.Expr) -> None:
        register = self.accounts.select(
            "account_id", pl.col("name").fill_null(""), mission=pl.col("mission").fill_null("")
        )
        columns = ("account_id", "key", "at", "kind", "text", "quoted_text", "automatic", "name", "mission")
        units = (
            WordingUnit(
                texts.with_columns(pl.col("text").fill_null(""), key=key, at=at)
                .join(register, on="account_id", how="left", maintain_order="left")
                .select(columns),
                table, self.timezone, self.book, self.checks,
            )
            for batch in batches
            for texts in batch.iter_slices(UNIT_ROWS)
        )  # fmt: skip
        for part in self.spread(units):
            for name, found in part.detections.items():
                self._found[name].append(found)
            self._marks.append(part.marks)
            self._weeks = totalled([self._weeks, part.weeks])
            self._failures |= set(part.failures)

    def _foreign(self) -> pl.DataFrame:
        """Abstentions on accounts that mostly write in a language that the checks do not read."""
        totals = self._weeks.group_by("account_id").agg(pl.col("posts", "other").sum())
        return totals.filter(2 * pl.col("other") > pl.col("posts")).select(
            "account_id", reason=pl.lit(Reason.LANGUAGE.value), number=pl.col("other").cast(pl.Int64)
        )


def wanted(assessment: Assessment) -> bool:
    """Whether any check needs the texts to be read."""
    reads = {table for name in assessment.tables for table in discover()[name].READS}
    return bool(assessment.wording) or bool(reads & set(PREPARED))


def _joined(parts: list[Detection], silent: pl.DataFrame) -> Detection:
    filled = [part.findings for part in parts if not part.findings.is_empty()]
    none = detection(None, silent.clear() if silent.is_empty() else silent)
    findings = pl.concat(filled) if filled else none.findings
    blank = [part.abstentions for part in parts]
    return Detection(findings, pl.concat([pl.DataFrame(schema=ABSTENTION_COLUMNS), none.abstentions, *blank]))
