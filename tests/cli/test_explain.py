"""`plumbline explain` speaks one language: Chinese wholly, English with the docstring of the check."""

import re

import pytest

from plumbline.checks import discover
from plumbline.cli.explain_text import PREPARED, SOURCE
from plumbline.cli.main import main
from plumbline.domain import check
from plumbline.dossier.sentences import words
from plumbline.rulebook.load import load, shipped

CHECKS = sorted(discover())
HAN = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"`[^`]+`")
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")


def explained(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> list[str]:
    assert main(["explain", name, "--lang", lang]) == 0
    return capsys.readouterr().out.splitlines()


def test_there_is_a_chinese_text_for_each_check_and_for_nothing_else() -> None:
    assert sorted(words("checks")) == CHECKS


@pytest.mark.parametrize("name", CHECKS)
def test_the_chinese_text_says_what_how_and_where_it_is_blind(name: str) -> None:
    said = words("checks")[name]
    assert set(said) == {"finds", "method", "blind"}
    assert all(HAN.search(text) and text.endswith("。") for text in said.values())


@pytest.mark.parametrize("name", CHECKS)
def test_what_stands_in_backticks_is_in_the_english_text_or_a_parameter(name: str) -> None:
    known = {
        *QUOTED.findall(discover()[name].__doc__ or ""),
        *(f"`{key}`" for key in load("cn-2019").rules[name].params),
    }
    assert set(QUOTED.findall(" ".join(words("checks")[name].values()))) <= known


@pytest.mark.parametrize("name", CHECKS)
def test_every_thing_in_backticks_in_the_english_text_is_in_the_chinese_one(name: str) -> None:
    columns = {"`level`", "`verified`"}  # said in Chinese
    english = set(QUOTED.findall(discover()[name].__doc__ or "")) - columns
    assert english <= set(QUOTED.findall(" ".join(words("checks")[name].values())))


@pytest.mark.parametrize("name", CHECKS)
def test_chinese_output_is_chinese(capsys: pytest.CaptureFixture[str], name: str) -> None:
    lines = explained(capsys, name, "zh")
    english = {line for line in (discover()[name].__doc__ or "").splitlines() if line}
    assert not english & set(lines)
    assert lines[1].startswith("检查内容：")
    assert load("cn-2019").clauses[load("cn-2019").rules[name].clause].sentence.zh in "\n".join(lines)
    assert not [line for line in lines if ENGLISH.search(line) and " = " not in line]


def test_chinese_output_says_no_code_where_there_is_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    said = "\n".join(explained(capsys, "activity.quiet_warning", "zh"))
    assert not re.search(r"\b(minor|operator|automated|blind|not_collected|accounts|pauses|ours)\b", said)
    assert "严重程度：一般问题，读者：运营人员" in said


@pytest.mark.parametrize("name", CHECKS)
def test_english_output_has_method_and_blind_spots(capsys: pytest.CaptureFixture[str], name: str) -> None:
    said = "\n".join(explained(capsys, name, "en"))
    assert "\nMethod: " in said
    assert "\nBlind spots: " in said
    assert "检查内容" not in said


def test_every_prepared_table_and_every_source_of_a_threshold_has_a_word() -> None:
    books = [load(name) for name in shipped()]
    sources = {
        (parameter.source, parameter.source in book.clauses)
        for book in books
        for rule in book.rules.values()
        for parameter in rule.params.values()
    }
    assert {source for source, is_clause in sources if not is_clause} == set(SOURCE)
    assert set(PREPARED) == set(check.PREPARED)


def test_a_clause_that_only_a_variant_rests_on_names_its_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert "  Checks: authenticity.demanded_engagement" in explained(capsys, "FORM-3", "en")
