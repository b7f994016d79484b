"""Draw followers at random for a blind review: the same seed draws the same, whatever the order of the rows."""

import hashlib
from collections.abc import Sequence
from datetime import date

import polars as pl

from plumbline.followers.purchase_marks import purchase_marks
from plumbline.followers.review import Item

SHOWN = ("registered", "posts", "followers", "following", "avatar", "bio", "digits", "last_post")
"""What a reader sees of a profile, in this order: months, not days; counts to two digits; no name, no key, no place."""
_NEARLY = 0.98
_COUNTS = ("posts", "followers", "following")


def kind_of(followers: pl.DataFrame, total: int | None) -> str:
    """What the rows of an account are: ``whole``, ``recent`` or ``collected`` (see `review.Listed`).

    `followers` needs `position` (Int64); `total`: followers by the latest count, None if unknown. Recent: the places
    are known and run without gaps to the newest. Anything that is not certain is ``collected``.
    """
    if total is None or followers.is_empty():
        return "collected"
    if followers.height >= _NEARLY * total:
        return "whole"
    places = followers["position"]
    if places.null_count() or places.n_unique() != followers.height:
        return "collected"
    low, high = int(str(places.min())), int(str(places.max()))
    closed = followers.height >= _NEARLY * (high - low + 1)
    return "recent" if closed and high >= _NEARLY * total else "collected"


def newest(followers: pl.DataFrame, count: int) -> pl.DataFrame:
    """The `count` rows with the highest `position`."""
    return followers.sort(pl.all(), nulls_last=True).sort("position", descending=True, maintain_order=True).head(count)


def drawn(followers: pl.DataFrame, account_id: str, *, seed: str, scored: int, as_of: date) -> pl.DataFrame:
    """`scored` rows at random, with their `score` (Float64), in the order of the draw: any first rows are a draw too.

    `followers`: one account's rows, contract columns.
    """
    canonical = followers.sort(pl.all(), nulls_last=True)
    order = shuffled(canonical.height, f"{seed}\x1f{account_id}")[:scored]
    taken = canonical[order]
    return taken.with_columns(purchase_marks(taken, as_of))


def shuffled(count: int, seed: str) -> list[int]:
    """The numbers below `count` in an order that only the seed decides (sorted by SHA-256 of seed and number)."""
    keyed = (hashlib.sha256(f"{seed}\x1f{number}".encode()).digest() for number in range(count))
    return [number for _, number in sorted(zip(keyed, range(count), strict=True))]


def mixed(profiles: Sequence[pl.DataFrame], *, seed: str) -> tuple[Item, ...]:
    """The profiles of all accounts as items, mixed so that neither number nor order tells the account.

    `profiles`: of each account the rows to be read, with `score`. A field that is not known at all for one of the
    accounts is shown of none: its absence would tell the account.
    """
    told = shared_fields(profiles)
    rows = [
        (of, score, tuple(text if name in told else "" for name, text in zip(SHOWN, shown, strict=True)))
        for of, frame in enumerate(profiles)
        for score, shown in zip(frame["score"], _shown(frame), strict=True)
    ]
    order = shuffled(len(rows), f"{seed}\x1fitems")
    return tuple(Item(number, *rows[place]) for number, place in enumerate(order, start=1))


def reading_order(items: int, reader: str, *, seed: str) -> list[int]:
    """The numbers of the items in the order in which a reader gets them: each reader another one."""
    return [place + 1 for place in shuffled(items, f"{seed}\x1freader {reader}")]


def shared_fields(profiles: Sequence[pl.DataFrame]) -> list[str]:
    """The `SHOWN` fields of which every account has something."""
    tables = [pl.DataFrame(_shown(frame), schema=list(SHOWN), orient="row") for frame in profiles]
    return [name for name in SHOWN if all((table[name] != "").any() for table in tables)]


def _shown(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    months = [pl.col(name).dt.strftime("%Y-%m") for name in ("registered_on", "last_post_on")]
    counts = [_coarse(pl.col(name)).cast(pl.String) for name in _COUNTS]
    flags = [pl.col(name).cast(pl.Int64).cast(pl.String) for name in ("has_avatar", "has_bio")]
    columns = [months[0], *counts, *flags, pl.col("name_digits").cast(pl.String), months[1]]
    texts = frame.select(column.fill_null("").alias(name) for name, column in zip(SHOWN, columns, strict=True))
    return texts.rows()


def _coarse(count: pl.Expr) -> pl.Expr:
    """A count to two digits, in whole numbers: nobody is found again by it."""
    length = count.cast(pl.String).str.len_chars().cast(pl.Int64)
    step = pl.lit(10).pow(pl.max_horizontal(length - 2, pl.lit(0))).cast(pl.Int64)
    return count // step * step
