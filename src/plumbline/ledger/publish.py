"""Put what the ledger has into the tables of the dossier: what stands there stays, what was seen newer goes first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import scan
from plumbline.dossier.particulars import FILE
from plumbline.ledger.bodies import KEYS, instant
from plumbline.ledger.ledger import Ledger
from plumbline.ledger.merging import Stretch, merged, observations, stretch, versions
from plumbline.ledger.retention import LIMITS, within
from plumbline.ledger.stretches import Observation
from plumbline.reports.kept_tables import Held, hold

Row = dict[str, Any]
BEFORE = "dossier"
"""The origin of what stood in the dossier before."""
REGISTER = ("units", "accounts")
"""Tables that people keep: only a run that imported a register changes what stands there, others fill blanks."""
IDENTITY = {
    "followers": ("account_id", "follower_key"),
    "interactions": ("account_id", "post_id", "at", "kind", "actor_key", "text"),
    "coverage": ("account_id", "started_at", "ended_at", "outcome", "collector"),
}
"""By what a row of a table without key is known again."""


def publish(
    ledger: Ledger, *, form: str, lang: str, timezone: str = "Asia/Shanghai", now: datetime | None = None
) -> dict[str, int]:
    """Bring all runs that are not published yet into the tables; how many rows of each table are new or changed.

    Every table is written aside and put in place whole; killed in between, the next call does it again with the same
    result. `form` is that of tables that are not there yet. `now`: rows about citizens beyond their limit go too.
    UsageError: a table that cannot be written again.
    """
    runs = ledger.unpublished()
    if not runs:
        return {}
    _particulars(ledger.folder, timezone)
    layout = scan(ledger.folder, lang=lang, whole=False)
    told: dict[str, int] = {}
    posts = hold(layout, "posts", new=form, lang=lang)
    _take_in(ledger, posts, runs)
    for name, rows in _tables(ledger, runs, layout.timezone).items():
        held = posts if name == "posts" else hold(layout, name, new=form, lang=lang)
        after = _joined(ledger, held, rows, runs)
        if not after.equals(held.frame):
            held.write(after)
            told[name] = after.height - held.frame.join(after, on=after.columns, how="semi", nulls_equal=True).height
    if now is not None:
        _forget(ledger.folder, now, lang)
    with ledger.writing():
        ledger.base.executemany("UPDATE runs SET published = 1 WHERE run_id = ?", ((run,) for run in runs))
    return told


def _forget(folder: Path, now: datetime, lang: str) -> None:
    layout = scan(folder, lang=lang, whole=False)
    for name in (table for table in LIMITS if table in layout.files):
        held = hold(layout, name, new="csv", lang=lang)
        kept = within(name, held.frame, now)
        if kept.height < held.frame.height:
            held.write(kept)


def _take_in(ledger: Ledger, posts: Held, runs: Sequence[int]) -> None:
    """Posts that stood in the dossier before the ledger knew them: kept there too, at the time they were seen last."""
    marks = ", ".join("?" * len(runs))
    rows = ledger.base.execute(
        f"SELECT DISTINCT account_id, key FROM stretches WHERE tbl = 'posts' AND run_id IN ({marks})",  # noqa: S608  marks
        tuple(runs),
    )
    touched = pl.DataFrame(
        [tuple(row) for row in rows], schema={"account_id": pl.String(), "post_id": pl.String()}, orient="row"
    )
    foreign = posts.frame.filter(pl.col("record").is_null()).join(touched, on=["account_id", "post_id"], how="semi")
    with ledger.writing():
        for row in foreign.iter_rows(named=True):
            at = row["last_seen_at"] or row["first_seen_at"] or row["posted_at"]
            ledger.take([Observation("posts", row)], origin=BEFORE, at=at, run_id=runs[-1])


def _particulars(folder: Path, timezone: str) -> None:
    if not (folder / FILE).exists() and not any(folder.glob("accounts.*")):
        (folder / FILE).write_text(f'timezone = "{timezone}"\n', encoding="utf-8")


def _tables(ledger: Ledger, runs: Sequence[int], timezone: str) -> dict[str, list[Row]]:
    """The rows of every table that these runs have touched, in the contract's order."""
    builders: Mapping[str, Callable[[str], list[Row]]] = {
        "coverage": lambda _: _coverage(ledger),
        "sightings": lambda _: _sightings(ledger),
        "versions": lambda _: [row for group in _touched(ledger, "posts", runs) for row in versions(group)],
        "post_metrics": lambda name: [row for group in _touched(ledger, name, runs) for row in observations(group)],
    }
    usual: Callable[[str], list[Row]] = lambda name: [  # noqa: E731  one of several builders
        merged(name, group, timezone) for group in _touched(ledger, name, runs)
    ]
    found = {name: builders.get(name, usual)(name) for name in TABLES if name in KEYS or name in builders}
    return {name: rows for name, rows in found.items() if rows}


