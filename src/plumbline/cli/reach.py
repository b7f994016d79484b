"""`plumbline reach`: audience, reads and responses by account, unit or platform and month, as information."""

import argparse
import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.cli.columns import aligned
from plumbline.cli.reach_indices import index_lines
from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.engine.reach import read_reach
from plumbline.reports.reach_rows import CAUTION, HEADING, SHOWN, WORDS, Line, age_shares, audience, lines
from plumbline.reports.words import PLATFORM, term
from plumbline.series.indices import INDICES
from plumbline.series.reach import Reach


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "reach",
        parents=[shared],
        help=say(lang, "audience, reads and shares, as information", "触达情况（仅供参考）"),
        description=say(
            lang,
            "Audience, reads, likes, shares and comments by month. Information, not for assessment: no verdict knows "
            "of it, and nothing is sorted by size.",
            "按月列出关注、阅读、点赞、分享、评论情况。仅供参考，不作考核依据：任何检查结论都不使用这些数据，也不按大小排列。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline reach fleet --month 2026-03 --by platform"
        + "\n  plumbline reach fleet --from 2026-01 --to 2026-03 --format csv --out reach.csv"
        + "\n  plumbline reach fleet --month 2026-03 --index weibo-2024",
    )
    parser.add_argument("dossier", type=Path, metavar="DOSSIER")
    month = say(lang, "one month, YYYY-MM (default: the last whole one)", "月份 YYYY-MM（默认上一个整月）")
    parser.add_argument("--month", help=month)
    parser.add_argument("--from", dest="first", metavar="YYYY-MM", help=say(lang, "first month", "起始月份"))
    parser.add_argument("--to", dest="last", metavar="YYYY-MM", help=say(lang, "last month", "截止月份"))
    parser.add_argument("--by", choices=("account", "unit", "platform"), default="account")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text")
    parser.add_argument("--index", choices=tuple(INDICES), help=say(lang, "add a named index", "另计算一种公开的指数"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=say(lang, "write here", "写入文件"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, add up, print."""
    layout = scan(args.dossier, lang=args.lang)
    rejects = Rejects(lang=args.lang)
    as_of = (layout.as_of or datetime.now(UTC)).astimezone(UTC)
    first, last = _period(args, as_of.astimezone(ZoneInfo(layout.timezone)).date())
    reach, accounts = read_reach(layout, as_of=as_of, first=first, last=last, rejects=rejects)
    names = dict(accounts.select("account_id", "name").iter_rows())
    found = lines(reach, names, _units(layout, accounts, rejects), args.by)
    left_out = rejects.counts.total()
    if left_out and not args.quiet:
        noted(say(args.lang, f"note: {left_out} rows could not be read", f"提示：{left_out} 行无法读取"))
    text = {"text": _text, "json": _json, "csv": _csv}[args.format](args, reach, found, names)
    _put(args, text)
    return 0


def _put(args: argparse.Namespace, text: str) -> None:
    if args.out is None:
        printed(text.removesuffix("\n"))
        return
    aside = args.out.with_name(f".{args.out.name}.part")
    aside.write_text(text, "utf-8-sig" if args.format == "csv" else "utf-8", newline="")
    aside.rename(args.out)


def _units(layout: Layout, accounts: Any, rejects: Rejects) -> dict[str, tuple[str, str]]:
    known: dict[str, str] = {}
    if "units" in layout.files:
        known = dict(read_table(layout, "units", rejects=rejects)[0].select("unit_id", "name").iter_rows())
    rows = accounts.select("account_id", "unit_id").iter_rows()
    return {account: (unit or "", known.get(unit, unit or "")) for account, unit in rows}


def _period(args: argparse.Namespace, today: date) -> tuple[date, date]:
    """The first day of the first month and the last day of the last."""
    if args.month and (args.first or args.last):
        raise UsageError("--month stands beside --from or --to", remedy="give one month, or the first and the last")
    before = today.replace(day=1) - timedelta(days=1)
    last = _month(args.month or args.last) if args.month or args.last else before.replace(day=1)
    first = _month(args.month or args.first) if args.month or args.first else last
    if first > last:
        raise UsageError(
            f"the period ends before it begins: {first:%Y-%m} to {last:%Y-%m}", remedy="swap --from and --to"
        )
    return first, (last + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise UsageError(f"'{text}' is no month", remedy="write it as 2026-03") from None


def _text(args: argparse.Namespace, reach: Reach, found: list[Line], names: dict[str, str]) -> str:
    zh, lang = args.lang == "zh", args.lang
    about = say(lang, args.by, {"account": "账号", "unit": "单位", "platform": "平台"}[args.by])
    head = [about, say(lang, "platform", "平台"), say(lang, "month", "月份"), *(WORDS[name][not zh] for name in SHOWN)]
    rows = [
        [line.name, term(PLATFORM, line.platform, lang), line.month, *(line.figures[name].told(lang) for name in SHOWN)]
        for line in found
    ]
    out = [HEADING[not zh], CAUTION[not zh], "", *aligned([head, *rows])]
    ages = [
        [row["name"], row["date"].isoformat(), row["dimension"], row["bucket"], _people(row, lang)]
        for row in audience(reach, names)
    ]
    if ages:
        out += ["", say(lang, "Audience as the platform words it", "受众构成（按平台原有分档）"), *aligned(ages)]
    shares = age_shares(reach, names)
    if shares:
        title = say(lang, "Younger than, of those whose age is known: edges that all wordings share",
                    "低于某一年龄的占比（已知年龄者中，仅取各平台分档共有的界限）")  # fmt: skip
        cells = [
            [name, term(PLATFORM, platform, lang), f"<{age}", f"{share:.1%}"] for name, platform, age, share in shares
        ]
        out += ["", title, *aligned(cells)]
    if args.index:
        out += ["", *index_lines(reach, INDICES[args.index], names, lang)]
    return "\n".join(out) + "\n"


def _people(row: dict[str, Any], lang: str) -> str:
    if row["few"]:
        return WORDS["few"][lang != "zh"]
    share = "" if row["percent"] is None else f"{row['percent']:g}%"
    return " ".join(part for part in (f"{row['people']:,}" if row["people"] is not None else "", share) if part)


def _json(args: argparse.Namespace, reach: Reach, found: list[Line], names: dict[str, str]) -> str:
    told = {
        "heading": HEADING[1], "from": reach.first.isoformat(), "to": reach.last.isoformat(), "by": args.by,
        "rows": [
            {"key": line.key, "name": line.name, "platform": line.platform, "month": line.month,
             "accounts": line.accounts, **{name: line.figures[name].plain() for name in SHOWN},
             "at_least": [name for name in SHOWN if line.figures[name].capped]}
            for line in found
        ],
        "younger_than": age_shares(reach, names),
        "audience": [{**row, "date": row["date"].isoformat()} for row in audience(reach, names)],
    }  # fmt: skip
    if args.index:
        told["index"] = index_lines(reach, INDICES[args.index], names, args.lang)
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _csv(args: argparse.Namespace, reach: Reach, found: list[Line], names: dict[str, str]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([args.by, "name", "platform", "month", "accounts", *SHOWN, "at_least"])
    for line in found:
        capped = ";".join(name for name in SHOWN if line.figures[name].capped)
        figures = [line.figures[name].plain() for name in SHOWN]
        writer.writerow([line.key, line.name, line.platform, line.month, line.accounts, *figures, capped])
    return out.getvalue()
