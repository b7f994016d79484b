"""`plumbline check`: judge drafts before they are published."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Protocol

from plumbline.cli.check_desk import Desk, Said
from plumbline.cli.check_input import FORMS, STDIN, Wish, drafts
from plumbline.cli.check_rows import KINDS
from plumbline.cli.words import noted, say
from plumbline.domain.errors import UsageError
from plumbline.domain.finding import Failure
from plumbline.rulebook.quick import DEFAULT, book_of
from plumbline.settings.environment import interactive, now

FORMATS = ("text", "json", "sarif", "github")
_FILES_EN = "plain text, Markdown or JSON Lines; - or none: standard input"
_FILES_ZH = "纯文本、Markdown 或 JSON Lines；用 - 或者不写表示标准输入"


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        parents=[shared],
        help=say(lang, "judge drafts before they are published", "发布前检查文稿"),
        description=say(
            lang,
            "Judge drafts by the rules on wording: what is wrong, where, by which clause, and what would be better. "
            "A plain text or Markdown file is one draft; JSON Lines hold one a line, with the columns of posts, of "
            "which only text is needed. With --lsp, a language server for editors on standard input and output.",
            "按用语规则检查文稿：问题、位置、依据条款和建议改法。纯文本或 Markdown 文件整体为一条；"
            "JSON Lines 每行一条，列与 posts 表相同，只有 text 为必需。"
            "加 --lsp 则通过标准输入输出为编辑器提供语言服务。",
        ),
        epilog=say(lang, "examples:", "示例：") + "\n  plumbline check draft.txt\n  echo '…' | plumbline check"
        "\n  plumbline check drafts.jsonl --format json --kind reply"
        "\n  plumbline check draft.md --account weibo:1234567890 --dossier fleet\n\n"
        + say(
            lang,
            "exit codes: 0 nothing found, 1 findings, 2 could not run",
            "退出码：0 未发现问题，1 发现问题，2 无法运行",
        ),
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help=say(lang, _FILES_EN, _FILES_ZH))
    parser.add_argument("--account", metavar="ID", help=say(lang, "who publishes it", "发布账号的编码"))
    parser.add_argument(
        "--dossier", type=Path, help=say(lang, "where the account is registered", "登记该账号的资料包文件夹")
    )
    parser.add_argument("--rulebook", default=DEFAULT, help=say(lang, "name or folder", "规则集名称或文件夹"))
    parser.add_argument("--kind", choices=KINDS, default="post", help=say(lang, "of what says none", "未注明时的类型"))
    parser.add_argument("--input", choices=FORMS, help=say(lang, "default: by name and content", "默认按文件名和内容"))
    parser.add_argument("--format", choices=FORMATS, default="text", help=say(lang, "of the findings", "结果格式"))
    parser.add_argument(
        "--all",
        action="store_true",
        help=say(lang, "also what only an auditor wants to hear", "一并显示仅供审计的问题"),
    )
    parser.add_argument("--lsp", action="store_true", help=say(lang, "language server", "语言服务"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge and print. 1 if anything was found that no exception covers, 2 if a check crashed and nothing was."""
    _agree(args)
    desk = _desk(args)
    today = now().astimezone().date().isoformat()
    if args.lsp:
        from plumbline.cli.language_server import serve  # here, because only editors need it

        return serve(desk, sys.stdin.buffer, sys.stdout.buffer, Wish(args.input, args.kind, args.lang, today))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    printer = _printer(args, desk)
    counts: Counter[str] = Counter()
    crashed: set[Failure] = set()
    wish = Wish(args.input, args.kind, args.lang, today)
    for said in _all_said(args, desk, wish, counts, crashed):
        printer.add(said)
        counts["found"] += said.counts
        counts[said.finding.severity] += said.counts
        counts["excepted"] += not said.counts
    for failure in sorted(crashed, key=lambda failure: (failure.check, failure.error)):
        noted(say(args.lang, f"warning: check {failure.check} failed: {failure.error}",
                  f"警告：检查项 {failure.check} 出错：{failure.error}"))  # fmt: skip
    printer.end(counts, sound=not crashed)
    return 1 if counts["found"] else 2 if crashed else 0


def _agree(args: argparse.Namespace) -> None:
    """UsageError for options that do not go together."""
    if args.account and not args.dossier:
        raise UsageError(
            say(args.lang, "--account needs the dossier that it is registered in", "--account 须与 --dossier 一并使用"),
            remedy=say(args.lang, "add --dossier FOLDER", "请加 --dossier 资料包文件夹"),
        )
    if args.lsp and args.files:
        raise UsageError(
            say(args.lang, "--lsp takes no files: the editor sends them", "--lsp 不接受文件，内容由编辑器发送"),
            remedy="plumbline check --help",
        )


def _desk(args: argparse.Namespace) -> Desk:
    book = book_of(args.rulebook)
    if not args.dossier:
        return Desk(book, args.lang, everyone=args.all)
    from plumbline.cli.check_dossier import Dossier  # here: a draft without a dossier needs no tables

    dossier = Dossier(args.dossier, now(), args.lang, book)
    account = dossier.registered(args.account) if args.account else None
    return Desk(book, args.lang, everyone=args.all, register=dossier, account=account)


def _all_said(
    args: argparse.Namespace, desk: Desk, wish: Wish, counts: Counter[str], crashed: set[Failure]
) -> Iterator[Said]:
    files = args.files or [STDIN]
    if STDIN in files and sys.stdin.isatty() and interactive():
        noted(say(args.lang, "reading the draft from the keyboard; end with Ctrl-D", "请输入文稿，按 Ctrl-D 结束"))
    for name in files:
        for draft in drafts(name, wish, lambda text: None if args.quiet else noted(text)):
            counts["texts"] += 1
            yield from desk.judge(draft, crashed.add)


class Printer(Protocol):
    """Writes findings as they come."""

    def add(self, said: Said) -> None:
        """Write one finding, or keep it for the end."""

    def end(self, counts: Counter[str], *, sound: bool) -> None:
        """Write what comes at the end; `sound`: no check crashed."""


def _printer(args: argparse.Namespace, desk: Desk) -> Printer:
    from plumbline.cli import check_printers

    if args.format == "text":
        return check_printers.TextPrinter(args.lang, quiet=args.quiet)
    if args.format == "sarif":
        return check_printers.SarifPrinter(desk, args.lang)
    return check_printers.LinePrinter(args.format, args.lang)
