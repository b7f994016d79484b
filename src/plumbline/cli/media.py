"""`plumbline media`: words in pictures, subtitles and transcripts, written beside the posts so that they are judged."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.cli.progress import Progress
from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.media import into, recogniser
from plumbline.media.journal import Journal
from plumbline.media.posts import Outcome, read_posts
from plumbline.media.words import Reader

_SHOWN = 20


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "media",
        parents=[shared],
        help=say(lang, "read words in pictures, subtitles and transcripts", "识读图片文字、字幕和文稿"),
        description=say(
            lang,
            "Read what is written in the pictures of posts, in subtitles and transcripts, and write it into the "
            "columns media_text and media_read of the table posts, where it is judged like words of a post. Files are "
            "those that the column media names, and those named after a post: FOLDER/<account_id>/<post_id>.jpg, "
            "…_1.jpg, ….srt (for ':' in an id also '_' or '/'). Addresses are not fetched. Pictures need the extra: "
            "pip install 'plumbline[ocr]'.",
            "识读发布内容的图片文字、字幕和文稿，写入 posts 表的 media_text（图片文字）和 media_read 列，"
            "与正文一样接受检查。读取 media 列所指的文件，以及按发布编号命名的文件："
            "文件夹/<账号编码>/<发布编号>.jpg、…_1.jpg、….srt（编码中的“:”也可写作“_”或“/”）。"
            "不联网下载。识读图片须安装组件：pip install 'plumbline[ocr]'。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline media fleet --files pictures"
        + "\n  plumbline media fleet --account weibo:1234567890 --most 500\n\n"
        + say(
            lang,
            "What was read is kept in archive/media.jsonl: stopped at any moment, the next call goes on.\n"
            "exit codes: 0 all was read, 1 something was not, 2 could not run",
            "已识读的内容记入 archive/media.jsonl，中途停止后可继续。\n退出码：0 全部读完，1 有未读内容，2 无法运行",
        ),
    )
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"))
    parser.add_argument(
        "--files", type=Path, metavar="FOLDER",
        help=say(lang, "where the files lie (default: media/ of the dossier)", "文件夹（默认：资料包中的 media/）"),
    )  # fmt: skip
    parser.add_argument("--account", metavar="ID", help=say(lang, "of this account only", "只处理该账号"))
    parser.add_argument(
        "--again", action="store_true", help=say(lang, "read again what is known", "重新识读已读过的文件")
    )
    parser.add_argument(
        "--most", type=int, metavar="N", help=say(lang, "at most so many pictures anew", "本次最多新识读的图片数")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, write, count. 1 if anything that posts hold was not read."""
    _agree(args)
    layout = scan(args.dossier, lang=args.lang)
    reader = Reader(Journal.of(args.dossier), args.most, args.again)
    accounts = _accounts(layout, args)
    with Progress(args.lang, quiet=args.quiet) as progress:
        outcome = read_posts(layout, accounts, args.files, reader, progress.step)
    into.write(layout, outcome.changed, lang=args.lang)
    for line in _warnings(args, reader):
        noted(line)
    for line in _told(args.lang, outcome, reader):
        printed(line, quiet=args.quiet)
    return 1 if outcome.unread or outcome.partly or reader.faults else 0


def _agree(args: argparse.Namespace) -> None:
    if args.most is not None and args.most < 0:
        raise UsageError(say(args.lang, "--most takes a whole number from 0", "--most 应为不小于 0 的整数"), "--most")
    if args.files is not None and not args.files.is_dir():
        raise UsageError(
            say(args.lang, "there is no such folder", "没有这个文件夹"), str(args.files),
            say(args.lang, "give the folder that holds the pictures", "请给出存放图片的文件夹"),
        )  # fmt: skip


def _accounts(layout: Layout, args: argparse.Namespace) -> pl.DataFrame:
    accounts, _ = read_table(layout, "accounts", rejects=Rejects(lang=args.lang))
    if not args.account:
        return accounts
    chosen = accounts.filter(pl.col("account_id") == args.account)
    if chosen.is_empty():
        raise UsageError(
            say(args.lang, f"the dossier has no account '{args.account}'", f"资料包中没有账号“{args.account}”"),
            str(args.dossier),
            say(args.lang, "the table accounts lists all ids", "全部账号编码见 accounts 表"),
        )
    return chosen


def _warnings(args: argparse.Namespace, reader: Reader) -> Iterator[str]:
    """Each file that could not be read, and why."""
    for fault in list(reader.faults.values())[:_SHOWN]:
        why = fault.why.of(args.lang)
        yield say(args.lang, f"warning: {fault.path.name}: {why}", f"警告：{fault.path.name}：{why}")
    if len(reader.faults) > _SHOWN:
        more = len(reader.faults) - _SHOWN
        yield say(args.lang, f"  … and {more} more", f"  ……另有 {more} 个")
    if recogniser.missing() and reader.faults:
        yield say(
            args.lang,
            "help: pictures are read with the extra: pip install 'plumbline[ocr]'",
            "提示：识读图片须安装组件：pip install 'plumbline[ocr]'",
        )


def _told(lang: str, outcome: Outcome, reader: Reader) -> Iterator[str]:
    yield say(
        lang,
        f"files: {reader.read} read, {reader.known} known from before, {len(reader.faults)} could not be read",
        f"文件：新识读 {reader.read} 个，此前已读 {reader.known} 个，无法识读 {len(reader.faults)} 个",
    )
    if outcome.elsewhere:
        yield say(
            lang,
            f"{outcome.elsewhere} references are not here (addresses, videos, missing files): not fetched",
            f"{outcome.elsewhere} 处引用不在本地（网址、视频或缺失的文件），未下载",
        )
    if reader.waiting:
        yield say(
            lang,
            f"{reader.waiting} pictures wait for the next call (--most)",
            f"余 {reader.waiting} 张图片留待下次（--most）",
        )
    if outcome.by_people:
        yield say(
            lang,
            f"{outcome.by_people} posts have words that somebody wrote: left as they are",
            f"{outcome.by_people} 条发布已有他人填写的文字，未改动",
        )
    yield say(
        lang,
        f"posts with media: {outcome.whole} read, {outcome.partly} read in part, {outcome.unread} not read; "
        f"{outcome.changed.height} rows of posts written",
        f"含图片或视频的发布：已识读 {outcome.whole} 条，部分识读 {outcome.partly} 条，未识读 {outcome.unread} 条；"
        f"写入 posts 表 {outcome.changed.height} 行",
    )
