"""Windows in which an account's followers grew faster than anything known explains: triggers, never findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from plumbline.series.growth_adjust import adjusted
from plumbline.series.growth_detect import BEFORE_DAYS, RECENT_DAYS, Signals, signals
from plumbline.series.growth_panel import Floats, Longs, Panel, gains, panels

TRIGGER_SCHEMA: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "from_on": pl.Date(),
    "to_on": pl.Date(),
    "gained": pl.Int64(),
    "expected": pl.Int64(),
    "detectors": pl.String(),
    "statistic_c": pl.Int64(),
    "days": pl.Int64(),
}
"""One row a window: its days, the followers gained in it and what was to be expected, which detectors fired (``burst,
cusum, shift``), the largest statistic over its threshold in hundredths, and the days with a count. An account with
fewer than `Settings.least_days` such days has one row with null in place of a window, one where nothing fired none."""

_DAYS_BACK = 400


@dataclass(frozen=True)
class Settings:
    """Thresholds in hundredths, calibrated on simulated series to one false alarm in ten accounts and four months.

    `judged_days`: the days before `today` that are looked at (null: the last day of the metrics given); `least_days`
    with a count, at least; `least_excess`: followers beyond what was expected, at least.
    """

    burst_c: int = 800
    cusum_c: int = 1_500
    shift_c: int = 380
    judged_days: int = 124
    least_days: int = BEFORE_DAYS + RECENT_DAYS
    least_excess: int = 50
    today: date | None = None


def triggers(
    metrics: pl.DataFrame, accounts: pl.DataFrame, campaigns: pl.DataFrame, common_gain: pl.DataFrame,
    settings: Settings,
) -> pl.DataFrame:  # fmt: skip
    """Unexplained growth as `TRIGGER_SCHEMA`, sorted by account and day.

    `metrics`, `accounts`, `campaigns`: contract tables; `common_gain`: domain.check.COMMON_GAIN_SCHEMA. Overlapping
    windows of the detectors are one. Days of declared campaigns do not count.
    """
    known = metrics.filter(pl.col("followers").is_not_null())
    last = settings.today or known["date"].max()
    if not isinstance(last, date):
        return pl.DataFrame(schema=TRIGGER_SCHEMA)
    first = last - timedelta(days=_DAYS_BACK - 1)
    rows = [
        row
        for panel in panels(metrics, accounts, campaigns, common_gain, first=first, last=last)
        for row in _windows(panel, settings)
    ]
    return pl.DataFrame(rows, schema=TRIGGER_SCHEMA, orient="row").sort("account_id", "from_on")


def _windows(panel: Panel, settings: Settings) -> Iterator[tuple[Any, ...]]:
    gain, _ = gains(panel.followers)
    x = adjusted(panel, gain)
    found = signals(x, gain, panel.declared, judged=settings.judged_days)
    counted = (~np.isnan(panel.followers)).sum(axis=1)
    for row, account in enumerate(panel.accounts):
        days = int(counted[row])
        if days < settings.least_days:
            yield account, None, None, None, None, None, None, days
            continue
        for begin, end, names, statistic in _merged(_fired(found, row, settings)):
            gained, expected = _gained(gain[row], begin, end)
            if gained - expected >= settings.least_excess:
                yield (account, panel.day(begin), panel.day(end), gained, expected, ", ".join(names),
                       round(100 * statistic), days)  # fmt: skip


Window = tuple[int, int, tuple[str, ...], float]


def _fired(found: Signals, row: int, settings: Settings) -> list[Window]:
    """The windows whose statistic passes its threshold, with the ratio of the two."""
    parts: tuple[tuple[str, Floats, tuple[Longs, Longs], int], ...] = (
        ("burst", found.burst, found.burst_days, settings.burst_c),
        ("cusum", found.cusum, found.cusum_days, settings.cusum_c),
        ("shift", found.shift, found.shift_days, settings.shift_c),
    )
    return [
        (int(days[0][row]), int(days[1][row]), (name,), float(values[row]) * 100 / threshold)
        for name, values, days, threshold in parts
        if values[row] * 100 >= threshold
    ]


def _merged(windows: list[Window]) -> list[Window]:
    out: list[Window] = []
    for begin, end, names, statistic in sorted(windows):
        if out and begin <= out[-1][1] + 1:
            before = out[-1]
            together = tuple(sorted({*before[2], *names}))
            out[-1] = (before[0], max(before[1], end), together, max(before[3], statistic))
        else:
            out.append((begin, end, names, statistic))
    return out


def _gained(gain: Floats, begin: int, end: int) -> tuple[int, int]:
    """Followers gained in the window, and as many as the median day of the `BEFORE_DAYS` days before would give."""
    window, before = gain[begin : end + 1], gain[max(0, begin - BEFORE_DAYS) : begin]
    usual = max(0.0, float(np.nanmedian(before))) if np.any(~np.isnan(before)) else 0.0
    known = window[~np.isnan(window)]
    return round(float(known.sum())), round(usual * known.size)
