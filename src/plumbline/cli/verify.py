"""`plumbline verify`: is this account official?"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.addresses.address import NoAddress
from plumbline.addresses.lookup import Answer, Entry, look_up
from plumbline.cli.verify_export import described, out_of_date, signed_register
from plumbline.cli.words import printed, say, tinted
from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.evidence.signed_register import tables
from plumbline.reports.words import ACCOUNT_STATUS, PLATFORM, term

_AMBIGUOUS = ("handle", "name", "custom", "user", "token", "number")
"""Kinds of address beside which an account has a number, under which the register may hold it."""


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify",
        parents=[shared],
        help=say(lang, "is this account official?", "核验账号是否为官方账号"),
        description=say(
            lang,
            "Look an account up in the register by the address of its page, its name, or what a QR code says. "
            "Nothing is fetched: short links and QR codes that only lead on must be opened first.",
            "按主页链接、账号名称或者二维码内容，在登记册中核验账号。本命令不联网：短链接和跳转二维码须先打开，再复制主页链接。",
        ),
        epilog=say(
            lang,
            "examples:\n  plumbline verify https://weibo.com/u/1234567890 --dossier fleet\n"
            "  plumbline verify 青溪发布 --dossier fleet --json\n"
            "  plumbline verify URL --export plumbline-register.json --key plumbline-register.pem\n\n"
            "exit codes: 0 official and in use, 1 not official (or closed, suspended), 2 cannot be told",
            "示例：\n  plumbline verify https://weibo.com/u/1234567890 --dossier fleet\n"
            "  plumbline verify 青溪发布 --dossier fleet --json\n"
            "  plumbline verify URL --export plumbline-register.json --key plumbline-register.pem\n\n"
            "退出码：0 官方在用账号，1 非官方账号（或者已注销、停用），2 无法判断",
        ),
    )
    parser.add_argument(
        "url", metavar="URL", nargs="?", help=say(lang, "address, name or QR text", "主页链接、账号名称或者二维码内容")
    )
    parser.add_argument("--dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"))
    parser.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help=say(lang, "a signed register (needs no server)", "签名登记册（离线核验）"),
    )
    parser.add_argument(
        "--key", metavar="PUB", help=say(lang, "public key of --export: file or text", "登记册公钥：文件或者文本")
    )
    parser.add_argument("--json", action="store_true", help=say(lang, "one JSON object", "输出 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer. 0 official and in use, 1 not, 2 where an export is out of date; UsageError (2) for a text that leads to
    no account and an export that is not what the authority signed."""
    document = signed_register(args) if args.export else None
    old = document is not None and out_of_date(document, args.lang)
    if document and not args.url:
        if args.json:
            print(json.dumps({"export": described(document)}, ensure_ascii=False))
        return 2 if old else 0
    register = tables(document) if document else _asked_dossier(args)
    answer = look_up(args.url, *register)
    if answer.reason and answer.reason != NoAddress.DISGUISED:
        raise _no_answer(args.url, answer.reason, args.lang)
    if args.json:
        beside = {"export": described(document)} if document else {}
        print(json.dumps(_record(answer) | beside, ensure_ascii=False))
    else:
        for line in _sentences(answer, args.lang):
            printed(line, quiet=args.quiet)
    return 2 if old else int(not answer.verified)


def _asked_dossier(args: argparse.Namespace) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The dossier that was named. UsageError where nothing says where to look, or what to look up."""
    if args.dossier and args.url:
        return _register(args.dossier, args.lang)
    raise UsageError(
        say(args.lang, "say what to look up, and where", "请指定要核验的内容和登记册"),
        "URL, --dossier",
        say(args.lang, "plumbline verify URL --dossier D, or --export FILE --key PUB",
            "plumbline verify URL --dossier D，或者 --export FILE --key PUB"),
    )  # fmt: skip


def _register(dossier: Path, lang: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accounts and units, the latter empty where the dossier has none."""
    layout = scan(dossier, lang=lang)
    rejects = Rejects(lang=lang)
    accounts = read_table(layout, "accounts", rejects=rejects)[0]
    if "units" not in layout.files:
        return accounts, pl.DataFrame(schema=TABLES["units"].schema)
    return accounts, read_table(layout, "units", rejects=rejects)[0]


