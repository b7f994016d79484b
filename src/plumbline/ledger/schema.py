"""The ledger's database: one SQLite file. Times are whole microseconds since 1970 UTC, bodies canonical JSON."""

import sqlite3
from pathlib import Path

from plumbline.domain.errors import DossierError

VERSION = 1
_STATEMENTS = """
CREATE TABLE runs (
  run_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, origin TEXT NOT NULL, started_at INTEGER NOT NULL,
  ended_at INTEGER, published INTEGER NOT NULL DEFAULT 0, detail TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE imports (
  sha256 TEXT NOT NULL, account_id TEXT NOT NULL, format TEXT NOT NULL, name TEXT NOT NULL,
  observed_at INTEGER NOT NULL, imported_at INTEGER NOT NULL, run_id INTEGER NOT NULL REFERENCES runs,
  rows INTEGER NOT NULL, PRIMARY KEY (sha256, account_id)
);
-- a stretch: from `seen_from` to `seen_to` an origin always gave this content under this key
CREATE TABLE stretches (
  tbl TEXT NOT NULL, account_id TEXT NOT NULL, key TEXT NOT NULL, origin TEXT NOT NULL, seen_from INTEGER NOT NULL,
  seen_to INTEGER NOT NULL, digest BLOB NOT NULL, body TEXT NOT NULL, record TEXT, run_id INTEGER NOT NULL,
  PRIMARY KEY (tbl, account_id, key, origin, seen_from)
) WITHOUT ROWID;
CREATE INDEX stretches_of_runs ON stretches (run_id, tbl);
CREATE TABLE sweeps (
  sweep_id INTEGER PRIMARY KEY, account_id TEXT NOT NULL, endpoint TEXT NOT NULL, started_at INTEGER NOT NULL,
  touched_at INTEGER NOT NULL, ended_at INTEGER, cursor TEXT, pages INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, reason TEXT, oldest INTEGER, run_id INTEGER NOT NULL
);
CREATE INDEX open_sweeps ON sweeps (account_id, endpoint, state);
CREATE TABLE swept (
  sweep_id INTEGER NOT NULL REFERENCES sweeps, key TEXT NOT NULL, PRIMARY KEY (sweep_id, key)
) WITHOUT ROWID;
-- what a listing has ever shown: only that can be missing from it
CREATE TABLE listed (
  account_id TEXT NOT NULL, endpoint TEXT NOT NULL, key TEXT NOT NULL, native TEXT NOT NULL,
  PRIMARY KEY (account_id, endpoint, key)
) WITHOUT ROWID;
CREATE TABLE quotas (
  bucket TEXT NOT NULL, holder TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL,
  PRIMARY KEY (bucket, holder, day)
) WITHOUT ROWID;
CREATE TABLE sightings (
  account_id TEXT NOT NULL, post_id TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL,
  last_present_at INTEGER, confirmed_at INTEGER, answer TEXT, record TEXT, run_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, post_id, since)
) WITHOUT ROWID;
CREATE TABLE watches (
  account_id TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, outcome TEXT NOT NULL,
  collector TEXT NOT NULL, reason TEXT, record TEXT, run_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, collector, started_at, ended_at, outcome)
) WITHOUT ROWID;
"""


def connect(path: Path) -> sqlite3.Connection:
    """Open the ledger at `path`, made on first use. DossierError: it is no ledger, or one of a newer build."""
    path.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(path, isolation_level=None, timeout=30)
    base.row_factory = sqlite3.Row
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("PRAGMA foreign_keys = ON")
        _migrate(base)
    except sqlite3.DatabaseError as error:
        base.close()
        raise DossierError(f"the ledger cannot be read: {error}", str(path), "restore it from a backup") from None
    path.chmod(0o600)
    return base


def _migrate(base: sqlite3.Connection) -> None:
    base.execute("BEGIN IMMEDIATE")
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        for statement in _STATEMENTS.split(";\n"):
            if statement.strip():
                base.execute(statement)
        base.execute(f"PRAGMA user_version = {VERSION}")
    base.execute("COMMIT")
    if version > VERSION:
        raise sqlite3.DatabaseError(f"it is of a newer build (version {version}, here {VERSION})")
