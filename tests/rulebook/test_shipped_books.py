"""What stands in the books that come with the program: every clause of the instruments, and nothing harsher than it."""

import pytest

from plumbline.checks import discover
from plumbline.domain.vocabulary import ClauseStatus, Severity, Sure
from plumbline.rulebook.coverage import coverage
from plumbline.rulebook.lint import problems
from plumbline.rulebook.load import load, read, shipped

OPINIONS = [f"CN123-{number:02}" for number in range(34)]
VETO_ITEMS = ["V1a", "V1b", "V1c", "V1d", "V1e", "V2a", "V2b", "V3a", "V3b"]
INDICATORS = [f"CN19-{item}" for item in [*VETO_ITEMS, *(f"A{number}" for number in range(7))]]
LATER = [
    *(f"LOC-{number:02}" for number in range(1, 25)),
    *("EMG-1", "EMG-2", "EMG-3", "FORM-1", "FORM-2", "FORM-3", "FORM-4", "APP-1", "PLAT-1", "PLAT-2"),
]
CHINESE = ("cn-2019", "cn-gansu", "cn-guizhou", "cn-hubei", "cn-jiangsu", "cn-yunnan")


def test_there_is_a_national_book_with_five_local_ones_and_there_are_two_from_abroad() -> None:
    assert shipped() == (*CHINESE, "uk-government", "us-federal")


@pytest.mark.parametrize("name", CHINESE)
def test_every_clause_of_the_instruments_is_listed_and_no_other(name: str) -> None:
    assert sorted(load(name).clauses) == sorted([*OPINIONS, *INDICATORS, *LATER])


@pytest.mark.parametrize("name", CHINESE)
def test_every_check_that_is_built_has_a_rule_and_no_other_check_has(name: str) -> None:
    assert set(load(name).rules) == set(discover())


@pytest.mark.parametrize("name", shipped())
def test_lint_finds_nothing(name: str) -> None:
    assert problems(read(name)) == ()


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_book_speaks_both_languages(name: str) -> None:
    book = load(name)
    texts = [
        *(text for one in book.clauses.values() for text in (one.title, one.sentence, one.remedy, one.note) if text),
        *(one.title for one in book.instruments.values()), *(rule.message for rule in book.rules.values()),
        *(one.message for rule in book.rules.values() for one in rule.variants.values()),
    ]  # fmt: skip
    assert all(text.zh != text.en for text in texts)


@pytest.mark.parametrize("name", CHINESE)
def test_only_veto_items_fail_an_account_and_silence_and_interaction_must_be_answered(name: str) -> None:
    book = load(name)
    failing = {check for check in book.rules for variant in (None, *book.rules[check].variants)
               if book.can_fail(check, variant)}  # fmt: skip
    required = {"activity.stale_account", "service.no_interaction"}
    assert failing == required | {
        "authenticity.bought_followers", "authenticity.demanded_engagement", "safety.classification_marking",
        "safety.explicit_content", "safety.protected_term",
    }  # fmt: skip
    assert {check for check, rule in book.rules.items() if rule.required} == required
    assert {clause for clause, item in book.clauses.items() if item.required} == {"CN19-V2a", "CN19-V3a"}


@pytest.mark.parametrize("name", CHINESE)
def test_a_past_silence_is_advice_and_leaves_nothing_to_mend(name: str) -> None:
    book = load(name)
    assert book.severity("activity.quiet_warning", "past") == Severity.ADVICE
    assert book.days_to_mend("activity.quiet_warning", "past") is None


@pytest.mark.parametrize("name", CHINESE)
def test_the_veto_limit_is_two_weeks_everywhere(name: str) -> None:
    rules = load(name).rules
    limits = {check: rule.values()["silent_days"] for check, rule in rules.items() if "silent_days" in rule.params}
    assert set(limits.values()) == {14}


@pytest.mark.parametrize("name", CHINESE)
def test_the_three_service_rules_know_the_same_formulas(name: str) -> None:
    rules = load(name).rules
    canned = rules["service.canned_answer"].values()
    for check in ("service.unanswered_message", "service.late_answer"):
        values = rules[check].values()
        assert (values["canned_patterns"], values["canned_max_chars"]) == (canned["patterns"], canned["max_chars"])


def test_clauses_whose_wording_nobody_has_seen_carry_no_rule() -> None:
    book = load("cn-2019")
    unseen = {clause for clause, item in book.clauses.items() if item.sure == Sure.C}
    assert unseen == {"CN19-V1d", "CN19-V1e", "CN19-V2b", "CN19-A2", "CN19-A6"}
    assert not {rule.clause for rule in book.rules.values()} & unseen


def test_gansu_warns_after_a_week() -> None:
    rule = load("cn-gansu").rules["activity.quiet_warning"]
    assert (rule.clause, rule.values()["warn_days"]) == ("LOC-02", 7)
    assert load("cn-2019").rules["activity.quiet_warning"].values()["warn_days"] == 10


def test_guizhou_lists_zombies_after_ninety_days() -> None:
    rule = load("cn-guizhou").rules["activity.long_dead"]
    assert (rule.clause, rule.values()["dead_days"], rule.severity) == ("LOC-03", 90, Severity.MAJOR)
    assert "僵尸账号清单" in rule.message.zh


def test_yunnan_holds_a_short_notice_against_the_unit_and_others_only_point_it_out() -> None:
    check = "register.closing_without_notice"
    yunnan, elsewhere = load("cn-yunnan"), load("cn-2019")
    assert (yunnan.rules[check].clause, yunnan.rules[check].values()["notice_working_days"]) == ("LOC-07", 15)
    assert yunnan.severity(check) == yunnan.severity(check, "short") == Severity.MAJOR
    assert (elsewhere.severity(check), elsewhere.severity(check, "short")) == (Severity.MINOR, Severity.ADVICE)


@pytest.mark.parametrize(("name", "days"), [("cn-2019", 5), ("cn-hubei", 5), ("cn-jiangsu", 3)])
def test_filing_takes_as_many_working_days_as_the_place_allows(name: str, days: int) -> None:
    assert load(name).rules["register.unfiled_account"].values()["filing_working_days"] == days


def test_a_local_book_differs_from_the_national_one_only_where_it_says_so() -> None:
    yunnan, nation = load("cn-yunnan"), load("cn-2019")
    changed = {check for check in nation.rules if nation.rules[check] != yunnan.rules[check]}
    assert changed == {"register.closing_without_notice"}
    assert yunnan.origins["rules/register.closing_without_notice/severity"] == "cn-yunnan/overrides.yml"
    assert yunnan.origins["rules/register.closing_without_notice/sure"] == "cn-2019/rules-register.yml"


def test_coverage_counts_every_clause_once() -> None:
    book = load("cn-2019")
    found = coverage(book)
    assert sum(found.total.values()) == len(found.clauses) == len(book.clauses)
    assert found.counts["gb-2018-123"] == {
        ClauseStatus.AUTOMATED: 2, ClauseStatus.PARTIAL: 19, ClauseStatus.MANUAL: 11,
        ClauseStatus.PLANNED: 0, ClauseStatus.NOT_APPLICABLE: 2,
    }  # fmt: skip
    stale = next(item for item in found.clauses if item.clause == "CN19-V2a")
    assert "activity.stale_account" in stale.checks
