"""`plumbline explain`: what a check finds, how, where it is blind, under which clause; or what a clause says."""

import argparse
import difflib
from typing import Any

from plumbline.checks import discover
from plumbline.cli import explain_text
from plumbline.cli.rulebook import elsewhere
from plumbline.cli.words import printed, say
from plumbline.domain.errors import UsageError
from plumbline.domain.vocabulary import ALL_CHECKS
from plumbline.rulebook.load import load


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explain",
        parents=[shared],
        help=say(lang, "explain a check or a clause", "说明检查项或条款"),
        description=say(
            lang,
            "A check: what it finds, how, its blind spots, thresholds, clause, measured error rates. "
            "A clause: its sentence, citation, how sure, and which checks cover it.",
            "检查项：查什么、怎么查、盲区、阈值、依据条款、实测误差。条款：内容、出处、确信程度以及由哪些检查项覆盖。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline explain activity.stale_account\n  plumbline explain LOC-03",
    )
    parser.add_argument("name", help=say(lang, "check or clause", "检查项或条款编号"))
    parser.add_argument("--rulebook", default="cn-2019", help=say(lang, "name or folder", "规则集名称或文件夹"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the explanation; UsageError with the nearest name if there is nothing to explain."""
    book = load(args.rulebook)
    if args.name in discover():
        lines = explain_text.check(args.name, book, args.lang)
    elif args.name in book.clauses:
        lines = explain_text.clause(args.name, book, args.lang)
    elif args.name in ALL_CHECKS:
        lines = iter([say(args.lang, f"{args.name}: planned, not built yet", f"{args.name}：已规划，尚未实现")])
    else:
        known = [*ALL_CHECKS, *book.clauses]
        near = difflib.get_close_matches(args.name, known, n=3, cutoff=0.4)
        raise UsageError(
            f"no check or clause is called '{args.name}'",
            remedy=elsewhere(args.name)
            or (f"did you mean {' or '.join(near)}?" if near else "plumbline rulebook list cn-2019 shows all"),
        )
    for line in lines:
        printed(line)
    return 0
