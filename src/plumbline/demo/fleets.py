"""Two made-up fleets: `troubled`, on which every automated rule fires, and `exemplary`, on which none does."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.demo import moment
from plumbline.demo.letters import letters_of
from plumbline.demo.lookouts import looks_at
from plumbline.demo.numbers import audience_of, counters_of, followers_of, list_of
from plumbline.demo.plans import Plan, plans_of
from plumbline.demo.reviews import approvals_of
from plumbline.demo.shipped import rows
from plumbline.demo.traces import links_of, sightings_of, versions_of
from plumbline.demo.writing import posts_of
from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES

NAMES = ("troubled", "exemplary")
AS_OF = moment.AS_OF
TIMEZONE = moment.TIMEZONE
SEED = 20260331


def build(name: str, *, seed: int = SEED) -> dict[str, pl.DataFrame]:
    """Every table of a fleet, by name, with the contract's columns (those that have a value) and types.

    The seed changes texts, moments and figures, not what is in order and what is not. UsageError for another name.
    """
    if name not in NAMES:
        raise UsageError(f"there is no demo fleet {name!r}", remedy=f"choose one of {', '.join(NAMES)}")
    plans = plans_of(name)
    tables = _of_accounts(plans.values(), seed) | _of_fleet(name, plans)
    return {table: frame for table, frame in tables.items() if frame.height}


def _of_accounts(plans: Iterable[Plan], seed: int) -> dict[str, pl.DataFrame]:
    ordered = sorted(plans, key=lambda plan: plan.account_id)
    posts = {plan.account_id: posts_of(plan, seed) for plan in ordered}
    seen = {account_id: [row["posted_at"] for row in written] for account_id, written in posts.items()}
    return {
        "accounts": _frame("accounts", (plan.row for plan in ordered)),
        "posts": _frame("posts", (row for written in posts.values() for row in written)),
        "messages": _frame("messages", (row for plan in ordered for row in letters_of(plan, seed))),
        "metrics": _frame("metrics", (row for plan in ordered for row in followers_of(plan, seed))),
        "followers": _frame("followers", (row for plan in ordered for row in list_of(plan, seed))),
        "audience": _frame("audience", (row for plan in ordered for row in audience_of(plan, seed))),
        "post_metrics": _frame("post_metrics", _counters(ordered, posts, seed)),
        "versions": _frame("versions", (row for plan in ordered for row in versions_of(plan, posts[plan.account_id]))),
        "sightings": _frame(
            "sightings", (row for plan in ordered for row in sightings_of(plan, posts[plan.account_id]))
        ),
        "links": _frame("links", (row for plan in ordered for row in links_of(plan, posts[plan.account_id]))),
        "approvals": _frame(
            "approvals", (row for plan in ordered for row in approvals_of(plan, posts[plan.account_id]))
        ),
        "coverage": _frame("coverage", (row for plan in ordered for row in looks_at(plan, seen[plan.account_id]))),
    }


def _counters(plans: Iterable[Plan], posts: Mapping[str, Any], seed: int) -> Iterator[dict[str, Any]]:
    """Counts read hour by hour: only where somebody's reactions were delivered is there something to compare."""
    ordered = list(plans)
    if any(plan.delivered for plan in ordered):
        for plan in ordered:
            yield from counters_of(plan, posts[plan.account_id], seed)


def _of_fleet(name: str, plans: Mapping[str, Plan]) -> dict[str, pl.DataFrame]:
    troubled = name == "troubled"
    exceptions = rows("exceptions") if troubled else []
    named = ({**row, "account_id": plans[row["account"]].account_id} for row in exceptions)
    return {
        "units": _frame("units", rows("units") + (rows("troubled_units") if troubled else [])),
        "sources": _frame("sources", rows("sources")),
        "articles": _frame("articles", map(_published, rows("articles"))),
        "exceptions": _frame("exceptions", named),
        "campaigns": _frame("campaigns", _declared(plans)),
    }


def _declared(plans: Mapping[str, Plan]) -> list[dict[str, Any]]:
    """Campaigns that the offices declared."""
    return [{**row, "account_id": plans[row["account"]].account_id} for row in rows("campaigns")]


def _published(article: Mapping[str, Any]) -> dict[str, Any]:
    at = datetime.fromisoformat(article["published_at"]).replace(tzinfo=ZoneInfo(TIMEZONE))
    return {**article, "text": article["text"].replace(" ", ""), "published_at": at}


def _frame(table: str, lines: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    schema = TABLES[table].schema
    frame = pl.DataFrame([{name: line.get(name) for name in schema} for line in lines], schema=schema)
    return frame.select(column for column in schema if frame[column].null_count() < frame.height)