def _record(answer: Answer) -> dict[str, Any]:
    """The answer with the names of the public interface."""
    account = _plain(answer.entry) if answer.entry else dict.fromkeys(_FIELDS)
    if answer.address:
        account |= {
            "platform": account["platform"] or answer.address.platform,
            "url": account["url"] or answer.address.url,
        }
    return {"verified": answer.verified, **account, "lookalikes": [_plain(entry) for entry in answer.lookalikes]}


_FIELDS = ("account_id", "platform", "name", "unit", "status", "url", "since")


def _plain(entry: Entry) -> dict[str, Any]:
    since = entry.since.isoformat() if entry.since else None
    return {**{name: getattr(entry, name) for name in _FIELDS}, "since": since}


def _sentences(answer: Answer, lang: str) -> Iterator[str]:
    if answer.entry:
        yield from _found(answer.entry, lang)
    else:
        yield tinted(say(lang, "NOT OFFICIAL: not in the register", "非官方账号：登记册中查无此账号"), "red")
    if answer.reason == NoAddress.DISGUISED:
        yield say(
            lang,
            "The address is written so that it looks like another site's: do not open it.",
            "该链接伪装成其他网站的地址，请勿打开。",
        )
    if answer.entry and answer.by_name:
        yield say(
            lang,
            "Found by name alone, which anybody can bear: compare the address.",
            "仅按名称查到，他人也可能使用同样的名称，请核对主页链接。",
        )
    if answer.address and not answer.entry and answer.address.kind in _AMBIGUOUS:
        yield say(
            lang,
            "The register may hold it under its number: open the page and look up its address with the number.",
            "登记册可能按账号数字编号登记，请打开主页，用含数字编号的链接再核验一次。",
        )
    if answer.lookalikes:
        yield say(lang, "Registered accounts it may be mistaken for:", "容易与之混淆的登记账号：")
        yield from (f"  {_line(entry, lang)}" for entry in answer.lookalikes)


def _found(entry: Entry, lang: str) -> Iterator[str]:
    since = entry.since.isoformat() if entry.since else say(lang, "a day not recorded", "（日期未登记）")
    status = term(ACCOUNT_STATUS, entry.status, lang)
    if entry.official:
        yield tinted(say(lang, "OFFICIAL: in the register", "官方账号：已登记"), "green")
    else:
        heading = say(
            lang, f"NOT OFFICIAL any more: {status.lower()} since {since}", f"不再是官方账号：{since}起{status}"
        )
        yield tinted(heading, "red")
    yield f"  {_line(entry, lang)}"


def _line(entry: Entry, lang: str) -> str:
    parts = (
        entry.name,
        term(PLATFORM, entry.platform, lang),
        entry.unit,
        term(ACCOUNT_STATUS, entry.status, lang),
        entry.url,
        entry.account_id,
    )
    return say(lang, ", ", "，").join(part for part in parts if part)


def _no_answer(text: str, reason: NoAddress, lang: str) -> UsageError:
    if reason == NoAddress.SHORT_LINK:
        return UsageError(
            say(
                lang,
                "where this link leads is known only by following it",
                "短链接或者跳转二维码，须打开后才知道指向哪里",
            ),
            text,
            say(lang, "open it and copy the address of the account's page", "请打开后复制账号主页链接"),
        )
    if reason == NoAddress.NO_ACCOUNT:
        return UsageError(
            say(lang, "this page does not say which account it belongs to", "从该链接看不出属于哪个账号"),
            text,
            say(
                lang,
                "copy the address of the account's own page, or give its name",
                "请复制账号主页链接，或者输入账号名称",
            ),
        )
    return UsageError(
        say(lang, "this is neither an address nor a name", "既不是链接，也不是名称"),
        repr(text),
        say(lang, "give the address of the account's page, or its name", "请输入账号主页链接或者账号名称"),
    )
