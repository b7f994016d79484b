"""`plumbline sources`: the lists of recognised sources and the known texts: list, check, add, import, index."""

import argparse
from pathlib import Path
from typing import Any

from plumbline.cli.words import say

KINDS = ("government_site", "recognised", "own_site", "other")
DEFAULT = "cn-2019"


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command group to the parser."""
    examples = """
  plumbline sources list --dossier fleet
  plumbline sources check 新华社 https://www.gov.cn/ 某某论坛
  plumbline sources add 澜州日报 --kind recognised --domain daily.example --reason "…" --to my-book
  plumbline sources import feeds/ --source lz-daily --to fleet
  plumbline sources index fleet"""
    group = commands.add_parser(
        "sources",
        parents=[shared],
        help=say(lang, "from where an office may take news", "查看、维护稿源名单"),
        description=say(
            lang,
            "Which sources are recognised: by rules that ship (government domains, names of organs), by the rulebook "
            "and by the dossier's own table. Nothing is fetched: feeds are read from files.",
            "哪些稿源可以转载：内置规则（政府域名、机关名称）、规则集名单和资料包中的稿源表。本命令不联网，只读取已保存的订阅文件。",
        ),
        epilog=say(lang, "examples:", "示例：") + examples,
    )
    kinds = group.add_subparsers(title=say(lang, "commands", "命令"), metavar="COMMAND", required=True)
    _list_parser(kinds, lang, shared)
    _check_parser(kinds, lang, shared)
    _add_parser(kinds, lang, shared)
    _import_parser(kinds, lang, shared)
    _index_parser(kinds, lang, shared)


def _parser(kinds: Any, name: str, shared: argparse.ArgumentParser, *, help: str, codes: str, run: Any) -> Any:
    parser = kinds.add_parser(name, parents=[shared], help=help, description=help, epilog=codes)
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.set_defaults(run=run)
    return parser


def _lists(parser: Any, lang: str) -> None:
    book = say(lang, "name of a shipped book, or a folder", "内置规则集名称或者文件夹")
    parser.add_argument("--rulebook", default=DEFAULT, help=book)
    parser.add_argument("--dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"))
    parser.add_argument(
        "--on", metavar="DAY", default="", help=say(lang, "only what holds on that day", "只看当日有效的")
    )


def _list_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "the list that holds, and where each entry is from", "列出有效的稿源名单及出处")
    _lists(_parser(kinds, "list", shared, help=told, codes="  plumbline sources list", run=_list), lang)


def _check_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "what is known of a name or an address, and why", "查询名称或者链接是否在名单内及理由")
    codes = say(
        lang,
        "exit codes: 0 all are recognised, 1 something is in no list or listed as other, 2 could not run",
        "退出码：0 全部在名单内，1 有不在名单内或者列为“其他”的，2 无法运行",
    )
    parser = _parser(kinds, "check", shared, help=told, codes=codes, run=_check)
    parser.add_argument("source", nargs="+", metavar="NAME|URL", help=say(lang, "name or address", "名称或者链接"))
    _lists(parser, lang)


def _add_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "write an entry into a rulebook's folder or a dossier", "在规则集或者资料包中新增稿源")
    codes = "  plumbline sources add 澜州日报 --kind recognised --domain daily.example --reason … --to my-book"
    parser = _parser(kinds, "add", shared, help=told, codes=codes, run=_add)
    parser.add_argument("name", help=say(lang, "name of the source", "稿源名称"))
    parser.add_argument("--kind", choices=KINDS, required=True, help=say(lang, "what it is", "稿源类型"))
    many = say(lang, "may be given several times", "可多次使用")
    parser.add_argument("--domain", action="append", default=[], help=many)
    parser.add_argument("--alias", action="append", default=[], help=many)
    parser.add_argument("--id", default="", help=say(lang, "default: domain or name", "默认取域名或者名称"))
    parser.add_argument("--since", default="", metavar="DAY", help=say(lang, "first day", "起始日"))
    parser.add_argument("--until", default="", metavar="DAY", help=say(lang, "last day", "截止日"))
    parser.add_argument(
        "--reason", default="", help=say(lang, "why it is listed (for a book)", "列入理由（规则集必填）")
    )
    into = say(lang, "a rulebook's folder or a dossier", "规则集文件夹或者资料包")
    parser.add_argument("--to", type=Path, required=True, help=into)


def _import_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(lang, "take articles from saved feeds into a dossier", "把已保存的订阅文件收入资料包")
    codes = say(
        lang,
        "exit codes: 0 all taken, 1 some entries could not be taken, 2 could not run (nothing written)",
        "退出码：0 全部收入，1 部分条目未能收入，2 无法运行（未写入）",
    )
    parser = _parser(kinds, "import", shared, help=told, codes=codes, run=_import)
    feeds = say(lang, "RSS, Atom or JSON Feed: a file or a folder", "RSS、Atom 或者 JSON Feed 文件、文件夹")
    parser.add_argument("feed", nargs="+", type=Path, metavar="FEED|FOLDER", help=feeds)
    parser.add_argument("--source", required=True, metavar="ID", help=say(lang, "id of the source", "稿源标识"))
    parser.add_argument("--to", type=Path, required=True, help=say(lang, "a dossier", "资料包"))


def _index_parser(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = say(
        lang,
        "keep an index of the dossier's articles, so that inspections and drafts need not make it each time",
        "为资料包的稿源文本建立常备索引，检查和核对文稿时不再重复建立",
    )
    codes = say(
        lang,
        "Only what is new, changed or gone since the last time is worked on. The index lies in .plumbline/ of the "
        "dossier, may be deleted at any time, and changes no result.",
        "只处理新增、变更和已删除的文本。索引存放在资料包的 .plumbline/ 文件夹，可以随时删除，不影响检查结果。",
    )
    parser = _parser(kinds, "index", shared, help=told, codes=codes, run=_index)
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"))
    freed = say(lang, "also free what is gone", "同时清理已删除内容")
    sound = say(
        lang,
        "change nothing: read the whole index and compare checksums (exit code 0 sound, 2 damaged or not there)",
        "不作改动，只通读索引并核对校验和（退出码：0 完好，2 损坏或者不存在）",
    )
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--compact", action="store_true", help=freed)
    either.add_argument("--verify", action="store_true", help=sound)


def _list(args: argparse.Namespace) -> int:
    from plumbline.cli.sources_lists import listed  # here and below: the help page needs no tables

    return listed(args)


def _check(args: argparse.Namespace) -> int:
    from plumbline.cli.sources_lists import checked

    return checked(args)


def _add(args: argparse.Namespace) -> int:
    from plumbline.cli.sources_add import added

    return added(args)


def _import(args: argparse.Namespace) -> int:
    from plumbline.cli.sources_import import imported

    return imported(args)


def _index(args: argparse.Namespace) -> int:
    from plumbline.cli.sources_index import indexed, verified

    return verified(args) if args.verify else indexed(args)
