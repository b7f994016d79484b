"""report.html: a stranger sees at once who fails, why, by which clause, and what to do by when."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from markupsafe import escape
from qingxi import findings, inspection, run, verdicts

from plumbline.domain.judgement import Evidence, Finding
from plumbline.reports import page
from plumbline.reports.report import prepare


def rendered(lang: str = "zh", **changes: object) -> str:
    """The page of the county with changes."""
    return page.render(prepare(inspection(**changes), lang))


def seen(html: str, lang: str = "zh") -> str:
    """The words of the page that a reader of `lang` sees, tags dropped."""
    other = "en" if lang == "zh" else "zh"
    html = re.sub(r"(?s)<(style|script)>.*?</\1>", "", html)
    html = re.sub(rf'<span class="{other}" lang="[\w-]+">[^<]*(?:<(?!/?span)[^<]*)*</span>', "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


class Outline(HTMLParser):
    """Collects tags with their attributes and checks that they close in order."""

    VOID = ("meta", "input", "br", "rect", "circle")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        """Attributes of every such tag."""
        return (attributes for name, attributes in self.tags if name == tag)


def test_the_answer_stands_at_the_head_in_both_languages(zh: Path) -> None:
    html = (zh / "report.html").read_text(encoding="utf-8")
    head = html[: html.index("<main")]
    assert "共检查 12 个账号：不合格 3 个，未作结论 2 个，合格 7 个；合格率 58.3%。" in head
    assert "12 accounts judged: 3 fail, 2 unknown, 7 pass; pass rate 58.3%." in head


def test_each_failing_account_is_told_with_reason_clause_remedy_and_date() -> None:
    html = rendered()
    action = seen(html[html.index('<section id="action"') : html.index('<section id="unknown"')])
    for words in (
        "青溪文旅",
        "青溪县文化和旅游局",
        "19 天未更新",
        "国办秘函〔2019〕19号 第一部分第2项",
        "立即恢复更新。",
    ):
        assert words in action
    assert "2026年3月19日" in action
    assert "青溪发布" not in action


def test_an_account_that_only_may_fail_is_not_in_the_list_of_action() -> None:
    html = rendered()
    action = html[html.index('<section id="action"') : html.index('<section id="unknown"')]
    assert action.count('<th scope="row"') == 3


def test_an_account_without_a_conclusion_is_told_why() -> None:
    html = rendered("en")
    part = seen(html[html.index('<section id="unknown"') : html.index('<section id="notices"')], "en")
    assert "青溪县医院" in part
    assert "16 February 2026" in part


def test_what_a_reader_must_know_is_said() -> None:
    text = seen(rendered())
    for words in ("留言人手机", "GB18030", "2 行数据无法读取", "未检查的规则", "register.name_mismatch：ValueError"):
        assert words in text
    assert "没有采集覆盖表" not in text


def test_a_dossier_taken_as_complete_is_called_so() -> None:
    text = seen(rendered(run={**run(), "coverage": {"assumed_complete": True, "mean_pct": 100.0}}))
    assert "没有采集覆盖表：按数据完整处理" in text


def test_the_page_opens_in_the_language_that_was_asked_for(zh: Path, en: Path) -> None:
    for folder, lang in ((zh, "zh"), (en, "en")):
        outline = Outline((folder / "report.html").read_text(encoding="utf-8"))
        (chosen,) = [attributes for attributes in outline.all("input") if "checked" in attributes]
        assert chosen["id"] == f"lang-{lang}"


def test_failing_accounts_are_open_and_come_first() -> None:
    states = ["open" in attributes for attributes in Outline(rendered()).all("details")]
    assert states == [True] * 3 + [False] * 6


def test_every_tag_closes_and_no_id_stands_twice(zh: Path) -> None:
    outline = Outline((zh / "report.html").read_text(encoding="utf-8"))
    assert outline.open == []
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_headings_captions_and_landmarks_are_there(zh: Path) -> None:
    outline = Outline((zh / "report.html").read_text(encoding="utf-8"))
    names = [name for name, _ in outline.tags]
    assert [names.count(name) for name in ("h1", "main", "nav", "header", "footer")] == [1] * 5
    assert names.count("caption") == names.count("table")
    levels = [int(name[1]) for name in names if re.fullmatch(r"h[1-6]", name)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_drawing_is_either_named_in_words_or_hidden_because_the_text_says_it(zh: Path) -> None:
    outline = Outline((zh / "report.html").read_text(encoding="utf-8"))
    ids = {attributes.get("id") for _, attributes in outline.tags}
    for attributes in outline.all("svg"):
        if "viewbox" not in attributes:
            assert attributes.get("aria-hidden") == "true" or attributes["aria-labelledby"] in ids


def test_links_within_the_page_lead_somewhere(zh: Path) -> None:
    outline = Outline((zh / "report.html").read_text(encoding="utf-8"))
    ids = {attributes.get("id") for _, attributes in outline.tags}
    targets = [str(attributes["href"]) for attributes in outline.all("a")]
    assert targets
    assert all(target.startswith("#") and target[1:] in ids for target in targets)


def test_nothing_is_loaded_from_anywhere(zh: Path) -> None:
    html = (zh / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href|action|data|poster)\s*=\s*["']?(?:https?:)?//""", html)
    assert "@import" not in html
    assert not {"img", "link", "iframe", "object", "base"} & {name for name, _ in Outline(html).tags}


