"""What tests of importers share: a file read as `plumbline import` reads it, without the dossier it goes into."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbline.importers.export import open_export
from plumbline.importers.format import Context, Fault, Passed, Row, Stated, Taken
from plumbline.importers.recognise import recognise

OBSERVED = datetime(2026, 3, 1, 4, tzinfo=UTC)
Account = Mapping[str, str]
ReadAll = Callable[..., "Read"]


class Read(list[Row]):
    """Rows of an export; also by kind, as tests ask for them. `format` is the name of the format recognised."""

    format = ""

    def rows(self, table: str) -> list[dict[str, object]]:
        """What was taken for a table."""
        return [dict(row.row) for row in self if isinstance(row, Taken) and row.table == table]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Code and column of each fault."""
        return [(row.code, row.column) for row in self if isinstance(row, Fault)]

    @property
    def passed(self) -> list[str]:
        """Why rows were passed over, in their order."""
        return [row.why for row in self if isinstance(row, Passed)]

    @property
    def stated(self) -> Stated | None:
        """The account that the export says it is about."""
        return next((row for row in self if isinstance(row, Stated)), None)


def _finder(register: Sequence[Account]) -> Callable[..., str | None]:
    """The account of `register` whose given particulars all agree where it has them, and one of them does."""

    def find(
        *, platform: str, platform_id: str | None = None, name: str | None = None, url: str | None = None
    ) -> str | None:
        asked = {"platform_id": platform_id, "name": name, "url": url}
        for account in register:
            if account["platform"] == platform and any(
                value is not None and account.get(key) == value for key, value in asked.items()
            ):
                return account["account_id"]
        return None

    return find


def _keyed(platform: str, identity: str) -> str:
    return "k:" + hashlib.sha256(f"test key {platform} {identity}".encode()).hexdigest()[:20]


@pytest.fixture
def read_all() -> ReadAll:
    """Read a file: `account` as of --account, `register` the registered accounts (account_id, platform, platform_id,
    name, url), `form` as of --from."""

    def read(
        path: Path,
        *,
        account: str | None = None,
        register: Sequence[Account] = (),
        observed_at: datetime = OBSERVED,
        timezone: str = "Asia/Shanghai",
        form: str = "auto",
    ) -> Read:
        export = open_export(path)
        reader = recognise(export, form)
        context = Context(account, timezone, _finder(register), _keyed, observed_at)
        rows: Iterator[Row] = reader.read(export, context)
        found = Read(rows)
        found.format = reader.FORMAT.name
        return found

    return read
