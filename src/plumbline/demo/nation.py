"""A made-up nation for measuring speed: many accounts and a quarter of posts, as an archive keeps them."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from plumbline.demo.nation_posts import DAYS, write_weeks
from plumbline.demo.nation_register import account_frame, unit_frame
from plumbline.demo.nation_service import coverage_frame, message_frame

AS_OF = datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
_FIRST_DAY = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
"""Local midnight of the first of `DAYS` natural days, the last of which ends with `AS_OF`."""
_STALE_SHARE = 0.02
_DEAD_SHARE = 0.003
_SETTINGS = 'timezone = "Asia/Shanghai"\nas_of = "2026-03-31T23:59:59+08:00"\n'


def write_nation(folder: Path, *, accounts: int, posts: int, seed: int, with_text: bool = False) -> None:
    """Write a dossier of `accounts` accounts and exactly `posts` posts over 90 days into a new or empty `folder`.

    Posts lie in `posts/`, one Parquet file a week in order of time; they are drawn week by week, so that memory does
    not grow with the quarter. Posts per account follow a log-normal law; of the accounts about 2 in 100 have been
    silent for more than 14 days, and 3 in 1000 throughout. Give at least 26 posts an account, or chance makes more of
    them silent. Without `with_text` the texts are short and few (else as `demo.nation_texts` writes them). The same
    arguments give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(seed)
    units = unit_frame(accounts)
    register = account_frame(accounts, units, AS_OF.date(), dice)
    ids = register["account_id"]
    tables = {
        "units": units,
        "accounts": register,
        "messages": message_frame(ids, _FIRST_DAY, dice),
        "coverage": coverage_frame(ids, _FIRST_DAY, AS_OF, dice),
    }
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
    rate, ends = dice.lognormal(0.0, 1.1, accounts), _ends(accounts, dice)
    active = pl.DataFrame({"account_id": ids, "rate": rate, "ends": ends})
    write_weeks(folder / "posts", active, first_day=_FIRST_DAY, posts=posts, dice=dice, with_text=with_text)
    (folder / "dossier.toml").write_text(_SETTINGS, encoding="utf-8")


def _ends(accounts: int, dice: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The day of the quarter from which an account is silent: `DAYS` for those that are not."""
    fate = dice.random(accounts)
    stopped = dice.integers(1, DAYS - 14, accounts)
    return np.where(fate < _DEAD_SHARE, 0, np.where(fate < _STALE_SHARE, stopped, DAYS))
