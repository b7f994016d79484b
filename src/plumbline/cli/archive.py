"""`plumbline archive`: the raw answers behind a dossier: examine, show, prove, close, stamp, drop."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from plumbline.cli.words import say


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command group to the parser."""
    examples = """
  plumbline archive verify fleet
  plumbline archive verify fleet --expect 2026-11-20=5d41…
  plumbline archive show fleet urn:uuid:…
  plumbline archive prove fleet urn:uuid:… --out proof.json
  plumbline archive verify --proof proof.json
  plumbline archive close fleet
  plumbline archive stamp fleet --request seal.tsq
  plumbline archive expire fleet --before 2026-05-01"""
    group = commands.add_parser(
        "archive",
        parents=[shared],
        help=say(lang, "the raw answers behind a dossier", "查验资料包的原始存证"),
        description=say(
            lang,
            "What the platforms answered is kept as it came, in WARC files, chained day by day. Here it is examined, "
            "shown, proved to others, closed, stamped, and dropped after its time.",
            "平台返回的原始数据按原样存入 WARC 文件，逐日封存成链。"
            "本组命令用于查验、查看、出具证明、封存、加盖时间戳和到期删除。",
        ),
        epilog=say(lang, "examples:", "示例：") + examples,
    )
    kinds = group.add_subparsers(title=say(lang, "commands", "命令"), metavar="COMMAND", required=True)
    for add in (_verify, _show, _list, _prove, _close, _stamp, _expire):
        add(kinds, lang, shared)


def _parser(
    kinds: Any, name: str, lang: str, shared: argparse.ArgumentParser, told: tuple[str, str], codes: tuple[str, str]
) -> Any:
    help = say(lang, *told)
    return kinds.add_parser(name, parents=[shared], help=help, description=help, epilog=say(lang, *codes))


def _does(parser: Any, module: str, function: str) -> None:
    """Run `function` of `module`, which is opened only then: the help page needs no tables."""

    def run(args: argparse.Namespace) -> int:
        from plumbline.evidence.sentences import BilingualError

        try:
            return int(getattr(import_module(f"plumbline.cli.{module}"), function)(args))
        except BilingualError as error:
            error.tell(args.lang)
            raise

    parser.set_defaults(run=run)


def _dossier(parser: Any, lang: str, **options: Any) -> None:
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"), **options)


def _record(parser: Any, lang: str) -> None:
    told = say(lang, "name of a record, as rows cite it: urn:uuid:…", "记录名称，即各表 record 列所引：urn:uuid:…")
    parser.add_argument("record", metavar="RECORD", help=told)


def _vouchers(parser: Any, lang: str) -> None:
    pem = say(lang, "certificates of the time-stamping authority (PEM)", "时间戳服务机构的证书（PEM）")
    parser.add_argument("--certificates", type=Path, action="append", default=[], metavar="PEM", help=pem)


