"""The main job from end to end: read, cut, judge, fold."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.rejects import Rejects
from plumbline.dossier.sentences import note
from plumbline.dossier.times import parse_as_of
from plumbline.engine.articles import Articles
from plumbline.engine.fold import fold
from plumbline.engine.intake import Intake, take_in
from plumbline.engine.kept_index import kept_index
from plumbline.engine.plan import units
from plumbline.engine.reference import lay_down, offices
from plumbline.engine.result import Baseline, Inspection
from plumbline.engine.run import Part, assess, narrowed
from plumbline.engine.texts import Texts, held, wanted
from plumbline.executors.aside import aside
from plumbline.executors.opening import Executor, opened
from plumbline.executors.session import is_address
from plumbline.rulebook.model import Rulebook

_LATE_DAYS = 7
_ASIDE = "plumbline-known-"
Step = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Request:
    """What to inspect and how. `as_of` (ISO text) goes before the dossier's own, and that before `now`.

    `work`: path or URL of a folder that the machines of a cluster share; None if they are this machine.
    """

    dossier: Path
    book: Rulebook
    now: datetime
    rejected: Path
    as_of: str | None = None
    executor: str = "inline"
    shards: int | None = None
    baseline: Baseline | None = None
    lang: str = "en"
    work: str | None = None


def inspect(request: Request, *, progress: Step) -> Inspection:
    """Judge a dossier. Writes nothing but the rejected rows, to `request.rejected`."""
    far = is_address(request.executor)
    if far:
        progress("cluster", 0, 1)
    with opened(request.executor, work=request.work) as executor:
        if far:
            progress("cluster", 1, 1)
        return _inspected(request, executor, progress)


def _inspected(request: Request, executor: Executor, progress: Step) -> Inspection:
    layout = scan(request.dossier, lang=request.lang)
    moment = parse_as_of(request.as_of, layout.timezone) if request.as_of else layout.as_of or request.now
    as_of = moment.astimezone(UTC)
    assessment = assess(request.book, layout.files)

    def texts(tables: Mapping[str, pl.DataFrame], articles: Articles | None) -> Texts | None:
        if not wanted(assessment):
            return None
        known = lay_down(
            folder, timezone=layout.timezone, sources=tables.get("sources"), offices=offices(tables),
            articles=kept_index(layout) or articles.frames() if articles else None,
        ) if held(assessment) else None  # fmt: skip
        return Texts(
            request.book, assessment.wording, layout.timezone, tables["accounts"], executor.wording,
            known, frozenset(layout.files),
        )  # fmt: skip

    with request.rejected.open("w", encoding="utf-8") as sink, aside(Path(tempfile.gettempdir()), _ASIDE) as folder:
        rejects = Rejects(sink, lang=request.lang)
        intake = take_in(
            layout,
            as_of,
            assessment.checks,
            rejects,
            texts=texts,
            bridge_hours=_bridge_hours(request.book),
            shards=request.shards or executor.shards,
            near=executor.near,
            progress=progress,
        )
    assessment = narrowed(assessment, intake.given)
    intake = replace(intake, notes=(*intake.notes, *_late(request, layout, intake)))
    cut = units(
        intake.tables, intake.posts, intake.order,
        as_of=as_of, timezone=layout.timezone, given=intake.given, book=request.book, checks=assessment.tables,
    )  # fmt: skip
    parts = chain([intake.said], _counted(executor.units(cut), intake, progress))
    return fold(intake, parts, request.book, assessment, executor=executor.name, baseline=request.baseline)


def _bridge_hours(book: Rulebook) -> int:
    """The longest hole in coverage that every rule bridges: what counts as watched in `coverage_pct`."""
    hours = [rule.params["bridge_hours"].value for rule in book.rules.values() if "bridge_hours" in rule.params]
    return min(hours, default=0)


def _late(request: Request, layout: Layout, intake: Intake) -> Iterator[str]:
    """A word of warning where the clock decided the time of inspection and the dossier ends long before it."""
    newest = [intake.posts.prepared["latest"].filter(pl.col("sort") != "future")["last_at"].max()]
    newest.append(intake.table("coverage")["ended_at"].max())
    known = [moment for moment in newest if isinstance(moment, datetime)]
    if request.as_of or layout.as_of or not known:
        return
    day = max(known).astimezone(ZoneInfo(layout.timezone)).date()
    if (intake.today - day).days > _LATE_DAYS:
        yield note("as_of_now", request.lang, day=day, days=(intake.today - day).days)


def _counted(parts: Iterator[Part], intake: Intake, progress: Step) -> Iterator[Part]:
    for number, part in enumerate(parts, start=1):
        progress("checks", number, intake.shards)
        yield part
