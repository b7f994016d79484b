"""`plumbline restore`: a backup becomes an office again."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plumbline.cli.office import shared_data
from plumbline.cli.words import noted, printed, say, tinted
from plumbline.domain.errors import UsageError
from plumbline.rulebook.model import Text

if TYPE_CHECKING:
    from plumbline.server.backup.restoring import Restored

Line = tuple[bool, str, str]
"""Whether all is well, and the sentence in English and Chinese."""
STEPS = {
    "verify": Text(zh="核对备份 …", en="verifying the backup …"),
    "unpack": Text(zh="展开文件 …", en="unpacking …"),
    "database": Text(zh="写入数据库 …", en="filling the database …"),
    "audit": Text(zh="核对操作日志 …", en="verifying the log of changes …"),
    "replay": Text(zh="复算一次检查 …", en="computing a run again …"),
}


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "restore",
        parents=[shared],
        help=say(lang, "put a backup back", "恢复备份"),
        description=say(
            lang,
            "Verifies every file of a backup, then puts the office into an empty folder and an empty database (the one "
            "that DATABASE_URL names, else SQLite in the folder), brings the tables of an older version up to date, "
            "verifies the log of changes and computes the newest run again. Nothing is in its place before all of it "
            "has been done. --check only verifies the file.",
            "先核对备份中的每个文件，再恢复到空文件夹和空数据库（DATABASE_URL 所指，否则为文件夹内的 SQLite），"
            "旧版本的数据表随之升级，然后核对操作日志并复算最近一次检查。"
            "全部完成之前不会放到目标位置。--check 只核对文件。",
        ),
        epilog=say(lang, "examples:", "示例：") + "\n  plumbline restore office.tar.zst --data /srv/office"
        "\n  plumbline restore office.tar.zst --check\n\n"
        + say(lang, "exit codes: 0 restored, 1 restored but the log or the run does not hold, 2 nothing restored",
              "退出码：0 已恢复，1 已恢复但日志或者复算不一致，2 未恢复"),
    )  # fmt: skip
    shared_data(parser, lang)
    parser.add_argument("file", type=Path, metavar="FILE", help=say(lang, "the backup", "备份文件"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--into-empty",
        action="store_true",
        help=say(lang, "only into an empty folder (default)", "只恢复到空文件夹（默认）"),
    )
    how.add_argument(
        "--replace", action="store_true", help=say(lang, "keep what is there under another name", "原文件夹改名保留")
    )
    how.add_argument(
        "--check", action="store_true", help=say(lang, "verify the file, restore nothing", "只核对，不恢复")
    )
    parser.add_argument("--no-replay", action="store_true", help=say(lang, "compute no run again", "不复算检查"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify, or restore."""
    if not args.file.is_file():
        raise UsageError(say(args.lang, "no such file", "没有该文件"), str(args.file))
    if args.check:
        return _checked(args)
    from plumbline.server.backup.restoring import restore

    def step(name: str) -> None:
        if not args.quiet:
            noted(say(args.lang, STEPS[name].en, STEPS[name].zh))

    done = restore(args.file, args.data, replace=args.replace, replay=not args.no_replay, step=step)
    return _told(args, done)


def _checked(args: argparse.Namespace) -> int:
    from plumbline.server.backup.reading import verified

    found = verified(args.file)
    files = len(found.members)
    printed(say(args.lang, f"whole: {files} files, made {found.made_at} by plumbline {found.version}",
                f"完好：{files} 个文件，由准绳 {found.version} 写于 {found.made_at}"), quiet=args.quiet)  # fmt: skip
    head = say(args.lang, "head of the log of changes", "操作日志链头")
    printed(f"{head} {found.audit}", quiet=args.quiet)
    return 0


def _told(args: argparse.Namespace, done: "Restored") -> int:
    for good, en, zh in _lines(done, args.data, () if args.no_replay else _run(done)):
        printed(say(args.lang, en, zh) if good else tinted(say(args.lang, en, zh), "red"), quiet=args.quiet and good)
    return 0 if not done.breaks and (done.run is None or done.run.identical) else 1


def _lines(done: "Restored", data: Path, run: Sequence[Line]) -> list[Line]:
    audit = done.manifest.audit
    return [
        (True, f"restored to {data}: {sum(done.manifest.tables.values()):,} rows, made {done.manifest.made_at}",
         f"已恢复到 {data}：数据库 {sum(done.manifest.tables.values()):,} 行，备份写于 {done.manifest.made_at}"),
        (not done.breaks, f"log of changes: {done.breaks or 'no'} breaks, head {audit}",
         f"操作日志：{done.breaks} 处断裂，链头 {audit}"),
        *run,
        *([(True, f"what was there before: {done.before}", f"原文件夹：{done.before}")] if done.before else []),
    ]  # fmt: skip


def _run(done: "Restored") -> list[Line]:
    run = done.run
    if run is None:
        return [(True, "no run was computed again: none rests on the tables as they lie in the dossier now",
                 "没有复算：资料包现有数据表不对应任何一次检查")]  # fmt: skip
    if run.identical:
        return [(True, f"run {run.run} computed again: identical", f"检查 {run.run} 复算：identical 一致")]
    return [(False, f"run {run.run} (by version {run.version}) computed again: different",
             f"检查 {run.run}（版本 {run.version}）复算：不一致")]  # fmt: skip
