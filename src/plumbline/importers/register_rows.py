"""Accounts of a register or filing table: which account a line is, and whether it comes twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plumbline.addresses.registered import from_id, from_url
from plumbline.importers.format import Context, Fault, Passed, Row, Taken
from plumbline.importers.tables import Entry

Values = Mapping[str, object]


@dataclass
class Lines:
    """Accounts and units as they come out of a file: each unit once, each account once."""

    context: Context
    _units: dict[str, dict[str, object]] = field(default_factory=dict)
    _accounts: dict[str, dict[str, object]] = field(default_factory=dict)

    def account(self, entry: Entry, row: Values) -> Iterator[Row]:
        """The row of an account, under the id it has in the dossier or gets now; then what is wrong in the line."""
        found = {name: value for name, value in row.items() if value is not None}
        found["account_id"] = found.get("account_id") or account_id(self.context, found)
        before = self._accounts.setdefault(str(found["account_id"]), found)
        if before is found:
            yield entry.taken("accounts", found)
        elif before == found:
            yield Passed(entry.number, "same")
        else:
            yield Fault(entry.number, "doubled", "account_id", str(found["account_id"]), sheet=entry.sheet)
        yield from entry.faults

    def unit(self, entry: Entry, row: Values) -> Iterator[Taken]:
        """The row of a unit, again only if a later line knows more of it."""
        found = {name: value for name, value in row.items() if value is not None}
        before = self._units.get(str(found["unit_id"]))
        known = {**found, **(before or {})}
        if known != before:
            self._units[str(found["unit_id"])] = known
            yield entry.taken("units", known)


def account_id(context: Context, row: Values) -> str:
    """The id of the registered account that `row` means (platform, name, platform_id, url); else a new one made of the
    platform and its id there, its address, or its name."""
    platform, name = str(row["platform"]), str(row["name"])
    identity, url = (str(row[key]) if row.get(key) else None for key in ("platform_id", "url"))
    alone = name if identity is None and url is None else None
    registered = context.find(platform=platform, platform_id=identity, url=url, name=alone)
    if registered:
        return registered
    if identity:
        return f"{platform}:{identity}"
    address = from_url(platform, url)
    return f"{platform}:{address.key if address else name}"


def identity_of(platform: str, url: str | None) -> str | None:
    """The platform's own id where an address holds it (weibo.com/u/5044281310); None for handles and short names."""
    address = from_url(platform, url)
    if address is None or address.kind != "id" or address.platform != platform:
        return None
    back = from_id(platform, address.key)
    return address.key if back and back.code == address.code else None
