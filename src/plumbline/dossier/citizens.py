"""Columns that would identify a citizen. They are refused by name: their values are never read into anything.

The names stand in ``locale/citizens.yml``.
"""

from functools import cache
from itertools import chain, product

import polars as pl

from plumbline.domain.tables import Kind
from plumbline.dossier.names import english_column, fold_header
from plumbline.dossier.sentences import words

_HEX = r"^[0-9a-fA-F]{16,}$"
_BASE64 = r"^[A-Za-z0-9+/_-]{20,}={0,2}$"


def identifies_citizens(table: str, header: str) -> bool:
    """Whether a column of that name would identify a citizen (or, in `messages`, hold a citizen's own words).

    Columns of the contract never do: an account's own name is not a citizen's.
    """
    if english_column(table, header) is not None:
        return False
    name = _bare(header)
    return name in _names() or (table == "messages" and name in _of_list("words_of_citizens"))


def keyed_hash(text: pl.Series) -> pl.Series:
    """Which values (String) look like a keyed hash: 16 or more hexadecimal digits, or 20 or more of Base64.

    A long number or a word of one case is none: it may be the platform's own id, or a name.
    """
    hexadecimal = text.str.contains(_HEX) & text.str.contains("[a-fA-F]")
    mixed = text.str.contains("[a-z]") & text.str.contains("[A-Z]")
    return hexadecimal | (text.str.contains(_BASE64) & mixed)


def holds_keys(table: str, column: str, kind: Kind) -> bool:
    """Whether a column of the contract stands for citizens and may only hold keyed hashes."""
    return kind == Kind.ID and (table, column) in (("followers", "follower_key"), ("interactions", "actor_key"))


@cache
def _names() -> frozenset[str]:
    joined = (person + trait for person, trait in product(_of_list("persons"), _of_list("traits")))
    return frozenset(chain(joined, _of_list("words")))


@cache
def _of_list(name: str) -> frozenset[str]:
    return frozenset(_bare(word) for word in chain.from_iterable(words("citizens")[name]))


def _bare(header: str) -> str:
    return fold_header(header).replace("_", "")
