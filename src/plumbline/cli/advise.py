"""`plumbline advise`: how many followers to look at for which claim, and what each platform lets an owner see."""

import argparse
from typing import Any

from plumbline.cli.advise_followers import CLAIMS, followers
from plumbline.cli.advise_platforms import platforms
from plumbline.cli.words import say


def add_parser(commands: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "advise",
        parents=[shared],
        help=say(lang, "what to collect before a claim is made", "作出判断前应采集什么"),
        description=say(
            lang,
            "What to collect before a claim about followers is made, and what each platform lets an owner see.",
            "对粉丝作出判断前需要采集多少、如何抽取，以及各平台向账号主体开放哪些数据。",
        ),
        epilog=say(lang, "examples:", "示例：")
        + "\n  plumbline advise followers"
        + "\n  plumbline advise followers --claim prevalence --half-width 3.5 --prevalence 35 --correlation 0.7"
        + "\n  plumbline advise platforms weibo",
    )
    below = parser.add_subparsers(title=say(lang, "what", "内容"), metavar="WHAT", required=True)
    _followers(below, lang, shared)
    _platforms(below, lang, shared)


def _followers(below: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    parser = below.add_parser(
        "followers",
        parents=[shared],
        help=say(lang, "sample sizes; all tables without --claim", "样本量；不指定 --claim 时列出全部表格"),
    )
    parser.add_argument("--claim", choices=CLAIMS, help=say(lang, "which claim", "何种判断"))
    percent = say(lang, "percent", "百分数")
    parser.add_argument("--half-width", type=float, default=3.5, metavar="N", help=f"prevalence: ± {percent}")
    parser.add_argument("--prevalence", type=float, default=35, metavar="N", help=f"prevalence: {percent}")
    score = say(lang, "prevalence: correlation of a machine score", "prevalence：机器评分与人工标注的相关系数")
    parser.add_argument("--correlation", type=float, default=0.0, metavar="R", help=score)
    parser.add_argument("--share", type=float, default=10, metavar="N", help=f"detect, window: {percent}")
    marks = say(lang, "detect, window: ordinary followers with the mark, percent",
                "detect、window：正常粉丝中带该特征的百分数")  # fmt: skip
    parser.add_argument("--ordinary", type=float, default=15, metavar="N", help=marks)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=followers)


def _platforms(below: Any, lang: str, shared: argparse.ArgumentParser) -> None:
    parser = below.add_parser(
        "platforms",
        parents=[shared],
        help=say(lang, "what an owner can see on each platform", "各平台向账号主体开放的数据"),
    )
    parser.add_argument("name", nargs="?", metavar="PLATFORM", help="weibo, wechat, x …")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=platforms)
