"""Finer points of the pages: commands of timers, words of groups, both languages alike, what the site refuses."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from doc_pages import BESIDE, PAGES, ROOT, blocks, lines, links, mentions, named
from ruamel.yaml import YAML

from plumbline.cli.main import _parser
from plumbline.cli.words import Parser
from plumbline.domain.errors import UsageError

DOCS = ROOT / "docs"
GUIDES = [page for page in sorted((DOCS / "guides").glob("*.md")) if ".zh." not in page.name]
TIMED = re.compile(r"^(?:(?:[\d*,/-]+ ){5} *|- run: )plumbline (.*)$")
WORD = re.compile(r"[a-z][a-z-]*")
SNIPPET = re.compile(r'^--8<-- "([^"]+)"$', re.M)
REACHED = tuple(name for name in BESIDE if not name.startswith("README"))
"""Files beside docs/ that the site holds as pages of its own; links to others would lead out of it."""
in_the_site = pytest.mark.parametrize("page", [page for page in PAGES if page.is_relative_to(DOCS)], ids=named)


def wrong_timers(text: str) -> Iterator[str]:
    """Commands within lines of cron and steps of CI that the program would refuse."""
    for found in filter(None, map(TIMED.match, lines(text))):
        words = found[1].split()
        try:
            _parser("en", words[:1]).parse_args(words)
        except (UsageError, ModuleNotFoundError):
            yield found[1]


def below(parser: Parser) -> Iterator[str]:
    """The commands of a group, `draw`, `record` and `status` of `audit`."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            yield from action.choices
        elif action.dest == "name":  # of `bench`
            yield from map(str, action.choices or ())


def wrong_workings(text: str) -> Iterator[str]:
    """Second words of `plumbline GROUP WORD` in sentences that the group does not know."""
    for words in mentions(text):
        if words[0] not in ("rulebook", "sources", "advise", "audit", "archive", "bench") or len(words) < 2:
            continue
        known = _known(words[0])
        yield from (f"{words[0]} {word}" for word in words[1].split("|") if WORD.fullmatch(word) and word not in known)


@cache
def _known(command: str) -> frozenset[str]:
    listed = next(action for action in _parser("en", (command,))._actions if isinstance(action.choices, dict))
    return frozenset(below(listed.choices[command]))


def leaving(page: Path, text: str) -> Iterator[str]:
    """Links of a page that end outside the site; of a page that takes in another file, those of that file."""
    taken = "".join((ROOT / name).read_text("utf-8") for name in SNIPPET.findall(text))
    for link in links(text + taken):
        target = link.partition("#")[0]
        place = (page.parent / target).resolve()
        if target and not re.match(r"[a-z]+:", link) and not _held(place):
            yield link


def _held(place: Path) -> bool:
    return place.is_file() and (place.is_relative_to(DOCS) or place in [ROOT / name for name in REACHED])


def contents() -> dict[str, Any]:
    site: dict[str, Any] = YAML(typ="safe").load(ROOT / "mkdocs.yml")
    return site


def titles(entries: Any) -> Iterator[str]:
    """All titles of the site's contents."""
    for entry in entries:
        for title, content in entry.items():
            yield title
            if isinstance(content, list):
                yield from titles(content)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_in_timers_and_second_words_of_groups_are_known(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [*wrong_timers(text), *wrong_workings(text)] == []


@in_the_site
def test_no_link_leaves_the_site_for_a_file_that_it_does_not_hold(page: Path) -> None:
    assert list(leaving(page, page.read_text("utf-8"))) == []


@in_the_site
def test_a_page_has_one_title_and_it_stands_first(page: Path) -> None:
    """The notice that a page is English only is set under it."""
    text = page.read_text("utf-8")
    text = "".join((ROOT / name).read_text("utf-8") for name in SNIPPET.findall(text)) or text
    bare = re.sub(r"^( *)```.*?^\1```$|<!--.*?-->", "", text, flags=re.M | re.S).lstrip()
    assert bare.startswith("# ")
    assert len(re.findall(r"^# ", bare, re.M)) == 1


@pytest.mark.parametrize("guide", GUIDES, ids=named)
def test_both_languages_write_the_same_files_and_type_the_same_lines(guide: Path) -> None:
    ours, theirs = (
        [(block.title, re.sub(r" --lang zh", "", block.content)) for block in blocks(page.read_text("utf-8"))
         if block.title or block.kind in ("sh", "console")]
        for page in (guide, guide.with_suffix(".zh.md"))
    )  # fmt: skip
    assert theirs == ours


@pytest.mark.parametrize("page", [*GUIDES, DOCS / "index.md"], ids=named)
def test_both_languages_lead_to_each_other(page: Path) -> None:
    chinese = page.with_suffix(".zh.md")
    assert chinese.name in set(links(page.read_text("utf-8")))
    assert page.name in set(links(chinese.read_text("utf-8")))


def test_titles_of_the_contents_are_translated_once_they_are_more_than_a_pages_name() -> None:
    i18n = next(one["i18n"] for one in contents()["plugins"] if "i18n" in one)
    translated = next(one for one in i18n["languages"] if one["locale"] == "zh")["nav_translations"]
    assert set(translated) <= set(titles(contents()["nav"]))
    assert {next(iter(entry)) for entry in contents()["nav"]} <= set(translated)


def test_a_page_that_errs_in_a_detail_is_found_out(tmp_path: Path) -> None:
    text = (
        "```\n0 2 * * *  plumbline collect d --quiett\n0 2 * * *  plumbline collect d --quiet\n"
        "- run: plumbline chek\n```\n"
        "`plumbline audit drwa` `plumbline audit draw|record` [out](../LICENSE) [in](../THREAT_MODEL.md) [no](no.md)\n"
    )
    assert list(wrong_timers(text)) == ["collect d --quiett", "chek"]
    assert list(wrong_workings(text)) == ["audit drwa"]
    assert list(leaving(DOCS / "page.md", text)) == ["../LICENSE", "no.md"]
    assert list(leaving(tmp_path / "page.md", "[a](#b) [c](https://example.org)")) == []
