"""`plumbline audit`: a blind double review of followers: draw, record, status."""

import argparse
from pathlib import Path
from typing import Any

from plumbline.cli.words import say

PEERS, REVIEWED, SCORED = 3, 300, 2000


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command group to the parser."""
    group = commands.add_parser(
        "audit",
        parents=[shared],
        help=say(lang, "have followers reviewed blind by two people", "粉丝双人盲审"),
        description=say(
            lang,
            "What share of an account's followers shows purchase marks: read by two people who do not know the account,"
            " a third decides where they differ, beside peers read the same way. Without review no share is printed.",
            "核查账号粉丝中带有购买特征的占比：两名读者互不知情、不知道账号，第三人复议，并与同类账号同样核查的结果并列。"
            "未经人工核查，不输出任何占比。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + """
  plumbline audit draw fleet --account weibo:1 --out review --seed 2026-11-22
  plumbline audit record review --reader 1 review/reader-1.csv --by 张三
  plumbline audit status review""",
    )
    steps = group.add_subparsers(title=say(lang, "commands", "命令"), metavar="COMMAND", required=True)
    _draw_parser(steps, lang, shared)
    _record_parser(steps, lang, shared)
    _status_parser(steps, lang, shared)


def _parser(steps: Any, name: str, shared: argparse.ArgumentParser, *, help: str, codes: str, run: Any) -> Any:
    parser = steps.add_parser(name, parents=[shared], help=help, description=help, epilog=codes)
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.set_defaults(run=run)
    return parser


def _draw_parser(steps: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(
        lang, "draw profiles at random and write the sheets for two readers", "随机抽取粉丝，生成两名读者的核查表"
    )
    codes = say(
        lang,
        "Readers get reader-1.csv or reader-2.csv and coding-sheet.md, never key.json.",
        "只把 reader-1.csv 或 reader-2.csv 以及 coding-sheet.md 交给读者，key.json 不得交给读者。",
    )
    parser = _parser(steps, "draw", shared, help=told, codes=codes, run=_draw)
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"))
    parser.add_argument("--account", required=True, metavar="ID", help=say(lang, "id of the account", "账号标识"))
    parser.add_argument("--out", type=Path, required=True, help=say(lang, "new folder", "新文件夹"))
    seed = say(lang, "any words or number; the same seed draws the same", "任意文字或者数字，相同的种子抽取结果相同")
    parser.add_argument("--seed", required=True, help=seed)
    peers = say(lang, f"peers reviewed beside it (default {PEERS})", f"同时核查的同类账号数（默认 {PEERS}）")
    parser.add_argument("--peers", type=int, default=PEERS, metavar="N", help=peers)
    read = say(lang, f"profiles to read of each account (default {REVIEWED})", f"每个账号人工核查数（默认 {REVIEWED}）")
    parser.add_argument("--reviewed", type=int, default=REVIEWED, metavar="N", help=read)
    scored = say(lang, f"profiles to score of each account (default {SCORED})", f"每个账号机器评分数（默认 {SCORED}）")
    parser.add_argument("--scored", type=int, default=SCORED, metavar="N", help=scored)
    recent = say(lang, "only the N most recent followers", "只抽取最近关注的 N 名粉丝")
    parser.add_argument("--recent", type=int, default=0, metavar="N", help=recent)
    day = say(lang, "day of the lists (default: the dossier's, else today)", "名单日期（默认取资料包日期，否则为今天）")
    parser.add_argument("--as-of", default="", metavar="DAY", help=day)


def _record_parser(steps: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "take in a sheet that somebody has filled in", "登记填写完毕的核查表")
    codes = say(
        lang,
        "CSV or XLSX, as a spreadsheet gives it back. Answers: 1 是, 0 否, ? 不清楚.",
        "支持电子表格另存的 CSV 或者 XLSX。答案：1 是、0 否、? 不清楚。",
    )
    parser = _parser(steps, "record", shared, help=told, codes=codes, run=_record)
    parser.add_argument("folder", type=Path, help=say(lang, "folder of the review", "核查文件夹"))
    who = say(lang, "whose sheet it is", "填表人")
    parser.add_argument("--reader", required=True, choices=("1", "2", "adjudicator"), help=who)
    parser.add_argument("file", type=Path, help=say(lang, "the sheet", "核查表"))
    name = say(lang, "name of the person, kept in the folder", "填表人姓名，仅存于核查文件夹")
    parser.add_argument("--by", default="", metavar="NAME", help=name)


def _status_parser(steps: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "how far the review is, and what it says when it is finished", "核查进度；完成后给出结论")
    codes = say(
        lang,
        "With --into the outcome becomes a row of the dossier's table audits: the human step behind a case.",
        "使用 --into 时，认定结果写入资料包 audits 表，作为立案所依据的人工环节。",
    )
    parser = _parser(steps, "status", shared, help=told, codes=codes, run=_status)
    parser.add_argument("folder", type=Path, help=say(lang, "folder of the review", "核查文件夹"))
    parser.add_argument("--into", type=Path, metavar="DOSSIER", help=say(lang, "write the outcome", "写入认定结果"))
    who = say(lang, "who decides; none of the readers", "认定人，不得是读者或者复议人")
    parser.add_argument("--decided-by", default="", metavar="NAME", help=who)
    parser.add_argument("--outcome", choices=("upheld", "not_upheld"), help=say(lang, "decision", "认定结果"))
    parser.add_argument("--basis", default="", metavar="TEXT", help=say(lang, "what it rests on", "认定依据"))
    parser.add_argument("--on", default="", metavar="DAY", help=say(lang, "default: today", "认定日期，默认今天"))
    first = say(lang, "first day that it concerns", "涉及期间的第一天")
    parser.add_argument("--period-from", default="", metavar="DAY", help=first)
    last = say(lang, "last day that it concerns (default: day of the lists)", "涉及期间的最后一天，默认为名单日期")
    parser.add_argument("--period-to", default="", metavar="DAY", help=last)


def _draw(args: argparse.Namespace) -> int:
    from plumbline.cli.audit_draw import draw  # here and below: the help page needs no tables

    return draw(args)


def _record(args: argparse.Namespace) -> int:
    from plumbline.cli.audit_record import record

    return record(args)


def _status(args: argparse.Namespace) -> int:
    from plumbline.cli.audit_status import status

    return status(args)
