"""From a dossier: the followers of an account and of the peers that are reviewed beside it."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from math import log
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.cli.audit_folder import day
from plumbline.cli.words import say
from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table, sha256
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects
from plumbline.followers.prevalence import FEWEST
from plumbline.series.standing import judged
from plumbline.settings.environment import now

CHECK = "authenticity.bought_followers"
_ESTABLISHED = ("upheld", "admitted", "platform_notice", "proven")
_USED = ("accounts", "metrics", "followers", "audits")


@dataclass(frozen=True)
class Lists:
    """The followers (contract columns) of the account, first, and of its peers; how many each has by the latest count.

    `tables`: SHA-256 of the files that were used; `rejected`: rows of followers that could not be read.
    """

    as_of: date
    followers: dict[str, pl.DataFrame]
    totals: dict[str, int]
    tables: dict[str, str]
    rejected: int


def read_lists(args: argparse.Namespace) -> Lists:
    """Read what is needed. UsageError: no such account, no followers, too few of them."""
    layout = scan(args.dossier, lang=args.lang)
    as_of = day(args.as_of, "--as-of", _day_of(layout), args.lang)
    accounts, _ = read_table(layout, "accounts", rejects=Rejects(lang=args.lang))
    _known(accounts, args)
    rejects = Rejects(lang=args.lang)
    held = _held(layout, accounts, args, rejects)
    totals = _totals(layout, accounts, as_of, args.lang)
    chosen = [args.account, *_peers(layout, accounts, held, totals, args)]
    rows, _ = read_table(
        layout, "followers", registered=Registered(pl.Series(chosen, dtype=pl.String)), rejects=Rejects(lang=args.lang)
    )
    lists = {account: rows.filter(pl.col("account_id") == account) for account in chosen}
    columns = list(TABLES["followers"].schema)
    tables = {
        layout.label(path): sha256(path) for name in _USED if name in layout.files for path in layout.files[name].paths
    }
    return Lists(as_of, {name: frame.select(columns) for name, frame in lists.items()}, totals, tables,
                 rejects.counts["followers"])  # fmt: skip


def _day_of(layout: Layout) -> date:
    moment = layout.as_of or now()
    return moment.astimezone(ZoneInfo(layout.timezone)).date()


def _known(accounts: pl.DataFrame, args: argparse.Namespace) -> None:
    ids = accounts["account_id"].to_list()
    if args.account not in ids:
        near = get_close_matches(args.account, ids, n=3)
        raise UsageError(
            say(args.lang, f"the dossier has no account '{args.account}'", f"资料包中没有账号“{args.account}”"),
            "--account",
            say(args.lang, "near: ", "相近的有：") + ", ".join(near) if near else "",
        )


def _held(layout: Layout, accounts: pl.DataFrame, args: argparse.Namespace, rejects: Rejects) -> dict[str, int]:
    """Rows of followers by account; UsageError where there are too few of the account's own."""
    counts = pl.DataFrame(schema={"account_id": pl.String(), "len": pl.UInt32()})
    if "followers" in layout.files:
        registered = Registered(accounts["account_id"])
        batches = table_batches(layout, "followers", registered=registered, rejects=rejects)
        counts = pl.concat([counts, *(batch.group_by("account_id").len() for batch in batches)])
    held = dict(counts.group_by("account_id").agg(pl.col("len").sum()).rows())
    there = held.get(args.account, 0)
    if there < FEWEST:
        raise UsageError(
            say(
                args.lang,
                f"the dossier has {there} followers of this account; under {FEWEST} no share can be told",
                f"资料包中该账号只有 {there} 名粉丝的资料，不足 {FEWEST} 名，无法推算占比",
            ),
            f"{args.dossier}: followers, {args.account}",
            say(args.lang, "collect at least 300, better 2000", "请至少采集 300 名，最好 2000 名"),
        )
    return held


def _totals(layout: Layout, accounts: pl.DataFrame, as_of: date, lang: str) -> dict[str, int]:
    """Followers of each account by the latest count up to that day."""
    if "metrics" not in layout.files:
        return {}
    wanted = ("account_id", "date", "followers")
    batches = table_batches(
        layout, "metrics", columns=wanted, registered=Registered(accounts["account_id"]), rejects=Rejects(lang=lang)
    )
    parts = [_latest(batch.filter(pl.col("date") <= as_of).select(wanted)) for batch in batches]
    schema = {name: TABLES["metrics"].schema[name] for name in wanted}
    latest = _latest(pl.concat([pl.DataFrame(schema=schema), *parts]))
    return dict(latest.select("account_id", "followers").rows())


def _latest(metrics: pl.DataFrame) -> pl.DataFrame:
    known = metrics.drop_nulls()
    return known.sort("account_id", "date", "followers").unique("account_id", keep="last", maintain_order=True)


def _peers(
    layout: Layout, accounts: pl.DataFrame, held: dict[str, int], totals: dict[str, int], args: argparse.Namespace
) -> Sequence[str]:
    """Accounts of the same platform, nearest in followers; none whose followers have been found to be bought."""
    platform = accounts.filter(pl.col("account_id") == args.account)["platform"].item()
    others = judged(accounts).filter(pl.col("platform") == platform, pl.col("account_id") != args.account)
    size = {account: totals.get(account, held.get(account, 0)) for account in (*others["account_id"], args.account)}
    spoilt = _established(layout, args.lang)
    able = [name for name in others["account_id"] if held.get(name, 0) >= FEWEST and name not in spoilt]
    own = size[args.account]
    return sorted(able, key=lambda name: (abs(log((size[name] + 1) / (own + 1))), name))[: args.peers]


def _established(layout: Layout, lang: str) -> frozenset[str]:
    if "audits" not in layout.files:
        return frozenset()
    rows, _ = read_table(layout, "audits", rejects=Rejects(lang=lang))
    found = rows.filter(pl.col("check") == CHECK, pl.col("outcome").is_in(_ESTABLISHED))
    return frozenset(found["account_id"])
