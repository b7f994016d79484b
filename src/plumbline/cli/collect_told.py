"""What `plumbline collect` says: the plan with its cost, and how each visit went."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from plumbline.cli.words import noted, printed, say
from plumbline.collectors.visit import Visited
from plumbline.rulebook.model import Text

SHOWN = 20
REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "no_interface": Text(
            zh="该平台没有面向运营者的内容接口，请用 plumbline import 导入后台导出文件",
            en="the platform offers owners no interface: import its exports instead",
        ),
        "no_credentials": Text(zh="没有凭证", en="no credentials"),
        "no_platform_id": Text(zh="登记表缺少平台账号 ID", en="the register lacks the platform's id"),
        "no_token": Text(zh="无法取得访问令牌", en="the platform gave no token"),
        "no_listing": Text(zh="当前授权不能列出内容", en="with these credentials no listing can be had"),
        "listing_changed": Text(zh="列表在翻页时不断变化", en="the listing kept changing while it was read"),
        "listing_repeats": Text(zh="翻页后给出的还是同一页", en="the next page was the same page"),
        "listing_incomplete": Text(zh="列表漏掉了仍然存在的内容", en="the listing left out posts that are still there"),
        "credentials_shared": Text(
            zh="多个账号使用同一凭证，无法区分内容归属", en="several accounts name the same credentials"
        ),
        "unreadable_items": Text(zh="有内容无法识别", en="items that could not be read"),
        "unexpected_answer": Text(zh="应答与文档不符", en="an answer that is not as documented"),
        "cursor_repeats": Text(zh="平台反复给出同一页", en="the platform gave the same page again and again"),
        "too_many_pages": Text(zh="页数过多", en="too many pages"),
        "quota": Text(zh="当日调用额度用完，下次从断点继续", en="the day's quota is spent; goes on next time"),
        "quota:budget_spent": Text(
            zh="费用已达 --budget 上限，下次从断点继续", en="the money of --budget is spent; goes on next time"
        ),
        "retry": Text(zh="平台暂时没有正常应答", en="the platform did not answer properly"),
        "renew": Text(zh="访问令牌失效", en="the token is not valid"),
        "permission": Text(zh="没有调用权限", en="no permission"),
        "gone": Text(zh="账号或内容不存在", en="not there"),
        "hidden": Text(zh="内容不公开", en="not visible to us"),
        "withdrawn": Text(zh="被平台处置", en="withdrawn by the platform"),
        "retired": Text(zh="接口已下线", en="the interface is retired"),
        "fatal": Text(zh="平台拒绝请求", en="the platform refused the request"),
    }
)


def reason(code: str, lang: str) -> str:
    """A reason in words, the platform's own code behind it."""
    if code in REASONS:
        return REASONS[code].of(lang)
    kind, _, detail = code.partition(":")
    text = REASONS[kind].of(lang) if kind in REASONS else kind
    return f"{text} ({detail})" if detail else text


def told(visited: Sequence[Visited], args: argparse.Namespace) -> int:
    """How it went; 1 if an account could not be watched."""
    if args.json:
        for one in visited:
            printed(json.dumps(_facts(one), ensure_ascii=False))
        return 1 if any(one.watch.outcome == "blind" for one in visited) else 0
    for line in _lines(visited, args.lang):
        noted(line)
    counts = Counter(one.watch.outcome for one in visited)
    fresh, gone = sum(one.fresh for one in visited), sum(one.gone for one in visited)
    printed(
        say(
            args.lang,
            f"{len(visited)} accounts: {counts['seen']} with new posts, {counts['seen_nothing']} without, "
            f"{counts['blind']} could not be watched, {counts['not_tried']} not tried; "
            f"{fresh} new posts, {gone} confirmed gone",
            f"共 {len(visited)} 个账号：{counts['seen']} 个有新内容，{counts['seen_nothing']} 个无新内容，"
            f"{counts['blind']} 个采集未成功，{counts['not_tried']} 个未采集；新内容 {fresh} 条，确认消失 {gone} 条",
        ),
        quiet=args.quiet,
    )
    return 1 if counts["blind"] else 0


def _lines(visited: Sequence[Visited], lang: str) -> Iterator[str]:
    wrong = [one for one in visited if one.watch.reason or one.troubles]
    for one in wrong[:SHOWN]:
        if one.watch.reason:
            yield f"{one.account_id}{say(lang, ': ', '：')}{reason(one.watch.reason, lang)}"
        for name, why in one.troubles.items():
            yield f"{one.account_id}, {name}{say(lang, ': ', '：')}{reason(why, lang)}"
    if len(wrong) > SHOWN:
        yield say(lang, f"… and {len(wrong) - SHOWN} more accounts", f"……另有 {len(wrong) - SHOWN} 个账号")


def _facts(one: Visited) -> dict[str, Any]:
    watch = one.watch
    return {
        "account_id": one.account_id,
        "outcome": watch.outcome,
        "reason": watch.reason,
        "from": watch.started_at.isoformat(),
        "to": watch.ended_at.isoformat(),
        "new_posts": one.fresh,
        "absent": one.absent,
        "gone": one.gone,
        "calls": one.calls,
        "troubles": one.troubles,
    }


def planned(plan: Sequence[Mapping[str, Any]], args: argparse.Namespace) -> int:
    """The plan: what would be asked, at least so many calls, at what price."""
    for row in plan:
        if args.json:
            printed(json.dumps(row, ensure_ascii=False))
        elif row["reason"]:
            lacks = f" ({', '.join(row['missing'])})" if row.get("missing") else ""
            printed(f"{row['account_id']}{say(args.lang, ': ', '：')}{reason(row['reason'], args.lang)}{lacks}")
        else:
            price = row["usd_per_100_items"]
            cost = say(args.lang, f"; {price} $ for 100 items", f"；每 100 条 {price} 美元") if price else ""
            calls = say(args.lang, f"at least {row['calls']} calls", f"至少 {row['calls']} 次调用")
            calls += _left(row["calls_left_today"], args.lang)
            printed(f"{row['account_id']}{say(args.lang, ': ', '：')}{', '.join(row['endpoints'])}; {calls}{cost}")
    return 0


def _left(calls: int | None, lang: str) -> str:
    return "" if calls is None else say(lang, f" ({calls} left today)", f"（今日余 {calls} 次）")
