"""Who had a text first: texts that belong together, in the order of time, told without blame."""

import random
from datetime import timedelta
from typing import Any

import pytest
from qingxi_sources import (
    ALTERED,
    ARTICLE,
    AT,
    MATCHES,
    PAPER,
    UNCREDITED,
    match,
    matches,
    sourced,
    sourcing,
)
from test_page import seen

from plumbline.domain.judgement import Finding
from plumbline.reports import page, timeline
from plumbline.reports.report import prepare
from plumbline.reports.timeline import Timeline, Timelines, later, when


def timelines(*rows: dict[str, Any], findings: tuple[Finding, ...] = ()) -> Timelines:
    """The timelines of these matches."""
    return Timelines(matches(*rows), findings, prepare(sourced(), "zh").register, "Asia/Shanghai")


def told(timeline: Timeline | None) -> list[str]:
    """Names in order."""
    assert timeline
    return [text.name for text in timeline.texts]


def fleet_post(account: str, post: str, minutes: int, of: str, original: str) -> dict[str, Any]:
    """A post that repeats an earlier post of another account."""
    return match(account, post, minutes, table="posts", source_id=of, key=original, title="", url="", name="")


def test_the_source_comes_first_and_accounts_follow_in_order_of_time() -> None:
    found = timelines(*MATCHES).of("weibo:1002", "p-8")
    assert told(found) == ["青溪日报", "青溪发布", "青溪文旅"]
    assert found
    assert [text.after for text in found.texts] == [timedelta(), timedelta(minutes=95), timedelta(1, 3660)]


def test_an_account_that_had_it_before_the_paper_stands_before_it() -> None:
    early = match("weibo:1001", "p-7", 0, published_at=AT + timedelta(hours=2))
    assert told(timelines(early).of("weibo:1001", "p-7")) == ["青溪发布", "青溪日报"]


def test_a_text_without_a_time_comes_last() -> None:
    undated = (match("weibo:1001", "p-7", 95, published_at=None), match("weibo:1002", "p-8", 200, published_at=None))
    found = timelines(*undated).of("weibo:1001", "p-7")
    assert told(found) == ["青溪发布", "青溪文旅", "青溪日报"]
    assert found
    assert found.texts[-1].after is None


def test_posts_that_repeat_a_post_belong_to_it() -> None:
    rows = (*MATCHES, fleet_post("wechat:qxjt", "p-9", 3000, "weibo:1001", "p-7"))
    assert told(timelines(*rows).of("wechat:qxjt", "p-9")) == ["青溪日报", "青溪发布", "青溪文旅", "青溪交通"]


def test_a_series_in_which_each_resembles_the_last_is_not_one_text() -> None:
    accounts = ("weibo:1001", "weibo:1002", "wechat:qxjt", "douyin:qxwl")
    rows = [
        fleet_post(accounts[day % 4], f"w-{day}", 1440 * day, accounts[(day - 1) % 4], f"w-{day - 1}")
        | {"published_at": AT + timedelta(day - 1), "posted_at": AT + timedelta(day)}
        for day in range(1, 20)
    ]
    assert max(len(line.texts) for line in timelines(*rows).repeated()) <= 3


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [*MATCHES, fleet_post("wechat:qxjt", "p-9", 3000, "weibo:1001", "p-7"), match("douyin:qxwl", "d", 7)]
    wanted = timelines(*rows).repeated()
    for seed in range(10):
        random.Random(seed).shuffle(rows)
        assert timelines(*rows).repeated() == wanted


def test_two_sources_may_use_the_same_number_for_their_texts() -> None:
    other = match(
        "weibo:1002", "p-8", 1501, source_id="ytwb", name="云汀晚报", title="放水", published_at=AT + timedelta(1)
    )
    found = timelines(*MATCHES, other)
    assert told(found.of("weibo:1002", "p-8")) == ["青溪日报", "青溪发布", "云汀晚报", "青溪文旅"]
    assert found.match(UNCREDITED, "articles", ARTICLE)["name"] == "青溪日报"


def test_a_post_that_repeats_nothing_has_no_timeline() -> None:
    assert timelines(*MATCHES).of("weibo:1001", "p-1") is None
    assert timelines().repeated() == []


def test_of_very_many_matches_the_latest_and_those_of_findings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_ROWS", 3)
    later_ones = [match("weibo:1001", f"n-{n}", 5000 + n, key=f"other-{n}") for n in range(5)]
    quiet, told_of = timelines(*MATCHES, *later_ones), timelines(*MATCHES, *later_ones, findings=(UNCREDITED,))
    assert quiet.of("weibo:1002", "p-8") is None
    assert told(told_of.of("weibo:1002", "p-8")) == ["青溪日报", "青溪发布", "青溪文旅"]
    assert quiet.of("weibo:1001", "n-4")


