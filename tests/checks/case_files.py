"""Reads the case files and lays out the small dossiers they describe. The format stands in README.md."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

import polars as pl
from made_lists import made_followers, made_metrics
from made_posts import made_accounts, made_posts
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from plumbline.checks import discover
from plumbline.domain.check import PREPARED, Detection, Shard
from plumbline.domain.tables import TABLES
from plumbline.engine.figures import Figures
from plumbline.engine.reference import Reference, lay_down, offices
from plumbline.engine.texts import Texts
from plumbline.engine.wording import Judge, WordingPart, WordingUnit
from plumbline.rulebook.load import load
from plumbline.series.activity import daily
from plumbline.text.shipped import lexicon

FOLDER = Path(__file__).parent
WRITTEN = {"unreadable", "pauses"}
"""Prepared tables that a case may write itself."""
KEYWORDS = {"name", "as_of", "timezone", "params", "given", "expect"}
MADE = {
    "made_followers": made_followers,
    "made_metrics": made_metrics,
    "made_posts": made_posts,
    "made_accounts": made_accounts,
}
"""Tables that are made instead of written: from a seed and a few numbers."""
FILLED = {
    "accounts": {"platform": "weibo", "name": "某某发布", "status": "active"},
    "posts": {"text": "正文", "kind": "post"},
    "messages": {"kind": "other"},
    "units": {"name": "某单位"},
}
NUMBERED = {
    "posts": ("post_id", "p"),
    "messages": ("message_id", "m"),
    "units": ("unit_id", "u"),
    "articles": ("article_id", "d"),
}


class _Constructor(SafeConstructor):
    """Leaves days and times as text: what they mean hangs on the column."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


@dataclass(frozen=True, eq=False)
class Case:
    """One case of one check."""

    check: str
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.content["name"])

    @property
    def expect(self) -> dict[str, Any]:
        return dict(self.content["expect"])

    @property
    def timezone(self) -> str:
        return str(self.content.get("timezone", "Asia/Shanghai"))


@cache
def cases_of(check: str) -> tuple[Case, ...]:
    """The cases of `chapter.check`, empty if it has no case file."""
    path = FOLDER / f"{check.replace('.', '/')}.yml"
    if not path.exists():
        return ()
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Constructor
    return tuple(Case(check, content) for content in yaml.load(path.read_text("utf-8")))


def all_cases() -> list[Case]:
    """Every case of every check, in order of check and file."""
    return [case for check in discover() for case in cases_of(check)]


def params_of(case: Case) -> Any:
    """The check's `Params`: values of cn-2019, overridden by the case."""
    values = load("cn-2019").rules[case.check].values() | case.content.get("params", {})
    module = discover()[case.check]
    return module.Params(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})


@cache
def shard_of(case: Case) -> Shard:
    """The case's dossier, typed and prepared as the engine does it."""
    as_of, zone = _instant(case.content["as_of"], case.timezone), case.timezone
    written = {name: rows for name, rows in case.content.items() if name not in KEYWORDS | MADE.keys()}
    tables = {name: frame_of(name, rows, zone) for name, rows in written.items()}
    tables |= _made(case, tables)
    posts = tables.setdefault("posts", frame_of("posts", [], zone))
    tables["activity"] = daily(posts, as_of=as_of, timezone=zone)
    shard = Shard(as_of=as_of, timezone=zone, tables=tables, posts=posts.lazy(), given=_given(case, written))
    if {"marks", "weeks"} & set(discover()[case.check].READS):
        tables |= said_in(shard, {}).tables()
    tables |= figures_of(tables, discover()[case.check].READS, as_of, zone)
    return Shard(as_of=as_of, timezone=zone, tables=tables, posts=posts.lazy(), given=_given(case, written))


