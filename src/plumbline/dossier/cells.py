"""Written cells as values: one column of text in, one column of the contract's type out."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from plumbline.domain.tables import Column, Kind
from plumbline.dossier.names import english_value, fold, list_words, value_words
from plumbline.dossier.times import parse_days, parse_times

_INVISIBLE = (0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)
BLANK = "".join(map(chr, (*range(9, 14), 32, *_INVISIBLE)))
"""What is cut off both ends of everything but running text: blanks and invisible characters."""
_SPOILT = r"^[+-]?\d(\.\d+)?[eE]\+\d{2,3}$"
_WHOLE = r"^\+?\d{1,19}(?:\.0*)?$"
_DECIMAL = r"^[+-]?\d{1,15}(?:\.\d{1,15})?$"
_THOUSANDS = r"^\d{1,3}(?:,\d{3})+$"
_SEPARATORS = re.compile(r"\s*[;,|；，、]\s*")
_BETWEEN_URLS = re.compile(r"\s*[;,|；，、\s]\s*(?=[A-Za-z][A-Za-z0-9+.-]*://|www\.)")


@dataclass(frozen=True)
class Cells:
    """A column as read: values of the contract's type, and codes of what is wrong (null = fine; None = all is)."""

    values: pl.Series
    codes: pl.Series | None = None

    def marked(self, where: pl.Series, code: str) -> "Cells":
        """The same with `code` where the mask is true, and no value there."""
        if not where.any():
            return self
        codes = no_codes(self.values.len()) if self.codes is None else self.codes
        return Cells(
            self.values.zip_with(~where, nothing(self.values.dtype, self.values.len())), codes.set(where, code)
        )


def nothing(dtype: pl.DataType, height: int) -> pl.Series:
    """A column of nulls."""
    return pl.Series([None], dtype=dtype).new_from_index(0, height)


def no_codes(height: int) -> pl.Series:
    """A column in which nothing is wrong yet."""
    return nothing(pl.String(), height)


def read_text_cells(table: str, column: Column, text: pl.Series, timezone: str) -> Cells:
    """Read a String column as `column` says. An empty cell is null, in a list it is an empty list."""
    if column.kind == Kind.TEXT:
        return Cells(running(text))
    if column.kind == Kind.LIST:
        return _lists(table, column, text)
    stripped = text.str.strip_chars(BLANK)
    bare = stripped.set(stripped == "", None)
    readers: Mapping[Kind, Callable[[], Cells]] = {
        Kind.ID: lambda: ids(bare),
        Kind.COUNT: lambda: _counts(bare),
        Kind.TIME: lambda: _present(bare, lambda some: parse_times(some, timezone), column),
        Kind.DAY: lambda: _present(bare, lambda some: parse_days(some, timezone), column),
        Kind.CHOICE: lambda: _words(table, column, bare, "unknown_choice"),
        Kind.FLAG: lambda: _words(table, column, bare, "not_a_flag"),
        Kind.JSON: lambda: _json(bare),
        Kind.NUMBER: lambda: _numbers(bare),
    }
    return readers[column.kind]()


def ids(bare: pl.Series) -> Cells:
    """Ids without blanks around them; what a spreadsheet has rounded is refused."""
    if not bare.str.contains("+", literal=True).any():
        return Cells(bare)
    return _judged(bare, bare, ~bare.str.contains(_SPOILT), "spoilt_id")


def running(text: pl.Series) -> pl.Series:
    """Running text, kept to the letter; text of nothing but blanks is null."""
    empty = text.str.strip_chars(BLANK) == ""
    return text.set(empty, None) if empty.any() else text


def _judged(text: pl.Series, values: pl.Series, good: pl.Series, code: str) -> Cells:
    """Values where `good`; the code where something stands and is not good."""
    return Cells(values).marked(text.is_not_null() & ~good.fill_null(value=False), code)


