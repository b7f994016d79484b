"""The books of the United States and the United Kingdom: books of their own, honest about what nobody has said."""

import re

import pytest

from plumbline.domain.vocabulary import ClauseStatus, Severity, Sure
from plumbline.rulebook.coverage import coverage
from plumbline.rulebook.load import load
from plumbline.rulebook.sentences import citation

ABROAD = ("us-federal", "uk-government")
CLAUSES = {
    "us-federal": [f"US-{number:02}" for number in range(1, 11)],
    "uk-government": [f"UK-{number:02}" for number in range(1, 6)],
}
CHINESE_SOURCES = re.compile(r"CN123|CN19|LOC-|国办|办发|通报|单项否决|政务公开办")


@pytest.mark.parametrize("name", ABROAD)
def test_every_duty_of_the_reference_is_listed_and_no_other(name: str) -> None:
    assert list(load(name).clauses) == CLAUSES[name]


@pytest.mark.parametrize("name", ABROAD)
def test_a_book_from_abroad_inherits_nothing_and_every_value_stands_in_its_own_files(name: str) -> None:
    book = load(name)
    assert book.book.extends is None
    assert {file.partition("/")[0] for file in book.origins.values()} == {name}


@pytest.mark.parametrize("name", ABROAD)
def test_nothing_chinese_is_cited_or_said_in_it(name: str) -> None:
    book = load(name)
    said = " ".join(str(part) for part in (book.instruments, book.clauses, book.rules))
    assert not CHINESE_SOURCES.search(said)
    assert not book.sources


@pytest.mark.parametrize("name", ABROAD)
def test_english_sentences_hold_no_chinese_character(name: str) -> None:
    book = load(name)
    for clause_id, clause in book.clauses.items():
        cited = citation(book, clause_id, "en")
        said = [clause.title.en, clause.sentence.en, clause.remedy.en, clause.article_en, cited]
        assert not re.search("[㐀-鿿]", " ".join(said))
    for rule in book.rules.values():
        said = [rule.message.en, *(variant.message.en for variant in rule.variants.values())]
        assert not re.search("[㐀-鿿]", " ".join(said))


@pytest.mark.parametrize("name", ABROAD)
def test_no_source_grades_an_account_so_no_rule_fails_one(name: str) -> None:
    book = load(name)
    assert book.fails_nobody()
    assert not load("cn-2019").fails_nobody()
    for check, rule in book.rules.items():
        assert Severity.VETO not in {book.severity(check, variant) for variant in (None, *rule.variants)}
    assert {clause.days_to_mend for clause in book.clauses.values()} == {None}


@pytest.mark.parametrize("name", ABROAD)
def test_a_threshold_of_our_own_is_marked_as_not_sure(name: str) -> None:
    for rule in load(name).rules.values():
        for parameter in rule.params.values():
            assert (parameter.source == "ours") == (parameter.sure == Sure.C)


def test_the_thresholds_that_the_sources_give_are_theirs() -> None:
    us, uk = load("us-federal").rules, load("uk-government").rules
    assert us["register.unfiled_account"].values() == {"filing_working_days": 0, "since": "2017-01-07"}
    late = uk["service.late_answer"].values()
    assert {late[f"{kind}_days"] for kind in ("question", "complaint", "suggestion", "other")} == {2}


@pytest.mark.parametrize("name", ABROAD)
def test_silence_and_the_number_of_accounts_are_no_duty_abroad(name: str) -> None:
    rules = load(name).rules
    assert not [check for check in rules if check.startswith("activity.")]
    assert rules["register.duplicate_account"].severity == Severity.ADVICE
    assert "no rule forbids" in rules["register.duplicate_account"].message.en.lower()


@pytest.mark.parametrize(("name", "required"), [("us-federal", {"register.unfiled_account"}), ("uk-government", set())])
def test_without_the_registry_an_american_account_is_unknown_and_nothing_is_required_in_britain(
    name: str, required: set[str]
) -> None:
    assert {check for check, rule in load(name).rules.items() if rule.required} == required


def test_a_clause_whose_text_nobody_has_seen_carries_no_rule() -> None:
    book = load("uk-government")
    assert (book.clauses["UK-05"].sure, book.clauses["UK-05"].status) == (Sure.C, ClauseStatus.MANUAL)
    assert "UK-05" not in {rule.clause for rule in book.rules.values()}


@pytest.mark.parametrize(("name", "partial", "manual"), [("us-federal", 8, 2), ("uk-government", 4, 1)])
def test_coverage_of_the_law_is_counted_and_every_limit_has_its_reason(name: str, partial: int, manual: int) -> None:
    book = load(name)
    total = coverage(book).total
    assert (total[ClauseStatus.PARTIAL], total[ClauseStatus.MANUAL]) == (partial, manual)
    assert sum(total.values()) == partial + manual
    assert all(clause.note for clause in book.clauses.values())


def test_british_formulas_are_those_of_all_three_rules_of_service() -> None:
    rules = load("uk-government").rules
    canned = rules["service.canned_answer"].values()
    for check in ("service.unanswered_message", "service.late_answer"):
        assert rules[check].values()["canned_patterns"] == canned["patterns"]