def _made(case: Case, written: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The made tables, below what the case writes of them."""
    made = {name.removeprefix("made_"): make(case.content[name]) for name, make in MADE.items() if name in case.content}
    return {name: pl.concat([written[name], rows]) if name in written else rows for name, rows in made.items()}


def figures_of(
    tables: dict[str, pl.DataFrame], reads: Iterable[str], as_of: datetime, timezone: str
) -> dict[str, pl.DataFrame]:
    """What the engine lays out for the checks of numbers."""
    accounts = tables["accounts"] if "accounts" in tables else frame_of("accounts", [], timezone)
    figures = Figures(reads, {**tables, "accounts": accounts}, as_of=as_of, timezone=timezone)
    for _, _, take in figures.stages():
        take(iter([tables["posts"].filter(pl.col("posted_at") <= as_of)]))
    return figures.tables()


def frame_of(table: str, rows: list[dict[str, Any]], timezone: str) -> pl.DataFrame:
    """Rows as written in a case file → a frame with all columns of the contract."""
    schema = PREPARED[table] if table in WRITTEN else TABLES[table].schema
    whole = [_filled(table, row, number) for number, row in enumerate(rows, 1)]
    unknown = {column for row in whole for column in row} - set(schema)
    assert not unknown, f"{table} has no columns {sorted(unknown)}"
    cells = {
        name: [_cell(row.get(name), dtype, timezone) for row in whole] for name, dtype in schema.items()
    }  # fmt: skip
    return pl.DataFrame(cells, schema=schema)


@cache
def said_by(case: Case) -> Detection:
    """What the check says of the case's dossier, all in one shard."""
    return run(discover()[case.check], [shard_of(case)], params_of(case))


def run(module: ModuleType, shards: list[Shard], params: Any) -> Detection:
    """The check over a fleet in shards, as the engine runs it."""
    if module.KIND == "post_check":
        name = module.__name__.removeprefix("plumbline.checks.")
        named = sorted({office for shard in shards for office in _offices(shard)})
        parts = [said_in(shard, {name: params}, named).part().detections[name] for shard in shards]
        findings = pl.concat([part.findings for part in parts], how="diagonal")
        return Detection(findings, pl.concat([part.abstentions for part in parts]))
    if module.KIND == "fleet_check":
        return module.find(pl.concat([module.summarise(shard, params) for shard in shards]), params)
    parts = [module.find(shard, params) for shard in shards]
    findings = pl.concat([part.findings for part in parts], how="diagonal")
    return Detection(findings, pl.concat([part.abstentions for part in parts]))


def said_in(shard: Shard, params: dict[str, Any], named: list[str] | None = None) -> Texts:
    """The shard's texts, judged by the checks of `params` as the engine does it; `named`: the fleet's offices."""
    judge, book = Judge(params, lexicon), load("cn-2019")

    def spread(units: Iterable[WordingUnit]) -> Iterator[WordingPart]:
        for unit in units:
            opened = unit.reference.opened(book) if unit.reference else None
            yield judge.judge(unit.texts, unit.table, unit.timezone, opened)

    with tempfile.TemporaryDirectory() as folder:
        held = any(hasattr(discover()[name], "RESTS_ON") for name in params)
        known = _laid_down(shard, Path(folder), named or _offices(shard)) if held else None
        given = frozenset(name for name in shard.given if "." not in name)
        texts = Texts(book, tuple(params), shard.timezone, shard.table("accounts"), spread, known, given)
        for _, _, take in texts.stages():
            take([shard.table("posts").filter(pl.col("posted_at") <= shard.as_of)])
        texts.answers(shard.table("messages"), shard.as_of)
    return texts


def _offices(shard: Shard) -> list[str]:
    return offices({name: shard.table(name) for name in ("accounts", "units")})


def _laid_down(shard: Shard, folder: Path, named: list[str]) -> Reference:
    articles = [shard.table("articles")] if shard.has("articles") else None
    sources = shard.table("sources") if shard.has("sources") else None
    return lay_down(folder, timezone=shard.timezone, sources=sources, offices=named, articles=articles)


def fact_columns(module: ModuleType) -> list[str]:
    """Names of the facts a check declares, in order."""
    return list(get_type_hints(module.Facts))


def as_written(value: Any) -> Any:
    """A value of a frame as a case file writes it: days and times as text."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _filled(table: str, row: dict[str, Any], number: int) -> dict[str, Any]:
    key = {NUMBERED[table][0]: f"{NUMBERED[table][1]}{number}"} if table in NUMBERED else {}
    return FILLED.get(table, {}) | key | row


def _cell(value: Any, dtype: pl.DataType, timezone: str) -> Any:
    if value is None:
        return None
    if dtype == pl.Date():
        return date.fromisoformat(value)
    return _instant(value, timezone) if isinstance(dtype, pl.Datetime) else value


def _instant(text: str, timezone: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)


def _given(case: Case, written: dict[str, Any]) -> frozenset[str]:
    columns = {
        f"{name}.{column}"
        for name, rows in written.items()
        for number, row in enumerate(rows, 1)
        for column in _filled(name, row, number)
    }
    made = {name.removeprefix("made_") for name in MADE if name in case.content}
    return frozenset({*written, *made, *columns, "posts", *case.content.get("given", [])} - WRITTEN)
