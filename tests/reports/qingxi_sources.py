"""青溪县 again, where accounts passed texts of the paper on: findings about sources, and who had a text first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import polars as pl
from qingxi import findings, inspection
from qingxi_book import BOOK, CLAUSES, RULES, _clause, _rule

from plumbline.domain.check import MATCHES_SCHEMA
from plumbline.domain.judgement import Evidence, Finding
from plumbline.engine.result import Inspection
from plumbline.rulebook.model import Text, Variant

PAPER, ARTICLE = "qxrb", "qxrb-0301"
TITLE, URL = "春灌开闸：三座水库同日放水", "https://paper.qingxi.example/2026/03/01/0301.html"
SOURCE = (
    "本报讯 3月1日清晨，临河、石桥、白塔三座水库同时开闸，今年春灌由此开始。"
    "县水利站介绍，此次放水共计一千二百万立方米，预计惠及农田十八万亩。为了让水早到田头，沿线乡镇提前半个月清理了渠道，三百多名管水员分段值守。"
    "往年这个时候，下游的田块要等上七八天才见得到水；今年新修的分水闸投入使用，头一天傍晚水头就过了白塔桥。"
    "种粮大户们说，水来得早，秧就插得早，心里也踏实。水利站提醒，开闸期间水位上涨较快，请勿在渠边洗衣、游泳和放养家禽，"
    "看护好老人和孩子。"
)
POST = SOURCE.removeprefix("本报讯 ").replace("一千二百万", "一千五百万").replace("三百多名管水员", "管水员")
CLAUSE = "CN123-12"
VARIANTS = {"personal": Variant(Text("来源“{source}”是个人账号。", "“{source}” is a private account."))}
AT = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)


def span(text: str, words: str) -> tuple[int, int]:
    """Where `words` stand in `text`."""
    return text.index(words), text.index(words) + len(words)


def place(table: str, key: str, text: str, words: str) -> Evidence:
    """The words as evidence."""
    return Evidence(table, key, "text", *span(text, words), words)


def pair(post: str, words: str, original: str, text: str = POST) -> tuple[Evidence, Evidence]:
    """A passage of the post `post`, and that of the article."""
    return place("posts", post, text, words), place("articles", ARTICLE, SOURCE, original)


def whole(post: str, text: str = POST) -> tuple[Evidence, Evidence]:
    """Both texts as far as they agree."""
    return pair(post, text, SOURCE.removeprefix("本报讯 "), text)


def sourcing(number: int, account: str, post: str, check: str, facts: dict[str, Any], **more: Any) -> Finding:
    """A finding about a source."""
    fields = {"variant": None, "confidence": "high", "status": "new", "evidence": (), **more}
    return Finding(
        f"{number:016x}", account, post, f"sourcing.{check}", CLAUSE, severity="major", reader="inspector", facts=facts,
        fails=False, mend_by=None, **fields,
    )  # fmt: skip


COPIED = {
    "source": "青溪日报", "article": TITLE, "published_on": "2026-03-01", "cover_pct": 97, "longest": 61,
}  # fmt: skip
ALTERED = sourcing(
    101, "weibo:1001", "p-7", "altered_quote",
    {"source": "青溪日报", "article": TITLE, "published_on": "2026-03-01", "kind": "number", "original": "一千二百万",
     "written": "一千五百万", "changes": 1},
    evidence=(*whole("p-7"), *pair("p-7", "一千五百万", "一千二百万")),
)  # fmt: skip
UNCREDITED = sourcing(102, "weibo:1002", "p-8", "uncredited_copy", COPIED, evidence=whole("p-8"))


def match(account: str, post: str, minutes: int, **more: Any) -> dict[str, Any]:
    """A post that repeats the article, so many minutes after it."""
    row = {
        "account_id": account, "post_id": post, "posted_at": AT + timedelta(minutes=minutes),
        "table": "articles", "source_id": PAPER, "key": ARTICLE, "name": "青溪日报",
        "title": TITLE, "url": URL, "published_at": AT, "cover_pm": 970,
    }  # fmt: skip
    return {**row, **more}


def matches(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows as the engine gives them."""
    return pl.DataFrame(list(rows), schema=MATCHES_SCHEMA)


MATCHES = (match("weibo:1001", "p-7", 95), match("weibo:1002", "p-8", 1501))


def book() -> Any:
    """The county's rulebook with the clause on sources."""
    clause = _clause(
        "i123", "（三）", Text("转载注明来源", "Sources"),
        Text("转载信息应当注明来源，不得歪曲原意。", "What is passed on names its source and keeps its meaning."),
        "major", Text("补注来源并更正。", "Name the source and put it right."), 5,
    )  # fmt: skip
    texts = {
        "altered_quote": Text("与《{article}》不一致：{written}，原文为{original}。", "Differs from “{article}”."),
        "uncredited_copy": Text("{cover_pct}%与“{source}”相同，未注明来源。", "Repeats “{source}”, unnamed."),
        "unrecognised_source": Text("来源“{source}”不在名单内。", "“{source}” is in no list."),
        "stale_news": Text("{first_on}的旧闻。", "News of {first_on}."),
    }
    rules = {f"sourcing.{name}": _rule(CLAUSE, "major", text, variants=VARIANTS) for name, text in texts.items()}
    return msgspec.structs.replace(BOOK, clauses={**CLAUSES, CLAUSE: clause}, rules={**RULES, **rules})


def sourced(*found: Finding, rows: tuple[dict[str, Any], ...] = MATCHES) -> Inspection:
    """The county with these findings beside its others."""
    return inspection(book=book(), findings=(*findings(), *(found or (ALTERED, UNCREDITED))), matches=matches(*rows))
