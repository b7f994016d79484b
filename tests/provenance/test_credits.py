"""What a post names as its source, and what only looks like it. Names and places are made up."""

import time

import pytest

from plumbline.domain.provenance import Credit
from plumbline.domain.wording import Utterance
from plumbline.provenance.credits import MOST, credits
from plumbline.text.reading import Reading


def read(text: str, **fields: object) -> tuple[Credit, ...]:
    fields.setdefault("account_name", "某某发布")
    return credits(Reading(Utterance(text, **fields)))  # type: ignore[arg-type]  # fields of several types


def named(text: str, **fields: object) -> list[tuple[str, str]]:
    return [(credit.name, credit.form) for credit in read(text, **fields)]


@pytest.mark.parametrize(
    ("text", "names", "form"),
    [
        ("来源：新华社", ["新华社"], "label"),
        ("来源丨清溪日报", ["清溪日报"], "label"),
        ("来源 | 新华社/清溪日报", ["新华社", "清溪日报"], "label"),
        ("稿源：青溪晚报、云汀网", ["青溪晚报", "云汀网"], "label"),
        ("信息来源：澜州市气象局", ["澜州市气象局"], "label"),
        ("图文来源：清溪融媒 编辑：张三", ["清溪融媒"], "label"),
        ("天气转晴。（来源：新华社、青溪晚报客户端）", ["新华社", "青溪晚报客户端"], "label"),
        ("來源：清溪日報", ["清溪日報"], "label"),
        ("来源：微信公众号“老街往事” 责编：李四", ["老街往事"], "label"),
        ("来源：抖音@清溪往事", ["清溪往事"], "label"),
        ("天气转晴。（综合新华社、澜州日报）", ["新华社", "澜州日报"], "label"),
        ("来源：综合新华社、澜州日报报道", ["新华社", "澜州日报"], "label"),
        ("文/清溪日报 记者 王五", ["清溪日报"], "label"),
        ("原标题：雨 来源：澜州新闻网 责任编辑：李", ["澜州新闻网"], "label"),
        ("据澜州日报报道，昨日大雨。", ["澜州日报"], "report"),
        ("据《云汀晚报》3月2日报道，昨日大雨。", ["云汀晚报"], "report"),
        ("据新华社、澜州日报报道，昨日大雨。", ["新华社", "澜州日报"], "report"),
        ("据清溪县公安局23日凌晨通报，路已通。", ["清溪县公安局"], "report"),
        ("根据澜州市气象局最新消息，雨已停。", ["澜州市气象局"], "report"),
        ("据清溪县教育局，周一停课。", ["清溪县教育局"], "report"),
        ("据@清溪交警 ，大桥限行。", ["清溪交警"], "report"),
        ("云汀社报道称，渡口关闭。", ["云汀社"], "report"),
        ("澜州日报记者从市教育局获悉，周一放假。", ["澜州日报"], "report"),
        ("天气转晴。（澜州晚报）", ["澜州晚报"], "agency"),
        ("天气转晴。（澜州晚报记者王五）某某发布的微博视频", ["澜州晚报"], "agency"),
        ("新华社澜州3月5日电 今天", ["新华社"], "agency"),
        ("清溪日报讯（记者王五）昨日", ["清溪日报"], "agency"),
        ("转自：清溪往事", ["清溪往事"], "repost"),
        ("转自@清溪往事", ["清溪往事"], "repost"),
        ("本文转载自公众号：老李说事", ["老李说事"], "repost"),
        ("摘自《澜州日报》", ["澜州日报"], "repost"),
        ("//@小李不吃辣:好//@清溪日报:今天", ["小李不吃辣", "清溪日报"], "repost"),
        ("RT @LanzhouNews: rain", ["LanzhouNews"], "repost"),
        ("今天大雨 via@清溪日报", ["清溪日报"], "via"),
        ("Rain tonight. via @WeatherNerd", ["WeatherNerd"], "via"),
        ("h/t @lanzhou_weather", ["lanzhou_weather"], "via"),
        ("今天大雨。@清溪日报", ["清溪日报"], "mention"),
        ("今天大雨｜@清溪消息 清溪消息的微博视频", ["清溪消息"], "mention"),
        ("【大雨】@清溪交警 ：大桥限行。", ["清溪交警"], "mention"),
        ("原文链接：https://news.example.com/a/1", ["news.example.com"], "link"),
        ("来源：https://news.example.com/a/1", ["news.example.com"], "link"),
        ("Source: https://news.example.com/a/1", ["news.example.com"], "link"),
        ("Source: Lanzhou Evening News", ["Lanzhou Evening News"], "label"),
        ("According to Yunting Daily, rain.", ["Yunting Daily"], "report"),
        ("Yunting Daily reports that rain fell.", ["Yunting Daily"], "report"),
        ("Heavy rain (Yunting Daily)", ["Yunting Daily"], "agency"),
    ],
)
def test_a_source_is_read_with_its_form(text: str, names: list[str], form: str) -> None:
    assert named(text) == [(name, form) for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "据悉，昨日有雨。据了解，雨已停。据统计，共三人。据不完全统计，十人。",
        "据记者了解，大桥已通车。",
        "据《清溪县养犬管理条例》第五条，罚款。依据《民法典》规定，赔偿。",
        "根据县委部署，开展整治。根据规定，不得停车。据天气预报，明天有雨。据此，判决如下。",
        "据张三介绍，收成好。张三表示，收成好。据清溪县公安局局长介绍，收成好。",
        "据村民反映，水压正常。据网友反映，路灯亮了。",
        "据外媒报道，油价走低。据多家媒体报道，油价走低。",
        "数据显示，物价平稳。大数据通报，十人。",
        "家庭收入来源：工资。传染来源：境外输入。病毒来源仍在查。",
        "图源：小林。图片来源：云汀影像。图/小林 摄影：小林。图据网络。部分图片来自网络",
        "责编：张三 审核：李四 监制：王五 文/张三",
        "机组运转自如。旋转自动门。选自《诗经》。入选自然保护区",
        "请关注@清溪日报",
        "@小李 @小王 一起来",
        "转发并@两位好友",
        "转载请注明来源",
        "参加者：（旅行社）（合作社）（互联网）。看（电视台）节目",
        "本报讯 今天。（本报记者王五）（总台记者王五）",
        "详情：https://news.example.com/a/1",
        "#清溪日报# 《澜州日报》创刊了",
        "According to the Water Act, wells are registered. Water source: River. Photo courtesy of Li Lei",
        "Contact us via email. Order via the app",
        "网传停水不实",
    ],
)
def test_what_names_no_source_is_left_alone(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "来源：网络", "图文来源网络，侵删", "内容来自网络", "素材来源：朋友圈", "来源：网友投稿", "转自网友小李",
        "据网传消息，停水", "据网友爆料，停水", "来源：抖音", "来源：小红书用户阿花", "消息来源：小区业主群",
        "来源：B站UP主阿花",
    ],
)  # fmt: skip
def test_hearsay_and_private_accounts_are_said_to_be_such(text: str) -> None:
    assert [credit.personal for credit in read(text)] == [True]


