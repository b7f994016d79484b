"""What the headers of a file stand for: columns of the contract, unknown columns, and columns that are refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plumbline.domain.errors import DossierError
from plumbline.domain.tables import TABLES
from plumbline.dossier.citizens import identifies_citizens
from plumbline.dossier.names import UNIT_NAME, chinese_column, english_column, is_chinese, nearest_column

_SHOWN = 30


@dataclass(frozen=True)
class Headers:
    """`fields`: the contract's column → position in the file; `spelled`: the column → its header in the file.

    `unknown` and `refused` are headers as they stand in the file, `lang` is ``zh`` if most known headers are Chinese,
    `width` the number of columns in the file.
    """

    fields: Mapping[str, int]
    spelled: Mapping[str, str]
    unknown: tuple[str, ...]
    refused: tuple[str, ...]
    lang: str
    width: int = 0


def read_headers(table: str, headers: Sequence[str], file: str) -> Headers:
    """Match the headers of a file. DossierError if a required column is missing or a column is there twice."""
    fields: dict[str, int] = {}
    unknown: list[str] = []
    refused: list[str] = []
    for position, header in enumerate(headers):
        name = english_column(table, header)
        if name is None:
            (refused if identifies_citizens(table, header) else unknown).append(header)
        elif name in fields:
            _twice(table, name, headers[fields[name]], header, file)
        else:
            fields[name] = position
    if UNIT_NAME in fields and "unit_id" in fields:
        unknown.append(headers[fields.pop(UNIT_NAME)])
    _complete(table, fields, headers, file)
    spelled = {name: headers[position].strip() for name, position in fields.items()}
    chinese = sum(is_chinese(header) for header in spelled.values())
    named = tuple(header for header in unknown if header.strip())
    return Headers(fields, spelled, named, tuple(refused), "zh" if chinese * 2 > len(spelled) else "en", len(headers))


def likeness(table: str, headers: Iterable[str]) -> int:
    """How many of `headers` are known in that table."""
    return sum(english_column(table, header) is not None for header in headers)


def is_header(table: str, cells: Sequence[str]) -> bool:
    """Whether a row holds all required columns of a table."""
    return {*TABLES[table].required} <= {english_column(table, cell) for cell in cells}


def _twice(table: str, name: str, first: str, second: str, file: str) -> None:
    raise DossierError(
        f"two columns stand for {name}: “{first}” and “{second}”",
        f"{file}, header",
        "keep one of them and name the other otherwise",
    )


def _complete(table: str, fields: Mapping[str, int], headers: Sequence[str], file: str) -> None:
    missing = [name for name in TABLES[table].required if name not in fields]
    if not missing:
        return
    wanted = ", ".join(f"{name} ({chinese_column(table, name)})" for name in missing)
    there = ", ".join(header.strip() or "(empty)" for header in headers[:_SHOWN]) or "no headers"
    raise DossierError(
        f"the table {table} lacks the required column{'s' * (len(missing) > 1)} {wanted}",
        f"{file}, header; it has: {there[:500]}",
        _remedy(table, missing, fields, headers),
    )


def _remedy(table: str, missing: Sequence[str], fields: Mapping[str, int], headers: Sequence[str]) -> str:
    near = {header.strip(): nearest_column(table, header) for header in headers if not english_column(table, header)}
    hints = [f"“{header}” looks like {name}" for header, name in near.items() if name]
    if hints:
        return "rename the column: " + "; ".join(hints)
    if not fields:
        return "the first row must hold the names of the columns, in English or Chinese"
    return (
        f"add the column{'s' * (len(missing) > 1)} or rename the one that holds {'them' if len(missing) > 1 else 'it'}"
    )
