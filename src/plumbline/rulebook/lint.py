"""Faults of a rulebook that its schema cannot see: dangling names, wrong parameters, sentences that cannot be said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_type_hints

import polars as pl

from plumbline.checks import discover
from plumbline.domain.vocabulary import ALL_CHECKS, ClauseStatus, Severity, Sure
from plumbline.rulebook.coverage import checks_by_clause, cited_by
from plumbline.rulebook.lint_calendars import calendar_faults
from plumbline.rulebook.lint_sources import source_faults
from plumbline.rulebook.model import Clause, Parameter, Rule, Rulebook, Text
from plumbline.rulebook.sentences import BUILT_IN, PLACEHOLDER

OURS, METHOD = "ours", "method"
_HARSH = {Severity.ADVICE: 0, Severity.MINOR: 1, Severity.MAJOR: 2, Severity.VETO: 3}
_CHINESE = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True)
class Problem:
    """What is wrong at `path`. `fatal`: an inspection by this book would crash or cite what does not exist."""

    path: str
    what: str
    fatal: bool = False


def problems(book: Rulebook) -> tuple[Problem, ...]:
    """Every fault of a resolved book, sorted by path."""
    found = [*_texts(book), *_clauses(book), *_required(book)]
    faults = (*source_faults(book.sources), *calendar_faults(book))
    found += [Problem(path, what, fatal=fatal) for path, what, fatal in faults]
    for check, rule in book.rules.items():
        found += [*_names(book, check, rule), *_weights(book, check, rule), *_sources(book, check, rule)]
        if check in discover():
            found += [*_params(check, rule), *_sentences(check, rule)]
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.what)))


def _names(book: Rulebook, check: str, rule: Rule) -> Iterator[Problem]:
    path = f"rules/{check}"
    if check not in discover():
        built = "is planned and not built yet" if check in ALL_CHECKS else "is unknown"
        yield Problem(path, f"check {check!r} {built}", fatal=True)
    for clause in cited_by(rule):
        if clause not in book.clauses:
            yield Problem(path, f"unknown clause {clause!r}", fatal=True)


def _clauses(book: Rulebook) -> Iterator[Problem]:
    cited = checks_by_clause(book)
    for name, clause in book.clauses.items():
        if clause.instrument not in book.instruments:
            yield Problem(f"clauses/{name}/instrument", f"unknown instrument {clause.instrument!r}", fatal=True)
        covered = clause.status in (ClauseStatus.AUTOMATED, ClauseStatus.PARTIAL)
        if covered and name not in cited:
            yield Problem(f"clauses/{name}/status", f"{clause.status}, but no enabled rule cites it")
        if not covered and name in cited:
            yield Problem(f"clauses/{name}/status", f"{clause.status}, but cited by {', '.join(cited[name])}")


def _weights(book: Rulebook, check: str, rule: Rule) -> Iterator[Problem]:
    for variant in (None, *rule.variants):
        clause = book.clauses.get(book.clause_id(check, variant))
        path = f"rules/{check}/variants/{variant}" if variant else f"rules/{check}"
        if clause:
            yield from _weight(book.severity(check, variant), rule, clause, path)


def _weight(severity: Severity, rule: Rule, clause: Clause, path: str) -> Iterator[Problem]:
    if _HARSH[severity] > _HARSH[clause.severity]:
        yield Problem(f"{path}/severity", f"{severity} is harsher than its clause, which says {clause.severity}")
    values = (rule.sure, clause.sure, *(parameter.sure for parameter in rule.params.values()))
    if severity == Severity.VETO and Sure.C in values:
        yield Problem(f"{path}/sure", "a veto that rests on a value of which we are not sure (C) fails nobody")


def _sources(book: Rulebook, check: str, rule: Rule) -> Iterator[Problem]:
    clause = book.clauses.get(rule.clause)
    if clause and rule.sure < clause.sure:
        yield Problem(f"rules/{check}/sure", f"{rule.sure} is surer than its clause, which says {clause.sure}")
    for name, parameter in rule.params.items():
        path = f"rules/{check}/params/{name}"
        yield from _source(book, parameter, path)
        origins = {_book_of(book.origins.get(f"{path}/{leaf}", "")) for leaf in ("value", "sure", "source")}
        if len(origins) > 1:
            yield Problem(path, "a new value must say again how sure it is and where it is from")


def _source(book: Rulebook, parameter: Parameter, path: str) -> Iterator[Problem]:
    if parameter.source == OURS and parameter.sure != Sure.C:
        yield Problem(f"{path}/sure", "a threshold of our own is never surer than C")
    if parameter.source in (OURS, METHOD):
        return
    clause = book.clauses.get(parameter.source)
    if clause is None:
        yield Problem(f"{path}/source", f"unknown clause {parameter.source!r} (or {OURS!r}, {METHOD!r})")
    elif parameter.sure < clause.sure:
        yield Problem(f"{path}/sure", f"{parameter.sure} is surer than {parameter.source}, which says {clause.sure}")


def _book_of(origin: str) -> str:
    return origin.partition("/")[0]


def _params(check: str, rule: Rule) -> Iterator[Problem]:
    wanted = {field.name: field.default is MISSING for field in fields(discover()[check].Params)}
    hints = get_type_hints(discover()[check].Params)
    for name in sorted(set(rule.params) - set(wanted)):
        yield Problem(f"rules/{check}/params/{name}", "the check has no such parameter", fatal=True)
    for name in sorted(name for name, needed in wanted.items() if needed and name not in rule.params):
        yield Problem(
            f"rules/{check}/params/{name}",
            f"the parameter is missing; plumbline explain {check} says what it sets",
            fatal=True,
        )
    for name, value in rule.values().items():
        if name in hints and not _fits(value, hints[name]):
            kind = getattr(hints[name], "__name__", str(hints[name]))
            yield Problem(f"rules/{check}/params/{name}/value", f"{value!r} is no {kind}", fatal=True)
        elif name.endswith("patterns"):
            yield from _patterns(value, f"rules/{check}/params/{name}/value")


def _fits(value: Any, kind: Any) -> bool:
    for item_type in (str, int):
        if kind == tuple[item_type, ...]:  # type: ignore[valid-type]  # the type is the value here
            return isinstance(value, list | tuple) and all(type(item) is item_type for item in value)
    if kind is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    return type(value) is kind


def _patterns(patterns: Any, path: str) -> Iterator[Problem]:
    for pattern in patterns:
        try:
            pl.Series([""]).str.contains("".join(pattern.split()))
        except pl.exceptions.ComputeError:
            yield Problem(path, f"not a regular expression: {pattern}", fatal=True)


def _sentences(check: str, rule: Rule) -> Iterator[Problem]:
    module, path = discover()[check], f"rules/{check}"
    facts = {*BUILT_IN, *(field.name for field in fields(module.Facts))}
    for variant in sorted({*module.VARIANTS} - {*rule.variants}):
        yield Problem(f"{path}/variants", f"the check's variant {variant!r} has no sentence (a message)", fatal=True)
    for variant in sorted({*rule.variants} - {*module.VARIANTS}):
        yield Problem(f"{path}/variants/{variant}", "the check has no such variant")
    messages = {f"{path}/message": rule.message} | {
        f"{path}/variants/{name}/message": variant.message for name, variant in rule.variants.items()
    }
    for place, message in messages.items():
        for lang, sentence in (("zh", message.zh), ("en", message.en)):
            yield from _placeholders(sentence, facts, f"{place}/{lang}")


def _placeholders(sentence: str, facts: set[str], path: str) -> Iterator[Problem]:
    for name in sorted({*PLACEHOLDER.findall(sentence)} - facts):
        yield Problem(path, f"{{{name}}} is no fact of the check")
    if set("{}") & set(PLACEHOLDER.sub("", sentence)):
        yield Problem(path, "a brace that belongs to no {fact}")


def _required(book: Rulebook) -> Iterator[Problem]:
    """A required clause needs an enabled required rule, and a required rule a required clause."""
    firm = {clause for rule in book.rules.values() if rule.required and rule.enabled for clause in cited_by(rule)}
    for name, clause in book.clauses.items():
        if clause.required and name not in firm:
            yield Problem(f"clauses/{name}/required", "required, but no enabled rule under it is")
    for check, rule in book.rules.items():
        if rule.required and rule.clause in book.clauses and not book.clauses[rule.clause].required:
            yield Problem(f"rules/{check}/required", f"required, but its clause {rule.clause} is not")


def _texts(book: Rulebook) -> Iterator[Problem]:
    """Every text says something, and the Chinese, where it is not the English, is Chinese."""
    for path, text in _walk(book, ""):
        if not text.zh.strip() or not text.en.strip():
            yield Problem(path, "empty")
        elif text.zh != text.en and not _CHINESE.search(text.zh):
            yield Problem(f"{path}/zh", "no Chinese character in the Chinese sentence")


def _walk(value: Any, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _walk(below, f"{path}/{key}" if path else key)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name), f"{path}/{name}" if path else name)
