"""The accounts of a dossier, looked up by id, name or address: only those are read."""

from collections.abc import Mapping
from hashlib import sha256

import polars as pl

from plumbline.addresses.names import fold
from plumbline.addresses.registered import account_address


class Register:
    """The registered accounts. Names and addresses are compared as people write them (width, case, blanks)."""

    def __init__(self, accounts: pl.DataFrame, units: pl.DataFrame | None = None) -> None:
        named = () if units is None else units.select("name", "unit_id").iter_rows()
        self._units: Mapping[str, str] = {fold(str(name)): str(unit) for name, unit in named}
        self.rows: Mapping[str, Mapping[str, object]] = {
            row["account_id"]: row for row in accounts.select("account_id", "platform", "name", "platform_id", "url")
            .iter_rows(named=True)
        }  # fmt: skip
        self._ids: dict[tuple[str, str], str] = {}
        self._names: dict[tuple[str, str], list[str]] = {}
        self._addresses: dict[str, str] = {}
        for account, row in self.rows.items():
            self._add(account, row)

    def __len__(self) -> int:
        return len(self.rows)

    def unit(self, unit_id: object) -> object:
        """The id under which a unit is known that a file only names; the id itself for any other."""
        return self._units.get(fold(str(unit_id)), unit_id) if unit_id is not None else None

    def platform(self, account_id: str) -> str | None:
        """The platform of an account; None if it is not registered."""
        return str(self.rows[account_id]["platform"]) if account_id in self.rows else None

    def find(
        self,
        *,
        platform: str,
        platform_id: str | None = None,
        name: str | None = None,
        url: str | None = None,
        prefix: str | None = None,
    ) -> str | None:
        """The account by its id there, else its address, else its name where only one bears it; None if none is.

        `prefix`: the first 16 hexadecimal digits of the plain SHA-256 of the id, as one crawler writes it.
        """
        if platform_id and (platform, platform_id) in self._ids:
            return self._ids[platform, platform_id]
        if prefix:
            return self._hashes(platform).get(prefix)
        if url:
            for key in account_address(platform, None, url, None):
                if key in self._addresses:
                    return self._addresses[key]
        named = self._names.get((platform, fold(name)), []) if name and not platform_id else []
        return named[0] if len(named) == 1 else None

    def _add(self, account: str, row: Mapping[str, object]) -> None:
        platform = str(row["platform"])
        bare = account.removeprefix(f"{platform}:")
        for identity in (row["platform_id"], bare):
            if identity:
                self._ids.setdefault((platform, str(identity)), account)
        self._names.setdefault((platform, fold(str(row["name"]))), []).append(account)
        url = None if row["url"] is None else str(row["url"])
        for key in account_address(
            platform, None if row["platform_id"] is None else str(row["platform_id"]), url, account
        ):
            self._addresses.setdefault(key, account)

    def _hashes(self, platform: str) -> Mapping[str, str]:
        return {
            sha256(identity.encode()).hexdigest()[:16]: account
            for (where, identity), account in self._ids.items()
            if where == platform
        }
