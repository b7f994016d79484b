"""Live texts held against approved ones (核对): published without approval, or altered after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from django.conf import settings

from plumbline.domain.errors import PlumblineError
from plumbline.domain.tables import TABLES
from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import scan
from plumbline.dossier.rejects import Rejects
from plumbline.provenance import approved_posts
from plumbline.provenance.approved_posts import Pair, distance, pairs
from plumbline.rulebook.load import load
from plumbline.rulebook.quick import DEFAULT
from plumbline.server.register.models import Account
from plumbline.server.reviews.changes import Change, changes
from plumbline.server.reviews.selectors import approvals_table
from plumbline.server.site.clock import now

DAYS = 90


@dataclass(frozen=True)
class Live:
    """A published text. `state`: approved, late, altered, unapproved. `steps`: letters unlike the approved."""

    post_id: str
    posted_at: datetime
    text: str
    state: str
    draft_id: str = ""
    steps: int = 0
    changes: tuple[Change, ...] = ()
    approved: str = ""
    """The text as it was approved, where the live one differs."""


def reconciled(account: Account) -> list[Live]:
    """The last ninety days of an account's posts, the newest first; empty without a dossier."""
    try:
        mine = _posts(account)
    except PlumblineError:
        return []
    approvals = approvals_table().filter(pl.col("account_id") == account.account_id)
    drafts = approved_posts.drafts_of(approvals.iter_rows(named=True), settings.TIME_ZONE)
    lives = approved_posts.lives_of(mine.iter_rows(named=True), settings.TIME_ZONE)
    near_pm = _setting("review.altered_after_approval", "near_pm")
    grace = timedelta(minutes=_setting("review.unapproved_post", "grace_minutes"))
    found = [_live(pair, grace) for pair in pairs(lives, drafts, near_pm)]
    return sorted(found, key=lambda one: one.posted_at, reverse=True)


def _setting(check: str, name: str) -> int:
    """A setting of the method: as the installation's rulebook has it, else as the default one does."""
    rule = load(settings.RULEBOOK).rules.get(check) or load(DEFAULT).rules[check]
    return int(rule.params[name].value)


def _posts(account: Account) -> pl.DataFrame:
    """The account's own posts of the last days; of the others no more than a batch is ever held."""
    moment = now()
    wanted = (
        pl.col("account_id") == account.account_id, pl.col("posted_at") >= moment - timedelta(days=DAYS),
        pl.col("posted_at") <= moment, pl.col("kind").is_in(["post", "repost"]),
    )  # fmt: skip
    layout = scan(Path(settings.DOSSIER), lang="zh")
    batches = (frame.filter(*wanted) for frame in table_batches(layout, "posts", rejects=Rejects(lang="zh")))
    found = [frame for frame in batches if frame.height]
    return pl.concat(found) if found else pl.DataFrame(schema=TABLES["posts"].schema)


def _live(pair: Pair, grace: timedelta) -> Live:
    live = pair.live
    if pair.same:
        before = pair.approved_before(grace)
        draft = (before or pair.same)[-1]
        return Live(live.post_id, live.posted_at, live.text, "approved" if before else "late", draft.draft_id)
    if pair.near:
        steps = distance(pair.near.key, live.key)
        marked = tuple(changes(pair.near.text, live.text))
        told = (live.post_id, live.posted_at, live.text)
        return Live(*told, "altered", pair.near.draft_id, steps, marked, pair.near.text)
    return Live(live.post_id, live.posted_at, live.text, "unapproved")
