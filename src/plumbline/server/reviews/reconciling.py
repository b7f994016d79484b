"""Live texts held against approved ones (核对): published without approval, or altered after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from plumbline.domain.errors import PlumblineError
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.provenance.approved_posts import distance, drafts_of, lives_of, pairs
from plumbline.server.register.models import Account
from plumbline.server.reviews.changes import Change, changes
from plumbline.server.reviews.selectors import approvals_table
from plumbline.server.site.clock import now

NEAR_PM = 600
DAYS = 90


@dataclass(frozen=True)
class Live:
    """A published text. `state`: approved, altered, unapproved. `steps`: letters that would have to be changed."""

    post_id: str
    posted_at: datetime
    text: str
    state: str
    draft_id: str = ""
    steps: int = 0
    changes: tuple[Change, ...] = ()


def reconciled(account: Account) -> list[Live]:
    """The last ninety days of an account's posts, the newest first; empty without a dossier."""
    try:
        layout = scan(Path(settings.DOSSIER), lang="zh")
        posts = read_table(layout, "posts", rejects=Rejects(lang="zh"))[0]
    except PlumblineError:
        return []
    since = now() - timedelta(days=DAYS)
    mine = posts.filter(
        pl.col("account_id") == account.account_id, pl.col("posted_at") >= since, pl.col("posted_at") <= now(),
        pl.col("kind").is_in(["post", "repost"]),
    )  # fmt: skip
    approvals = approvals_table().filter(pl.col("account_id") == account.account_id)
    drafts = drafts_of(approvals.iter_rows(named=True), settings.TIME_ZONE)
    lives = lives_of(mine.iter_rows(named=True), settings.TIME_ZONE)
    found = [_live(pair) for pair in pairs(lives, drafts, NEAR_PM)]
    return sorted(found, key=lambda one: one.posted_at, reverse=True)


def _live(pair: Any) -> Live:
    live = pair.live
    if pair.same:
        return Live(live.post_id, live.posted_at, live.text, "approved", pair.same[0].draft_id)
    if pair.near:
        steps = distance(pair.near.text, live.text)
        marked = tuple(changes(pair.near.text, live.text))
        return Live(live.post_id, live.posted_at, live.text, "altered", pair.near.draft_id, steps, marked)
    return Live(live.post_id, live.posted_at, live.text, "unapproved")
