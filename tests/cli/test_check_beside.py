"""A draft beside the text that it repeats: both passages in every format, and no place of another text in the draft."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from plumbline.cli.check_desk import Desk, Said, _fixes, record
from plumbline.cli.check_formats import Sarif, github, json_line
from plumbline.cli.check_input import Wish, one
from plumbline.cli.check_places import Lines
from plumbline.cli.check_text import lines
from plumbline.cli.language_server import diagnostics
from plumbline.domain.wording import Mark
from plumbline.rulebook.load import load

BOOK = load("cn-2019")
DRAFT = "转一则消息\n云汀县渡口镇的公交线路今起增加四班，末班车延到晚上十点，换乘不再另外收费。"
OWN = DRAFT[6:]
ARTICLE = "云汀县渡口镇的公交线路今起增加两班，末班车延到晚上十点，换乘不再另外收费。"
FACTS = {"source": "云汀日报", "article": "渡口镇公交加班", "published_on": "2026-03-02", "kind": "number",
         "original": "两班", "written": "四班", "changes": 1}  # fmt: skip
AT, THERE = DRAFT.index("四"), ARTICLE.index("两")
PASSAGES = (
    Mark(6, len(DRAFT), OWN),
    Mark(0, len(ARTICLE), ARTICLE, table="articles", key="yt-1"),
)
CHANGE = (Mark(AT, AT + 1, "四"), Mark(THERE, THERE + 1, "两", table="articles", key="yt-1"))


@pytest.fixture
def said() -> Callable[..., Said]:
    """A finding of a draft with other marks and facts."""
    wish = Wish(None, "post", "en", "2026-03-03")
    found = Desk(BOOK, "en", everyone=False).judge(one("d.txt", "身份证号110101199003077897", wish), lambda _: None)[0]
    draft = replace(found.draft, text=DRAFT, judged=DRAFT)

    def make(*marks: Mark, suggestion: str | None = None) -> Said:
        chosen = marks or (*PASSAGES, *CHANGE)
        finding = msgspec.structs.replace(found.finding, facts=FACTS)
        fixes = _fixes(draft, chosen, suggestion)
        return replace(found, draft=draft, finding=finding, marks=chosen, fixes=fixes, suggestion=suggestion)

    return make


Make = Callable[..., Said]


def test_both_passages_stand_one_above_the_other_with_the_change_marked(said: Make) -> None:
    out = "\n".join(lines(said(), "en"))
    assert "  | draft:  云汀县渡口镇的公交线路今起增加{+四+}班，" in out
    assert "  | source: 云汀县渡口镇的公交线路今起增加[-两-]班，" in out
    assert "  | from:   云汀日报, “渡口镇公交加班”, 2 March 2026" in out
    assert "^" not in out
    assert "\x1b" not in out
    assert "  | 来源：云汀日报《渡口镇公交加班》，2026年3月2日" in "\n".join(lines(said(), "zh"))


def test_changes_are_found_where_nobody_named_them(said: Make) -> None:
    assert "{+四+}" in "\n".join(lines(said(*PASSAGES), "en"))


def test_without_another_text_the_passage_is_shown_as_ever(said: Make) -> None:
    out = "\n".join(lines(said(CHANGE[0]), "en"))
    assert "^^" in out
    assert "{+" not in out


@pytest.mark.parametrize("unwanted", ["", "1"])
def test_colours_only_where_they_are_wanted(said: Make, monkeypatch: pytest.MonkeyPatch, unwanted: str) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if unwanted:
        monkeypatch.setenv("NO_COLOR", unwanted)
    out = "\n".join(lines(said(), "en"))
    assert ("\x1b[32m{+四+}\x1b[0m" in out) == (not unwanted)
    assert "{+四+}" in out


def test_what_would_move_the_cursor_is_not_printed(said: Make) -> None:
    hostile = Mark(0, 20, "\x1b[2J云汀县渡口镇的公交线路今起增加两班\u202e", table="articles", key="\x1b]0;x\x07")
    out = "\n".join(lines(said(PASSAGES[0], hostile), "en"))
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_the_middle_of_a_long_passage_is_left_out(said: Make) -> None:
    more = "桥头到码头一段另有接驳车往返运行" * 20
    marks = (
        Mark(0, len(OWN + more), OWN + more),
        Mark(0, len(ARTICLE + more), ARTICLE + more, table="articles", key="k"),
    )
    assert all(len(line) < 200 for line in lines(said(*marks), "en") if line.startswith("  | "))


def test_json_names_the_row_of_each_passage_and_takes_its_place_from_the_draft(said: Make) -> None:
    line = json.loads(json_line(said(PASSAGES[1], *PASSAGES)))
    rows = [(item["table"], item["key"]) for item in line["evidence"]]
    assert rows == [("articles", "yt-1"), ("posts", "d.txt"), ("articles", "yt-1")]
    assert (line["start"], line["end"], line["quote"]) == (6, len(DRAFT), OWN)


def test_json_has_no_place_where_only_another_text_is_named(said: Make) -> None:
    line = record(said(PASSAGES[1]))
    assert (line["start"], line["end"], line["quote"]) == (None, None, None)


def test_github_points_into_the_draft(said: Make) -> None:
    assert ",line=2,endLine=2,col=1,endColumn=" in github(said(PASSAGES[1], *PASSAGES), "en")
    assert "line=" not in github(said(PASSAGES[1]), "en")


def sarif(*found: Said) -> Any:
    """The log of these findings."""
    log = Sarif(BOOK, Desk(BOOK, "zh", everyone=False).checks, "zh")
    for item in found:
        log.add(item)
    return json.loads("".join(log.pieces(sound=True)))["runs"][0]["results"]


def test_sarif_tells_passages_of_other_texts_as_related(said: Make) -> None:
    (result,) = sarif(said(PASSAGES[1], *PASSAGES))
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["charOffset"]) == (2, 6)
    for related in result["relatedLocations"]:
        assert "physicalLocation" not in related
        assert related["logicalLocations"][0]["fullyQualifiedName"].startswith("articles/yt-1#text:0-")
        assert related["message"]["text"].startswith("云汀日报《渡口镇公交加班》，2026年3月2日：云汀县渡口镇")


def test_sarif_without_another_text_has_no_related_place(said: Make) -> None:
    (result,) = sarif(said(CHANGE[0]))
    assert "relatedLocations" not in result


def test_an_editor_underlines_what_was_changed_and_shows_the_source(said: Make) -> None:
    found = diagnostics(said(), "file:///d.txt", Lines(DRAFT))
    (only,) = found
    assert only["range"] == {"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 16}}
    assert [item["message"] for item in only["relatedInformation"]] == [ARTICLE]


def test_an_editor_underlines_the_whole_passage_where_no_change_is_named(said: Make) -> None:
    (only,) = diagnostics(said(*PASSAGES), "file:///d.txt", Lines(DRAFT))
    assert only["range"]["start"] == {"line": 1, "character": 0}


def test_an_editor_gets_nothing_where_only_another_text_is_named(said: Make) -> None:
    assert diagnostics(said(PASSAGES[1]), "file:///d.txt", Lines(DRAFT)) == []


def test_no_format_loads_what_whole_tables_need() -> None:
    modules = ("check_beside", "check_formats", "language_server")
    loading = ";".join(f"import plumbline.cli.{name}" for name in modules)
    heavy = "print(sorted({'polars', 'numpy', 'jinja2', 'markupsafe'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"import sys;{loading};{heavy}"], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_only_the_wording_of_the_source_is_offered_and_only_where_it_was_changed(said: Make) -> None:
    (fix,) = said(suggestion="两").fixes
    assert (fix.start, fix.end, fix.wording) == (AT, AT + 1, "两")
    assert said(suggestion="（来源：云汀日报）").fixes == ()
    assert said().fixes == ()
