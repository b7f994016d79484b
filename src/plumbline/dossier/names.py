"""Names of columns and values in Chinese and English; the words stand in ``locale/columns.yml``."""

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from plumbline.domain.tables import TABLES, Kind
from plumbline.dossier.sentences import words

UNIT_NAME = "unit_name"
"""A column of `accounts` that only exists in files: the unit's name instead of its id."""
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F))


def fold(word: str) -> str:
    """A word for comparing: NFKC, no zero-width characters, no blanks, small letters, no mark of a required field."""
    flat = unicodedata.normalize("NFKC", word.translate(_INVISIBLE))
    return "".join(flat.split()).casefold().strip("*").replace("(必填)", "").replace("(选填)", "")


def fold_header(header: str) -> str:
    """A header for comparing: as `fold`, and ``Account ID`` or ``account-id`` is ``account_id``."""
    return fold("_".join(header.translate(_INVISIBLE).replace("-", " ").split()))


@cache
def _headers(table: str) -> Mapping[str, str]:
    spoken: dict[str, list[str]] = words("columns")["tables"][table]
    found = {fold_header(alias): name for name, aliases in spoken.items() for alias in aliases}
    return found | {column.name: column.name for column in TABLES[table].columns}


def english_column(table: str, header: str) -> str | None:
    """The contract's name of the column that `header` stands for; None if it is not known in that table.

    `accounts` also knows ``unit_name`` (主办单位), which is looked up in the table of units.
    """
    known = _headers(table)
    return known.get(fold_header(header)) or known.get(fold(header))


def chinese_column(table: str, name: str) -> str:
    """The Chinese header that is written for a column of the contract."""
    return str(words("columns")["tables"][table][name][0])


def is_chinese(header: str) -> bool:
    """Whether a header is written in Chinese."""
    return any("\u3400" <= character <= "\u9fff" for character in header)


def nearest_column(table: str, header: str) -> str | None:
    """The column's name or alias that looks most like an unknown `header`; None if nothing is near."""
    near = get_close_matches(fold_header(header), list(_headers(table)), n=1, cutoff=0.75)
    return near[0] if near else None


def _spoken(table: str, column: str) -> Mapping[str, Iterable[str]]:
    found: Mapping[str, Iterable[str]] = words("columns")["values"].get(f"{table}.{column}", {})
    return found


@cache
def value_words(table: str, column: str) -> Mapping[str, str]:
    """Folded word → the contract's value, for a column of choices, of flags (``true``/``false``) or of lists."""
    contract = TABLES[table].column(column)
    known = {fold(alias): value for value, aliases in _spoken(table, column).items() for alias in aliases}
    known |= {fold(value): value for value in (*_spoken(table, column), *contract.values)}
    if contract.kind == Kind.FLAG:
        flags: Mapping[str, Iterable[str]] = words("columns")["flags"]
        known |= {fold(alias): value for value, aliases in flags.items() for alias in aliases}
    if (table, column) == ("exceptions", "check"):
        known |= {value.partition(".")[2]: value for value in contract.values}
    return known


def english_value(table: str, column: str, word: str) -> str | None:
    """The contract's value that `word` stands for (微博 → weibo, 是 → true); None if it is not known."""
    return value_words(table, column).get(fold(word))


def chinese_value(table: str, column: str, value: str) -> str:
    """The Chinese word that is written for a value; the value itself if there is none."""
    aliases = list(_spoken(table, column).get(value, ()))
    if not aliases and TABLES[table].column(column).kind == Kind.FLAG:
        return "是" if value == "true" else "否"
    return str(aliases[0]) if aliases else value


@cache
def list_words(meaning: str) -> frozenset[str]:
    """Folded words that say of a list that it is ``unknown`` or that it is empty (``none``)."""
    return frozenset(fold(word) for word in words("columns")["lists"][meaning])
