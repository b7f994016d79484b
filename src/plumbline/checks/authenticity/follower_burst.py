"""Followers that came faster than weekday, reads, the platform and declared campaigns explain: a hint to look, no more.

Method: daily gains on a log scale, less what weekday, reads of the day and the day before and the platform's common
mode explain (robust regression for each account). Three detectors over the last `period_days`: a burst of one to three
days against the 56 days before (`burst_c`), a sum of days above the usual (`cusum_c`), the median of 28 days against
that of 56 (`shift_c`). Days of declared campaigns do not count; `least_excess` followers beyond the usual are needed.
What came over days without a count is spread over them. Variant `no_source`: where the platform tells where followers
came from, and less than `source_pct` percent of the growth has a source.

Blind spots: about one honest account in ten sets it off in four months (simulated series; real rates of viral posts and
drives are not known), purchases of a day or two look like a viral post, small ones are missed, and a purchase spread
thin over many months is part of the level. It says nothing of who followed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
import polars as pl

from plumbline.domain.check import Detection, Shard, detection
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.domain.vocabulary import Reason
from plumbline.series.growth import Settings, triggers
from plumbline.series.standing import judged

KIND = "account_check"
READS = ("accounts", "metrics", "campaigns", "inflows", "common_gain")
NEEDS = ("accounts", "metrics")
REASONS = (Reason.NOT_COLLECTED, Reason.TOO_FEW)
VARIANTS = ("no_source",)
NO_SOURCES = ("0", "other", "其他", "其它")
"""Codes that name no source: the rest."""
ALL_SOURCES = "99999999"
"""The platform's code for all sources together: it says nothing of where followers came from."""
_PLOT_DAYS = 180


@dataclass(frozen=True)
class Params:
    """Thresholds in hundredths; days judged; least followers beyond the usual; percent of them with a source."""

    burst_c: int
    cusum_c: int
    shift_c: int
    period_days: int
    least_excess: int
    source_pct: int


@dataclass(frozen=True)
class Facts:
    """The window, followers `gained` in it and `usual` for as many days, the `detectors`, and the largest source of new
    followers with its share, where the platform tells it (else empty)."""

    from_on: date
    to_on: date
    gained: int
    usual: int
    detectors: str
    source: str


def find(shard: Shard, params: Params) -> Detection:
    """Accounts that grew for no known reason."""
    accounts = judged(shard.table("accounts")).select("account_id", "platform")
    metrics = shard.table("metrics").filter(pl.col("date") <= shard.today).join(accounts, on="account_id", how="semi")
    settings = Settings(
        params.burst_c, params.cusum_c, params.shift_c, params.period_days, least_excess=params.least_excess,
        today=shard.today,
    )  # fmt: skip
    found = triggers(metrics, accounts, shard.table("campaigns"), shard.table("common_gain"), settings)
    windows = found.filter(pl.col("from_on").is_not_null())
    mine = metrics.join(windows.select("account_id").unique(), on="account_id", how="semi")
    days = {key[0]: own for key, own in mine.partition_by("account_id", as_dict=True).items()}
    rows = [_row(row, shard, days[row["account_id"]], params) for row in windows.iter_rows(named=True)]
    return detection(pl.DataFrame(rows, schema=_SCHEMA), _silent(accounts, metrics, found))


def _silent(accounts: pl.DataFrame, metrics: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    counted = metrics.filter(pl.col("followers").is_not_null()).select("account_id").unique()
    nothing = accounts.join(counted, on="account_id", how="anti").select(
        "account_id", reason=pl.lit(Reason.NOT_COLLECTED.value), number=pl.lit(None, pl.Int64)
    )
    few = found.filter(pl.col("from_on").is_null()).select(
        "account_id", reason=pl.lit(Reason.TOO_FEW.value), number="days"
    )
    return pl.concat([nothing, few])


def _row(window: dict[str, Any], shard: Shard, metrics: pl.DataFrame, params: Params) -> dict[str, Any]:
    account, begin, end = window["account_id"], window["from_on"], window["to_on"]
    source, known_pct = _source(shard.table("inflows"), account, begin, end, window["gained"])
    place = {"table": "metrics", "key": begin.isoformat(), "field": "followers", "start": None, "end": None,
             "quote": f"{begin.isoformat()} – {end.isoformat()}: +{window['gained']}"}  # fmt: skip
    return {
        "account_id": account, "post_id": None, "subject": begin.isoformat(), "confidence": "low",
        "variant": "no_source" if known_pct is not None and known_pct < params.source_pct else None,
        "evidence": [place], "exhibit": _exhibit(window, shard, metrics),
        "from_on": begin, "to_on": end, "gained": window["gained"], "usual": window["expected"],
        "detectors": window["detectors"], "source": source,
    }  # fmt: skip


def _source(inflows: pl.DataFrame, account: str, begin: date, end: date, gained: int) -> tuple[str, int | None]:
    """The window's largest named source with its share, and the percent of the growth that has any (None: not told)."""
    rows = inflows.filter(
        pl.col("account_id") == account, pl.col("measure") == "followers_gained", pl.col("date").is_between(begin, end),
        pl.col("source") != ALL_SOURCES,
    )  # fmt: skip
    if rows.is_empty():
        return "", None
    named = rows.filter(~pl.col("source").is_in(NO_SOURCES)).group_by("source").agg(pl.col("number").sum())
    largest = named.sort("number", "source", descending=[True, False]).head(1)
    share = round(100 * int(named["number"].sum() or 0) / max(gained, 1))
    if largest.is_empty():
        return "", share
    return f"{largest['source'][0]} ({round(100 * largest['number'][0] / max(gained, 1))}%)", share


def _exhibit(window: dict[str, Any], shard: Shard, metrics: pl.DataFrame) -> str:
    """Gain and reads of the last days, the window marked, declared campaigns beside."""
    own = metrics.filter(pl.col("date") >= shard.today - timedelta(days=_PLOT_DAYS))
    days = own.sort("date").with_columns(
        gain=pl.when(pl.col("date").diff() == pl.duration(days=1)).then(pl.col("followers").diff())
    )
    declared = shard.table("campaigns").filter(pl.col("account_id") == window["account_id"]).sort("started_on")
    first = window["detectors"].split(", ")[0]
    shown = {
        "kind": "growth",
        "dates": [day.isoformat() for day in days["date"]],
        "gain": days["gain"].to_list(),
        "reads": days["reads"].to_list(),
        "marked": [{"from": window["from_on"].isoformat(), "to": window["to_on"].isoformat(), "detector": first}],
        "declared": [
            {"from": row["started_on"].isoformat(), "to": (row["ended_on"] or row["started_on"]).isoformat(),
             "kind": row["kind"] or "other"}
            for row in declared.iter_rows(named=True)
        ],
        "band_low": [], "band_high": [],
    }  # fmt: skip
    return msgspec.json.encode(shown).decode()


_SCHEMA = FINDING_COLUMNS | {
    "from_on": pl.Date(), "to_on": pl.Date(), "gained": pl.Int64(), "usual": pl.Int64(), "detectors": pl.String(),
    "source": pl.String(),
}  # fmt: skip
