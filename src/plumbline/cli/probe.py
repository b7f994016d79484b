"""`plumbline probe`: does a live interface have the fields that are expected? Names and types only, never a value."""

import argparse
import json
from pathlib import Path
from typing import Any

from plumbline.cli.collect import WANTED, chosen, paid, read_register
from plumbline.cli.collect_outside import outside
from plumbline.cli.collect_told import reason
from plumbline.cli.words import printed, say
from plumbline.collectors.budget import Budget
from plumbline.collectors.collection import Collection, estimated
from plumbline.collectors.probe import Nothing, Probe, Probed
from plumbline.collectors.visit import Plan
from plumbline.dossier.layout import scan


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "probe",
        parents=[shared],
        help=say(lang, "compare a live interface with what is expected", "核对平台接口的字段与预期是否一致"),
        description=say(
            lang,
            "Ask every endpoint once with your own token and compare the names and types of fields with what is "
            "expected here. Nothing of the answers is kept, and no value is printed: the output can be sent to others.",
            "用本单位的凭证把每个接口调用一次，核对字段名和类型。应答内容一概不保存、不显示，输出可以转发。",
        ),
        epilog=say(lang, "example:", "示例：") + "\n  plumbline probe fleet --account weibo:5044281310",
    )
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of the dossier", "资料包文件夹"))
    parser.add_argument("--account", action="append", metavar="ID", help=say(lang, "only this account", "只查该账号"))
    parser.add_argument("--platform", action="append", metavar="NAME", help=say(lang, "only this one", "只查该平台"))
    parser.add_argument(
        "--with", dest="extra", action="append", choices=sorted(WANTED), default=[],
        help=say(lang, "also interfaces that speak of citizens", "也核对涉及评论者、粉丝的接口"),
    )  # fmt: skip
    parser.add_argument(
        "--budget", type=float, metavar="USD", help=say(lang, "most that may be spent", "允许的最高费用（美元）")
    )
    parser.add_argument("--credentials", type=Path, metavar="FILE", help=say(lang, "keys and tokens", "凭证文件"))
    parser.add_argument("--json", action="store_true", help=say(lang, "one object an endpoint", "每个接口一行 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """One account of each platform, unless accounts are named; 1 if anything differs."""
    layout = scan(args.dossier, lang=args.lang, whole=False)
    accounts = read_register(layout, args.lang)
    rows = chosen(args, accounts)
    first = {row["platform"]: row for row in reversed(rows)}
    wanted = frozenset(WANTED[name] for name in args.extra)
    differs = False
    with outside(
        args.dossier, args.credentials, accounts, lang=args.lang, timezone=layout.timezone, archive=Nothing()
    ) as world:
        collection = Collection(world, Plan(wanted=wanted), Budget(args.budget or 0.0))
        asked = rows if args.account else list(first.values())
        paid(args, list(estimated(asked, collection)))
        for row in asked:
            found = collection.opened(row)
            if isinstance(found, str):
                printed(f"{row['account_id']}{say(args.lang, ': ', '：')}{reason(found, args.lang)}")
                continue
            client, product = found
            for probed in Probe(client, product, wanted).run():
                differs |= probed.differs
                _tell(str(row["platform"]), probed, args)
    return 1 if differs else 0


def _tell(platform: str, probed: Probed, args: argparse.Namespace) -> None:
    if args.json:
        printed(
            json.dumps(
                {
                    "platform": platform, "endpoint": probed.endpoint, "reason": probed.reason or None,
                    "empty": probed.empty, "missing": probed.missing, "differs": probed.other,
                    "unknown": probed.unknown, "understood": probed.understood,
                },
                ensure_ascii=False,
            )
        )  # fmt: skip
        return
    for line in _lines(probed, args.lang):
        printed(f"{platform} {probed.endpoint}{say(args.lang, ': ', '：')}{line}")


def _lines(probed: Probed, lang: str) -> list[str]:
    if probed.reason:
        return [reason(probed.reason, lang)]
    if probed.empty:
        return [say(lang, "nothing to compare: no item", "没有可核对的内容")]
    lines = [say(lang, f"field {name} is missing", f"缺少字段 {name}") for name in probed.missing]
    lines += [
        say(lang, f"field {name} is {found}, expected {expected}", f"字段 {name} 类型为 {found}，预期 {expected}")
        for name, expected, found in probed.other
    ]
    if not probed.understood:
        lines.append(say(lang, "an item could not be understood", "有内容无法识别"))
    used = say(lang, f"; {len(probed.unknown)} more fields, not used", f"；另有 {len(probed.unknown)} 个未使用字段")
    return lines or [say(lang, "as expected", "与预期一致") + used]
