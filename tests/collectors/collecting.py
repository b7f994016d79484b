"""A whole collection against a stand-in: a dossier with one registered account, its credentials, its runs."""

import gzip
import ssl
from pathlib import Path
from typing import Any

import httpx
import polars as pl
from stand_ins.server import StandIn

from plumbline.collectors.collection import Collection, Outside
from plumbline.collectors.credentials import Credentials
from plumbline.collectors.endpoint import Purpose
from plumbline.collectors.guard import Policy, guarded_transport
from plumbline.collectors.visit import Plan, Visited
from plumbline.evidence.archive import Archive
from plumbline.ledger.keys import keyed
from plumbline.ledger.ledger import Ledger
from plumbline.ledger.publish import publish

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
WITH = frozenset({Purpose.COMMENTS, Purpose.FOLLOWERS, Purpose.REPLIES})
OBSERVED = ("record", "first_seen_at", "last_seen_at", "observed_at", "seen_at", "first_seen_on", "last_seen_on")
"""Columns that say when something was looked at: they differ between runs that saw the same."""


def keyed_here(platform: str, who: str) -> str:
    """A keyed hash, with the key of an installation that never was."""
    return keyed(b"an installation that never was..", platform, who)


class World:
    """One dossier and one stand-in; `run` is what `plumbline collect` does."""

    def __init__(
        self, folder: Path, server: StandIn, account: dict[str, str], sections: dict[str, dict[str, str]]
    ) -> None:
        self.folder, self.server, self.clock, self.account = folder, server, server.clock, account
        self.dossier = folder / "dossier"
        self.dossier.mkdir(parents=True)
        self.sections, self.credentials = sections, folder / "credentials.toml"
        self.renewed()
        named = {"url": "", **account}
        self.dossier.joinpath("accounts.csv").write_text(
            ",".join(named) + "\n" + ",".join(named.values()) + "\n", encoding="utf-8"
        )

    def renewed(self, **values: str) -> None:
        """The office writes new credentials into its file."""
        platform = self.account["platform"]
        self.sections[platform] = {**self.sections[platform], **values, "base": self.server.base}
        lines = [
            f'["{name}"]\n' + "".join(f'{key} = "{value}"\n' for key, value in held.items())
            for name, held in self.sections.items()
        ]
        self.credentials.write_text("\n".join(lines), encoding="utf-8")
        self.credentials.chmod(0o600)

    def run(
        self, *, deep: str = "", days: int = 2, wanted: frozenset[Purpose] = WITH, also: tuple[dict[str, str], ...] = ()
    ) -> Visited:
        """One run over the account (and others), its tables published. `deep`: any word reads listings to the end."""
        account = {"url": None, "name": "", **self.account}
        with self.outside() as outside:
            collection = Collection(outside, Plan(bool(deep), wanted, days))
            try:
                return collection.run([account, *also])[0]
            finally:
                publish(outside.ledger, form="csv", lang="en", now=self.clock.now)

    def outside(self) -> "_Opened":
        """What a collection works with."""
        return _Opened(self)

    def table(self, name: str) -> list[dict[str, Any]]:
        """Rows of a table of the dossier, all cells as text."""
        place = self.dossier / f"{name}.csv"
        return pl.read_csv(place, infer_schema=False).to_dicts() if place.exists() else []

    def content(self, *names: str) -> dict[str, list[dict[str, Any]]]:
        """What the tables say of the account, without when it was looked at."""
        return {
            name: sorted(
                ({key: value for key, value in row.items() if key not in OBSERVED} for row in self.table(name)),
                key=lambda row: sorted((key, value or "") for key, value in row.items()),
            )
            for name in names
        }

    def texts(self) -> list[str]:
        """The texts of all posts of kind post, sorted."""
        return sorted(row["text"] for row in self.table("posts") if row["kind"] in ("post", "repost"))

    def outcomes(self) -> list[str]:
        """The outcomes in the table coverage, in their order."""
        return [row["outcome"] for row in self.table("coverage")]

    def nothing_doubled(self) -> None:
        """No key stands twice in a table."""
        for name, key in (("posts", ("post_id",)), ("post_metrics", ("post_id", "observed_at"))):
            keys = [tuple(row[part] for part in key) for row in self.table(name)]
            assert len(keys) == len(set(keys)), name

    def no_secret(self) -> None:
        """No token and no citizen stands anywhere in the dossier."""
        written = self.written()
        for word in self.server.secrets() | self.server.citizens():
            assert word.encode() not in written, word

    def written(self) -> bytes:
        """Every byte that stands in the dossier, evidence unpacked."""
        files = [place for place in sorted(self.dossier.rglob("*")) if place.is_file()]
        raw = [place.read_bytes() for place in files]
        return b"\n".join([*raw, *(gzip.decompress(data) for data in raw if data[:2] == b"\x1f\x8b")])


class _Opened:
    """An `Outside` that closes what it opened."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __enter__(self) -> Outside:
        world, now = self._world, lambda: self._world.clock.now
        host = world.server.base.removeprefix("http://")
        policy = Policy(
            allow_hosts=(host,), ports=(443,), tls=PLAIN, idle_seconds=0.3, connect_seconds=2.0, most_bytes=1 << 20
        )
        self._http = httpx.Client(transport=guarded_transport(policy), verify=PLAIN, trust_env=False, timeout=5)
        self._ledger = Ledger(world.dossier)
        self._archive = Archive(world.dossier / "archive", now=now)
        credentials = Credentials(world.credentials)
        return Outside(self._http, self._archive, self._ledger, keyed_here, now, credentials, world.folder / "tokens")

    def __exit__(self, *trouble: object) -> None:
        self._archive.close()
        self._ledger.close()
        self._http.close()