def test_a_text_of_one_account_alone_is_no_text_of_several() -> None:
    assert timelines(MATCHES[0]).repeated() == []
    assert len(timelines(*MATCHES).repeated()) == 1


def test_the_most_recent_text_is_told_first() -> None:
    other = [
        match(account, f"n-{account}", 5000 + number, key="other", title="另一条", published_at=AT + timedelta(3))
        for number, account in enumerate(("weibo:1001", "weibo:1002"))
    ]
    assert [line.title for line in timelines(*MATCHES, *other).repeated()] == ["另一条", "春灌开闸：三座水库同日放水"]


def test_only_a_finding_says_that_no_source_was_named() -> None:
    found = timelines(*MATCHES, findings=(UNCREDITED, ALTERED)).of("weibo:1002", "p-8")
    assert found
    assert [text.uncredited for text in found.texts] == [False, False, True]
    excepted = sourcing(9, "weibo:1002", "p-8", "uncredited_copy", {}, status="excepted")
    quiet = timelines(*MATCHES, findings=(excepted,)).of("weibo:1002", "p-8")
    assert quiet
    assert not any(text.uncredited for text in quiet.texts)


def test_a_long_list_is_cut_and_the_post_in_question_is_kept() -> None:
    rows = [match(f"weibo:{n}", f"m-{n}", n) for n in range(1, 40)]
    found = timelines(*rows).of("weibo:39", "m-39")
    assert found
    shown = found.shown(12, ("posts", "weibo:39", "m-39"))
    assert len(shown) == 12
    assert (shown[0].place, shown[-1].account_id) == (("articles", PAPER, ARTICLE), "weibo:39")


def test_times_are_local_and_distances_in_words() -> None:
    found = timelines(*MATCHES).of("weibo:1001", "p-7")
    assert found
    assert when(found.texts[0].at, "zh") == "2026年3月1日 08:30"
    assert when(found.texts[0].at, "en") == "1 March 2026, 08:30"
    assert when(None, "en") == "time not known"


@pytest.mark.parametrize(
    ("after", "zh", "en"),
    [
        (timedelta(seconds=20), "晚不到 1 分钟", "within a minute"),
        (timedelta(minutes=1), "晚 1 分钟", "1 minute later"),
        (timedelta(hours=5, minutes=59), "晚 5 小时", "5 hours later"),
        (timedelta(days=40), "晚 40 天", "40 days later"),
        (timedelta(), "", ""),
        (None, "", ""),
    ],
)
def test_a_distance_is_told_in_the_largest_unit(after: timedelta | None, zh: str, en: str) -> None:
    assert (later(after, "zh"), later(after, "en")) == (zh, en)


def test_the_page_tells_it_with_the_finding_and_for_the_fleet() -> None:
    html = page.render(prepare(sourced(), "zh"))
    assert html.count('<section class="first"') == 2
    fleet = seen(html[html.index('<section id="repeated"') : html.index('<section id="all"')])
    assert "不是排名，也不是问题" in fleet
    assert "春灌开闸：三座水库同日放水 2 个账号" in fleet
    assert fleet.index("青溪日报") < fleet.index("青溪发布") < fleet.index("青溪文旅")
    assert '<a href="#repeated">' in html


def test_a_text_that_only_accounts_published_is_named_by_the_first_of_them() -> None:
    html = page.render(prepare(sourced(rows=(fleet_post("weibo:1002", "p-8", 60, "weibo:1001", "p-7"),)), "en"))
    fleet = seen(html[html.index('<section id="repeated"') : html.index('<section id="all"')], "en")
    assert "青溪发布 2 accounts" in fleet
    assert '<a href="http' not in html


def test_a_fleet_that_repeats_nothing_has_no_such_section() -> None:
    html = page.render(prepare(sourced(rows=()), "zh"))
    assert 'id="repeated"' not in html
    assert '<section class="first"' not in html


def test_more_texts_than_the_page_holds_are_said_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_TIMELINES", 1)
    more = [match(account, f"n-{account}", 99, key="other") for account in ("weibo:1001", "weibo:1002")]
    text = seen(page.render(prepare(sourced(rows=(*MATCHES, *more)), "zh")))
    assert "仅列最近 1 条（共 2 条）" in text
