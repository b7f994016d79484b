"""What every check owes, whoever wrote it: run over all check modules that are there."""

import dataclasses
import pickle
import types
import typing
from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from case_files import Case, cases_of, fact_columns, params_of, run, said_by, shard_of

from plumbline.checks import discover
from plumbline.domain.check import PREPARED, PREPARED_FOR_ALL, Detection, Shard
from plumbline.domain.judgement import ABSTENTION_COLUMNS, FINDING_COLUMNS
from plumbline.domain.tables import FLEET_TABLES, TABLES
from plumbline.domain.vocabulary import ALL_CHECKS, Confidence, Reason
from plumbline.rulebook.load import load
from plumbline.series.activity import daily

CHECKS = sorted(discover())
WHOLE = (*FLEET_TABLES, *PREPARED_FOR_ALL)
EVERY_CASE = [case for check in CHECKS for case in cases_of(check)]
COLUMN_TYPES = {str: pl.String(), int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean(), date: pl.Date()}

each_check = pytest.mark.parametrize("check", CHECKS)
each_case = pytest.mark.parametrize("case", EVERY_CASE, ids=lambda case: f"{case.check}: {case.name}")


@each_check
def test_is_in_the_public_contract_and_keeps_the_protocol(check: str) -> None:
    module = discover()[check]
    assert check in ALL_CHECKS
    assert module.KIND in {"account_check", "fleet_check", "post_check"}
    assert {*module.READS, *module.NEEDS} <= {*TABLES, *PREPARED}
    assert all(isinstance(reason, Reason) for reason in module.REASONS)
    assert all(isinstance(variant, str) for variant in module.VARIANTS)


@each_check
def test_params_and_facts_are_frozen_and_typed(check: str) -> None:
    module = discover()[check]
    for shape in (module.Params, module.Facts):
        assert dataclasses.is_dataclass(shape)
        assert shape.__dataclass_params__.frozen
        assert shape.__doc__
    assert not set(fact_columns(module)) & set(FINDING_COLUMNS)


@each_check
def test_says_what_it_finds_how_and_where_it_is_blind(check: str) -> None:
    lines = str(discover()[check].__doc__).splitlines()
    assert lines[0].endswith(".")
    for heading in ("Method:", "Blind spots:"):
        assert sum(line.startswith(heading) for line in lines) == 1


@each_check
def test_stands_in_the_rulebook_with_the_params_and_variants_it_declares(check: str) -> None:
    module, rule = discover()[check], load("cn-2019").rules[check]
    assert set(rule.params) == {field.name for field in dataclasses.fields(module.Params)}
    assert set(rule.variants) == set(module.VARIANTS)


@each_check
def test_has_cases_that_fire_that_pass_and_that_abstain(check: str) -> None:
    cases = cases_of(check)
    names = [case.name for case in cases]
    assert len(names) == len(set(names))
    assert any(case.expect.get("findings") for case in cases)
    assert any(not case.expect.get("findings") and not case.expect.get("abstentions") for case in cases)
    said = {row["reason"] for case in cases for row in case.expect.get("abstentions", [])}
    assert said == {reason.value for reason in discover()[check].REASONS}


@each_check
def test_every_variant_has_a_case_that_fires(check: str) -> None:
    fired = {row.get("variant") for case in cases_of(check) for row in case.expect.get("findings", [])}
    assert set(discover()[check].VARIANTS) <= fired


@each_check
def test_its_functions_can_be_sent_to_another_process(check: str) -> None:
    module = discover()[check]
    for name in ("find", "summarise") if module.KIND == "fleet_check" else ("find",):
        function = getattr(module, name)
        assert pickle.loads(pickle.dumps(function)) is function  # noqa: S301  what was pickled a moment ago


@each_check
def test_an_empty_dossier_does_not_crash_it(check: str) -> None:
    for case in cases_of(check):
        shard = shard_of(case)
        tables = {name: table.clear() for name, table in shard.tables.items()}
        for given in (shard.given, frozenset()):
            empty = dataclasses.replace(
                shard, tables=tables, posts=shard.posts.filter(pl.lit(value=False)), given=given
            )
            said = run(discover()[check], [empty], params_of(case))
            assert said.findings.is_empty()
            assert said.abstentions.is_empty()


