"""What the accounts of the demo publish: rows of `posts`."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.demo.moment import TIMEZONE, TODAY, days, instant
from plumbline.demo.phrasing import greeting, phrase
from plumbline.demo.plans import Plan
from plumbline.demo.reviews import REVIEW
from plumbline.demo.rhythm import moments
from plumbline.demo.shipped import phrases
from plumbline.demo.traces import TRACES

_VIDEO = ("douyin", "bilibili", "kuaishou", "wechat_channels", "xiaohongshu")
WEIBO_EPOCH, WEIBO_BITS = 515_483_463, 22
"""A post's number on Weibo: seconds since then, and 22 bits that tell the posts of a second apart."""
_DRAFTS = 6
"""How often a text is drafted anew before an account may repeat itself."""
_TALKATIVE = ("weibo", "wechat", "douyin", "bilibili")
_CLIENTS = {"weibo": "微博网页版", "wechat": "公众平台", "website": "内容管理系统", "app": "内容管理系统"}


def posts_of(plan: Plan, seed: int) -> list[dict[str, Any]]:
    """Every row of `posts` of one account, in order of time. The same plan and seed give the same rows."""
    rng = Random(f"{seed}/{plan.account_id}/posts")  # noqa: S311  made-up data wants repeatable dice
    rows = [*_published(plan, rng), *_automatic(plan, rng), *_noise(plan, rng), *_future(plan, rng), *_said(plan, rng)]
    rows.sort(key=lambda row: (row["posted_at"], row["text"]))
    ids = (_post_id(plan, row["posted_at"], number, rng) for number, row in enumerate(rows))
    return [{"post_id": post_id} | row for post_id, row in zip(ids, rows, strict=True)]


def _published(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    written: set[str] = set()
    for at in moments(plan.posting, rng):
        day = at.astimezone(ZoneInfo(TIMEZONE)).date()
        yield _repost(plan, at, day, rng) if rng.random() < _repost_share(plan) else _post(plan, at, day, rng, written)
        if plan.row["platform"] in _TALKATIVE and rng.random() < 0.15 and day < TODAY:
            yield _row(plan, at + timedelta(minutes=rng.randint(20, 300)), phrase("reply", rng, day), rng, kind="reply")


def _repost_share(plan: Plan) -> float:
    return {"weibo": 0.16, "toutiao": 0.1}.get(plan.row["platform"], 0.0)


def _post(plan: Plan, at: datetime, day: date, rng: Random, written: set[str]) -> dict[str, Any]:
    greeted = greeting(rng, day) if rng.random() < 0.5 else None
    drafts = [greeted, *(phrase(_slot(plan, rng), rng, day) for _ in range(_DRAFTS))]
    text = next(draft for draft in drafts if draft and (draft not in written or draft is drafts[-1]))
    written.add(text)
    return _row(plan, at, text, rng)


def _slot(plan: Plan, rng: Random) -> str:
    voice = rng.choice(plan.voices)
    return f"{voice}_video" if plan.row["platform"] in _VIDEO else voice


def _repost(plan: Plan, at: datetime, day: date, rng: Random) -> dict[str, Any]:
    source = rng.choice(phrases()["source"])
    quoted = phrase(rng.choice(plan.voices), rng, day)
    told = phrase("repost_comment", rng, day)
    return _row(plan, at, told, rng, kind="repost", quoted_text=quoted, quoted_source=source, source_name=source)


def _automatic(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    if plan.posting.automatic_from is None:
        return
    for day in days(plan.posting.automatic_from, TODAY):
        at = instant(day, time(7, 0))
        yield _row(plan, at, phrase("automatic", rng, day), rng, automatic=True, client="定时发布")


def _noise(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    if not plan.posting.noise or plan.posting.last is None:
        return
    for day in days(plan.posting.last + timedelta(days=1), TODAY):
        kind = rng.choice(plan.posting.noise)
        text = "赞了这条内容" if kind == "like" else phrase("reply", rng, day)
        yield _row(plan, instant(day, time(10, rng.randrange(60))), text, rng, kind=kind)


def _future(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    if plan.posting.future is not None:
        at = instant(plan.posting.future, time(9, 0))
        yield _row(plan, at, phrase(plan.voices[0], rng, plan.posting.future), rng)


def _said(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    for said in plan.said:
        more = {name: value for name, value in said.items() if name not in ("on", "text", *REVIEW, *TRACES)}
        at = datetime.fromisoformat(str(said["on"])).replace(tzinfo=ZoneInfo(TIMEZONE))
        yield _row(plan, at, said["text"], rng, **more)


def _row(plan: Plan, at: datetime, text: str, rng: Random, **more: Any) -> dict[str, Any]:
    reads = int(rng.lognormvariate(7, 0.9))
    figures = {"reads": reads, "likes": reads // rng.randint(25, 90), "reposts": reads // rng.randint(80, 400)}
    row = {"account_id": plan.account_id, "posted_at": at, "text": text, "kind": "post", "automatic": False}
    row["client"] = _CLIENTS.get(plan.row["platform"], "手机客户端")
    return row | figures | {"comments": reads // rng.randint(120, 600)} | more


def _post_id(plan: Plan, at: datetime, number: int, rng: Random) -> str:
    """Sixteen digits (on Weibo they hold the time), or the letters of a video number; unique within the account."""
    if plan.row["platform"] == "weibo":
        return str((int(at.timestamp()) - WEIBO_EPOCH << WEIBO_BITS) + (rng.getrandbits(9) << 13) + number)
    if plan.row["platform"] == "bilibili":
        return f"BV1{rng.getrandbits(32):08x}{number:04d}"
    return f"51{rng.randrange(10**9):09d}{number:05d}"
