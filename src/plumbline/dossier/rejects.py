"""What was not taken in: every row and value that was left out, with file, row, column, value and reason."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import IO, Any

import polars as pl

from plumbline.domain.check import UNREADABLE_SCHEMA
from plumbline.dossier.sentences import rejection

ROW, VALUE = "row left out", "value left out"
SHOWN_UNREGISTERED = 100
"""So many rows of unregistered accounts are listed for each table; all are counted."""
_LONGEST = 200
_KEPT = 1_000


class Rejects:
    """Collects what was left out; with a `sink` it is written there at once, one JSON object a line.

    A line has `file` (relative to the dossier), `row` (as a spreadsheet counts: the header is row 1; for JSON Lines
    the line), `column` (the header in the file), `field` (the contract's name), `value` (at most 200 characters; null
    where it is not to be shown), `code`, `reason` (in `lang`) and `action` (`row left out` or `value left out`).

    `counts` has the rows left out by table (unregistered accounts apart), `values` the values left out,
    `unregistered` the rows of unregistered accounts, `cut` the tables of which a file ends in the middle; `first` the
    first 1,000 lines.
    """

    def __init__(self, sink: IO[str] | None = None, *, lang: str = "en") -> None:
        self.lang = lang
        self.counts: Counter[str] = Counter()
        self.values: Counter[str] = Counter()
        self.unregistered: Counter[str] = Counter()
        self.cut: set[str] = set()
        self.first: list[dict[str, Any]] = []
        self.logs: dict[str, Any] = {}
        self._lost: Counter[tuple[str | None, date | None, date | None]] = Counter()
        self._sink = sink

    def row(
        self,
        table: str,
        file: str,
        row: int,
        code: str,
        *,
        column: str | None = None,
        field: str | None = None,
        value: str | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """A row was left out. `code` is one of the rejections in ``locale/dossier.yml``, `facts` fill its sentence."""
        self.counts[table] += 1
        self._write(file, row, column, field, value, code, ROW, facts or {})

    def value(
        self,
        table: str,
        file: str,
        row: int,
        code: str,
        *,
        column: str | None = None,
        field: str | None = None,
        value: str | None = None,
    ) -> None:
        """A value was left out of a row that was kept."""
        self.values[table] += 1
        self._write(file, row, column, field, value, code, VALUE, {})

    def strangers(self, table: str, file: str, column: str, rows: Sequence[int]) -> None:
        """Rows of accounts that are not registered: counted; the first of each table listed without any value."""
        shown = max(0, SHOWN_UNREGISTERED - self.unregistered[table])
        self.unregistered[table] += len(rows)
        for row in rows[:shown]:
            self._write(file, row, column, "account_id", None, "unregistered", ROW, {})

    def lose(self, account: str | None, earliest: date | None, latest: date | None, *, rows: int = 1) -> None:
        """A row of `posts` was left out: perhaps a post of `account` (None: anyone's) in these days (None: any)."""
        self._lost[account, earliest, latest] += rows

    def cut_off(self, table: str) -> None:
        """A file of `table` ends in the middle: of `posts`, anything may be missing behind that."""
        if table not in self.cut and table == "posts":
            self.lose(None, None, None)
        self.cut.add(table)

    def unreadable(self) -> pl.DataFrame:
        """Rows of `posts` left out that may have been posts, as `domain.check.UNREADABLE_SCHEMA`, sorted."""
        rows = [(*key, number) for key, number in self._lost.items()]
        return pl.DataFrame(rows, schema=UNREADABLE_SCHEMA, orient="row").sort("account_id", "earliest", "latest")

    def _write(
        self,
        file: str,
        row: int,
        column: str | None,
        field: str | None,
        value: str | None,
        code: str,
        action: str,
        facts: Mapping[str, str],
    ) -> None:
        line = {
            "file": file,
            "row": row,
            "column": column,
            "field": field,
            "value": _shortened(value),
            "code": code,
            "reason": rejection(code, self.lang, **facts),
            "action": action,
        }
        if len(self.first) < _KEPT:
            self.first.append(line)
        if self._sink:
            self._sink.write(json.dumps(line, ensure_ascii=False) + "\n")


def _shortened(value: str | None) -> str | None:
    return value if value is None or len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
