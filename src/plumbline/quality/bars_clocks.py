"""What `authenticity.backdated_post` is worth: ids as clocks, false alarms on honest accounts, back-dating found."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from plumbline.checks.authenticity.backdated_post import Params, find
from plumbline.domain.check import Shard
from plumbline.domain.tables import TABLES
from plumbline.followers.intervals import wilson
from plumbline.quality.bars import Bar
from plumbline.rulebook.load import load
from plumbline.series.clocks import Clocks
from plumbline.series.id_clocks import id_times
from plumbline.simulation.post_ids import AS_OF, Habits, weibo_letters, weibo_number, weibo_posts

ACCOUNTS, IDS = 400, 20_000
HONEST = {
    "times shown to the minute": Habits(),
    "a third of the posts are drafts": Habits(drafts=33),
    "a tenth of the posts are edited": Habits(edited=10),
    "all ids invented": Habits(foreign=100),
    "a tenth of the ids invented": Habits(foreign=10),
    "half of the ids invented": Habits(foreign=50),
    "a third shows only the day": Habits(dated_only=33),
    "a fiftieth of the ids invented": Habits(foreign=2),
    "drafts, edits, dates without a time mixed": Habits(drafts=15, edited=5, dated_only=5),
}
SET_BACK = {"15 min": 15 * 60, "2 h 13 min": 133 * 60, "3 d": 3 * 86_400}


def bars(seed: int, scale: float = 1.0) -> list[Bar]:
    """Ids against their time, false alarms of the whole check, found back-dating by size, whole hours told apart."""
    accounts = max(20, int(ACCOUNTS * scale))
    out = _reading(max(500, int(IDS * scale)))
    for number, (name, habits) in enumerate(HONEST.items()):
        accused = _told(weibo_posts(seed + number, accounts, habits=habits), accusing=True)
        aim = "<= 0.01" if 0 < habits.foreign < 100 else "= 0"
        out.append(_share(f"accused though honest: {name}", len(accused), accounts, aim))
    for number, (name, seconds) in enumerate(SET_BACK.items(), 20):
        habits = Habits(drafts=15, tampered=2, set_back=seconds)
        found = _told(weibo_posts(seed + number, accounts, habits=habits), accusing=True)
        out.append(_share(f"found: 2 of 80 posts dated back by {name}", len(found), accounts, ">= 0.99"))
    for number, hours in enumerate((-8, 8, 1), 40):
        made = weibo_posts(seed + number, accounts, habits=Habits(zone_hours=hours))
        accused, told = _told(made, accusing=True), _told(made, accusing=False)
        name = f"told as the collector's, nobody accused: zone off by {hours} h"
        out.append(_share(name, len(told - accused), accounts, "= 1"))
    return out


def on_real(folder: Path) -> list[Bar]:
    """The posts of two official accounts (main_job_official_weibo): the ids' error, and what the check says of them."""
    source = folder / "main_job_official_weibo" / "posts.csv.gz"
    read = pl.read_csv(source, infer_schema_length=0).select(
        "post_id", account_id=pl.format("weibo:{}", "uid"), kind=pl.lit("post"), text=pl.lit(""),
        posted_at=pl.col("created_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_unit="us"),
    )  # fmt: skip
    posts = pl.concat([pl.DataFrame(schema=TABLES["posts"].schema), read], how="diagonal")
    ids = posts["account_id"].unique().sort()
    accounts = pl.DataFrame({"account_id": ids, "platform": ["weibo"] * ids.len(), "name": ids})
    error = _errors(posts)
    as_of = datetime(2021, 5, 2, tzinfo=UTC)
    registered = pl.concat([pl.DataFrame(schema=TABLES["accounts"].schema), accounts], how="diagonal")
    told = [
        _told({"accounts": registered, "posts": posts}, accusing=accusing, as_of=as_of, period_days=700)
        for accusing in (True, False)
    ]
    within = int((error.abs() <= 90).sum())
    return [
        _share("real posts whose id is within 90 s of the displayed time", within, posts.height, "= 1"),
        Bar("largest difference, in seconds", "<= 90", float(error.abs().max() or 0), *_middle(error),  # type: ignore[arg-type]  # seconds
            bool((error.abs() <= 90).all()), posts.height, "interval: the middle 95% of id less displayed time"),
        _share("real accounts of which the check says anything", len(told[0] | told[1]), ids.len(), "= 0"),
    ]  # fmt: skip


def _errors(posts: pl.DataFrame) -> pl.Series:
    """Id's time less displayed time in seconds; an id that is not read counts as a year."""
    gap = (id_times(pl.col("post_id"), pl.lit("weibo")) - pl.col("posted_at")).dt.total_seconds()
    return posts.select(gap.fill_null(365 * 86_400)).to_series()


def _middle(error: pl.Series) -> tuple[float, float]:
    ordered = error.sort()
    cut = round(0.025 * ordered.len())
    return float(ordered[cut]), float(ordered[ordered.len() - 1 - cut])


def _reading(number: int) -> list[Bar]:
    """Ids of known seconds, in digits and letters, and those of before the clock."""
    new = [datetime(2012, 6, 1, tzinfo=UTC) + timedelta(minutes=359 * (n % 20_000)) for n in range(number)]
    old = [at - timedelta(days=5200) for at in new]
    read = [_id_times([weibo_number(at, n % 2**22) for n, at in enumerate(each)]) for each in (new, old)]
    known = [at for at in new for _ in range(2)]
    right = sum(t is not None and abs((t - at).total_seconds()) <= 10 for t, at in zip(read[0], known, strict=True))
    silent = sum(t is None for t, at in zip(read[1], [at for at in old for _ in range(2)], strict=True))
    return [
        _share("ids (digits and letters) read to 10 s", right, 2 * number, "= 1"),
        _share("ids of before 2012 that are not read", silent, 2 * number, "= 1"),
    ]


def _id_times(numbers: list[int]) -> list[datetime | None]:
    texts = [text for number in numbers for text in (str(number), weibo_letters(max(number, 0)))]
    frame = pl.DataFrame({"post_id": texts})
    return frame.select(id_times(pl.col("post_id"), pl.lit("weibo"))).to_series().to_list()


def _told(
    tables: Mapping[str, pl.DataFrame], *, accusing: bool, as_of: datetime = AS_OF, period_days: int | None = None
) -> set[str]:
    """Accounts with a finding that accuses (back-dated, dated anew), or with any other."""
    clocks = Clocks(tables["accounts"], pl.DataFrame(schema=TABLES["coverage"].schema))
    clocks.take(tables["posts"])
    shard = Shard(as_of, "Asia/Shanghai", {**tables, "clocks": clocks.table()}, tables["posts"].lazy())
    values = load("cn-2019").rules["authenticity.backdated_post"].values()
    params = Params(**(values | ({} if period_days is None else {"period_days": period_days})))
    named = pl.col("variant").fill_null("seen_before") == "seen_before"
    return set(find(shard, params).findings.filter(named if accusing else ~named)["account_id"])


def _share(name: str, hits: int, runs: int, aim: str) -> Bar:
    low, high = wilson(hits, runs) or (0.0, 1.0)
    share, (sign, wanted) = hits / runs, aim.split()
    met = {">=": share >= float(wanted), "<=": share <= float(wanted), "=": share == float(wanted)}[sign]
    return Bar(name, aim, share, low, high, met, runs)
