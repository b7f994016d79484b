"""Take an export into the ledger of a dossier: whose it is, what is in it, from when to when it watched."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Passed, Reader, Row, Stated, Taken
from plumbline.importers.ownership import Ownership
from plumbline.importers.register import Register
from plumbline.ledger.bodies import COUNTS
from plumbline.ledger.ledger import Ledger, Watch
from plumbline.ledger.stretches import Observation

BATCH = 2_000
PUBLISHED = ("post", "repost")


@dataclass(frozen=True)
class Request:
    """What the person who imports has said. `observed_at` None: not said."""

    account_id: str | None
    observed_at: datetime | None
    timezone: str
    now: datetime
    keyed: Callable[[str, str], str]
    lang: str = "en"


@dataclass
class Report:
    """How an import went. `whole`: the export lists every post between its first and its last. `account_id` None: rows
    of several. `moment_known`: it is known when the export was made."""

    form: str
    whole: bool = True
    account_id: str | None = None
    rows: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    observed_at: datetime | None = None
    moment_known: bool = False
    registered: str | None = None
    before: datetime | None = None
    absent: list[str] = field(default_factory=list)


class Intake:
    """One export on its way into a ledger."""

    def __init__(self, export: Export, reader: Reader, register: Register, request: Request) -> None:
        self._export, self._reader, self._register, self._request = export, reader, register, request
        self._form: Format = reader.FORMAT
        whole = getattr(reader, "complete", None)
        self.report = Report(self._form.name, whole=self._form.complete if whole is None else bool(whole(export)))
        self.observed_at = request.observed_at or self._written_at()
        self.report.moment_known = request.observed_at is not None
        self._spans: dict[str, list[datetime]] = {}
        self._listed: set[str] = set()
        self._owner = Ownership(export, self._form, register, request.account_id)

    def into(self, ledger: Ledger, note: Callable[[str, Mapping[str, Any]], object]) -> Report:
        """Take everything in, in one transaction. DossierError, UsageError: nothing was taken.

        `note` keeps what is said of the import among the evidence.
        """
        account = self._owner.account_id or ""
        known = ledger.imported(self._export.sha256, account)
        if known:
            self.report.before = known["imported_at"]
            return self.report
        with ledger.writing():
            kind = "register" if self._form.register else "import"
            run = ledger.begin_run(kind, self._form.name, self._request.now, {"file": self._export.label})
            self._all(ledger, run)
            ledger.watched(self._watches(), run)
            ledger.note_import(
                self._export.sha256,
                account,
                form=self._form.name,
                name=self._export.label,
                observed_at=self.observed_at,
                at=self._request.now,
                run_id=run,
                rows=sum(self.report.rows.values()),
            )
            ledger.end_run(run, self._request.now)
            note("import", self._facts())
        self.report.observed_at, self.report.account_id = self.observed_at, self._owner.account_id
        self.report.registered = self._owner.account_id if self._owner.fresh else None
        if self._form.register:
            self.report.absent = sorted(set(self._register.rows) - self._listed)
        return self.report

    def _facts(self) -> dict[str, Any]:
        path = self._export.path
        return {
            "file": self._export.label,
            "sha256": self._export.sha256,
            "size": path.stat().st_size if path.is_file() else None,
            "format": self._form.name,
            "account_id": self._owner.account_id,
            "observed_at": self.observed_at.isoformat(),
            "rows": dict(sorted(self.report.rows.items())),
            "faults": len(self.report.faults),
        }

    def _all(self, ledger: Ledger, run: int) -> None:
        rows = self._reader.read(self._export, self._context())
        for row in rows:
            if isinstance(row, Stated):
                self._state(row)
            else:
                rows = _again(row, rows)
                break
        found = (seen for row in rows for seen in self._observed(row))
        if self._owner.fresh:
            ledger.take([self._owner.row()], origin=self._form.name, at=self.observed_at, run_id=run)
        while batch := list(islice(found, BATCH)):
            self.report.told.update(ledger.take(batch, origin=self._form.name, at=self.observed_at, run_id=run))

    def _context(self) -> Context:
        request = self._request
        return Context(
            account_id=self._owner.account_id,
            timezone=request.timezone,
            find=self._register.find,
            keyed=request.keyed,
            observed_at=self.observed_at,
            lang=request.lang,
        )

    def _observed(self, row: Row) -> Iterator[Observation]:
        if isinstance(row, Fault):
            self.report.faults.append(row)
        elif isinstance(row, Passed):
            self.report.passed[row.why] += 1
        elif isinstance(row, Stated):
            self._state(row)
        else:
            yield from self._taken(row)

    def _state(self, stated: Stated) -> None:
        if stated.observed_at and self._request.observed_at is None:
            self.observed_at, self.report.moment_known = min(stated.observed_at, self._request.now), True
        self._owner.state(stated)

    def _taken(self, taken: Taken) -> Iterator[Observation]:
        row = dict(taken.row)
        if taken.table != "units":
            row["account_id"] = row.get("account_id") or self._owner.named()
        self.report.rows[taken.table] += 1
        for name in ("unit_id", "parent_id"):
            if name in row:
                row[name] = self._register.unit(row[name])
        if taken.table == "accounts":
            self._listed.add(row["account_id"])
        sheet = f"{taken.sheet}!" if taken.sheet else ""
        record = f"import:{self._export.sha256[:16]}#{sheet}{taken.place}"
        if taken.table == "posts":
            self._note_time(row)
            yield from _counted(row, record)
        elif taken.table == "versions":
            yield _earlier(row, record)
        else:
            yield Observation(taken.table, row, None if taken.table in ("units", "accounts") else record)

    def _note_time(self, row: Mapping[str, Any]) -> None:
        if row.get("kind", "post") in (*PUBLISHED, None):
            span = self._spans.setdefault(row["account_id"], [row["posted_at"], row["posted_at"]])
            span[:] = [min(span[0], row["posted_at"]), max(span[1], row["posted_at"])]

    def _watches(self) -> Iterator[Watch]:
        """From the first post to the moment the export was made, if that was said; else to the last post."""
        for account, (first, last) in sorted(self._spans.items()):
            self.report.first = min(first, self.report.first or first)
            self.report.last = max(last, self.report.last or last)
            end = max(last + timedelta(seconds=1), self.observed_at if self.report.moment_known else last)
            yield Watch(
                account,
                first,
                end,
                "seen" if self.report.whole else "blind",
                f"import:{self._form.name}",
                None if self.report.whole else "partial_listing",
                f"import:{self._export.sha256[:16]}",
            )

    def _written_at(self) -> datetime:
        path = self._export.path
        return min(datetime.fromtimestamp(int(path.stat().st_mtime), UTC), self._request.now)


def _again(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _counted(row: dict[str, Any], record: str) -> Iterator[Observation]:
    """A post, and what it counted as a row of its own."""
    yield Observation("posts", row, record)
    counts = {name: row.get(name) for name in COUNTS}
    if any(count is not None for count in counts.values()):
        yield Observation(
            "post_metrics", {"account_id": row["account_id"], "post_id": row["post_id"], **counts}, record
        )


def _earlier(version: Mapping[str, Any], record: str) -> Observation:
    """A version that the platform keeps of a post: the post as it stood at that moment."""
    row = {name: value for name, value in version.items() if name not in ("seen_at", "last_seen_at")}
    return Observation("posts", row, record, at=version["seen_at"])
