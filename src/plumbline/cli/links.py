"""`plumbline links`: do the addresses that an office published still lead somewhere?"""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from plumbline.cli.words import say


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "links",
        parents=[shared],
        help=say(lang, "probe the links in posts", "探测已发布内容中的链接"),
        description=say(
            lang,
            "Ask each address in the posts and account pages of a dossier whether it still leads somewhere, one at a "
            "time of each host, and add the answers to the table links. Only public addresses are asked, with HEAD and "
            "GET; nothing is called dead while our own line may be down.",
            "逐一探测资料包中发布内容和账号主页的链接是否可用，同一主机每次只发一个请求，结果追加到链接表。"
            "只用 HEAD 和 GET 访问公网地址；本机网络不能确认正常时，不判定任何链接失效。",
        ),
        epilog=_epilog(lang),
    )
    _what(parser, lang)
    _how(parser, lang)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Probe, write, count. 0 nothing dead, 1 dead or moved links, 2 the line could not be trusted."""
    from plumbline.cli.links_run import probed  # here: the help page needs no network

    return probed(args)


def _what(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument("dossier", type=Path, help=say(lang, "folder of tables", "资料包文件夹"))
    many = say(lang, "only this account; may be given several times", "只查该账号，可多次使用")
    parser.add_argument("--account", action="append", default=[], metavar="ID", help=many)
    since = say(lang, "only links of posts from that day on", "只查该日及以后发布的内容")
    parser.add_argument("--since", type=_day, metavar="DAY", help=since)
    most = say(lang, "at most so many addresses (default 1000)", "最多探测多少个链接（默认 1000）")
    parser.add_argument("--most", type=_number, default=1000, metavar="N", help=most)
    again = say(lang, "leave out what was asked within so many hours (default 20)", "跳过若干小时内探测过的（默认 20）")
    parser.add_argument("--again-after", type=_amount, default=20.0, metavar="HOURS", help=again)
    out = say(lang, "write to this new file instead of the dossier", "写入新文件，不改动资料包")
    parser.add_argument("--out", type=Path, metavar="FILE", help=out)
    parser.add_argument("--json", action="store_true", help="JSON")


def _how(parser: argparse.ArgumentParser, lang: str) -> None:
    control = say(
        lang,
        "an address that surely lives, to prove our own line (default: government sites of the dossier, then the sites "
        "linked most)",
        "用来确认本机网络正常的地址，可多次使用（默认取资料包中的政府网站，其次取链接最多的网站）",
    )
    parser.add_argument("--control", action="append", default=[], metavar="URL", help=control)
    minutes = say(lang, "stop after so many minutes (default 60)", "最长运行多少分钟（默认 60）")
    parser.add_argument("--minutes", type=_amount, default=60.0, metavar="N", help=minutes)
    delay = say(lang, "pause between two questions to one host (default 1)", "同一主机两次请求的间隔秒数（默认 1）")
    parser.add_argument("--delay", type=_amount, default=1.0, metavar="SECONDS", help=delay)
    seed = say(lang, "of the pauses, to repeat a run", "间隔抖动的随机种子")
    parser.add_argument("--seed", type=int, default=0, help=seed)
    port = say(lang, "ask this port too (80 and 443 always)", "允许的其他端口，可多次使用（80、443 始终允许）")
    parser.add_argument("--port", type=_port, action="append", default=[], metavar="N", help=port)
    allow = say(lang, "a host in the office's own net that may be asked", "允许访问的内网主机，可多次使用")
    parser.add_argument("--allow", action="append", default=[], metavar="HOST[:PORT]", help=allow)
    proxy = say(lang, "go through this proxy (or PLUMBLINE_PROXY)", "使用代理（也可用环境变量 PLUMBLINE_PROXY）")
    parser.add_argument("--proxy", metavar="URL", help=proxy)


def _epilog(lang: str) -> str:
    return say(
        lang,
        "exit codes: 0 nothing dead or moved, 1 some are, 2 could not run, or our own line could not be proven\n\n"
        "examples:",
        "退出码：0 未发现失效或改向的链接，1 发现，2 无法运行或者不能确认本机网络正常\n\n示例：",
    ) + ("\n  plumbline links fleet\n  plumbline links fleet --since 2026-01-01 --control https://www.gov.cn/")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD") from None


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: 1, 2, 3 …")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r}: 1 … 65535")
    return int(text)


def _amount(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e6:  # also no nan
        raise argparse.ArgumentTypeError(f"{text!r}: 0, 0.5, 24 …")
    return number
