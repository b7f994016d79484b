"""A finding about a source on the page: the post beside the source, with what was changed marked on both sides."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from qingxi import findings
from qingxi_sources import (
    ALTERED,
    ARTICLE,
    COPIED,
    MATCHES,
    POST,
    SOURCE,
    UNCREDITED,
    URL,
    match,
    place,
    sourced,
    sourcing,
    whole,
)
from sarif_shape import LOG, faults
from test_page import HOSTILE, Outline, seen

from plumbline.domain.judgement import Evidence, Finding
from plumbline.reports import page, sarif
from plumbline.reports.beside import link, shelf
from plumbline.reports.report import prepare

NO_MATCHES = prepare(sourced(rows=()), "zh").timelines


def rendered(*found: Finding, lang: str = "zh", rows: tuple[dict[str, Any], ...] = MATCHES) -> str:
    """The page of the county with these findings."""
    return page.render(prepare(sourced(*found, rows=rows), lang))


def beside(html: str) -> str:
    """The first comparison of the page."""
    return html[html.index('<section class="beside"') :].partition("</section>")[0]


def test_the_post_stands_beside_the_source_with_both_wordings_marked() -> None:
    part = beside(rendered(ALTERED))
    assert re.findall(r"<ins>.*?一千五百万.*?</ins>", part)
    assert re.findall(r"<del>.*?一千二百万.*?</del>", part)
    assert "一千五百万" in part.partition("</figure>")[0]
    assert "一千二百万" not in part.partition("</figure>")[0]


def test_changes_are_said_aloud_and_not_by_colour_alone() -> None:
    text = seen(beside(rendered(ALTERED)))
    assert "〔改动： 一千五百万 〕" in text
    assert "〔原文： 一千二百万 〕" in text
    style = (page.TEMPLATES / "report.css").read_text("utf-8")
    assert "ins{text-decoration:underline double" in style
    assert "del{text-decoration:none;border:1.5px dashed" in style


def test_a_passage_that_was_left_out_is_called_nothing() -> None:
    assert "〔改动： 〔无〕 〕" in seen(beside(rendered(UNCREDITED)))
    assert "[changed: [nothing] ]" in seen(beside(rendered(UNCREDITED, lang="en")), "en")


def test_the_source_is_named_with_title_day_share_and_link() -> None:
    text = seen(beside(rendered(UNCREDITED)))
    for words in ("青溪日报", "春灌开闸", "2026年3月1日", "本文的 97%", "61 字", URL):
        assert words in text
    assert "61 characters" in seen(beside(rendered(UNCREDITED, lang="en")), "en")
    assert f'<a href="{URL}" rel="noopener noreferrer nofollow">' in beside(rendered(UNCREDITED))


def test_what_was_changed_is_told_in_words() -> None:
    assert "原文“一千二百万”，本文“一千五百万”" in seen(beside(rendered(ALTERED)))
    assert "a number : the source has “一千二百万”" in seen(beside(rendered(ALTERED, lang="en")), "en")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "paper.example/1", "http://", "https://[", ""]
)
def test_an_address_that_is_none_of_the_web_is_no_link(url: str) -> None:
    assert link(url) == ""
    part = beside(rendered(UNCREDITED, rows=(match("weibo:1002", "p-8", 9, url=url),)))
    assert "<a href" not in part
    assert (str(escape(url)) in part) or not url


def test_a_link_may_come_from_the_evidence_where_the_run_knows_no_match() -> None:
    named = Evidence("articles", ARTICLE, "url", 0, len(URL), URL)
    found = sourcing(103, "weibo:1002", "p-8", "uncredited_copy", COPIED, evidence=(*whole("p-8"), named))
    assert shelf(found, NO_MATCHES).pairs[0].link == URL
    assert shelf(UNCREDITED, NO_MATCHES).pairs[0].link == ""


def test_evidence_that_stands_side_by_side_is_not_listed_again() -> None:
    credit = place("posts", "p-7", POST, "县水利站")
    found = sourcing(104, "weibo:1001", "p-7", "altered_quote", ALTERED.facts, evidence=(credit, *ALTERED.evidence))
    assert shelf(found, NO_MATCHES).rest == (credit,)
    assert shelf(ALTERED, NO_MATCHES).rest == ()


def test_other_findings_keep_their_table_of_evidence() -> None:
    for finding in findings():
        assert shelf(finding, NO_MATCHES).rest == finding.evidence
    many = tuple(Evidence("posts", f"p-{n}", "text", 0, 4, "同一句话") for n in range(4))
    tone = Finding(**{**{name: getattr(ALTERED, name) for name in ALTERED.__struct_fields__}, "check": "tone.brush_off",
                      "evidence": many})  # fmt: skip
    assert shelf(tone, NO_MATCHES).pairs == ()


def test_a_source_without_a_passage_shows_no_comparison() -> None:
    credit = sourcing(105, "weibo:1001", "p-7", "unrecognised_source", {"source": "某号", "form": "via"},
                      variant="personal", evidence=(place("posts", "p-7", POST, "水利站"),))  # fmt: skip
    html = rendered(credit)
    assert '<section class="beside"' not in html
    assert "某号" in html


def test_an_earlier_post_of_another_account_is_a_source_too() -> None:
    earlier = Evidence("posts", "p-3", "text", 0, len(POST), POST)
    facts = {"source": "青溪发布", "first_on": "2024-03-01", "days": 731}
    found = sourcing(106, "weibo:1002", "p-8", "stale_news", facts, evidence=(whole("p-8")[0], earlier))
    text = seen(beside(rendered(found)))
    assert "731 天" in text
    assert "2024年3月1日" in text


def test_a_long_stretch_that_agrees_is_folded_and_the_change_is_not() -> None:
    longer = POST + SOURCE * 2
    both = Evidence("posts", "p-7", "text", 0, len(longer), longer)
    original = SOURCE.removeprefix("本报讯 ") + SOURCE * 2
    source = Evidence("articles", ARTICLE, "text", 0, len(original), original)
    part = beside(rendered(sourcing(107, "weibo:1001", "p-7", "uncredited_copy", COPIED, evidence=(both, source))))
    assert part.count('<details class="fold">') == 2
    assert "一千五百万" not in "".join(re.findall(r"(?s)<details.*?</details>", part))
    assert '<details class="fold">' not in beside(rendered(UNCREDITED))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_name_or_passage_stays_text(text: str) -> None:
    def told(words: str) -> str:
        evidence = tuple(Evidence(item.table, item.key, item.field, 0, 999, words) for item in UNCREDITED.evidence)
        facts = {**COPIED, "source": words, "article": words}
        found = sourcing(108, "weibo:1002", "p-8", "uncredited_copy", facts, evidence=evidence)
        return rendered(found, rows=tuple({**row, "name": words, "title": words, "url": words} for row in MATCHES))

    outline = Outline(told(text))
    assert [tag for tag, _ in outline.tags] == [tag for tag, _ in Outline(told("青溪")).tags]
    assert not any(key.startswith("on") for _, attributes in outline.tags for key in attributes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headings_step_down_one_by_one_and_regions_have_names(lang: str) -> None:
    outline = Outline(rendered(lang=lang))
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = [attributes["aria-labelledby"] for _, attributes in outline.tags if "aria-labelledby" in attributes]
    assert set(labels) <= set(ids)


def test_sarif_says_of_a_passage_of_another_text_whose_it_is(tmp_path: Path) -> None:
    sarif.write(prepare(sourced(), "zh"), tmp_path)
    log = json.loads((tmp_path / "findings.sarif").read_text("utf-8"))
    assert faults(log, LOG) == []
    entry = next(item for item in log["runs"][0]["results"] if item["ruleId"] == "sourcing.uncredited_copy")
    assert "message" not in entry["locations"][0]
    (related,) = entry["relatedLocations"]
    assert related["message"]["text"].startswith("青溪日报《春灌开闸：三座水库同日放水》，2026年3月1日：3月1日清晨")
    assert related["logicalLocations"][-1]["name"] == ARTICLE