def test_only_our_own_script_may_run(zh: Path) -> None:
    html = (zh / "report.html").read_text(encoding="utf-8")
    (script,) = re.findall(r"(?s)<script>(.*?)</script>", html)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "' onmouseover='alert(1)",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(name: str) -> None:
    html = everywhere(name)
    outline = Outline(html)
    assert [tag for tag, _ in outline.tags] == [tag for tag, _ in Outline(everywhere("青溪")).tags]
    assert not any(key.startswith("on") for _, attributes in outline.tags for key in attributes)
    assert str(escape(name)) in html


def everywhere(text: str) -> str:
    """The page with `text` in every place where a dossier can put one."""
    named = verdicts().with_columns(name=pl.lit(text))
    exceptions = [{**entry, "reason": text, "approved_by": text} for entry in run()["exceptions"]]
    units = inspection().units.with_columns(name=pl.lit(text))
    told = tuple(with_text(finding, text) for finding in findings())
    return rendered(verdicts=named, units=units, findings=told, run={**run(), "exceptions": exceptions})


def with_text(finding: Finding, text: str) -> Finding:
    """The finding with `text` wherever a dossier can put one."""
    items = tuple(Evidence(item.table, text, item.field, item.start, item.end, text) for item in finding.evidence)
    facts = {**finding.facts, **({"name": text} if "name" in finding.facts else {})}
    values = {name: getattr(finding, name) for name in finding.__struct_fields__}
    return Finding(**{**values, "evidence": items, "facts": facts})


def test_a_longer_list_than_the_page_holds_is_said_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_DETAILS", 4)
    monkeypatch.setattr(page, "MOST_ACCOUNTS", 5)
    monkeypatch.setattr(page, "MOST_ACTIONS", 1)
    html = rendered()
    text = seen(html)
    assert len(list(Outline(html).all("details"))) == 4
    assert "仅列前 4 个（共 9 个）" in text
    assert "仅列前 5 个（共 13 个），全部见 verdicts.csv" in text
    assert "另有 2 项未在此列出" in text


def test_a_whole_list_is_not_said_to_go_on() -> None:
    text = seen(rendered())
    assert "仅列前" not in text
    assert "另有 2 项未在此列出" not in text


def test_a_fleet_without_failures_says_so() -> None:
    calm = verdicts().with_columns(verdict=pl.lit("pass"), rules=pl.lit(""))
    text = seen(rendered(findings=(), abstentions=(), verdicts=calm))
    assert "没有不合格账号。" in text
    assert "合格率 100%" in text
