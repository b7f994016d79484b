"""A cut of the made-up fleet for tests that judge it again and again: its last weeks, its healthy crowd left out.

tests/engine/test_small_fleet.py holds it to what it must still show.
"""

from datetime import UTC, datetime
from functools import cache

import polars as pl

from plumbline.demo.fleets import build
from plumbline.demo.plans import plans_of

SINCE = datetime(2026, 2, 8, tzinfo=UTC)
LEFT_OUT = (
    "bilibili qx-wl", "douyin lt", "douyin qx", "douyin qx-ga", "douyin qx-wl", "douyin qx-yj", "douyin yt",
    "kuaishou sp", "toutiao qx-sj", "website lz", "wechat lz", "wechat qx", "wechat qx-jy-zs", "wechat qx-rs",
    "wechat qx-yj", "wechat tw", "wechat yh", "wechat_channels qx-wj", "xiaohongshu qx-wl",
)  # fmt: skip
"""Accounts whose faults others have too, by their names in the plans of the fleet."""
TIMES = {"posts": "posted_at", "approvals": "approved_at"}


def small() -> dict[str, pl.DataFrame]:
    """The tables of the cut; a dictionary of one's own."""
    return dict(_cut())


@cache
def _cut() -> dict[str, pl.DataFrame]:
    plans = plans_of("troubled")
    left_out = [plans[key].account_id for key in LEFT_OUT]
    return {name: _kept(name, frame, left_out) for name, frame in build("troubled").items()}


def _kept(table: str, frame: pl.DataFrame, left_out: list[str]) -> pl.DataFrame:
    if "account_id" in frame.columns:
        frame = frame.filter(~pl.col("account_id").is_in(left_out))
    return frame.filter(pl.col(TIMES[table]) >= SINCE) if table in TIMES else frame