@pytest.mark.parametrize("text", ["来源：澜州网络广播电视台", "来源：清溪县互联网信息办公室", "来源：老街往事"])
def test_a_house_with_the_net_in_its_name_is_not_hearsay(text: str) -> None:
    assert [credit.personal for credit in read(text)] == [False]


def test_places_are_those_of_the_original_text() -> None:
    text = "ＡＢ🌧\u200b天气转晴（来源：ＱＸ新聞網、清溪日報）"
    for credit in read(text):
        assert text[credit.mark.start : credit.mark.end] == credit.mark.quote == credit.name
    assert [credit.name for credit in read(text)] == ["ＱＸ新聞網", "清溪日報"]


def test_the_platforms_fields_are_sources_in_their_own_field() -> None:
    found = read("转发微博", kind="repost", quoted_source="@云汀车友会", source_name="澜州日报")
    assert [(c.name, c.form, c.mark.field) for c in found] == [
        ("云汀车友会", "quoted", "quoted_source"),
        ("澜州日报", "field", "source_name"),
    ]


@pytest.mark.parametrize("field", ["微博 weibo.com", "原创", "iPhone 客户端", "微信公众号"])
def test_a_device_or_the_platform_in_the_source_field_is_no_source(field: str) -> None:
    assert named("雨停了。", source_name=field) == []


def test_an_address_that_the_platform_hid_is_found_in_its_field() -> None:
    assert named("原文链接：网页链接", urls=("https://a.example/1",)) == [("a.example", "link")]
    assert named("详情：网页链接", urls=("https://a.example/1",)) == []


@pytest.mark.parametrize(
    "text", ["来源：清溪发布", "来源：清溪发布微信公众号", "//@清溪发布:雨停了", "雨停了。@清溪发布"]
)
def test_the_account_itself_is_no_source(text: str) -> None:
    assert named(text, account_name="清溪发布") == []
    assert named(text, account_name="云汀发布") != []


def test_one_name_is_given_once() -> None:
    assert named("新华社澜州3月5日电 据新华社报道，雨停了。（新华社）") == [("新华社", "agency")]


@pytest.mark.parametrize(
    "text",
    [
        "据" * 50_000, "来源：" * 20_000, "@" * 50_000, "（" * 50_000, "报道称" * 20_000, "来源信息" * 20_000,
        "、" * 50_000, "据一二三四五六七八九、" * 5_000, "转自" * 30_000, "via " * 20_000, "The A " * 20_000,
        " " * 100_000, "局" * 50_000, "据" + "局" * 50_000, "来源：" + "新华社、" * 20_000, "原图" * 40_000,
        "//@" * 30_000, "字" * 100_000 + "(courtesy", "A" * 100_000 + " reports",
        "Aa " * 30_000 + " reports", "\n".join(f"来源：甲{n}" for n in range(9_000)),
    ],
    ids=range(21),
)  # fmt: skip
def test_a_hostile_text_is_read_in_linear_time(text: str) -> None:
    started = time.perf_counter()
    assert len(read(text)) <= MOST
    assert time.perf_counter() - started < 8, "about half a second on an idle machine"


def test_a_label_in_brackets_is_no_part_of_the_name() -> None:
    named = [Reading(Utterance(f"The market returns on Saturday. {text}")) for text in (
        "(Source: Harrowfield Gazette)", "[Source: Dunvale Post]", "(via Dunvale Post)",
    )]  # fmt: skip
    assert [[credit.name for credit in credits(reading)] for reading in named] == [
        ["Harrowfield Gazette"], ["Dunvale Post"], ["Dunvale Post"],
    ]  # fmt: skip