def _verify(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = ("is everything there, as it was written?", "查验存证是否完整、未被改动")
    codes = (
        "Every byte is read and compared with journal, chain and stamps; every record that a row cites is looked up.\n"
        "exit codes: 0 whole, 1 something is wrong, 2 could not run",
        "逐字节读取存证，与流水账、封存链、时间戳核对，并查找各表所引的每条记录。\n"
        "退出码：0 完整，1 有问题，2 无法运行",
    )
    parser = _parser(kinds, "verify", lang, shared, told, codes)
    _dossier(parser, lang, nargs="?")
    proof = say(lang, "check a proof, without the archive", "只核对证明文件，不需要存证")
    parser.add_argument("--proof", type=Path, metavar="FILE", help=proof)
    expect = say(lang, "root or seal that was printed or published", "已打印或者公布的根哈希、封印")
    parser.add_argument("--expect", action="append", default=[], metavar="DAY=ROOT", help=expect)
    _vouchers(parser, lang)
    stamp = say(lang, "a time stamp kept elsewhere", "另行保管的时间戳")
    parser.add_argument("--stamp", type=Path, action="append", default=[], metavar="TSR", help=stamp)
    parser.add_argument("--json", action="store_true", help="JSON")
    _does(parser, "archive_verify", "verified")


def _show(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    codes = ("exit codes: 0 shown, 1 it was altered or dropped, 2 could not run",
             "退出码：0 已显示，1 记录被改动或者已按期限删除，2 无法运行")  # fmt: skip
    parser = _parser(kinds, "show", lang, shared, ("print a record", "显示一条记录"), codes)
    _dossier(parser, lang)
    _record(parser, lang)
    body = say(lang, "write the body to a file, byte for byte", "把正文原样写入文件")
    parser.add_argument("--body", type=Path, metavar="FILE", help=body)
    _does(parser, "archive_show", "shown")


def _list(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    codes = ("  plumbline archive list fleet --day 2026-11-20", "  plumbline archive list fleet --day 2026-11-20")
    parser = _parser(kinds, "list", lang, shared, ("list the records", "列出记录"), codes)
    _dossier(parser, lang)
    parser.add_argument("--day", default="", metavar="DAY", help=say(lang, "of one day", "只列某日"))
    account = say(lang, "what rows of that account cite", "只列该账号各行所引的记录")
    parser.add_argument("--account", default="", metavar="ID", help=account)
    parser.add_argument("--json", action="store_true", help=say(lang, "one JSON object a line", "每行一个 JSON 对象"))
    _does(parser, "archive_show", "listed")


def _prove(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = ("write a proof that a record was in the archive of its day", "出具某条记录在当日存证之中的证明")
    codes = (
        "The proof holds the record itself and is checked without the archive: plumbline archive verify --proof FILE.",
        "证明文件含记录本身，核对时不需要存证：plumbline archive verify --proof FILE。",
    )
    parser = _parser(kinds, "prove", lang, shared, told, codes)
    here = say(lang, "folder of tables (default: this folder)", "资料包文件夹（默认为当前文件夹）")
    parser.add_argument("dossier", type=Path, nargs="?", default=Path(), help=here)
    _record(parser, lang)
    out = say(lang, "file to write (default: standard output)", "写入的文件（默认为标准输出）")
    parser.add_argument("--out", type=Path, metavar="FILE", help=out)
    _does(parser, "archive_prove", "proved")


def _close(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = ("close the open day, and print what vouches for it", "封存当日，并打印凭据")
    codes = (
        "A day closes by itself when a record of a later day comes. Write the root down where nobody can change it.",
        "后一日有记录时，前一日自动封存。请把根哈希抄录或者公布在无法改动之处。",
    )
    parser = _parser(kinds, "close", lang, shared, told, codes)
    _dossier(parser, lang)
    parser.add_argument("--json", action="store_true", help="JSON")
    _does(parser, "archive_keep", "closed")


def _stamp(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = ("have the last closed day stamped by a time-stamping authority", "由时间戳服务机构为最近封存日加盖时间戳")
    codes = (
        "Offline: --request writes what to send, --response keeps what came back. RFC 3161.",
        "离线办理：--request 写出请求文件，--response 收存答复文件。依照 RFC 3161。",
    )
    parser = _parser(kinds, "stamp", lang, shared, told, codes)
    _dossier(parser, lang)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--request", type=Path, metavar="TSQ", help=say(lang, "write a request", "写出请求文件"))
    way.add_argument("--response", type=Path, metavar="TSR", help=say(lang, "keep a response", "收存答复文件"))
    way.add_argument("--tsa", metavar="URL", help=say(lang, "ask an authority over the network", "联网向机构申请"))
    _vouchers(parser, lang)
    _does(parser, "archive_keep", "stamped")


def _expire(kinds: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    told = ("drop what spoke of citizens, after its time", "按保存期限删除涉及公民的原始数据")
    codes = (
        "Only records with keyed hashes of citizens are dropped; journal and chain keep their digests for good.",
        "只删除含公民哈希标识的记录；流水账和封存链长期保留其哈希值。",
    )
    parser = _parser(kinds, "expire", lang, shared, told, codes)
    _dossier(parser, lang)
    before = say(lang, "drop what is older than that day", "删除早于该日的记录")
    parser.add_argument("--before", required=True, metavar="DAY", help=before)
    _does(parser, "archive_keep", "expired")
