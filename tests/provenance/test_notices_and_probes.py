"""Whether an account spoke of what it changed, and what the probes of a link say together."""

from datetime import UTC, datetime, timedelta

import pytest

from plumbline.provenance.histories import Version, by_observer, history, since_published, steps
from plumbline.provenance.link_probes import Probe, registrable, standing
from plumbline.provenance.notices import Changed, Said, is_told, replacement

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
NEAR = timedelta(hours=48)
OLD, NEW = "春风路改造工程听证会定于3月10日举行。", "春风路改造工程听证会定于3月12日举行。"


def told(text: str, hours: int = 5) -> bool:
    changed = Changed("p1", (OLD, NEW), ("3月12日",), AT, AT + timedelta(hours=1))
    return is_told(changed, [Said("p2", AT + timedelta(hours=hours), text)], NEAR)


@pytest.mark.parametrize(
    "text",
    [
        "更正：春风路改造工程听证会时间有误。",
        "【更正启事】听证会时间应为3月12日。",
        "我中心今日上午发布的信息有误，特此更正。",
        "刚才那条微博误发，已删除，向大家致歉。",
        "An earlier post on this account gave the wrong day. We apologise.",
        "听证会改期：春风路改造工程听证会定于3月12日举行。",
    ],
)
def test_a_notice_that_speaks_of_the_post_is_found(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "地铁二号线今日检修，给您带来不便，深表歉意。",
        "更正：幸福里小区停电区域有误。",
        "春风路改造工程进展顺利，施工单位加班加点。",
        "公交线路调整通知：12路改走滨江路。",
        "Sorry for the noise during the parade tonight!",
        "欢迎大家关注春风路改造工程。",
    ],
)
def test_what_speaks_of_something_else_is_none(text: str) -> None:
    assert not told(text)


def test_a_notice_that_names_nothing_must_stand_close() -> None:
    assert not told("我中心今日上午发布的信息有误，特此更正。", hours=60)
    assert told("更正：春风路改造工程听证会时间有误。", hours=60)


def test_the_post_itself_is_no_notice_of_its_own() -> None:
    changed = Changed("p1", (OLD,), (), AT, AT)
    assert not is_told(changed, [Said("p1", AT, "更正：" + OLD)], NEAR)


def test_the_most_alike_text_is_the_replacement() -> None:
    changed = Changed("p1", (OLD,), (), AT, AT)
    said = [Said("p2", AT, "春风路今天堵车。"), Said("p3", AT, NEW), Said("p4", AT, "完全无关的内容")]
    found = replacement(changed, said, 600)
    assert found is not None
    assert found.post_id == "p3"
    assert replacement(changed, said[2:], 600) is None


def version(text: str, hours: int) -> Version:
    return Version(text, AT + timedelta(hours=hours), AT + timedelta(hours=hours))


def test_the_posts_own_text_stands_behind_its_versions_or_before_them_by_when_it_was_seen() -> None:
    kept = [version("乙", 5), version("甲", 3)]
    assert [one.text for one in history(kept, version("丙", 9))] == ["甲", "乙", "丙"]
    assert [one.text for one in history(kept, version("丙", 1))] == ["丙", "甲", "乙"]
    assert [one.text for one in history(kept, version("甲", 9))] == ["甲", "乙"]


def test_what_was_mended_in_the_time_of_grace_is_no_history() -> None:
    texts = [version("甲", 0), version("乙", 1), version("丙", 30)]
    assert [one.text for one in since_published(texts, AT, timedelta(hours=1))] == ["乙", "丙"]


def test_two_texts_at_the_same_time_are_two_observers_and_are_not_compared() -> None:
    def stood(text: str, first: int, last: int) -> Version:
        return Version(text, AT + timedelta(hours=first), AT + timedelta(hours=last))

    plain, headed = "停水三天，请储水。", "幸福里通知\n停水三天，请储水。"
    kept = [stood(plain, 0, 50), stood(headed, 2, 48), stood(plain.replace("三", "五"), 60, 90)]
    later = stood(headed.replace("三", "五"), 61, 91)
    parts = by_observer([*kept, later])
    assert [[one.text for one in part] for part in parts] == [[kept[0].text, kept[2].text], [headed, later.text]]
    assert len(by_observer([stood("甲", 0, 5), stood("乙", 5, 9)])) == 1
    assert len(by_observer([stood("甲", 0, 7), stood("乙", 5, 9)])) == 1


def test_many_slips_at_once_count() -> None:
    old, new = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", "甲一丙丁戊一庚辛壬一子丑寅一辰巳午一申酉"
    assert steps([version(old, 0), version(new, 1)], 3)
    assert not steps([version("关于停水的通之", 0), version("关于停水的通知", 1)], 3)


def probe(
    hours: int, outcome: str, reason: str = "http_404", status: int | None = None, final: str | None = None
) -> Probe:
    return Probe(AT + timedelta(hours=hours), outcome, reason, status, final)


@pytest.mark.parametrize(
    ("probes", "state"),
    [
        ([], "unknown"),
        ([probe(0, "dead"), probe(23, "dead")], "unconfirmed"),
        ([probe(0, "dead"), probe(24, "dead")], "dead"),
        ([probe(0, "alive", "ok"), probe(24, "moved", "parked"), probe(48, "moved", "parked")], "dead"),
        ([probe(0, "dead"), probe(30, "alive"), probe(31, "dead")], "unconfirmed"),
        ([probe(0, "dead"), probe(30, "dead"), probe(31, "alive")], "alive"),
        ([probe(0, "dead"), probe(30, "unreachable", "timeout"), probe(31, "dead")], "dead"),
        ([probe(0, "dead", "timeout"), probe(30, "dead", "timeout")], "unknown"),
        ([probe(0, "dead", "http_other", 503), probe(30, "dead", "http_other", 403)], "unknown"),
        ([probe(0, "unreachable", "http_other", 403), probe(9, "not_tried")], "unknown"),
    ],
)
def test_only_probes_that_met_the_other_side_count(probes: list[Probe], state: str) -> None:
    assert standing("https://a.example/", probes, 24).state == state
    assert standing("https://a.example/", probes[::-1], 24).state == state


@pytest.mark.parametrize(
    ("url", "final", "state"),
    [
        ("https://www.a.com.cn/1", "https://m.a.com.cn/1", "alive"),
        ("https://www.a.com.cn/1", "https://www.b.com.cn/1", "leads_away"),
        ("https://t.cn/x", "https://www.b.com.cn/1", "alive"),
        ("https://a.com.cn/x", "https://www.qingxi.gov.cn/", "alive"),
        ("https://qingxi.gov.cn/x", "https://gov.cn.casino.example/", "leads_away"),
    ],
)
def test_a_link_leads_away_by_the_domain_that_somebody_registered(url: str, final: str, state: str) -> None:
    found = standing(url, [probe(0, "moved", "ok", 200, final)], 24)
    assert found.state == state


def test_registered_domains_are_told_by_the_public_list() -> None:
    assert registrable("www.lanzhou.gov.cn") == "lanzhou.gov.cn"
    assert registrable("a.b.github.io") == "b.github.io"