def _touched(ledger: Ledger, table: str, runs: Sequence[int]) -> Iterable[list[Stretch]]:
    """All stretches of the keys that these runs touched, by account and key; a post also where its state changed."""
    marks = ", ".join("?" * len(runs))
    keys = f"SELECT tbl, account_id, key FROM stretches WHERE tbl = ? AND run_id IN ({marks})"  # noqa: S608  marks only
    values: list[object] = [table, *runs]
    if table == "posts":
        keys += f" UNION SELECT 'posts', account_id, post_id FROM sightings WHERE run_id IN ({marks})"  # noqa: S608  marks
        values += runs
    rows = ledger.base.execute(
        f"SELECT s.* FROM stretches s JOIN (SELECT DISTINCT * FROM ({keys})) t "  # noqa: S608  marks only
        "USING (tbl, account_id, key) "
        "ORDER BY s.account_id, s.key, s.seen_from",
        values,
    )
    for _, group in groupby(rows, key=lambda row: (row["account_id"], row["key"])):
        yield [stretch(dict(row)) for row in group]


def _coverage(ledger: Ledger) -> list[Row]:
    rows = ledger.base.execute("SELECT * FROM watches ORDER BY account_id, started_at, ended_at, collector, outcome")
    return [_timed(row, "started_at", "ended_at") for row in map(dict, rows)]


def _sightings(ledger: Ledger) -> list[Row]:
    rows = ledger.base.execute("SELECT * FROM sightings ORDER BY account_id, post_id, since")
    return [_timed(row, "since", "last_present_at", "confirmed_at") for row in map(dict, rows)]


def _timed(row: Row, *names: str) -> Row:
    times = {name: None if row[name] is None else instant(row[name]) for name in names}
    return {name: value for name, value in row.items() if name != "run_id"} | times


def _joined(ledger: Ledger, held: Held, rows: Sequence[Row], runs: Sequence[int]) -> pl.DataFrame:
    """The table with these rows in it: in place of those with the same key, blanks filled from what stood there."""
    schema = TABLES[held.name].schema
    fresh = pl.DataFrame(rows, schema=schema, orient="row")
    if held.name == "posts":
        fresh = _with_deletions(ledger, fresh)
    keys = list(IDENTITY.get(held.name) or TABLES[held.name].key)
    both = fresh.join(held.frame, on=keys, how="left", suffix="_held", nulls_equal=True)
    first = _register_changed(ledger, held.name, runs)
    others = [name for name in schema if name not in keys]
    mixed = both.select(
        *keys,
        *(pl.coalesce(*((name, f"{name}_held") if first else (f"{name}_held", name))).alias(name) for name in others),
    ).select(*schema)
    if held.name == "posts":
        mixed = _returned(ledger, mixed, fresh)
    rest = held.frame.join(fresh, on=keys, how="anti", nulls_equal=True)
    return pl.concat([rest, mixed]).sort(keys, nulls_last=True, maintain_order=True)


def _register_changed(ledger: Ledger, table: str, runs: Sequence[int]) -> bool:
    """Whether what was seen goes before what stands there: always, but for the tables that people keep."""
    if table not in REGISTER:
        return True
    kinds = ledger.base.execute("SELECT run_id, kind FROM runs").fetchall()
    return any(row["kind"] == "register" for row in kinds if row["run_id"] in runs)


def _with_deletions(ledger: Ledger, posts: pl.DataFrame) -> pl.DataFrame:
    """`deleted_at` of posts that are confirmed gone: the first sweep that did not show them."""
    rows = _sightings(ledger)
    gone = {
        (row["account_id"], row["post_id"]): row["last_present_at"] and _absent_since(rows, row)
        for row in _latest(rows)
        if row["state"] in ("confirmed_gone", "withdrawn_by_platform")
    }
    if not gone:
        return posts
    pairs = zip(posts["account_id"], posts["post_id"], strict=True)
    stated = posts["deleted_at"].to_list()
    times = [gone.get(pair) or at for pair, at in zip(pairs, stated, strict=True)]
    return posts.with_columns(deleted_at=pl.Series(times, dtype=posts.schema["deleted_at"]))


def _returned(ledger: Ledger, mixed: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """A post that was gone and is there again is not deleted any more, unless what was seen last says so itself."""
    back = {(row["account_id"], row["post_id"]) for row in _latest(_sightings(ledger)) if row["state"] == "present"}
    if not back:
        return mixed
    pairs = zip(mixed["account_id"], mixed["post_id"], mixed["deleted_at"], fresh["deleted_at"], strict=True)
    times = [stated if (account, post) in back else at for account, post, at, stated in pairs]
    return mixed.with_columns(deleted_at=pl.Series(times, dtype=mixed.schema["deleted_at"]))


def _latest(rows: Iterable[Row]) -> Iterable[Row]:
    for _, group in groupby(rows, key=lambda row: (row["account_id"], row["post_id"])):
        yield list(group)[-1]


def _absent_since(rows: Iterable[Row], last: Row) -> Any:
    same = [row for row in rows if (row["account_id"], row["post_id"]) == (last["account_id"], last["post_id"])]
    absent = [row["since"] for row in same if row["state"] == "absent_once"]
    return absent[-1] if absent else last["since"]
