"""What a format of export is, and what its reader gives: rows for the dossier, faults, and what it passed over."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plumbline.importers.export import Export
from plumbline.rulebook.model import Text


@dataclass(frozen=True)
class Header:
    """The header line of a table. `required` columns tell it from others; `known` are all that releases have had.

    `unlabelled`: how many cells a row may have beyond the header (a tool that forgot to name a column).
    """

    required: frozenset[str]
    known: frozenset[str] = frozenset()
    unlabelled: int = 0

    @property
    def columns(self) -> frozenset[str]:
        """All columns that are known."""
        return self.required | self.known


@dataclass(frozen=True)
class Format:
    """One format of export.

    `platform` is that of its accounts (None: every row says, or `--account` must). `headers` are the tables by which it
    is recognised (none: the module has `recognises`). `complete`: between its first and its last post nothing is
    missing, so that the account counts as watched in between (the module may have a function `complete`
    that tells it of one export). `register`: it lists accounts instead of posts.
    """

    name: str
    title: Text
    platform: str | None = None
    headers: tuple[Header, ...] = ()
    complete: bool = True
    register: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A row for `table`: contract columns and values of the contract's types (str, int, bool, date, aware datetime,
    list of str); None where nothing is given. Without `account_id` it belongs to the account of the export.
    `place`: the line of a sheet as a spreadsheet counts, or the number of the item, from 1. `sheet`: where there are
    several."""

    table: str
    row: Mapping[str, Any]
    place: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be read: `code` as in `faults.FAULTS`. `row_lost` says whether the row went with it."""

    place: int
    code: str
    column: str = ""
    value: str = ""
    row_lost: bool = True
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that is left alone by intent: not_registered, private, repeated_header, totals, not_ours, no_text, …"""

    place: int
    why: str


@dataclass(frozen=True, slots=True)
class Stated:
    """The account that an export says it is about; comes before its rows."""

    platform: str
    platform_id: str | None = None
    name: str | None = None
    url: str | None = None
    observed_at: datetime | None = None


Row = Taken | Fault | Passed | Stated


@dataclass(frozen=True)
class Context:
    """What a reader knows besides the file.

    `account_id` is that of `--account` (None: not given). `timezone` is the dossier's. `find` gives the registered
    account of a platform by its id, name or address there; None if it is not registered. `keyed` makes the keyed hash
    of a citizen's id. `observed_at`: when the figures were read, as stated or guessed.
    """

    account_id: str | None
    timezone: str
    find: Callable[..., str | None]
    keyed: Callable[[str, str], str]
    observed_at: datetime
    lang: str = "en"


class Reader(Protocol):
    """A module of `formats`."""

    FORMAT: Format

    def read(self, export: Export, context: Context) -> Iterator[Row]:
        """All rows of the export, in its order."""
        ...
