"""`plumbline audit-log`: does the log of changes hold, and its export."""

import argparse
import json
from pathlib import Path
from typing import Any

from plumbline.cli.office import existing, shared_data
from plumbline.cli.words import printed, say, tinted
from plumbline.domain.errors import UsageError
from plumbline.rulebook.model import Text

KINDS = {
    "altered": Text(zh="内容被改动", en="was altered"),
    "missing": Text(zh="缺失", en="is missing"),
    "order": Text(zh="顺序或者前后衔接被改动", en="does not follow the entry before it"),
    "head": Text(zh="末尾记录与链头不符（末尾有删除或者添加）", en="the end was cut or added to"),
    "anchor": Text(zh="与先前核对的链头不符", en="does not fit the head noted earlier"),
}  # fmt: skip


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "audit-log",
        parents=[shared],
        help=say(lang, "does the log of changes hold?", "核对操作日志"),
        description=say(
            lang,
            "Every change in the office is written into a chained log. `verify` finds entries altered, dropped, added "
            "or reordered, in the database or in an export; `--head` compares with a head noted earlier, which also "
            "finds a chain that was rewritten as a whole. `export` writes all entries as JSON Lines.",
            "网页端的每项变更都写入链式日志。verify 找出被改动、删除、添加或者调换顺序的记录（数据库或者导出文件）；"
            "--head 与先前记下的链头比较，可发现整链重写。export 把全部记录导出为 JSON Lines。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline audit-log verify --data office\n  plumbline audit-log export log.jsonl --data office\n\n"
        + say(lang, "exit codes: 0 holds, 1 does not, 2 cannot be told", "退出码：0 完好，1 有改动，2 无法判断"),
    )
    shared_data(parser, lang)
    parser.add_argument("what", choices=("verify", "export"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say(lang, "export", "导出文件"))
    parser.add_argument("--head", metavar="SEQ:HASH", help=say(lang, "a head noted earlier", "先前记下的链头"))
    parser.add_argument("--json", action="store_true", help=say(lang, "one JSON object", "输出 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify or export."""
    if args.what == "verify" and args.file and not args.file.is_file():
        raise UsageError(say(args.lang, "no such file", "没有该文件"), str(args.file))
    existing(args.data)
    return _export(args) if args.what == "export" else _verify(args)


def _export(args: argparse.Namespace) -> int:
    from plumbline.server.audit.exporting import write

    if args.file is None:
        raise UsageError(say(args.lang, "say where to write", "请指定导出文件"), "FILE")
    count, head = write(args.file)
    printed(say(args.lang, f"{count} entries, head {head}", f"共 {count} 条，链头 {head}"), quiet=args.quiet)
    return 0


def _verify(args: argparse.Namespace) -> int:
    from plumbline.server.audit.exporting import verified

    found = verified(args.file, anchor=args.head)
    if args.json:
        print(json.dumps({"entries": found.entries, "head": found.head, "breaks": [vars(one) for one in found.breaks]}))
        return 1 if found.breaks else 0
    for one in found.breaks:
        printed(
            tinted(
                say(args.lang, f"entry {one.seq} {KINDS[one.kind].en}", f"第 {one.seq} 条{KINDS[one.kind].zh}"), "red"
            )
        )
    if not found.breaks:
        printed(tinted(say(args.lang, "the log holds", "日志完好"), "green"), quiet=args.quiet)
    printed(say(args.lang, f"{found.entries} entries, head {found.head} (note it elsewhere)",
                f"共 {found.entries} 条，链头 {found.head}（请另行留存）"), quiet=args.quiet)  # fmt: skip
    return 1 if found.breaks else 0
