"""Take a dossier in: every table read and validated, posts reduced to days, all of it ready to be cut into units."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.domain.check import MATCHES_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import Layout
from plumbline.dossier.read import TableReport, check_table, read_table
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects
from plumbline.engine.articles import Articles, take_in_articles
from plumbline.engine.coverage import watched_share
from plumbline.engine.figures import Figures, reads_of
from plumbline.engine.plan import bucket_order, shard_count
from plumbline.engine.posts import Posts, take_in_posts
from plumbline.engine.run import Part
from plumbline.engine.texts import Texts
from plumbline.engine.unread import UNREAD_SCHEMA

Known = Callable[[Mapping[str, pl.DataFrame], Articles | None], Texts | None]
Step = Callable[[str, int, int | None], None]
_ALWAYS = {"accounts", "units", "exceptions", "coverage", "audience"}


@dataclass(frozen=True)
class Intake:
    """A validated dossier in memory.

    `tables` holds contract tables that some check reads, and the prepared ones (domain.check); `posts` how posts
    are looked up; `order` the accounts by bucket; `watched` account_id and coverage_pct; `said` what the texts gave,
    `matches` which posts repeat which known text (domain.check.MATCHES_SCHEMA); `unread` by account, how many posts
    hold pictures or video whose words nobody read (engine.unread.UNREAD_SCHEMA).
    """

    tables: Mapping[str, pl.DataFrame]
    posts: Posts
    order: pl.DataFrame
    watched: pl.DataFrame
    reports: Mapping[str, TableReport]
    notes: tuple[str, ...]
    given: frozenset[str]
    as_of: datetime
    timezone: str
    shards: int
    said: Part
    matches: pl.DataFrame
    unread: pl.DataFrame

    @property
    def today(self) -> date:
        """The natural day of `as_of`."""
        return self.as_of.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def local_as_of(self) -> str:
        """`as_of` in the dossier's timezone, ISO 8601 with offset."""
        return self.as_of.astimezone(ZoneInfo(self.timezone)).isoformat()

    def table(self, name: str) -> pl.DataFrame:
        """A table, empty if the dossier lacks it."""
        return self.tables[name] if name in self.tables else pl.DataFrame(schema=TABLES[name].schema)

    def activity_of(self, accounts: pl.Series) -> pl.DataFrame:
        """The days of posting of some accounts; `activity` stands by account, so whole runs of rows are taken."""
        days = self.tables["activity"]
        first = days.select(pl.col("account_id").ne_missing(pl.col("account_id").shift(1))).to_series().arg_true()
        runs = pl.DataFrame({"account_id": days["account_id"].gather(first), "start": first})
        runs = runs.with_columns(end=pl.col("start").shift(-1, fill_value=days.height))
        wanted = runs.filter(pl.col("account_id").is_in(accounts.implode()))
        return days[wanted.select(pl.int_ranges("start", "end").explode()).to_series()]


def take_in(
    layout: Layout,
    as_of: datetime,
    checks: Iterable[str],
    rejects: Rejects,
    *,
    texts: Known,
    bridge_hours: int,
    shards: int | None,
    progress: Step,
    near: bool = True,
) -> Intake:
    """Read and validate all tables of `layout`; rejected rows go to `rejects`.

    Tables that no check of `checks` reads are validated and let go. `texts` gives, for the tables read so far and the
    known texts, what judges texts. `near`: the checks run where the dossier's files can be read.
    """
    tables: dict[str, pl.DataFrame] = {}
    reports: dict[str, TableReport] = {}
    for name in ("units", "accounts"):
        if name in layout.files:
            tables[name], reports[name] = read_table(layout, name, rejects=rejects)
    order = bucket_order(tables["accounts"]["account_id"], shard_count(tables["accounts"].height, shards))
    registered = Registered(order["account_id"])
    wanted = _ALWAYS | reads_of(checks)
    articles: Articles | None = None
    rest = [name for name in layout.files if name not in ("units", "accounts", "posts")]
    for number, name in enumerate(rest):
        progress("tables", number, len(rest))
        if name == "articles" and name in wanted:
            articles = take_in_articles(layout, rejects)
            reports[name] = articles.report
        elif name in wanted:
            tables[name], reports[name] = read_table(layout, name, registered=registered, rejects=rejects)
        else:
            reports[name] = check_table(layout, name, registered=registered, rejects=rejects)
    progress("tables", len(rest), len(rest))
    progress("articles", 0, 1 if articles else 0)
    judging = texts(tables, articles)
    figures = Figures(wanted, tables, as_of=as_of, timezone=layout.timezone)
    stages = (*(judging.stages() if judging else ()), *figures.stages())
    posts = take_in_posts(layout, registered, as_of, rejects, progress=progress, stages=stages, near=near)
    reports["posts"] = posts.report
    tables |= {**posts.prepared, "unreadable": rejects.unreadable(), **figures.tables()}
    if judging:
        if "messages" in tables:
            judging.answers(tables["messages"], as_of)
        tables |= judging.tables()
    return Intake(
        tables=tables,
        posts=posts,
        order=order,
        watched=watched_share(tables.get("coverage"), tables["accounts"], as_of, layout.timezone, bridge_hours),
        reports=reports,
        notes=tuple(layout.notes),
        given=frozenset(_given(reports)),
        as_of=as_of,
        timezone=layout.timezone,
        shards=order["bucket"].n_unique(),
        said=judging.part() if judging else Part({}, {}, ()),
        matches=judging.matches() if judging else pl.DataFrame(schema=MATCHES_SCHEMA),
        unread=judging.unread() if judging else pl.DataFrame(schema=UNREAD_SCHEMA),
    )


def _given(reports: Mapping[str, TableReport]) -> Iterable[str]:
    for name, report in reports.items():
        yield name
        yield from (f"{name}.{column}" for column in report.columns)
