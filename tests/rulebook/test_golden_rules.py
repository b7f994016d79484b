"""Every rule with its final values, pinned: a threshold, a severity or a clause never changes unseen."""

import difflib
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from plumbline.rulebook.load import load, shipped
from plumbline.rulebook.model import Rulebook

GOLDEN = Path(__file__).with_name("golden")


def pinned(book: Rulebook) -> str:
    """The golden text of a book: head, rules and clauses, one value a line."""
    return "".join(f"{line}\n" for part in (_head, _rules, _clauses) for line in part(book))


def _head(book: Rulebook) -> Iterator[str]:
    yield f"book {book.book.name} extends={book.book.extends} calendar={book.book.calendar}"
    yield f"fails by {', '.join(book.book.fail_severities)}"


def _rules(book: Rulebook) -> Iterator[str]:
    for check, rule in book.rules.items():
        yield ""
        yield f"rule {check} enabled={rule.enabled} required={rule.required} can_fail={book.can_fail(check)}"
        yield f"  {rule.clause} also={','.join(rule.also) or '-'} {rule.severity} sure={rule.sure} reader={rule.reader}"
        yield f"  days_to_mend={book.days_to_mend(check)}"
        for name, parameter in rule.params.items():
            yield f"  {name}={_value(parameter.value)} sure={parameter.sure} source={parameter.source}"
        for variant in rule.variants:
            cited, severity = book.clause_id(check, variant), book.severity(check, variant)
            days, reader = book.days_to_mend(check, variant), book.reader(check, variant)
            yield f"  variant {variant}: {cited} {severity} reader={reader} days_to_mend={days}"


def _clauses(book: Rulebook) -> Iterator[str]:
    yield ""
    for name, clause in book.clauses.items():
        where = f"{clause.instrument} {clause.article}"
        yield (
            f"clause {name} {clause.status} {clause.severity} sure={clause.sure} required={clause.required} "
            f"days_to_mend={clause.days_to_mend} {where}"
        )


def _value(value: Any) -> str:
    """A value as text; of a long list the number of items and the beginning of its checksum."""
    if not isinstance(value, list | tuple):
        return str(value)
    text = "|".join(map(str, value))
    return f"[{text}]" if len(value) <= 4 else f"{len(value)} items {sha256(text.encode()).hexdigest()[:12]}"


@pytest.mark.parametrize("name", shipped())
def test_final_values_are_those_of_the_golden_file(name: str) -> None:
    file, now = GOLDEN / f"{name}.txt", pinned(load(name))
    if os.environ.get("RENEW_GOLDEN"):
        file.write_text(now, encoding="utf-8")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    changed = "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), "golden", "now", lineterm="", n=1))
    assert before == now, (
        f"the final values of {name} are not those of {file.name}:\n{changed}\n"
        "If the change is meant: RENEW_GOLDEN=1 pytest tests/rulebook/test_golden_rules.py, then read and commit it."
    )


def test_no_golden_file_is_left_of_a_book_that_is_gone() -> None:
    assert sorted(file.stem for file in GOLDEN.glob("*.txt")) == sorted(shipped())
