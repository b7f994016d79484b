"""Answers that answer nothing: receipts, thanks, greetings and transfer notices without a word on the matter.

An answer is canned when formulas are all it is made of. What a formula is stands in the rulebook; how text is folded
before it is compared stands here, so that no bracket, emoji or full-width letter makes a formula look like an answer.
"""

from collections.abc import Sequence

import polars as pl

_SPACE_AND_QUOTES = r"[\s\p{Cf}\p{M}'’‘\"“”`´]+"
_PUNCTUATION = r"[^\p{L}\p{N}]+"


def folded(text: pl.Expr) -> pl.Expr:
    """Text as formulas are written: NFKC, lower case, no spaces or quotes, each run of punctuation one ``/``."""
    plain = text.str.normalize("NFKC").str.to_lowercase().str.replace_all(_SPACE_AND_QUOTES, "")
    return plain.str.replace_all(_PUNCTUATION, "/").str.strip_chars("/")


def canned(answer: pl.Expr, patterns: Sequence[str], max_chars: int) -> pl.Expr:
    """Whether an answer (String → Boolean) consists of formulas only and has at most `max_chars` letters and digits.

    `patterns` are regular expressions over folded text; spaces in them are for the reader and mean nothing. Formulas
    may follow each other with or without punctuation. No answer (null) is not canned; one of signs only is.
    """
    text = folded(answer)
    short = text.str.replace_all("/", "").str.len_chars() <= max_chars
    return (short & text.str.contains(formula(patterns))).fill_null(value=False)


def formula(patterns: Sequence[str]) -> str:
    """One regular expression for a text of nothing but formulas."""
    words = "|".join(f"(?:{''.join(pattern.split())})" for pattern in patterns)
    return rf"(?i)^(?:(?:{words})/?)*$" if words else "^$"
