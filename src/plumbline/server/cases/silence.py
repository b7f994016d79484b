"""How long accounts have been silent, as far as the dossier shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from django.conf import settings

from plumbline.domain.errors import PlumblineError
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.server.site.clock import day, now


@dataclass(frozen=True)
class Silence:
    """Days since something was last published to everyone by a person. `blind`: the collector has not looked since."""

    last_on: date
    days: int
    blind: bool


def silences(today: date) -> Mapping[str, Silence]:
    """By account, those with at least one post; empty where there is no dossier."""
    try:
        layout = scan(Path(settings.DOSSIER), lang="zh")
        posts = read_table(layout, "posts", rejects=Rejects(lang="zh"))[0]
        watched = _watched(layout)
    except PlumblineError:
        return {}
    public = posts.filter(pl.col("kind").is_in(["post", "repost"]), ~pl.col("automatic").fill_null(value=False))
    last = public.filter(pl.col("posted_at") <= now()).group_by("account_id").agg(pl.col("posted_at").max())
    found = {}
    for account, moment in last.iter_rows():
        seen = watched.get(account) if watched is not None else today
        blind = seen is None or seen < today - timedelta(days=1)
        found[account] = Silence(day(moment), (today - day(moment)).days, blind)
    return found


def _watched(layout: Layout) -> Mapping[str, date] | None:
    """The last day on which each account was looked at; None where the dossier does not say and counts as complete."""
    if "coverage" not in layout.files:
        return None
    rows = read_table(layout, "coverage", rejects=Rejects(lang="zh"))[0]
    seen = rows.filter(pl.col("outcome").is_in(["seen", "seen_nothing"])).group_by("account_id")
    return {account: day(moment) for account, moment in seen.agg(pl.col("ended_at").max()).iter_rows()}
