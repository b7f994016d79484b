"""Every case of every check, as its YAML file tells it."""

from collections.abc import Iterable
from typing import Any

import pytest
from case_files import Case, all_cases, as_written, said_by

Row = dict[str, Any]


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.check}: {case.name}")
def test_the_check_says_what_the_case_expects(case: Case) -> None:
    said = said_by(case)
    assert not set(case.expect) - {"findings", "abstentions"}
    findings = [{"variant": None, **wanted} for wanted in case.expect.get("findings", [])]
    _assert_same(findings, said.findings.iter_rows(named=True))
    _assert_same(case.expect.get("abstentions", []), said.abstentions.iter_rows(named=True))


def _assert_same(expected: list[Row], found: Iterable[Row]) -> None:
    """Each expected row matches exactly one found row in all that it names, and none is left over."""
    left = [{name: as_written(value) for name, value in row.items()} for row in found]
    for wanted in expected:
        matches = [row for row in left if _matches(wanted, row)]
        assert matches, f"expected {wanted}\nfound {left}"
        left.remove(matches[0])
    assert not left, f"not expected: {left}"


def _matches(wanted: Row, row: Row) -> bool:
    unknown = set(wanted) - set(row)
    assert not unknown, f"there is no {sorted(unknown)} among {sorted(row)}"
    return all(
        _same_evidence(value, row[name]) if name == "evidence" else row[name] == value
        for name, value in wanted.items()
    )  # fmt: skip


def _same_evidence(wanted: Row | list[Row], found: list[Row]) -> bool:
    if isinstance(wanted, dict):
        return bool(found) and wanted.items() <= found[0].items()
    return len(wanted) == len(found) and all(w.items() <= f.items() for w, f in zip(wanted, found, strict=True))
