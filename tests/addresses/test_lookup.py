"""What the register says of an address, a name or what a QR code says."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.addresses.address import NoAddress
from plumbline.addresses.lookup import Answer, look_up
from plumbline.domain.tables import TABLES

ACCOUNTS: list[dict[str, Any]] = [
    {"account_id": "a1", "platform": "weibo", "name": "青溪发布", "platform_id": "1002003004"},
    {"account_id": "a2", "platform": "wechat", "name": "青溪发布", "platform_id": "gh_0a1b"},
    {"account_id": "a3", "platform": "weibo", "name": "老青溪", "platform_id": "1002003005", "status": "closed",
     "opened_on": date(2012, 1, 1), "closed_on": date(2020, 5, 5)},
    {"account_id": "a4", "platform": "website", "name": "青溪市人民政府", "url": "http://www.qingxi.example.cn/"},
    {"account_id": "a5", "platform": "x", "name": "Qingxi City", "url": "x.com/QingxiCity", "status": "suspended"},
    {"account_id": "a6", "platform": "weibo", "name": "青溪气象", "platform_id": "1002003006", "status": "closing"},
    {"account_id": "a7", "platform": "app", "name": "青溪通", "url": "https://app.example.cn/qingxi/"},
    {"account_id": "a8", "platform": "weibo", "name": "又老青溪", "platform_id": "1002003005"},
]  # fmt: skip
REGISTER = pl.DataFrame([{"unit_id": "u1", **row} for row in ACCOUNTS], schema=TABLES["accounts"].schema)
UNITS = pl.DataFrame([{"unit_id": "u1", "name": "青溪市人民政府"}], schema=TABLES["units"].schema)


def ask(text: str) -> Answer:
    return look_up(text, REGISTER, UNITS)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("https://m.weibo.cn/profile/1002003004?from=page", "a1"),
        ("扫码关注【青溪发布】https://weibo.com/u/1002003004，欢迎您", "a1"),
        ("weibo.com/n/青溪发布", "a1"),
        ("https://weibo.com/u/1002003006", "a6"),
        ("https://qingxi.example.cn/news/2025/1.html?id=3", "a4"),
        ("https://app.example.cn/qingxi/download", "a7"),
        ("青溪发布", "a1"),
        ("a2", "a2"),
        ("gh_0a1b", "a2"),
    ],
)
def test_a_registered_account_is_official(text: str, account: str) -> None:
    answer = ask(text)
    assert answer.verified
    assert answer.entry is not None
    assert (answer.entry.account_id, answer.entry.unit) == (account, "青溪市人民政府")


@pytest.mark.parametrize(
    "text",
    [
        "https://weibo.com/u/1002003007",
        "https://weibo.com.evil.cn/u/1002003004",
        "https://weibo.com@evil.cn/u/1002003004",
        "https://evil.cn/?next=https://weibo.com/u/1002003004",
        "https://example.cn/",
        "https://app.example.cn/other",
        "weibo.com/n/青溪发布_",
        "青溪 发布",
        "青溪发布官方",
        "青溪\u200b发布",
    ],
)
def test_a_stranger_is_not_official(text: str) -> None:
    answer = ask(text)
    assert not answer.verified
    assert answer.entry is None


def test_a_closed_account_is_not_official_any_more_and_says_since_when() -> None:
    closed = REGISTER.filter(pl.col("account_id") != "a8")
    answer = look_up("https://weibo.com/u/1002003005", closed, UNITS)
    assert not answer.verified
    assert answer.entry is not None
    assert (answer.entry.status, answer.entry.since) == ("closed", date(2020, 5, 5))


def test_an_address_that_was_registered_anew_is_official_again() -> None:
    answer = ask("https://weibo.com/u/1002003005")
    assert answer.verified
    assert answer.entry is not None
    assert answer.entry.account_id == "a8"


def test_a_suspended_account_is_not_official() -> None:
    answer = ask("https://twitter.com/qingxicity")
    assert not answer.verified
    assert answer.entry is not None
    assert (answer.entry.status, answer.entry.since) == ("suspended", None)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("https://weib0.com/u/1002003004", "a1"),
        ("https://wеibo.com/u/1002003004", "a1"),
        ("https://weibo.com.evil.cn/u/1002003004", "a1"),
        ("https://qingx1.example.cn/", "a4"),
        ("https://x.com/QingxlCity", "a5"),
        ("https://weibo.com/n/青溪发怖", "a1"),
        ("青溪发布官方微博", "a1"),
        ("青溪發布", "a2"),
    ],
)
def test_what_it_may_be_mistaken_for_is_named(text: str, account: str) -> None:
    answer = ask(text)
    assert not answer.verified
    assert account in {entry.account_id for entry in answer.lookalikes}


def test_an_unlike_stranger_resembles_nobody() -> None:
    for text in (
        "https://weibo.com/u/1002003007",
        "云汀发布",
        "https://www.yunting.example.cn",
        "https://x.com/YuntingCity",
    ):
        assert ask(text).lookalikes == ()


def test_asked_by_name_it_says_so_and_names_the_others_of_that_name() -> None:
    answer = ask("青溪发布")
    assert answer.by_name
    assert [entry.account_id for entry in answer.lookalikes] == ["a2"]
    assert not ask("weibo.com/u/1002003004").by_name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", NoAddress.NOT_AN_ADDRESS),
        ("…", NoAddress.NOT_AN_ADDRESS),
        ("https://", NoAddress.NOT_AN_ADDRESS),
        ("https://u.wechat.com/AbCd", NoAddress.SHORT_LINK),
        ("7.43 复制打开，看【青溪发布】 https://v.douyin.com/abc/", NoAddress.SHORT_LINK),
        ("https://mp.weixin.qq.com/s/AbCd", NoAddress.NO_ACCOUNT),
        ("https://a:b@weibo.com/u/1002003004", NoAddress.DISGUISED),
        ("官方 https://weibo.com/u/1002003004 请点 https://evil.example.cn/", NoAddress.NOT_AN_ADDRESS),
    ],
)
def test_a_text_that_cannot_be_looked_up_says_why(text: str, reason: NoAddress) -> None:
    answer = ask(text)
    assert answer.reason is reason
    assert not answer.verified


def test_an_empty_register_knows_nobody() -> None:
    for text in ("https://weibo.com/u/1002003004", "青溪发布", "https://qingxi.example.cn"):
        assert look_up(text, REGISTER.clear(), UNITS.clear()).entry is None


@settings(deadline=None, max_examples=50)
@given(st.one_of(st.text(), st.text("青溪发布.:/@weibocmn", max_size=20)))
def test_no_text_whatever_raises(text: str) -> None:
    ask(text)
