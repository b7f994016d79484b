"""The nation's units and accounts: most in good order, some in every hundred not."""

from datetime import date
from itertools import islice, product

import numpy as np
import polars as pl

_ACCOUNTS_A_UNIT = 3
_RENAMED = 211
"""One account of so many is called otherwise than the others of its unit."""
_PLATFORMS = pl.Series(["weibo", "wechat", "toutiao", "douyin", "bilibili", "kuaishou", "wechat_channels"])
_OFFICES = (
    "公安局", "教育局", "气象局", "文化和旅游局", "卫生健康委员会", "市场监督管理局", "应急管理局", "交通运输局",
    "民政局", "司法局", "财政局", "自然资源局", "生态环境局", "农业农村局", "人力资源和社会保障局", "统计局",
)  # fmt: skip
_FIRST = "澜云青沧桐松临望雁石柳竹梅兰白古南北东西清平安永嘉宁泰康和顺"
_SECOND = "溪汀湾渡坪湖州川岭原河江浦阳丰乐昌源泽林桥台岗城塘口关丘陵洲"
_LIMITS = {"省": 31, "市": 333, "县": 2850}
_OPENED = (date(2012, 1, 4), date(2024, 12, 31))


def unit_frame(accounts: int) -> pl.DataFrame:
    """`units` for so many accounts: provinces, cities, counties, and departments for the rest."""
    wanted = -(-accounts // _ACCOUNTS_A_UNIT)
    names = ["".join(pair) for pair in product(_FIRST, _SECOND)]
    provinces = _below([("", "")], [f"{name}省" for name in names], max(1, min(_LIMITS["省"], wanted // 60)))
    cities = _below(provinces, [f"{name}市" for name in names[40:]], max(1, min(_LIMITS["市"], wanted // 8)))
    counties = _below(cities, [f"{name}县" for name in names[90:]], max(1, min(_LIMITS["县"], wanted // 3)))
    rest = max(0, wanted - len(provinces) - len(cities) - len(counties))
    offices = _below([*cities, *counties], [*_OFFICES, *(f"{name}事务中心" for name in names)], rest)
    levels = (("province", provinces), ("city", cities), ("county", counties), ("department", offices))
    rows = [(level, parent, name) for level, members in levels for parent, name in members]
    return _numbered(rows[:wanted])


def _below(parents: list[tuple[str, str]], names: list[str], number: int) -> list[tuple[str, str]]:
    """(parent's full name, own full name), spread evenly over the parents."""
    upper = [full for _, full in parents]
    pairs = ((parent, f"{parent}{name}") for name in names for parent in upper)
    return list(islice(pairs, number))


def _numbered(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    ids = {name: f"u{number:06d}" for number, (_, _, name) in enumerate(rows)}
    government = [level != "department" for level, _, _ in rows]
    return pl.DataFrame(
        {
            "unit_id": list(ids.values()),
            "name": [f"{name}人民政府" if own else name for (_, _, name), own in zip(rows, government, strict=True)],
            "parent_id": [ids.get(parent) for _, parent, _ in rows],
            "level": [level for level, _, _ in rows],
            "must_open": government,
        }
    )


def account_frame(accounts: int, units: pl.DataFrame, today: date, dice: np.random.Generator) -> pl.DataFrame:
    """`accounts`: about three a unit on different platforms, sorted by account_id."""
    number = np.arange(accounts)
    unit = number // _ACCOUNTS_A_UNIT
    doubled = dice.random(accounts) < 0.01
    platform = _PLATFORMS.gather((unit + number % _ACCOUNTS_A_UNIT - doubled) % len(_PLATFORMS))
    digits = pl.Series(number + 9_900_000_000).cast(pl.String)
    host = units["name"].gather(unit)
    name = host + pl.Series(["", "在线"]).gather((number % _RENAMED == 0).astype(np.int64))
    frame = pl.DataFrame(
        {"account_id": platform + ":" + digits, "platform": platform, "name": name, "platform_id": digits}
    ).with_columns(unit_id=units["unit_id"].gather(unit), verified_as=host)
    return frame.with_columns(**_dates(accounts, today, dice), **_states(accounts, dice)).sort("account_id")


def _dates(accounts: int, today: date, dice: np.random.Generator) -> dict[str, pl.Series]:
    first, last = (day.toordinal() for day in _OPENED)
    opened = dice.integers(first, last, accounts)
    waited = np.where(dice.random(accounts) < 0.01, 60, dice.integers(0, 5, accounts))
    until = today.toordinal() + dice.integers(-8, 365, accounts)
    filed = _days(opened + waited).scatter(np.flatnonzero(dice.random(accounts) < 0.02), None)
    return {"opened_on": _days(opened), "filed_on": filed, "verified_until": _days(until)}


def _states(accounts: int, dice: np.random.Generator) -> dict[str, pl.Series]:
    statuses = pl.Series(["active", "closing", "suspended", "closed"])
    chance = dice.random(accounts)
    status = statuses.gather(np.searchsorted([0.985, 0.990, 0.992], chance, side="right"))
    offered = pl.Series([["comments", "messages"], ["comments"], []], dtype=pl.List(pl.String))
    closed_on = pl.Series([date(2026, 2, 27)] * accounts).scatter(np.flatnonzero(chance < 0.992), None)
    noticed = pl.Series([date(2026, 1, 20)] * accounts).scatter(np.flatnonzero(chance < 0.987), None)
    return {
        "status": status,
        "closed_on": closed_on,
        "notice_on": noticed,
        "verified": pl.Series(dice.random(accounts) < 0.98),
        "main_account": pl.Series(np.arange(accounts) % _ACCOUNTS_A_UNIT == 0),
        "interaction": offered.gather(np.searchsorted([0.80, 0.985], dice.random(accounts), side="right")),
    }


def _days(ordinals: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.Series:
    return pl.Series(ordinals - date(1970, 1, 1).toordinal()).cast(pl.Int32).cast(pl.Date)
