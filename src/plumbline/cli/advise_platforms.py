"""`plumbline advise platforms`: what the owner of an account can see, and which checks that makes possible."""

import argparse
import json
from typing import Any

from plumbline.cli.columns import aligned
from plumbline.cli.words import printed, say
from plumbline.domain.errors import UsageError
from plumbline.dossier.names import english_value
from plumbline.dossier.sentences import words

TRAITS = {
    "follower_order": ("followers in order", "粉丝次序"),
    "registered_on": ("registration dates", "注册日期"),
    "ages": ("ages", "年龄分布"),
    "sources": ("sources of growth and reads", "增长与阅读来源"),
    "reads": ("reads", "阅读量"),
    "post_clock": ("clock in the post's id", "编号含时间"),
}
VALUES = {"yes": ("yes", "有"), "part": ("in part", "部分"), "no": ("no", "无"), "unknown": ("not verified", "未核实")}


def platforms(args: argparse.Namespace) -> int:
    """Print the table, or one platform in full."""
    known = words("platforms")
    if args.name is not None:
        return _one(args, known)
    if args.json:
        printed(json.dumps(known, ensure_ascii=False))
        return 0
    zh = args.lang == "zh"
    head = [say(args.lang, "platform", "平台"), *(names[zh] for names in TRAITS.values())]
    rows = [[name, *(VALUES[traits[trait]["value"]][zh] for trait in TRAITS)] for name, traits in known.items()]
    printed("\n".join(aligned([head, *rows])))
    printed(say(args.lang, "details: plumbline advise platforms NAME", "详情：plumbline advise platforms 平台"))
    return 0


def _one(args: argparse.Namespace, known: dict[str, Any]) -> int:
    name = args.name if args.name in known else english_value("accounts", "platform", args.name)
    if name not in known:
        raise UsageError(f"nothing is recorded of '{args.name}'", remedy=f"one of: {', '.join(known)}")
    if args.json:
        printed(json.dumps({name: known[name]}, ensure_ascii=False))
        return 0
    zh = args.lang == "zh"
    rows = [
        [names[zh], VALUES[entry["value"]][zh], entry["sure"], entry["zh" if zh else "en"]]
        for trait, names in TRAITS.items()
        for entry in [known[name][trait]]
    ]
    printed("\n".join(aligned(rows)))
    printed("\n".join(_checks(known[name], args.lang)))
    return 0


def _checks(traits: dict[str, Any], lang: str) -> list[str]:
    """Which checks the platform makes possible for an owner who collects all that it shows."""
    have = {trait: traits[trait]["value"] in ("yes", "part") for trait in TRAITS}
    told = {
        "follower_burst": (True, say(lang, "daily follower counts", "每日粉丝数")),
        "bought_followers": (
            have["follower_order"] and have["registered_on"],
            say(lang, "followers in order with registration dates", "带次序和注册日期的粉丝名单"),
        ),
        "inflated_engagement": (True, say(lang, "counts of each post, of many accounts", "大量账号逐条互动数据")),
        "templated_comments": (
            True,
            say(lang, "counts every 10–60 minutes for 48 hours", "发布后48小时内每10–60分钟读数"),
        ),
        "backdated_post": (
            have["post_clock"],
            say(lang, "the post's id, or the moment it was first seen", "帖文编号或首次采集时间"),
        ),
    }
    mark = {True: say(lang, "possible", "可行"), False: say(lang, "not from the platform", "平台数据不支持")}
    lines = aligned([[f"authenticity.{name}", mark[there], needs] for name, (there, needs) in told.items()])
    return ["", *lines]
