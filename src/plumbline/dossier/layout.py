"""Where the tables of a dossier are: one file each, or a folder of Parquet files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from plumbline.domain.errors import DossierError
from plumbline.domain.tables import REQUIRED_TABLES, TABLES
from plumbline.dossier.particulars import FILE, read_particulars
from plumbline.dossier.sentences import note, perhaps

FORMATS = ("csv", "csv.gz", "jsonl", "parquet", "xlsx")
_DATA = (
    ".csv",
    ".gz",
    ".jsonl",
    ".json",
    ".ndjson",
    ".parquet",
    ".xlsx",
    ".xls",
    ".tsv",
    ".txt",
    ".zip",
    ".et",
    ".ods",
)
_MEANT = {"json": "jsonl", "ndjson": "jsonl", "xls": "xlsx", "et": "xlsx", "ods": "xlsx"}
_NAME_IT = "name each table <table>.csv, .csv.gz, .jsonl, .parquet or .xlsx; tables are: " + ", ".join(TABLES)


@dataclass(frozen=True)
class TableFile:
    """The files of one table: several only where it is a folder of Parquet files."""

    paths: tuple[Path, ...]
    format: str


@dataclass(frozen=True)
class Layout:
    """A dossier's folder, its tables in the contract's order, and what ``dossier.toml`` says.

    `timezone` is an IANA name, `as_of` aware or None, `notes` sentences about files and keys that have no effect.
    """

    folder: Path
    files: Mapping[str, TableFile]
    timezone: str
    as_of: datetime | None
    notes: tuple[str, ...] = ()

    def label(self, path: Path) -> str:
        """The name of a file as reports show it: relative to the dossier."""
        return path.relative_to(self.folder).as_posix()


def scan(folder: Path, *, lang: str = "en", whole: bool = True) -> Layout:
    """Find the tables in `folder` and read ``dossier.toml``.

    `whole`: the dossier must have all that an inspection needs. DossierError: no such folder, not a folder, nothing in
    it, no table of accounts or posts, two files for one table.
    """
    entries = _entries(folder, whole=whole)
    particulars = read_particulars(folder, lang=lang)
    found: dict[str, TableFile] = {}
    notes = list(particulars.notes)
    for entry in entries:
        table = _table(entry)
        if table is None:
            notes.extend(_notes(entry, lang))
            continue
        if table in found:
            _two_files(table, found[table].paths[0], entry)
        found[table] = _files(entry)
    if whole:
        _complete(found, folder, entries)
    files = {name: found[name] for name in TABLES if name in found}
    return Layout(folder, files, particulars.timezone, particulars.as_of, tuple(notes))


def _entries(folder: Path, *, whole: bool) -> list[Path]:
    if not folder.exists():
        raise DossierError(
            "there is no such folder", str(folder), "give the folder that holds the tables of the dossier"
        )
    if not folder.is_dir():
        raise DossierError("a dossier is a folder, and this is a file", str(folder), f"try its folder: {folder.parent}")
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$")))
    except OSError as error:
        raise DossierError(
            f"the folder cannot be read: {error.strerror}", str(folder), "check its permissions"
        ) from None
    if whole and not any(entry.name != FILE for entry in entries):
        raise DossierError("the folder is empty", str(folder), _NAME_IT)
    return entries


def _format(path: Path) -> str | None:
    ending = path.name.partition(".")[2].lower()
    return ending if ending in FORMATS else None


def _table(entry: Path) -> str | None:
    """The table that a file or folder holds; None if it is no table."""
    name = _stem(entry)
    if entry.is_dir():
        return entry.name if entry.name in TABLES else None
    return name if name in TABLES and _format(entry) else None


def _files(entry: Path) -> TableFile:
    if not entry.is_dir():
        return TableFile((entry,), _format(entry) or "")
    paths = tuple(sorted(path for path in entry.rglob("*.parquet") if path.is_file()))
    if not paths:
        raise DossierError(
            "the folder of the table holds no Parquet file", str(entry), "put *.parquet into it or remove it"
        )
    return TableFile(paths, "parquet")


def _notes(entry: Path, lang: str) -> Iterator[str]:
    """A note about what looks like a table and is none; other files (a README, a picture) are passed over."""
    name = _stem(entry)
    near = get_close_matches(name, list(TABLES), n=1, cutoff=0.7)
    if entry.name != FILE and (entry.suffix.lower() in _DATA or (near and entry.is_dir())):
        shown = entry.name + ("/" if entry.is_dir() else "")
        yield note("unknown_file", lang, file=shown, hint=perhaps(_meant(near, entry), lang))


def _meant(near: Iterable[str], entry: Path) -> str | None:
    ending = entry.suffix.lower().removeprefix(".")
    right = ending if ending in FORMATS else _MEANT.get(ending, "csv")
    return next((f"{name}.{right}" for name in near), None)


def _two_files(table: str, first: Path, second: Path) -> None:
    one = first if first.parent == second.parent else first.parent
    raise DossierError(
        f"the table {table} is there twice", f"{one} and {second}", "keep one of them: it is not clear which one counts"
    )


def _complete(found: Mapping[str, TableFile], folder: Path, entries: Sequence[Path]) -> None:
    missing = [name for name in REQUIRED_TABLES if name not in found]
    if not missing:
        return
    there = ", ".join(entry.name for entry in entries[:20])
    meant = {entry.name: _meant(get_close_matches(_stem(entry), missing, n=1, cutoff=0.7), entry) for entry in entries}
    hints = "".join(f"{name} should be {right}; " for name, right in meant.items() if right and right != name)
    raise DossierError(
        f"the dossier has no table {' and no table '.join(missing)} (it holds: {there})", str(folder), hints + _NAME_IT
    )


def _stem(entry: Path) -> str:
    return entry.name.partition(".")[0].lower()
