"""What every form of file is read into first: batches of raw columns, and a log of what the file is like."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import polars.exceptions

from plumbline.domain.errors import DossierError
from plumbline.domain.tables import Table
from plumbline.dossier.headers import Headers
from plumbline.dossier.names import nearest_column
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects
from plumbline.dossier.sentences import note, perhaps

UNKNOWN = "unknown"
"""Stands in a raw list column where the file says nothing at all (a JSON object without that key)."""


@dataclass
class TableLog:
    """What was learnt about the files of one table while they were read; grows as the batches come."""

    table: str
    lang: str
    rows: int = 0
    encodings: list[str] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    spelled: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    headers: str = "en"
    notes: list[str] = field(default_factory=list)

    def note(self, code: str, **facts: object) -> None:
        """Take a note once."""
        text = note(code, self.lang, **facts)
        if text not in self.notes:
            self.notes.append(text)

    def take(self, headers: Headers, file: str) -> None:
        """Take down what the headers of a file are."""
        self.columns |= set(headers.fields)
        self.spelled.update(headers.spelled)
        self.headers = headers.lang
        for header in headers.unknown:
            self._once(self.unknown, header, "unknown_column", file)
        for header in headers.refused:
            self._once(self.refused, header, "refused_column", file)

    def refuse(self, header: str, file: str) -> None:
        """Take down a column that is refused for what it holds."""
        self._once(self.refused, header, "refused_column", file)

    def encoding(self, name: str, file: str) -> None:
        """Take down an encoding; anything but UTF-8 is noted."""
        if name not in self.encodings:
            self.encodings.append(name)
        if name != "UTF-8":
            self.note("encoding", file=file, encoding=name)

    def _once(self, known: list[str], header: str, code: str, file: str) -> None:
        if header in known:
            return
        known.append(header)
        hint = perhaps(nearest_column(self.table, header), self.lang) if code == "unknown_column" else ""
        self.note(code, file=file, column=header, hint=hint)


@dataclass(frozen=True)
class Source:
    """One file to be read: its table, the columns to be read from it, and where to say what is wrong."""

    table: Table
    path: Path
    file: str
    number: int
    timezone: str
    columns: frozenset[str]
    registered: Registered | None
    rejects: Rejects
    log: TableLog

    def wants(self, name: str) -> bool:
        """Whether a column of the contract is to be read."""
        return name in self.columns

    def damaged(
        self, row: int, code: str, *, account: str | None = None, facts: Mapping[str, str] | None = None
    ) -> None:
        """A row could not be taken apart. `account`: what stands where the account's id should, if anything does."""
        self.rejects.row(self.table.name, self.file, row, code, facts=facts)
        if self.table.name == "posts" and account and self._is_registered(account):
            self.rejects.lose(account, None, None)

    def cut_off(self, row: int | None = None) -> None:
        """The file ends in the middle (of `row`, if that is known)."""
        if row is not None:
            self.rejects.row(self.table.name, self.file, row, "cut_off")
        self.rejects.cut_off(self.table.name)
        self.log.note("cut_off", file=self.file)

    def broken(self, why: str, remedy: str) -> DossierError:
        """The error for a file that cannot be read at all."""
        return DossierError(why, self.file, remedy)

    def _is_registered(self, account: str) -> bool:
        return self.registered is not None and account in self.registered.ids


@dataclass(frozen=True)
class RawBatch:
    """Rows of a file as they stand there. `columns`: contract's name → cells, in `row_no`'s order.

    Cells of text formats are String (null = nothing there); those of Parquet have the file's own type. `account_no`:
    the position of each row's account among the registered, where these were given; its ids can be taken as they are.
    """

    row_no: pl.Series
    columns: Mapping[str, pl.Series]
    headers: Headers
    account_no: pl.Series | None = None


def text_column(name: str, cells: Sequence[str | None]) -> pl.Series:
    """Cells as a String column; half surrogate pairs, which no encoding can hold, become U+FFFD."""
    try:
        return pl.Series(name, cells, dtype=pl.String)
    except UnicodeEncodeError:
        mended = [cell and cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for cell in cells]
        return pl.Series(name, mended, dtype=pl.String)


@contextmanager
def opened(source: Source, kind: str) -> Iterator[None]:
    """Turn what a reader throws at a file that is not what it says it is into an error that names the file."""
    try:
        yield
    except DossierError:
        raise
    except (Exception, polars.exceptions.PanicException) as error:
        why = str(error).strip().splitlines() or [type(error).__name__]
        raise DossierError(
            f"this is no {kind} file that can be read: {why[0][:200]}",
            source.file,
            "export it again; it may be cut off",
        ) from None
