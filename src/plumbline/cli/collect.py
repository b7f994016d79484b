"""`plumbline collect`: fetch from the platforms what is new, for registered accounts only."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.cli.collect_outside import outside
from plumbline.cli.collect_told import planned, told
from plumbline.cli.progress import Progress
from plumbline.cli.words import say
from plumbline.collectors.budget import Budget
from plumbline.collectors.collection import Collection, estimated
from plumbline.collectors.endpoint import Purpose
from plumbline.collectors.order import in_order, latest_posts
from plumbline.collectors.visit import Plan
from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.ledger.publish import publish
from plumbline.rulebook.load import load
from plumbline.settings.environment import now

WANTED = {"comments": Purpose.COMMENTS, "followers": Purpose.FOLLOWERS, "replies": Purpose.REPLIES}
Row = Mapping[str, Any]


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "collect",
        parents=[shared],
        help=say(lang, "fetch what is new from the platforms", "从各平台采集新内容"),
        description=say(
            lang,
            "Ask the platforms' official interfaces for the registered accounts, those near a deadline first. Raw "
            "answers are kept as evidence; what could not be asked or answered is written into the table coverage, "
            "never passed off as silence. Killed, it goes on where it stood.",
            "通过各平台官方接口采集已登记账号的内容，临近期限的账号优先。原始应答全部存证；"
            "未能采集的情况写入 coverage 表，绝不当作没有更新。中断后再次运行即从断点继续。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline collect fleet --plan\n  plumbline collect fleet --platform weibo --with comments",
    )
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of the dossier", "资料包文件夹"))
    parser.add_argument("--account", action="append", metavar="ID", help=say(lang, "only this account", "只采集该账号"))
    parser.add_argument(
        "--platform", action="append", metavar="NAME", help=say(lang, "only this platform", "只采集该平台")
    )
    parser.add_argument(
        "--with", dest="extra", action="append", choices=sorted(WANTED), default=[],
        help=say(lang, "also what speaks of citizens, as keyed hashes", "另采集评论、粉丝（只存散列与数量）"),
    )  # fmt: skip
    parser.add_argument("--deep", action="store_true", help=say(lang, "read listings to their end", "完整重读全部列表"))
    parser.add_argument(
        "--days", type=int, default=30, metavar="N", help=say(lang, "days of figures", "统计数据的天数")
    )
    parser.add_argument("--plan", action="store_true", help=say(lang, "only say what would be asked", "只列出采集计划"))
    parser.add_argument(
        "--budget", type=float, metavar="USD", help=say(lang, "most that may be spent", "允许的最高费用（美元）")
    )
    parser.add_argument("--credentials", type=Path, metavar="FILE", help=say(lang, "keys and tokens", "凭证文件"))
    parser.add_argument("--json", action="store_true", help=say(lang, "one object an account", "每个账号输出一行 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Visit the accounts; 1 if an account could not be watched."""
    layout = scan(args.dossier, lang=args.lang, whole=False)
    accounts, posts = read_register(layout, args.lang), _posts(layout, args.lang)
    plan = Plan(args.deep, frozenset(WANTED[name] for name in args.extra), max(1, min(args.days, 365)))
    with outside(args.dossier, args.credentials, accounts, lang=args.lang, timezone=layout.timezone) as world:
        collection = Collection(world, plan, Budget(args.budget or 0.0))
        rows = {row["account_id"]: row for row in chosen(args, accounts)}
        if args.plan:
            return planned(list(estimated(rows.values(), collection)), args)
        paid(args, list(estimated(rows.values(), collection)))
        silent = int(load("cn-2019").rules["activity.stale_account"].params["silent_days"].value)
        order = in_order(rows, latest_posts(posts, now()), world.ledger, now(), days=silent)
        with Progress(args.lang, quiet=args.quiet) as progress:
            collection.step = progress.step
            visited = collection.run([rows[account] for account in order])
            form = layout.files["accounts"].format if "accounts" in layout.files else "csv"
            publish(world.ledger, form=form, lang=args.lang, timezone=layout.timezone, now=now())
    return told(visited, args)


def read_register(layout: Layout, lang: str) -> pl.DataFrame:
    """The table of accounts. UsageError if there is none: then nobody is registered."""
    if "accounts" not in layout.files:
        raise UsageError(
            say(lang, "no table accounts: nobody is registered", "资料包没有 accounts 表：尚未登记账号"),
            str(layout.folder),
            "plumbline import filing.xlsx --into " + str(layout.folder),
        )
    return read_table(layout, "accounts", rejects=Rejects(lang=lang))[0]


def _posts(layout: Layout, lang: str) -> pl.DataFrame:
    if "posts" not in layout.files:
        return pl.DataFrame(schema=TABLES["posts"].schema)
    return read_table(layout, "posts", rejects=Rejects(lang=lang))[0]


def chosen(args: argparse.Namespace, accounts: pl.DataFrame) -> Sequence[Row]:
    """The registered accounts that were asked for; closed ones are not visited."""
    known = set(accounts["account_id"])
    strange = [name for name in args.account or [] if name not in known]
    if strange:
        raise UsageError(
            say(args.lang, f"not registered: {', '.join(strange)}", f"未登记：{'、'.join(strange)}"),
            "--account",
            "only registered accounts are read; see the table accounts",
        )
    rows = accounts.filter(pl.col("status").fill_null("active") != "closed")
    if args.account:
        rows = rows.filter(pl.col("account_id").is_in(args.account))
    if args.platform:
        rows = rows.filter(pl.col("platform").is_in(args.platform))
    return list(rows.iter_rows(named=True))


def paid(args: argparse.Namespace, plan: Sequence[Row]) -> None:
    """Where a platform takes money for what is read, nothing is read before somebody has said how much."""
    priced = [row for row in plan if row.get("usd_per_100_items") and not row.get("reason")]
    if priced and args.budget is None:
        raise UsageError(
            say(
                args.lang,
                f"reading {len(priced)} of these accounts costs money",
                f"其中 {len(priced)} 个账号的接口按量收费",
            ),
            ", ".join(str(row["account_id"]) for row in priced[:5]),
            say(
                args.lang,
                "see plumbline collect --plan, then allow it with --budget USD",
                "先用 --plan 查看费用，再用 --budget 写明上限",
            ),
        )