@each_case
def test_gives_the_same_answer_twice(case: Case) -> None:
    assert _said(case, [shard_of(case)]) == _rows(said_by(case))


@each_case
def test_shuffled_rows_change_nothing(case: Case) -> None:
    assert _said(case, [_shuffled(shard_of(case), seed=7)]) == _rows(said_by(case))


@each_case
def test_a_shard_for_each_account_changes_nothing(case: Case) -> None:
    assert _said(case, list(_split(shard_of(case)))) == _rows(said_by(case))


@each_case
def test_findings_have_the_declared_columns_types_and_words(case: Case) -> None:
    module = discover()[case.check]
    findings = said_by(case).findings
    assert {name: findings.schema[name] for name in FINDING_COLUMNS} == FINDING_COLUMNS
    assert set(findings["confidence"]) <= {level.value for level in Confidence}
    assert set(findings["variant"].drop_nulls()) <= set(module.VARIANTS)
    assert findings["subject"].null_count() == 0
    assert findings.select("account_id", "post_id", "subject").is_duplicated().sum() == 0
    assert all(evidence for evidence in findings["evidence"].to_list())
    if not findings.is_empty():
        assert set(findings.columns) == {*FINDING_COLUMNS, *fact_columns(module)}
        _assert_facts(findings, typing.get_type_hints(module.Facts))


@each_case
def test_abstentions_have_the_declared_columns_and_reasons_and_one_row_an_account(case: Case) -> None:
    module = discover()[case.check]
    abstentions = said_by(case).abstentions
    assert dict(abstentions.schema) == ABSTENTION_COLUMNS
    assert set(abstentions["reason"]) <= {reason.value for reason in module.REASONS}
    assert not abstentions["account_id"].is_duplicated().any()
    assert abstentions["account_id"].null_count() == 0


def _said(case: Case, shards: list[Shard]) -> tuple[list[str], list[str]]:
    return _rows(run(discover()[case.check], shards, params_of(case)))


def _rows(said: Detection) -> tuple[list[str], list[str]]:
    findings = said.findings.select(sorted(said.findings.columns)).iter_rows()
    return sorted(map(str, findings)), sorted(map(str, said.abstentions.iter_rows()))


def _shuffled(shard: Shard, seed: int) -> Shard:
    tables = {name: table.sample(fraction=1, shuffle=True, seed=seed) for name, table in shard.tables.items()}
    return dataclasses.replace(shard, tables=tables, posts=tables["posts"].lazy())


def _split(shard: Shard) -> Iterator[Shard]:
    """A shard an account; fleet tables whole, rows of `unreadable` without an account in each, as the engine cuts."""
    held = [table for name, table in shard.tables.items() if name not in WHOLE]
    accounts = {account for table in held for account in table["account_id"].drop_nulls()} or {"nobody"}
    for account in sorted(accounts):
        mine = pl.col("account_id") == account
        tables = {
            name: table if name in WHOLE else table.filter(mine | pl.col("account_id").is_null())
            for name, table in shard.tables.items()
        }
        tables["activity"] = daily(tables["posts"], as_of=shard.as_of, timezone=shard.timezone)
        yield dataclasses.replace(shard, tables=tables, posts=tables["posts"].lazy())


def _assert_facts(findings: pl.DataFrame, declared: dict[str, object]) -> None:
    for name, hint in declared.items():
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        kinds = [option for option in options if option is not type(None)]
        wanted = pl.List(pl.String()) if typing.get_origin(kinds[0]) is tuple else COLUMN_TYPES[kinds[0]]
        assert findings.schema[name] == wanted, f"{name} is {findings.schema[name]}, declared {hint}"
        assert type(None) in options or findings[name].null_count() == 0, f"{name} is null and may not be"
