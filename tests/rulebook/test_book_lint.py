"""Lint: each fault that the schema cannot see is found where it is, and sound books are left in peace."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from plumbline.domain.vocabulary import ALL_CHECKS, ClauseStatus, Severity, Sure
from plumbline.rulebook.lint import problems
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Parameter, Rulebook, Text, Variant

PLANNED = "review.read_aloud"
"""A check that the contract could name and nobody has built; today all are built."""
STALE, QUIET, CANNED = "activity.stale_account", "activity.quiet_warning", "service.canned_answer"


def with_rule(check: str, **changes: Any) -> Rulebook:
    book = load("cn-2019")
    return replace(book, rules={**book.rules, check: replace(book.rules[check], **changes)})


def with_clause(clause: str, **changes: Any) -> Rulebook:
    book = load("cn-2019")
    return replace(book, clauses={**book.clauses, clause: replace(book.clauses[clause], **changes)})


def with_param(check: str, name: str, parameter: Parameter) -> Rulebook:
    return with_rule(check, params={**load("cn-2019").rules[check].params, name: parameter})


def without_param(check: str, name: str) -> Rulebook:
    params = load("cn-2019").rules[check].params
    return with_rule(check, params={key: value for key, value in params.items() if key != name})


def renamed(check: str, name: str) -> Rulebook:
    book = load("cn-2019")
    return replace(book, rules={**book.rules, name: book.rules[check]})


def said(zh: str, en: str = "{last_on}") -> Text:
    return Text(zh=zh, en=en)


FAULTS: dict[str, tuple[Callable[[], Rulebook], str, str]] = {
    "a check nobody knows": (lambda: renamed(STALE, "activity.asleep"), "rules/activity.asleep", "is unknown"),
    "a check that is only planned": (
        lambda: renamed(STALE, PLANNED), f"rules/{PLANNED}", "not built yet"
    ),
    "a clause nobody knows": (lambda: with_rule(QUIET, clause="LOC-77"), f"rules/{QUIET}", "unknown clause 'LOC-77'"),
    "a further clause nobody knows": (lambda: with_rule(QUIET, also=("X",)), f"rules/{QUIET}", "unknown clause 'X'"),
    "an instrument nobody knows": (
        lambda: with_clause("LOC-04", instrument="x"), "clauses/LOC-04/instrument", "unknown instrument 'x'"
    ),
    "a rule harsher than its clause": (
        lambda: with_rule(QUIET, severity=Severity.MAJOR), f"rules/{QUIET}/severity", "harsher than its clause"
    ),
    "a variant harsher than its clause": (
        lambda: with_rule(QUIET, variants={"past": Variant(said("一"), clause="LOC-01", severity=Severity.VETO)}),
        f"rules/{QUIET}/variants/past/severity", "harsher than its clause",
    ),
    "a veto of which nobody is sure": (lambda: with_rule(STALE, sure=Sure.C), f"rules/{STALE}/sure", "fails nobody"),
    "a veto on a threshold of our own": (
        lambda: with_param(STALE, "silent_days", Parameter(14, Sure.C, "ours")), f"rules/{STALE}/sure", "fails nobody"
    ),
    "a rule surer than its clause": (
        lambda: with_rule(QUIET, sure=Sure.A), f"rules/{QUIET}/sure", "surer than its clause"
    ),
    "a threshold surer than its source": (
        lambda: with_param(QUIET, "warn_days", Parameter(10, Sure.A, "LOC-01")),
        f"rules/{QUIET}/params/warn_days/sure", "surer than LOC-01",
    ),
    "a threshold of our own that claims to be law": (
        lambda: with_param(QUIET, "warn_days", Parameter(10, Sure.B, "ours")),
        f"rules/{QUIET}/params/warn_days/sure", "never surer than C",
    ),
    "a threshold from nowhere": (
        lambda: with_param(QUIET, "warn_days", Parameter(10, Sure.B, "hearsay")),
        f"rules/{QUIET}/params/warn_days/source", "unknown clause 'hearsay'",
    ),
    "a missing threshold": (
        lambda: without_param(QUIET, "warn_days"), f"rules/{QUIET}/params/warn_days", "parameter is missing"
    ),
    "a threshold too many": (
        lambda: with_param(QUIET, "mood", Parameter(1, Sure.C, "ours")),
        f"rules/{QUIET}/params/mood", "no such parameter",
    ),
    "a threshold of the wrong kind": (
        lambda: with_param(QUIET, "warn_days", Parameter(value=True, sure=Sure.B, source="LOC-01")),
        f"rules/{QUIET}/params/warn_days/value", "True is no int",
    ),
    "a pattern that cannot be compiled": (
        lambda: with_param(CANNED, "patterns", Parameter(["(收悉"], Sure.C, "ours")),
        f"rules/{CANNED}/params/patterns/value", "not a regular expression",
    ),
    "a sentence that quotes no fact": (
        lambda: with_rule(STALE, message=said("已{weeks}周未更新")), f"rules/{STALE}/message/zh", "{weeks} is no fact"
    ),
    "a sentence that digs into a fact": (
        lambda: with_rule(STALE, message=said("{last_on.year}年")), f"rules/{STALE}/message/zh", "a brace"
    ),
    "a variant without a sentence": (lambda: with_rule(STALE, variants={}), f"rules/{STALE}/variants", "'never'"),
    "a variant that the check does not have": (
        lambda: with_rule(CANNED, variants={"late": Variant(said("一", "x"))}),
        f"rules/{CANNED}/variants/late", "no such variant",
    ),
    "an empty sentence": (lambda: with_clause("LOC-04", remedy=said("整改", " ")), "clauses/LOC-04/remedy", "empty"),
    "Chinese without a Chinese character": (
        lambda: with_clause("LOC-04", title=said("tbd", "x")), "clauses/LOC-04/title/zh", "no Chinese character"
    ),
    "a clause called automated that no rule cites": (
        lambda: with_clause("LOC-04", status=ClauseStatus.AUTOMATED),
        "clauses/LOC-04/status", "no enabled rule cites it",
    ),
    "a clause called manual that a rule cites": (
        lambda: with_clause("LOC-03", status=ClauseStatus.MANUAL),
        "clauses/LOC-03/status", "cited by activity.long_dead",
    ),
    "a required clause without a required rule": (
        lambda: with_rule(STALE, required=False), "clauses/CN19-V2a/required", "no enabled rule"
    ),
    "a required clause whose rule is switched off": (
        lambda: with_rule(STALE, enabled=False), "clauses/CN19-V2a/required", "no enabled rule"
    ),
    "a required rule under a clause that is not": (
        lambda: with_rule(CANNED, required=True), f"rules/{CANNED}/required", "is not"
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_lint_finds(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plumbline.rulebook.lint.ALL_CHECKS", (*ALL_CHECKS, PLANNED))
    broken, path, what = FAULTS[fault]
    assert [problem for problem in problems(broken()) if problem.path == path and what in problem.what]


SOUND: dict[str, Callable[[], Rulebook]] = {
    "the national book": lambda: load("cn-2019"),
    "a rule milder than its clause": lambda: with_rule(QUIET, severity=Severity.ADVICE),
    "a threshold as sure as its source": lambda: with_param(QUIET, "warn_days", Parameter(9, Sure.B, "LOC-01")),
    "a sentence that names the account": lambda: with_rule(STALE, message=said("{name}在{platform}停更{days}天")),
    "a rule whose remedy is its clause's": lambda: with_rule(STALE, remedy=None),
    "a rule that nobody requires, switched off": lambda: with_rule("activity.just_in_time", enabled=False),
}


@pytest.mark.parametrize("book", SOUND)
def test_lint_leaves_in_peace(book: str) -> None:
    assert problems(SOUND[book]()) == ()


def test_a_new_value_must_say_again_where_it_is_from() -> None:
    book = load("cn-2019")
    path = f"rules/{QUIET}/params/warn_days"
    silent = replace(book, origins={**book.origins, f"{path}/value": "county/rules.yml"})
    assert [problem.path for problem in problems(silent)] == [path]
    spoken = {f"{path}/{leaf}": "county/rules.yml" for leaf in ("value", "sure", "source")}
    assert problems(replace(book, origins={**book.origins, **spoken})) == ()
