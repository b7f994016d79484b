"""Take an export into the ledger of a dossier: whose it is, what is in it, from when to when it watched."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from plumbline.domain.errors import DossierError, UsageError
from plumbline.domain.vocabulary import PLATFORMS
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Passed, Reader, Row, Stated, Taken
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
    """How an import went. `account_id` None: rows of several. `moment_known`: it is known when the export was made."""

    form: str
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
        self.report = Report(self._form.name)
        self.observed_at = request.observed_at or self._written_at()
        self.report.moment_known = request.observed_at is not None
        self._spans: dict[str, list[datetime]] = {}
        self._seen: set[tuple[str, str, str]] = set()
        self._listed: set[str] = set()
        self._account = self._given()

    def into(self, ledger: Ledger) -> Report:
        """Take everything in, in one transaction. DossierError, UsageError: nothing was taken."""
        account = self._account or ""
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
        self.report.observed_at = self.observed_at
        if self._form.register:
            self.report.absent = sorted(set(self._register.rows) - self._listed)
        return self.report

    def _all(self, ledger: Ledger, run: int) -> None:
        rows = self._reader.read(self._export, self._context())
        for row in rows:
            if isinstance(row, Stated):
                self._state(row)
            else:
                rows = _again(row, rows)
                break
        found = (seen for row in rows for seen in self._observed(row))
        if self.report.registered:
            ledger.take([self._new_account()], origin=self._form.name, at=self.observed_at, run_id=run)
        while batch := list(islice(found, BATCH)):
            self.report.told.update(ledger.take(batch, origin=self._form.name, at=self.observed_at, run_id=run))

    def _context(self) -> Context:
        request = self._request
        return Context(
            account_id=self._account,
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

    def _taken(self, taken: Taken) -> Iterator[Observation]:
        row = dict(taken.row)
        if taken.table != "units":
            row["account_id"] = row.get("account_id") or self._owner()
        self.report.rows[taken.table] += 1
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

    def _owner(self) -> str:
        if self._account is None:
            raise self._nameless()
        return self._account

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
            whole = self._form.complete
            yield Watch(
                account,
                first,
                end,
                "seen" if whole else "blind",
                f"import:{self._form.name}",
                None if whole else "partial_listing",
                f"import:{self._export.sha256[:16]}",
            )

    def _written_at(self) -> datetime:
        path = self._export.path
        return min(datetime.fromtimestamp(int(path.stat().st_mtime), UTC), self._request.now)

    def _given(self) -> str | None:
        """The account of `--account`; one that is not registered yet is registered by it."""
        account = self._request.account_id
        if account is None:
            return None
        platform = self._register.platform(account)
        if platform is None:
            platform = self._platform_of(account)
            self.report.registered, self._name = account, account.partition(":")[2] or account
            self._platform = platform
        if self._form.platform and platform != self._form.platform:
            raise UsageError(
                f"the export is of {self._form.platform}, the account {account} is of {platform}",
                "--account",
                "name the account that the export is about",
            )
        self.report.account_id = account
        return account

    def _platform_of(self, account: str) -> str:
        prefix = account.partition(":")[0]
        platform = prefix if prefix in PLATFORMS and ":" in account else self._form.platform
        if platform is None:
            raise UsageError(
                f"the account {account} is not registered, and its platform is not known",
                "--account",
                "write it as platform:id, for example weibo:5044281310",
            )
        return platform

    def _state(self, stated: Stated) -> None:
        """The export says whose it is: that account must be registered, unless the dossier has none at all yet."""
        if stated.observed_at and self._request.observed_at is None:
            self.observed_at, self.report.moment_known = min(stated.observed_at, self._request.now), True
        found = self._register.find(
            platform=stated.platform, platform_id=stated.platform_id, name=stated.name, url=stated.url
        )
        if self._account is None and found is None and len(self._register):
            raise self._stranger(stated)
        if self._account is None:
            account = found or f"{stated.platform}:{stated.platform_id or stated.name}"
            self.report.registered = None if found else account
            self._account = self.report.account_id = account
        self._platform, self._stated = stated.platform, stated
        self._name = stated.name or stated.platform_id or self._account

    def _new_account(self) -> Observation:
        stated: Stated | None = getattr(self, "_stated", None)
        bare = str(self._account).removeprefix(f"{self._platform}:")
        row = {
            "account_id": self._account,
            "platform": self._platform,
            "name": self._name,
            "platform_id": (stated.platform_id if stated else None) or bare,
            "url": stated.url if stated else None,
        }
        return Observation("accounts", row)

    def _nameless(self) -> DossierError:
        platform = self._form.platform
        fitting = [one for one in self._register.rows if platform in (None, self._register.platform(one))]
        shown = f" (registered: {', '.join(fitting[:5])}{' …' if len(fitting) > 5 else ''})" if fitting else ""
        return DossierError(
            "the export does not say which account it is about",
            self._export.label,
            f"name it: --account {fitting[0] if fitting else (platform or 'platform') + ':ID'}{shown}",
        )

    def _stranger(self, stated: Stated) -> DossierError:
        who = stated.name or stated.platform_id or stated.url or "?"
        return DossierError(
            f"the export is about the {stated.platform} account “{who}”, which is not registered",
            self._export.label,
            "only registered accounts are read: add it to the table accounts, or say with --account which one it is",
        )


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
