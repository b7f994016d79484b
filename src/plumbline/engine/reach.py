"""Read what reach is made of from a dossier, without judging anything."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import polars as pl

from plumbline.domain.check import FIGURES_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import Layout
from plumbline.dossier.read import read_table
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects
from plumbline.dossier.sentences import words
from plumbline.engine.figures import POST_COLUMNS, Figures
from plumbline.series.reach import Reach, reach_of

FIGURES = "figures"
MONTHS = 2


def caps() -> dict[str, dict[str, int]]:
    """By platform and figure, the number at which the platform's page stops counting."""
    return {name: traits.get("caps", {}) for name, traits in words("platforms").items()}


def reach_by(tables: Mapping[str, pl.DataFrame], today: date) -> Reach:
    """Reach of the month of `today` and the `MONTHS` before it, from what an inspection has read."""
    first = today.replace(day=1)
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
    known = {
        name: tables[name] if name in tables else pl.DataFrame(schema=schema)
        for name, schema in {
            **{name: TABLES[name].schema for name in ("accounts", "metrics", "audience")}, FIGURES: FIGURES_SCHEMA,
        }.items()
    }  # fmt: skip
    return reach_of(**known, first=first, last=today, caps=caps())


def read_reach(
    layout: Layout, *, as_of: datetime, first: date, last: date, rejects: Rejects
) -> tuple[Reach, pl.DataFrame]:
    """Reach of a period and its accounts; posts are those said by `as_of`. DossierError as `read_table`."""
    accounts = read_table(layout, "accounts", rejects=rejects)[0]
    registered = Registered(accounts["account_id"])
    tables = {
        name: read_table(layout, name, registered=registered, rejects=rejects)[0]
        if name in layout.files
        else pl.DataFrame(schema=TABLES[name].schema)
        for name in ("metrics", "audience")
    }
    laid = Figures((FIGURES,), {"accounts": accounts}, as_of=as_of, timezone=layout.timezone)
    if "posts" in layout.files:
        batches = table_batches(layout, "posts", columns=POST_COLUMNS, registered=registered, rejects=rejects)
        laid.take(batch.filter(pl.col("posted_at") <= as_of) for batch in batches)
    figures = laid.tables().get(FIGURES, pl.DataFrame(schema=FIGURES_SCHEMA))
    reach = reach_of(
        accounts=accounts, metrics=tables["metrics"], audience=tables["audience"], figures=figures,
        first=first, last=last, caps=caps(),
    )  # fmt: skip
    return reach, accounts
