"""The outcome of a review as a row of the dossier's table `audits`: the human step behind a case."""

import argparse
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.cli.audit_folder import Folder, day
from plumbline.cli.words import noted, say
from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.followers.review_figures import Outcome
from plumbline.followers.review_labels import named_twice
from plumbline.reports.kept_tables import hold
from plumbline.settings.environment import now

TABLE = TABLES["audits"]


def put_into(args: argparse.Namespace, folder: Folder, found: Outcome | None) -> Path:
    """Append the row; UsageError where the review, the names or the dossier do not allow it."""
    _complete(args)
    finished = _finished(args, found)
    _independent(args, folder)
    layout = scan(args.into, lang=args.lang)
    _known(layout, folder, args)
    row = _row(args, folder, finished, layout)
    held = hold(layout, "audits", new="csv", lang=args.lang)
    same = held.frame.filter(*(pl.col(name) == row[name] for name in TABLE.key)).to_dicts()
    if same and same[0] != row:
        raise UsageError(
            say(args.lang, "another decision of that day stands there already", "当日已有其他认定记录"),
            f"{held.path}: {row['account_id']}, {row['decided_on']}",
            say(
                args.lang,
                "a decision is not overwritten; give another day with --on",
                "认定记录不得覆盖，请用 --on 另定日期",
            ),
        )
    if not same:
        held.write(pl.concat([held.frame, pl.DataFrame([row], schema=TABLE.schema)]).sort(*TABLE.key))
    if args.outcome == "upheld" and finished.above < len(finished.peers):
        noted(say(args.lang, "warning: the share does not lie above all peers", "警告：占比并未高于全部同类账号"))
    return held.path


def _complete(args: argparse.Namespace) -> None:
    given = {"--into": args.into, "--decided-by": args.decided_by.strip(), "--outcome": args.outcome,
             "--basis": args.basis.strip()}  # fmt: skip
    missing = [option for option, value in given.items() if not value]
    if missing:
        raise UsageError(
            say(args.lang, "a decision needs who, what and why", "认定须写明认定人、结果和依据"),
            ", ".join(missing),
            "--into DOSSIER --decided-by NAME --outcome upheld|not_upheld --basis TEXT",
        )


def _finished(args: argparse.Namespace, found: Outcome | None) -> Outcome:
    if found is None or not found.enough:
        raise UsageError(
            say(
                args.lang, "the review gives no share yet, so there is nothing to decide", "核查尚未得出占比，不能认定"
            ),
            str(args.folder),
            f"plumbline audit status {args.folder}",
        )
    return found


def _independent(args: argparse.Namespace, folder: Folder) -> None:
    """Who decides has not read; and all who read are known by name."""
    readings = folder.readings.values()
    unnamed = [reading.reader for reading in readings if not reading.by]
    if unnamed:
        raise UsageError(
            say(args.lang, f"nobody is named for: {', '.join(unnamed)}", f"未登记填表人姓名：{', '.join(unnamed)}"),
            str(args.folder),
            say(args.lang, "a case needs two readers with names: draw anew and record with --by",
                "立案须有两名实名读者：请重新抽取，登记时填写 --by"),
        )  # fmt: skip
    if named_twice(args.decided_by, (reading.by for reading in readings)):
        raise UsageError(
            say(
                args.lang,
                f"{args.decided_by} has read and cannot decide",
                f"{args.decided_by}参与过核查，不能作为认定人",
            ),
            "--decided-by",
            say(args.lang, "somebody else decides", "请由其他人认定"),
        )


def _known(layout: Layout, folder: Folder, args: argparse.Namespace) -> None:
    accounts, _ = read_table(layout, "accounts", rejects=Rejects(lang=args.lang))
    account = folder.key.lists[0].account_id
    if account not in accounts["account_id"]:
        raise UsageError(
            say(args.lang, f"the dossier has no account '{account}'", f"资料包中没有账号“{account}”"), str(args.into)
        )


def _row(args: argparse.Namespace, folder: Folder, found: Outcome, layout: Layout) -> dict[str, Any]:
    share, agreed = found.account.prevalence, found.account.agreement
    today = now().astimezone(ZoneInfo(layout.timezone)).date()
    return {
        "account_id": folder.key.lists[0].account_id,
        "check": folder.key.check,
        "decided_on": _decided(day(args.on, "--on", today, args.lang), today, folder, args),
        "outcome": args.outcome,
        "decided_by": args.decided_by.strip(),
        "basis": args.basis.strip(),
        "period_from": _optional(args.period_from, "--period-from", args.lang),
        "period_to": day(args.period_to, "--period-to", folder.key.drawn_on, args.lang),
        "scored": share.scored,
        "reviewed": share.reviewed,
        "low_pct": _outwards(share.low, ROUND_FLOOR),
        "high_pct": _outwards(share.high, ROUND_CEILING),
        "kappa": None if agreed.kappa is None else round(agreed.kappa, 2),
    }


def _decided(on: date, today: date, folder: Folder, args: argparse.Namespace) -> date:
    """A decision is not dated before the lists, nor after today (a day's grace for time zones)."""
    if not folder.key.drawn_on <= on <= today + timedelta(days=1):
        raise UsageError(
            say(args.lang, f"{on} lies before the lists or after today", f"{on} 早于名单日期或者晚于今天"), "--on"
        )
    return on


def _optional(text: str, option: str, lang: str) -> date | None:
    return day(text, option, date.min, lang) if text else None


def _outwards(share: float, rounding: str) -> float:
    """Per cent with one decimal, rounded so that the interval only grows."""
    return float(Decimal(repr(round(100 * share, 6))).quantize(Decimal("0.1"), rounding))
