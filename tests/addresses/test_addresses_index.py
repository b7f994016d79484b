"""The index gives the answers of the plain look-up, whatever is asked."""

import random

import polars as pl
import pytest

from plumbline.addresses.index import Index
from plumbline.addresses.lookup import look_up
from plumbline.addresses.names import one_edit
from plumbline.addresses.near import Near
from plumbline.domain.tables import TABLES

NAMES = (
    "青溪发布",
    "清溪发布",
    "青溪县发布",
    "青溪公安",
    "青溪交警",
    "云川微博",
    "云川发布",
    "rnorning",
    "morning",
    "Qingxi",
    "青",
    "",
)
PLATFORMS = ("weibo", "x", "mastodon", "website", "wechat", "douyin")


def fleet(size: int, dice: random.Random) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = []
    for number in range(size):
        platform, name = dice.choice(PLATFORMS), dice.choice(NAMES) + dice.choice(("", "", "官方", "1", "甲乙"))
        url = {
            "weibo": f"https://weibo.com/u/50442813{number:02}",
            "x": f"https://x.com/qingxi{number % 7}gov",
            "mastodon": f"https://social.example/@qingxi{number % 5}",
            "website": dice.choice(
                (
                    f"https://qingxi{number % 4}.gov.cn/news/",
                    f"https://www.a{number}.gov.cn/",
                    "https://xn--fiqs8s.cn/",
                    "https://gov.cn/",
                    f"http://morning{number % 3}.cn:8080/",
                )
            ),
        }.get(platform)
        rows.append({
            "account_id": f"{platform}:{number}", "platform": platform, "name": name or "无名", "url": url,
            "unit_id": "u",
            "status": dice.choice(("active", "active", "closed", "closing", None)),
            "platform_id": f"50442813{number:02}" if platform in {"weibo", "douyin"} else None,
            "main_account": dice.choice((True, False, None)),
        })  # fmt: skip
    accounts = pl.DataFrame(rows, schema_overrides=TABLES["accounts"].schema)
    missing = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in TABLES["accounts"].schema.items()
        if name not in accounts.columns
    ]
    units = pl.DataFrame({"unit_id": ["u"], "name": ["青溪县"]})
    return accounts.with_columns(missing), units


def questions(accounts: pl.DataFrame, dice: random.Random) -> list[str]:
    known = [str(text) for text in accounts["url"].drop_nulls()] + accounts["name"].to_list()
    known += [
        "weibo:3", "5044281305", "https://weib0.com/u/5044281303", "https://x.com/qingx1gov", "https://evil.example/",
        "https://qingxi1.gov.cn.evil.example/", "@qingxi3@social.example", "随便", " ", "https://weibo.com/u/1@evil.example",
        "https://gov.cn-login.example/", "https://www.gov.cn.evil.example/", "https://a1.gov.cn/", "https://a.gov.cn/x/y",
        "https://rnorning1.cn/", "https://login-gov.cn/", "https://xn--fiqs8s.cn.evil.cn/", "https://weib0.com/n/青溪发布",
        "https://x.com.evil.cn/qingxi1gov", "https://weibo.com/n/清溪发布", "扫码 https://weibo.com/u/5044281301 关注",
    ]  # fmt: skip
    found = []
    for text in known:
        found += [text, text.upper(), text + dice.choice(("/", "x", "?a=1", "发")), text[1:], text[:-1], text[::-1]]
        if len(text) > 3:
            at = dice.randrange(len(text) - 1)
            found += [text[:at] + text[at + 1] + text[at] + text[at + 2 :], text[:at] + "己" + text[at + 1 :]]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_index_answers_as_the_plain_look_up_does(seed: int) -> None:
    dice = random.Random(seed)
    accounts, units = fleet(40, dice)
    index = Index(accounts, units)
    for text in dice.sample(questions(accounts, dice), 150):
        assert index.look_up(text) == look_up(text, accounts, units), text


def test_an_empty_register_answers_too() -> None:
    accounts, units = fleet(0, random.Random(1))
    assert Index(accounts, units).look_up("青溪发布") == look_up("青溪发布", accounts, units)


@pytest.mark.parametrize("seed", range(4))
def test_words_one_edit_apart_are_found_and_no_others(seed: int) -> None:
    dice = random.Random(seed)
    words = {"".join(dice.choice("abc") for _ in range(dice.randrange(9))) for _ in range(400)}
    near = Near(words)
    for _ in range(300):
        asked = "".join(dice.choice("abcd") for _ in range(dice.randrange(10)))
        assert sorted(near.of(asked)) == sorted(word for word in words if one_edit(asked, word))
