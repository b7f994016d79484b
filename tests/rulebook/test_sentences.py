"""Findings and abstentions in words, in Chinese and English."""

from datetime import date
from typing import Any, get_type_hints

import pytest

from plumbline.checks import discover
from plumbline.domain.judgement import Abstention, Finding
from plumbline.domain.vocabulary import Reason
from plumbline.rulebook.load import load, shipped
from plumbline.rulebook.sentences import citation, message, reason, remedy


def finding(check: str, variant: str | None = None, /, rulebook: str = "cn-2019", **facts: Any) -> Finding:
    book = load(rulebook)
    return Finding(
        finding_id="f", account_id="weibo:1", post_id=None, check=check, clause=book.clause_id(check, variant),
        variant=variant, severity="veto", confidence="high", reader="inspector", facts=facts, evidence=(), status="new",
        fails=False,
    )  # fmt: skip


def test_a_silence_is_told_with_its_days_and_dates() -> None:
    stale = finding("activity.stale_account", last_on="2026-03-01", days=23, silent_days=14)
    assert message(load("cn-2019"), stale, "zh") == (
        "最近一次发布信息为2026年3月1日，截至监测时点已连续23天未更新，超过14天的期限。"
    )
    assert (
        "Last published on 1 March 2026; at the time of inspection nothing had been published for 23 days"
        in message(load("cn-2019"), stale, "en")
    )


def test_a_day_may_come_as_a_day_or_as_text() -> None:
    told = [
        message(load("cn-2019"), finding("activity.stale_account", last_on=day, days=23, silent_days=14), "zh")
        for day in ("2026-03-01", date(2026, 3, 1))
    ]
    assert told[0] == told[1]


def test_a_fact_that_is_not_on_record_is_said_to_be_absent() -> None:
    unfiled = finding("register.unfiled_account", opened_on=None, filed_on=None, working_days=None)
    assert message(load("cn-2019"), unfiled, "zh") == "未见该账号的备案记录（开设日期：无记录）。"
    assert "opened on: not on record" in message(load("cn-2019"), unfiled, "en")


def test_codes_are_said_in_words() -> None:
    twin = finding("register.duplicate_account", unit_id="u1", platform="wechat", others="青溪发布", count=2)
    assert message(load("cn-2019"), twin, "zh").startswith("同一主办单位在微信公众号开设了2个账号")
    assert "2 accounts on WeChat" in message(load("cn-2019"), twin, "en")


def test_braces_in_what_people_wrote_stay_as_they_are() -> None:
    canned = finding("service.canned_answer", answer="{answered_on} {收悉}", answered_on="2026-03-01")
    assert "“{answered_on} {收悉}”" in message(load("cn-2019"), canned, "zh")


def test_a_variant_has_its_own_sentence_and_remedy() -> None:
    book = load("cn-2019")
    past = finding(
        "activity.quiet_warning", "past", last_on="2026-01-01", days=20, next_on="2026-01-21", breach_on=None
    )
    assert message(book, past, "zh") == "曾在2026年1月1日至2026年1月21日之间连续20天未更新，其后已恢复更新。"
    assert remedy(book, past, "zh") != remedy(book, finding("activity.quiet_warning"), "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", shipped())
def test_every_sentence_of_every_rule_can_be_said(name: str, lang: str) -> None:
    book = load(name)
    for check, rule in book.rules.items():
        facts = dict.fromkeys(get_type_hints(discover()[check].Facts), "2026-03-01")
        for variant in (None, *rule.variants):
            found = finding(check, variant, rulebook=name, **facts)
            assert not set("{}") & set(message(book, found, lang) + remedy(book, found, lang))


def test_a_clause_is_cited_by_number_and_article() -> None:
    book = load("cn-2019")
    assert citation(book, "CN19-V2a", "zh") == "国办秘函〔2019〕19号 第一部分第2项"
    assert citation(book, "CN19-V2a", "en") == "国办秘函〔2019〕19号, Part 1, item 2"


def test_an_instrument_whose_number_is_unknown_or_unsure_is_cited_by_its_title() -> None:
    book = load("cn-2019")
    assert citation(book, "LOC-02", "zh") == "《甘肃省政务新媒体管理办法》 更新频次要求"
    assert "国办发〔2016〕80号" not in citation(book, "EMG-1", "zh")


def test_bulletins_are_cited_without_title_marks() -> None:
    assert citation(load("cn-2019"), "LOC-18", "zh").startswith("各地政务新媒体检查通报和管理规定 注销后不得私自上线")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("why", Reason)
def test_every_reason_can_be_given_with_and_without_days(why: Reason, lang: str) -> None:
    full = reason(Abstention("weibo:1", "c", why, "2026-03-01", "2026-03-20", 19), lang)
    bare = reason(Abstention("weibo:1", "c", why), lang)
    assert full
    assert bare
    assert not set("{}") & set(full + bare)
    assert "None" not in bare


def test_a_blind_collector_is_told_from_when_to_when() -> None:
    blind = Abstention("weibo:1", "activity.stale_account", "blind", "2026-03-01", "2026-03-20", 19)
    assert reason(blind, "zh") == "2026年3月1日至2026年3月20日期间未能有效监测该账号（约19天），无法判断。"
