"""What the pages name is there: commands, options, targets, variables, links, places in the site's contents."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from doc_pages import PAGES, ROOT, anchors, commands, links, made, mentions, named
from ruamel.yaml import YAML

from plumbline.cli.main import COMMANDS, _parser
from plumbline.cli.words import Parser
from plumbline.domain.errors import UsageError

VARIABLE = re.compile(r"\bPLUMBLINE_[A-Z][A-Z_]*[A-Z]\b")
READING = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").iterdir(), *(ROOT / "deploy").rglob("*"),
           *(ROOT / "tests").rglob("*.py"), ROOT / "Makefile"]  # fmt: skip
DERIVED = re.compile(r"PLUMBLINE_(WEIBO|WECHAT|DOUYIN|KUAISHOU|BILIBILI|X|YOUTUBE|MASTODON|BLUESKY)_[A-Z_]+")
"""Keys of platforms: PLUMBLINE_<PLATFORM>_<NAME of the setting>."""
pages = pytest.mark.parametrize("page", PAGES, ids=named)


@cache
def parser(command: str) -> Parser:
    return _parser("en", (command,))


def wrong_commands(text: str) -> Iterator[str]:
    """Commands in fences that the program would refuse."""
    for words in commands(text):
        if not words or words[0] == "--version" or {"-h", "--help"} & set(words):
            continue
        try:
            if words[0] not in COMMANDS:
                raise UsageError("no such command")
            parser(words[0]).parse_args(words)
        except UsageError as error:
            yield f"plumbline {' '.join(words)}: {error}"


def wrong_mentions(text: str) -> Iterator[str]:
    """Commands and options named in sentences that do not exist."""
    for words in mentions(text):
        options = {word.partition("=")[0] for word in words if re.fullmatch(r"--[a-z][a-z-]*(=.*)?", word)}
        command = words[0]
        if re.fullmatch(r"[a-z-]+", command) and command not in COMMANDS and not command.startswith("-"):
            yield command
        elif command in COMMANDS and command != "manage":  # which hands its options on
            yield from (f"{command} {option}" for option in options - options_of(parser(command)))


def options_of(of: Any) -> set[str]:
    """All options of a parser and of those below it."""
    below = [parser for action in of._actions if isinstance(action.choices, dict) for parser in action.choices.values()]
    own = {option for action in of._actions for option in action.option_strings}
    return own.union(*(options_of(one) for one in below))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def dead_links(page: Path, text: str, root: Path = ROOT) -> Iterator[str]:
    """Links within the repository that lead nowhere."""
    for link in links(text):
        target, _, anchor = link.partition("#")
        place = (page.parent / target) if target else page
        if re.match(r"[a-z]+:", link):
            continue
        there = place.exists() and place.resolve().is_relative_to(root)
        if not there or (anchor and place.suffix == ".md" and anchor not in anchors(place.read_text("utf-8"))):
            yield link


@cache
def variables_read() -> frozenset[str]:
    texts = (path.read_text("utf-8") for path in READING if path.is_file() and path.suffix not in (".png", ".pyc"))
    return frozenset(name for text in texts for name in VARIABLE.findall(text))


@cache
def contents() -> tuple[str, ...]:
    """The pages that the site's contents lead to."""

    def within(entry: Any) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        else:
            for one in entry.values() if isinstance(entry, dict) else entry:
                yield from within(one)

    return tuple(within(YAML(typ="safe").load(ROOT / "mkdocs.yml")["nav"]))


@pages
def test_every_command_is_one_that_the_program_takes(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [*wrong_commands(text), *wrong_mentions(text)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "commands.md"], ids=named)  # prose of helps
def test_every_target_of_make_is_there(page: Path) -> None:
    assert set(made(page.read_text("utf-8"))) - targets() == set()


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page, page.read_text("utf-8"))) == []


@pages
def test_every_variable_is_read_by_something(page: Path) -> None:
    said = {name.removesuffix("_FILE") for name in VARIABLE.findall(page.read_text("utf-8"))}
    assert {name for name in said - variables_read() if not DERIVED.fullmatch(name)} == set()


def test_every_variable_that_the_program_reads_is_told_in_some_page() -> None:
    told = {name for page in PAGES for name in VARIABLE.findall(page.read_text("utf-8"))}
    read = {name for path in (ROOT / "src").rglob("*.py") for name in VARIABLE.findall(path.read_text("utf-8"))}
    assert {name for name in read - told if not DERIVED.fullmatch(name)} == set()


def test_the_sites_contents_hold_every_page_once_and_no_other() -> None:
    docs = ROOT / "docs"
    there = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    assert sorted(contents()) == sorted(name for name in there if not name.endswith(".zh.md"))
    assert {name.replace(".zh.md", ".md") for name in there if name.endswith(".zh.md")} <= set(contents())


def test_a_page_that_names_what_is_not_there_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = (
        "# One\n```\nplumbline inspect fleet --shardz 3\nplumbline inspekt fleet\n$ make nonsense  # words\n```\n"
        "`plumbline collect --plans` `plumbline exlpain` [a](nowhere.md) [b](#two) [c](#one) `make demo`\n"
    )
    page.write_text(text, "utf-8")
    assert len(list(wrong_commands(text))) == 2
    assert list(wrong_mentions(text)) == ["collect --plans", "exlpain"]
    assert set(made(text)) - targets() == {"nonsense"}
    assert list(dead_links(page, text, tmp_path)) == ["nowhere.md", "#two"]
