"""The figures of the demo: followers by day, lists of followers, age buckets, and counts read hour by hour."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from plumbline.demo.moment import AS_OF, TIMEZONE, TODAY, days
from plumbline.demo.plans import Plan
from plumbline.simulation.follower_lists import Organic, Purchase, follower_rows, organic_list, with_purchase

_COUNTED_DAYS = 180
_AGES = {
    "weibo": ("0-17", "18-24", "25-29", "30-34", "35-39", "40-49", "50-59", "60+"),
    "douyin": ("1-23", "24-30", "31-40", "41-50", "50-"),
}
_SHARES = (4, 19, 21, 18, 14, 13, 8, 3)
_POSTS, _HOURS, _NIGHT_ENDS = 14, 26, 7


def followers_of(plan: Plan, seed: int) -> list[dict[str, Any]]:
    """Every row of `metrics` of one account: followers at the end of each of the last days, and reads."""
    rng = _dice(plan, seed, "metrics")
    followers = int(rng.lognormvariate(9.5, 1.0)) + 500
    usual = followers / rng.uniform(1_500, 4_000)
    rows = []
    for day in days(TODAY - timedelta(days=_COUNTED_DAYS - 1), TODAY):
        followers += max(0, round(rng.gauss(usual, 0.5 + usual**0.5))) + _grown(plan, day)
        reads = int(followers * rng.uniform(0.05, 0.12))
        rows.append({"account_id": plan.account_id, "date": day, "followers": followers, "reads": reads})
    return rows


def _grown(plan: Plan, day: Any) -> int:
    """What `growth` adds on a day."""
    if plan.growth is None or not 0 <= (day - plan.growth["on"]).days < plan.growth["days"]:
        return 0
    return int(plan.growth["people"]) // int(plan.growth["days"])


def list_of(plan: Plan, seed: int) -> list[dict[str, Any]]:
    """Every row of `followers` of an account whose list was collected."""
    if plan.listed is None:
        return []
    dice = np.random.default_rng(_dice(plan, seed, "list").getrandbits(32))
    made = organic_list(Organic(length=plan.listed["length"], ends_on=TODAY), dice)
    if "bought" in plan.listed:
        made = with_purchase(made, Purchase(plan.listed["bought"], 14, 0.9, at=0.6), dice)
    return follower_rows(made, plan.account_id, dice).to_dicts()


def audience_of(plan: Plan, seed: int) -> list[dict[str, Any]]:
    """Rows of `audience`: the platform's own age buckets, on platforms that show them."""
    rng = _dice(plan, seed, "audience")
    people = rng.randrange(400, 20_000)
    return [
        {"account_id": plan.account_id, "date": TODAY, "dimension": "age", "bucket": bucket,
         "people": people * share // 100}
        for bucket, share in zip(_AGES.get(str(plan.row["platform"]), ()), _SHARES, strict=False)
    ]  # fmt: skip


def counters_of(plan: Plan, posts: Sequence[dict[str, Any]], seed: int) -> Iterator[dict[str, Any]]:
    """Rows of `post_metrics`: likes of the last posts of a Weibo account, read hour by hour for a day."""
    if plan.row["platform"] != "weibo":
        return
    rng = _dice(plan, seed, "counters")
    ripe = [row for row in posts if row["kind"] == "post" and row["posted_at"] < AS_OF - timedelta(hours=_HOURS + 1)]
    for row in ripe[-_POSTS:]:
        hours = _reactions(row, rng, delivered=plan.delivered)
        for hour in range(1, _HOURS + 1):
            at = row["posted_at"] + timedelta(hours=hour)
            likes = sum(when <= hour for when in hours)
            yield {"account_id": plan.account_id, "post_id": row["post_id"], "observed_at": at, "likes": likes}


def _reactions(row: dict[str, Any], rng: Random, *, delivered: bool) -> list[float]:
    """Hours after publication at which people liked a post: fast first, few at night; or delivered at an even rate."""
    local = row["posted_at"].astimezone(ZoneInfo(TIMEZONE))
    start = local.hour + local.minute / 60
    number = rng.randrange(120, 400)
    hours = [_awake(start, min(rng.lognormvariate(1.1, 1.2), 60), rng) for _ in range(number)]
    return hours + [rng.uniform(3, 16) for _ in range(2 * number)] if delivered else hours


def _awake(start: float, age: float, rng: Random) -> float:
    """Most of those who would react at night do so in the morning."""
    clock = (start + age) % 24
    return age + _NIGHT_ENDS - clock + rng.expovariate(1) if clock < _NIGHT_ENDS and rng.random() < 0.8 else age


def _dice(plan: Plan, seed: int, what: str) -> Random:
    return Random(f"{seed}/{plan.account_id}/{what}")  # noqa: S311  made-up data wants repeatable dice
