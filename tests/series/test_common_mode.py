"""What most accounts of a platform did on a day."""

from datetime import date, timedelta

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.series.common_mode import LEAST_ACCOUNTS, common_gain

FIRST = date(2026, 1, 1)


def counted(numbers: dict[str, list[int | None]]) -> pl.DataFrame:
    rows = [
        {"account_id": account, "date": FIRST + timedelta(days=day), "followers": number}
        for account, series in numbers.items()
        for day, number in enumerate(series)
    ]
    return pl.DataFrame(rows, schema_overrides=TABLES["metrics"].schema)


def accounts(names: list[str], platform: str = "weibo") -> pl.DataFrame:
    return pl.DataFrame({"account_id": names, "platform": platform})


NAMES = [f"a{number}" for number in range(LEAST_ACCOUNTS)]
STEADY = [1_000, 1_010, 1_020, 1_030, 1_040, 1_050]
PURGED = [1_000, 1_010, 1_020, 930, 940, 950]


def test_a_day_on_which_all_lose_followers_is_the_platforms() -> None:
    modes = dict(common_gain(counted(dict.fromkeys(NAMES, PURGED)), accounts(NAMES)).select("date", "mode").iter_rows())
    assert modes[FIRST + timedelta(days=3)] < -5
    assert modes[FIRST + timedelta(days=4)] == 0


def test_one_accounts_burst_is_its_own() -> None:
    series = dict.fromkeys(NAMES, STEADY) | {NAMES[0]: [1_000, 1_010, 1_020, 9_000, 9_010, 9_020]}
    assert set(common_gain(counted(series), accounts(NAMES))["mode"]) == {0.0}


def test_few_accounts_say_nothing_of_a_platform() -> None:
    few = NAMES[1:]
    assert common_gain(counted(dict.fromkeys(few, PURGED)), accounts(few)).is_empty()


def test_a_change_over_days_without_a_count_is_no_day_of_it() -> None:
    gapped = [1_000, 1_010, None, None, 930, 940]
    days = common_gain(counted(dict.fromkeys(NAMES, gapped)), accounts(NAMES))["date"].to_list()
    assert days == [FIRST + timedelta(days=1), FIRST + timedelta(days=5)]


def test_platforms_are_kept_apart() -> None:
    others = [f"b{number}" for number in range(LEAST_ACCOUNTS)]
    series = dict.fromkeys(NAMES, PURGED) | dict.fromkeys(others, STEADY)
    both = pl.concat([accounts(NAMES), accounts(others, "wechat")])
    modes = common_gain(counted(series), both)
    assert set(modes.filter(pl.col("platform") == "wechat")["mode"]) == {0.0}
