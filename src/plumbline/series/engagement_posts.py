"""Counts of posts as rows to be explained: on a logarithmic scale, capped ones left out, with their group of peers."""

from datetime import datetime

import polars as pl

TARGETS = ("likes", "reposts", "comments", "reads")
DESIGNS: dict[str, dict[str, tuple[str, ...]]] = {
    "reads+followers": {
        "likes": ("reads", "followers"), "reposts": ("reads", "followers"), "comments": ("reads", "followers"),
        "reads": ("followers",),
    },
    "reads": {"likes": ("reads",), "reposts": ("reads",), "comments": ("reads",), "reads": ()},
    "triangle": {
        "likes": ("reposts", "comments"), "reposts": ("likes", "comments"), "comments": ("likes", "reposts"),
    },
}  # fmt: skip
"""What each count is explained by: reads and followers, reads alone, or (no reads, as on Weibo) the two others."""
ALWAYS = ("one", "night", "weekend")
CAPS: dict[str, dict[str, tuple[int, ...]]] = {
    "weibo": {"likes": (1_000_000,), "reposts": (1_000_000,), "comments": (1_000_000,)},
    "wechat": {"reads": (100_000, 100_001), "likes": (100_000, 100_001), "comments": (100_000, 100_001)},
}
"""Counts that a platform shows as "more than so many": "100万+" of forwards, comments and likes in Weibo's pages and
public interface; "10万+" of reads and likes under WeChat articles (100,001 in the interface). They bound the count from
below and are no numbers to reckon with."""
_READ_PCT = 60
"""A month's posts are explained by their reads where so many of a hundred have them."""
_FOLLOWERS_KNOWN = "62d"
_EAST = 8 * 3600
"""Hours and weekdays are those of UTC+8, in the lines as in what is compared with them."""


def posts_of(
    figures: pl.DataFrame, accounts: pl.DataFrame, units: pl.DataFrame, metrics: pl.DataFrame, *,
    ripe_by: datetime | int,
) -> pl.DataFrame:  # fmt: skip
    """One row a post published by `ripe_by` (moment, or epoch seconds), in order of account, month, kind and time.

    Columns: account_id, month (Date), platform, fine, middle, coarse (String: groups of peers, the narrowest first),
    design (String), at (Int64), one, night, weekend (Float64), for each of `TARGETS` its log1p (Float64; null: not
    given or capped) and as `n_…` the count (Int64), followers (Float64, log of the last count by the month's end),
    capped (Boolean: some count is a display cap).
    """
    limit = ripe_by if isinstance(ripe_by, int) else int(ripe_by.timestamp())
    months = _months(figures, accounts, units, metrics)
    rows = months.explode("at", *TARGETS).with_columns(pl.col("at").cast(pl.Int64)).filter(pl.col("at") <= limit)
    capped = [_capped(name) for name in TARGETS]
    hour, day = (pl.col("at") + _EAST) // 3600 % 24, ((pl.col("at") + _EAST) // 86_400 + 3) % 7
    return (
        rows.with_columns(
            *(pl.col(name).cast(pl.Int64).alias(f"n_{name}") for name in TARGETS),
            *(
                pl.when(~cap.fill_null(value=False)).then(pl.col(name).cast(pl.Float64).log1p()).alias(name)
                for name, cap in zip(TARGETS, capped, strict=True)
            ),
            capped=pl.any_horizontal(capped).fill_null(value=False),
            one=pl.lit(1.0), night=(hour < 6).cast(pl.Float64), weekend=(day >= 5).cast(pl.Float64),
        )
        .sort("account_id", "month", "kind", "at", *(f"n_{name}" for name in TARGETS))
    )  # fmt: skip


def _capped(name: str) -> pl.Expr:
    hits = [
        (pl.col("platform") == platform) & pl.col(name).is_in(list(caps[name]))
        for platform, caps in CAPS.items()
        if name in caps
    ]
    return pl.any_horizontal(hits)


def _months(figures: pl.DataFrame, accounts: pl.DataFrame, units: pl.DataFrame, metrics: pl.DataFrame) -> pl.DataFrame:
    """Rows of `figures` with their groups, followers and design."""
    levels = units.select("unit_id", "level").unique("unit_id", keep="first", maintain_order=True)
    placed = accounts.select("account_id", "platform", "unit_id").join(levels, on="unit_id", how="left")
    rows = figures.drop("example").join(placed, on="account_id", maintain_order="left")
    group = [pl.col("platform"), pl.col("level").cast(pl.String).fill_null("*"), pl.col("kind").cast(pl.String)]
    named = rows.with_columns(
        fine=pl.concat_str(group, separator="/"),
        middle=pl.concat_str(group[0], pl.lit("*"), group[2], separator="/"),
        coarse=pl.concat_str(group[0], pl.lit("/*/*")),
    )
    return _designed(_followed(named, metrics)).drop("unit_id", "level")


def _followed(rows: pl.DataFrame, metrics: pl.DataFrame) -> pl.DataFrame:
    counts = (
        metrics.filter(pl.col("followers") > 0)
        .select("account_id", on=pl.col("date"), followers=pl.col("followers").cast(pl.Float64).log())
        .sort("on", "account_id")
    )
    ends = rows.with_columns(ends=pl.col("month").dt.month_end()).sort("ends", "account_id", "kind")
    return ends.join_asof(
        counts, left_on="ends", right_on="on", by="account_id", tolerance=_FOLLOWERS_KNOWN, check_sortedness=False
    ).drop("ends", "on", strict=False)


def _designed(rows: pl.DataFrame) -> pl.DataFrame:
    """By what the month's posts, of all kinds, are to be explained."""
    month = ["account_id", "month"]
    read = pl.col("reads").list.drop_nulls().list.len().sum().over(month)
    whole = pl.col("reads").list.len().sum().over(month)
    enough = (100 * read >= _READ_PCT * whole) & (read > 0)
    followed = pl.col("followers").is_not_null()
    return rows.with_columns(
        design=pl.when(enough & followed).then(pl.lit("reads+followers")).when(enough).then(pl.lit("reads"))
        .otherwise(pl.lit("triangle"))
    )  # fmt: skip
