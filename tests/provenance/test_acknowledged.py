"""Naming the one whose text it is, in whatever form; and a text that itself names the account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plumbline.domain.provenance import FLEET, OWN, Origin
from plumbline.domain.wording import Utterance
from plumbline.provenance.acknowledged import Acknowledged, acknowledged, comes_from
from plumbline.provenance.shared_wording import had_it_first, holders, is_set_text, own_letters
from plumbline.text.reading import Reading

TEXT = "老码头的钟楼停摆十一年以后重新走动了，修钟师傅从旧货市场淘来半箱齿轮。"


def article(text: str = TEXT, url: str = "") -> Origin:
    return Origin("articles", "d1", "s", "澜州晚报", "recognised", text, 1000, 1000, 30, url=url)


def post(kind: str, at: datetime, account: str = "b") -> Origin:
    return Origin("posts", "p1", account, "云汀发布", kind, TEXT, 1000, 1000, 30, at, at.date().isoformat())


def reading(text: str, *urls: str, name: str = "青溪发布") -> Reading:
    return Reading(Utterance(text, urls=urls, account_name=name))


@pytest.mark.parametrize("form", [f"{TEXT}（来源：澜州晚报）", f"据澜州晚报报道，{TEXT}", f"{TEXT} via 澜州晚报"])
def test_a_source_named_in_any_form_is_acknowledged(form: str) -> None:
    assert acknowledged(reading(form), [article()]) is Acknowledged.YES


def test_a_link_to_the_site_of_the_source_acknowledges_it_and_one_to_another_site_does_not() -> None:
    held = [article(url="https://news.example/1")]
    assert acknowledged(reading(TEXT, "https://news.example/2"), held) is Acknowledged.YES
    assert acknowledged(reading(TEXT, "https://other.example/2"), held) is not Acknowledged.YES


def test_nobody_named_is_no_and_somebody_else_is_other() -> None:
    assert acknowledged(reading(TEXT), [article()]) is Acknowledged.NO
    assert acknowledged(reading(f"{TEXT}（来源：趣闻集市）"), [article()]) is Acknowledged.OTHER


def test_an_article_that_names_the_account_took_it_from_there() -> None:
    assert comes_from(reading(TEXT), article(f"据青溪发布消息，{TEXT}"))
    assert not comes_from(reading(TEXT), article(f"据云汀发布消息，{TEXT}"))


def test_quotations_titles_and_articles_of_law_are_not_anybodys_own_wording() -> None:
    quoted = f"“{TEXT}”"
    assert own_letters(reading(TEXT), article()) > 30
    assert own_letters(reading(quoted), article(quoted)) == 0
    law = "《钟楼保护办法》第三条规定，不得在钟楼上张贴广告。"
    assert own_letters(reading(law), article(law)) == 0


def test_a_warning_with_its_advice_is_set_text_and_a_warning_alone_is_not() -> None:
    assert is_set_text(reading("发布大风蓝色预警信号。防御指南：加固棚架。"))
    assert not is_set_text(reading("县里发布了大风预警信号，街坊们忙着收衣服。"))


def test_another_office_had_the_text_first_only_where_it_was_earlier_than_the_article() -> None:
    noon = datetime(2025, 6, 3, 4, tzinfo=UTC)
    dated = replace(article(), published_at=noon, published_on="2025-06-03")
    assert had_it_first(dated, [dated, post(FLEET, noon - timedelta(hours=1))])
    assert not had_it_first(dated, [dated, post(FLEET, noon + timedelta(hours=1))])
    assert not had_it_first(dated, [dated])


def test_an_earlier_post_of_the_account_or_its_own_site_is_its_own_text() -> None:
    noon = datetime(2025, 6, 3, 4, tzinfo=UTC)
    assert had_it_first(article(), [post(OWN, noon, "a")])
    assert had_it_first(article(), [replace(article(), kind="own_site")])


def test_holders_are_counted_by_source_and_not_by_text() -> None:
    assert holders([article(), replace(article(), key="d2"), replace(article(), source_id="t")]) == 2