def _counts(bare: pl.Series) -> Cells:
    flat = bare.str.normalize("NFKC")
    joined = flat.str.replace_all(",", "", literal=True).zip_with(flat.str.contains(_THOUSANDS), flat)
    digits = joined.str.replace(r"\..*$", "").set(~joined.str.contains(_WHOLE), None)
    values = digits.cast(pl.Int64, strict=False)
    return _judged(bare, values, values.is_not_null(), "not_a_count")


def _numbers(bare: pl.Series) -> Cells:
    """Decimal numbers; a percent sign behind one is dropped."""
    flat = bare.str.normalize("NFKC").str.replace(r"\s*%$", "")
    values = flat.set(~flat.str.contains(_DECIMAL), None).cast(pl.Float64, strict=False)
    return _judged(bare, values, values.is_not_null(), "not_a_number")


def _present(bare: pl.Series, parse: Callable[[pl.Series], tuple[pl.Series, pl.Series]], column: Column) -> Cells:
    """Parse the cells in which something stands."""
    there = bare.is_not_null()
    found, faults = parse(bare.filter(there))
    rows = there.arg_true()
    values = nothing(column.dtype, bare.len()).scatter(rows, found)
    codes = None if faults.null_count() == faults.len() else no_codes(bare.len()).scatter(rows, faults)
    return Cells(values, codes)


def _words(table: str, column: Column, bare: pl.Series, code: str) -> Cells:
    """Choices and flags: each different word is looked up once."""
    different = bare.drop_nulls().unique().to_list()
    known = {word: english_value(table, column.name, word) for word in different}
    if column.kind == Kind.CHOICE and all(word == value for word, value in known.items()):
        return Cells(bare)
    flag = column.kind == Kind.FLAG
    meant = {word: (value == "true" if flag else value) for word, value in known.items() if value is not None}
    empty = nothing(column.dtype, bare.len())
    values = bare.replace_strict(meant, default=None, return_dtype=column.dtype) if meant else empty
    return _judged(bare, values, values.is_not_null(), code)


def _lists(table: str, column: Column, text: pl.Series) -> Cells:
    different = text.drop_nulls().unique()
    return Cells(looked_up(text, different, [parse_list(table, column.name, cell) for cell in different.to_list()]))


def looked_up(keys: pl.Series, different: pl.Series, items: list[list[str] | None]) -> pl.Series:
    """For each of `keys` the list that belongs to it in `different`; null for null."""
    table = pl.DataFrame({"key": different, "items": pl.Series(items, dtype=pl.List(pl.String))})
    return keys.alias("key").to_frame().join(table, on="key", how="left", maintain_order="left")["items"]


def parse_list(table: str, column: str, cell: str) -> list[str] | None:
    """The items of a written list; None if it says “unknown”. Empty, “none” and ``[]`` are an empty list."""
    word = fold(cell)
    if word in list_words("unknown"):
        return None
    if not word or word in list_words("none"):
        return []
    items = _json_items(cell)
    if items is None:
        items = (_BETWEEN_URLS if column == "urls" else _SEPARATORS).split(cell.strip(BLANK))
    return items_of(table, column, items)


def items_of(table: str, column: str, items: list[str]) -> list[str]:
    """Items in the contract's words, without blanks around them and without empty ones."""
    known = value_words(table, column)
    bare = (item.strip(BLANK) for item in items)
    return [known.get(fold(item), item) for item in bare if item]


def _json_items(cell: str) -> list[str] | None:
    if not cell.lstrip(BLANK).startswith("["):
        return None
    try:
        items = json.loads(cell.strip(BLANK))
    except (ValueError, RecursionError):
        return None
    return [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items]


def _json(bare: pl.Series) -> Cells:
    values = pl.Series(
        bare.name, [None if cell is None else canonical_json(cell) for cell in bare.to_list()], dtype=pl.String
    )
    return _judged(bare, values, values.is_not_null(), "not_json")


def canonical_json(cell: str) -> str | None:
    """A JSON list in one spelling (keys sorted, no blanks); None if it is none."""
    try:
        found = json.loads(cell, parse_float=str, parse_constant=str)
        spelled = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        return None
    return spelled if isinstance(found, list) else None
