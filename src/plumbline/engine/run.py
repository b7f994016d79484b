"""Judge one unit: every check of the book on one shard of accounts."""

import dataclasses
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import ModuleType
from typing import get_type_hints

import polars as pl

from plumbline.checks import discover
from plumbline.domain.check import Detection, Shard
from plumbline.domain.finding import Failure, describe
from plumbline.domain.judgement import FINDING_COLUMNS
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.parameters import parameters

_FACT_TYPES: dict[str, pl.DataType] = {
    "<class 'str'>": pl.String(), "<class 'int'>": pl.Int64(), "<class 'bool'>": pl.Boolean(),
    "<class 'datetime.date'>": pl.Date(), "str": pl.String(), "int": pl.Int64(), "bool": pl.Boolean(),
    "datetime.date": pl.Date(),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """What one unit says: detections of account checks, summaries for fleet checks, checks that crashed."""

    detections: Mapping[str, Detection]
    summaries: Mapping[str, pl.DataFrame]
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Assessment:
    """Which rules of a book can be judged on a dossier, and which lack a whole table."""

    checks: tuple[str, ...]
    missing: Mapping[str, tuple[str, ...]]

    @property
    def wording(self) -> tuple[str, ...]:
        """The checks that judge one text at a time."""
        return tuple(name for name in self.checks if discover()[name].KIND == "post_check")

    @property
    def tables(self) -> tuple[str, ...]:
        """The checks that judge the tables of a shard."""
        return tuple(name for name in self.checks if discover()[name].KIND != "post_check")


def assess(book: Rulebook, tables: Iterable[str]) -> Assessment:
    """Split the enabled rules of `book` by whether `tables` has every table they cannot do without."""
    have, modules = set(tables), discover()
    wanted = {name: modules[name] for name in sorted(book.rules) if book.rules[name].enabled}
    missing = {name: _lacking(module, have) for name, module in wanted.items()}
    return Assessment(
        tuple(name for name in wanted if not missing[name]), {name: lack for name, lack in missing.items() if lack}
    )


def narrowed(assessment: Assessment, given: Iterable[str]) -> Assessment:
    """The same once the columns are known: without the checks for which none of `NEEDS_ANY` is given."""
    have, modules = set(given), discover()
    lacking = {name: tuple(getattr(modules[name], "NEEDS_ANY", ())) for name in assessment.checks}
    missing = {name: either[:1] for name, either in lacking.items() if either and have.isdisjoint(either)}
    kept = tuple(name for name in assessment.checks if name not in missing)
    return Assessment(kept, {**assessment.missing, **missing})


def _lacking(module: ModuleType, have: set[str]) -> tuple[str, ...]:
    """The tables that a check cannot do without: each of `NEEDS`, and one of `NEEDS_ANY`, where it has that.

    A column (`posts.edited_at`) may be there where its table is: `narrowed` looks again once that is known.
    """
    either: tuple[str, ...] = getattr(module, "NEEDS_ANY", ())
    lacking = tuple(table for table in module.NEEDS if table not in have)
    return lacking + (either[:1] if either and have.isdisjoint(name.split(".")[0] for name in either) else ())


def judge(shard: Shard, book: Rulebook, checks: Iterable[str]) -> Part:
    """Run `checks` on one shard, some beside each other. A crash of one is recorded and the others go on."""
    with ThreadPoolExecutor() as pool:
        return _together(pool.map(lambda name: _judge_one(name, shard, book), checks))


def conclude(summaries: Mapping[str, pl.DataFrame], book: Rulebook) -> Part:
    """Second half of the fleet checks: from the summaries of all shards to detections."""
    return _together(_conclude_one(name, summary, book) for name, summary in summaries.items())


def _judge_one(name: str, shard: Shard, book: Rulebook) -> Part:
    module = discover()[name]
    try:
        params = parameters(module, book.rules[name])
        if module.KIND == "fleet_check":
            return Part({}, {name: module.summarise(shard, params)}, ())
        return Part({name: checked(module, module.find(shard, params))}, {}, ())
    except Exception as error:  # a broken check must not take the others down
        return Part({}, {}, (Failure(name, describe(error)),))


def _conclude_one(name: str, summary: pl.DataFrame, book: Rulebook) -> Part:
    module = discover()[name]
    try:
        found = module.find(summary, parameters(module, book.rules[name]))
        return Part({name: checked(module, found)}, {}, ())
    except Exception as error:  # a broken check must not take the others down
        return Part({}, {}, (Failure(name, describe(error)),))


def _together(parts: Iterable[Part]) -> Part:
    whole = list(parts)
    return Part(
        {name: found for part in whole for name, found in part.detections.items()},
        {name: summary for part in whole for name, summary in part.summaries.items()},
        tuple(failure for part in whole for failure in part.failures),
    )


def fact_names(module: ModuleType) -> tuple[str, ...]:
    """Names of the facts a check declares."""
    return tuple(field.name for field in dataclasses.fields(module.Facts))


def fact_schema(module: ModuleType) -> dict[str, pl.DataType]:
    """The facts a check declares as columns."""
    hints = get_type_hints(module.Facts)
    return {name: _FACT_TYPES[str(hints[name]).removesuffix(" | None")] for name in fact_names(module)}


def checked(module: ModuleType, found: Detection) -> Detection:
    """The detection, if it has the columns that the check declares; TypeError else."""
    columns = [*FINDING_COLUMNS, *fact_names(module)]
    wrong = set(columns) ^ set(found.findings.columns)
    if wrong and not found.findings.is_empty():
        raise TypeError(f"findings have other columns than declared: {sorted(wrong)}")
    if found.findings.is_empty():
        return Detection(pl.DataFrame(schema={**FINDING_COLUMNS}), found.abstentions)
    return Detection(found.findings.select(columns), found.abstentions)
