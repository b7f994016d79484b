"""What the portal says: of a look-up, of an account, of a unit. Only public facts."""

from typing import Any

from plumbline.addresses.address import NoAddress
from plumbline.addresses.lookup import Answer, Entry
from plumbline.rulebook.model import Text
from plumbline.server.people.models import Unit
from plumbline.server.portal.register import Held
from plumbline.server.register.models import Account

LONGEST = 2000
FIELDS = ("account_id", "platform", "name", "unit", "status", "url", "since")
NO_ADDRESS = {
    NoAddress.SHORT_LINK: Text(
        zh="短链接或者跳转二维码须先打开，再复制账号主页链接核验。",
        en="A short link must be opened first: copy the address of the account's page.",
    ),
    NoAddress.NO_ACCOUNT: Text(
        zh="从该链接看不出属于哪个账号，请复制账号主页链接，或者输入账号名称。",
        en="This page does not say whose it is: copy the address of the account's own page, or give its name.",
    ),
    NoAddress.NOT_AN_ADDRESS: Text(zh="这既不是链接，也不是名称。", en="This is neither an address nor a name."),
}


def verdict(found: Answer, register: Held) -> dict[str, Any]:
    """An answer with the names of the public contract."""
    account = plain(found.entry) if found.entry else dict.fromkeys(FIELDS)
    if found.address and not found.entry:
        account |= {"platform": found.address.platform, "url": found.address.url}
    return {
        "verified": found.verified, **account, "lookalikes": [plain(entry) for entry in found.lookalikes],
        "updated_at": register.at.isoformat(),
    }  # fmt: skip


def plain(entry: Entry) -> dict[str, Any]:
    """An account in an answer."""
    return {
        **{name: getattr(entry, name) for name in FIELDS},
        "since": entry.since.isoformat() if entry.since else None,
    }


def account(row: Account) -> dict[str, Any]:
    """An account of the public register."""
    days = {name: _day(getattr(row, name)) for name in ("opened_on", "closed_on", "notice_on", "filed_on")}
    return {
        "account_id": row.account_id, "platform": row.platform, "name": row.name, "url": row.url or None,
        "unit_id": row.unit.unit_id if row.unit else None, "unit": row.unit.name if row.unit else None,
        "status": row.status, **days, "verified_as": row.verified_as or None, "main_account": row.main_account,
    }  # fmt: skip


def unit(row: Unit, accounts: int) -> dict[str, Any]:
    """A unit of the public register."""
    return {
        "unit_id": row.unit_id, "name": row.name, "parent_id": row.parent.unit_id if row.parent else None,
        "level": row.level or None, "region_code": row.region_code or None, "accounts": accounts,
    }  # fmt: skip


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
