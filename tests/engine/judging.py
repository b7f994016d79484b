"""Run the main job on a folder the way the command does, in a few words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from plumbline.demo.fleets import AS_OF, build
from plumbline.engine.result import Baseline, Inspection
from plumbline.executors.inspection import Request, inspect
from plumbline.reports.dossier_files import write_dossier
from plumbline.rulebook.load import load

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


def judged(
    dossier: Path,
    *,
    executor: str = "inline",
    shards: int | None = None,
    as_of: str | None = None,
    baseline: Baseline | None = None,
) -> Inspection:
    """The inspection of a dossier by cn-2019."""
    request = Request(
        dossier, load("cn-2019"), NOW, dossier.parent / f"{dossier.name}-rejected.jsonl",
        as_of=as_of, executor=executor, shards=shards, baseline=baseline,
    )  # fmt: skip
    return inspect(request, progress=lambda stage, done, total: None)


def written(tables: Mapping[str, pl.DataFrame], folder: Path, *, form: str = "csv", headers: str = "en") -> Path:
    """A dossier of `tables` in `folder`."""
    write_dossier(tables, folder, form=form, headers=headers, timezone="Asia/Shanghai", as_of=AS_OF)
    return folder


def troubled() -> dict[str, pl.DataFrame]:
    """The tables of the made-up fleet in which everything goes wrong."""
    return build("troubled")
