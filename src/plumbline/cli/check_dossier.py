"""What a dossier says of the account that wants to publish: name, remit, exceptions. Loads what tables need."""

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from plumbline.cli.words import say
from plumbline.domain.errors import UsageError
from plumbline.domain.finding import Finding
from plumbline.domain.provenance import Known
from plumbline.domain.tables import TABLES
from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.registered import Registered
from plumbline.dossier.rejects import Rejects
from plumbline.engine.articles import take_in_articles
from plumbline.engine.exceptions import Exceptions
from plumbline.engine.kept_index import kept_index
from plumbline.engine.posts import TEXT_COLUMNS
from plumbline.engine.reference import lay_down, offices
from plumbline.rulebook.model import Rulebook


class Dossier:
    """The accounts of a dossier and the exceptions in force `now`."""

    def __init__(self, folder: Path, now: datetime, lang: str, book: Rulebook) -> None:
        """Read `accounts` and `exceptions`; DossierError if they cannot be read."""
        layout = scan(folder, lang=lang)
        self._layout, self._book = layout, book
        rejects = Rejects(lang=lang)
        accounts = read_table(layout, "accounts", rejects=rejects)[0]
        self._folder, self._lang, self._accounts = folder, lang, accounts
        self._rows = {row["account_id"]: row for row in accounts.iter_rows(named=True)}
        units = {account: row["unit_id"] for account, row in self._rows.items()}
        today = now.astimezone(ZoneInfo(layout.timezone)).date()
        self._exceptions = Exceptions(_exceptions(layout, accounts, rejects), units, today)

    def known(self) -> Known:
        """The dossier's lists of sources, its known texts and the fleet's posts, taken in anew."""
        aside = Path(tempfile.mkdtemp(prefix="plumbline-draft-"))
        weakref.finalize(self, shutil.rmtree, aside, ignore_errors=True)  # an editor's server asks for hours
        rejects, registered = Rejects(lang=self._lang), Registered(self._accounts["account_id"])
        tables = {"accounts": self._accounts}
        for name in ("units", "sources"):
            if name in self._layout.files:
                tables[name] = read_table(self._layout, name, rejects=rejects)[0]
        articles = kept_index(self._layout) or self._articles(rejects)
        reference = lay_down(
            aside, timezone=self._layout.timezone, sources=tables.get("sources"),
            offices=offices(tables), articles=articles,
        )  # fmt: skip
        posts = table_batches(
            self._layout, "posts", columns=TEXT_COLUMNS, registered=registered, rejects=Rejects(lang=self._lang)
        )
        names = self._accounts.select("account_id", "name")
        named = (batch.join(names, on="account_id", how="left", maintain_order="left") for batch in posts)
        return reference.with_posts(named).opened(self._book)

    def _articles(self, rejects: Rejects) -> Iterable[pl.DataFrame] | None:
        return take_in_articles(self._layout, rejects).frames() if "articles" in self._layout.files else None

    def registered(self, account: str) -> str:
        """The account's id, if the dossier has it; UsageError with the nearest else."""
        if account in self._rows:
            return account
        near = get_close_matches(account, list(self._rows), n=1, cutoff=0.5)
        near += [key for key, row in self._rows.items() if row["name"] == account]
        hint = say(self._lang, f"did you mean {near[-1]}?", f"是否应为 {near[-1]}？") if near else ""
        raise UsageError(
            say(self._lang, f"the dossier has no account '{account}'", f"资料包中没有账号“{account}”"),
            str(self._folder),
            hint or say(self._lang, "the table accounts lists all ids", "全部账号编码见 accounts 表"),
        )

    def name(self, account: str | None) -> str:
        """The account's name; empty where it is not known."""
        return self._of(account, "name")

    def mission(self, account: str | None) -> str:
        """The words of its unit's remit; empty where they are not known."""
        return self._of(account, "mission")

    def platform(self, account: str | None) -> str:
        """Its platform; empty where it is not known."""
        return self._of(account, "platform")

    def excepted(self, finding: Finding) -> Finding:
        """The finding, marked where an approved exception covers it."""
        return self._exceptions.apply([finding])[0]

    def _of(self, account: str | None, column: str) -> str:
        return str(self._rows.get(account or "", {}).get(column) or "")


def _exceptions(layout: Layout, accounts: pl.DataFrame, rejects: Rejects) -> pl.DataFrame:
    if "exceptions" not in layout.files:
        return pl.DataFrame(schema=TABLES["exceptions"].schema)
    registered = Registered(accounts["account_id"])
    return read_table(layout, "exceptions", registered=registered, rejects=rejects)[0]
