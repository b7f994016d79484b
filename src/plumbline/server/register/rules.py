"""What speaks against a filing. Some objections bend to an exception that is reasoned and approved, others never."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q

from plumbline.addresses.names import fold, mistakable, skeleton
from plumbline.addresses.registered import account_address
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Text
from plumbline.server.people.models import Unit
from plumbline.server.register.models import Account, Filing
from plumbline.server.site.clock import today
from plumbline.workflow.account import first_closing_day, first_reopening_day

REOPEN_DAYS = 90
"""Our own proposal (no instrument names a period): within it a closed account, or one like it, needs an exception."""
_STANDING = ("active", "suspended", "closing")


@dataclass(frozen=True)
class Objection:
    """What speaks against a filing. `hard`: no exception helps. `other`: the account that is in the way."""

    code: str
    text: Text
    hard: bool = False
    other: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept with the filing."""
        return {"code": self.code, "zh": self.text.zh, "en": self.text.en, "hard": self.hard, "other": self.other}


@cache
def notice_working_days() -> int:
    """How long a closing notice stands, by the installation's rulebook."""
    rule = load(settings.RULEBOOK).rules["register.closing_without_notice"]
    return int(rule.params["notice_working_days"].value)


def objections(kind: str, account: Account | None, proposed: Mapping[str, Any], unit: Unit) -> list[Objection]:
    """Everything that speaks against a filing now."""
    return [
        *_in_the_way(account),
        *(_opening(account, proposed, unit) if kind in {"open", "change", "reopen"} else ()),
        *(_closing(account, proposed) if kind == "close" and account else ()),
        *(_reopening(account) if kind == "reopen" and account else ()),
    ]


def _in_the_way(account: Account | None) -> Iterator[Objection]:
    if account and Filing.objects.filter(account=account, state__in=("filed", "returned")).exists():
        yield Objection(
            "open_filing",
            Text(
                zh="该账号已有办理中的申请，请先办结或者撤回",
                en="a filing about this account is open: finish or withdraw it",
            ),
            hard=True,
        )


def _opening(account: Account | None, proposed: Mapping[str, Any], unit: Unit) -> Iterator[Objection]:
    others = Account.objects.exclude(pk=account.pk) if account else Account.objects.all()
    platform, name = str(proposed.get("platform", "")), str(proposed.get("name", ""))
    if not account and others.filter(account_id=proposed.get("account_id")).exists():
        yield _objection("same_id", str(proposed["account_id"]), hard=True)
    keys = account_address(platform, proposed.get("platform_id"), proposed.get("url"), None)
    there = others.filter(platform=platform)
    for other in there.filter(_resembling(name, proposed)).select_related("unit")[:200]:
        found = account_address(platform, other.platform_id, other.url, other.account_id)
        if keys & found and other.status in _STANDING:
            yield _objection("same_address", other.account_id, hard=True)
        elif other.status == "closed" and (keys & found or fold(other.name) == fold(name)):
            yield from _lately_closed(other)
        elif other.status in _STANDING and _alike(name, other.name):
            yield _objection("same_name", f"{other.name} ({other.account_id})")
    if not account:
        for other in there.filter(unit=unit, status__in=_STANDING)[:3]:
            yield _objection("same_platform", f"{other.name} ({other.account_id})")
        if unit.level == "body":
            yield _objection("internal_body", unit.name)


def _resembling(name: str, proposed: Mapping[str, Any]) -> Q:
    """A first, wide sieve by the database; the letters decide afterwards."""
    found = Q(pk__in=[])
    for part in {name[:2], name[-2:]} - {""}:
        found |= Q(name__icontains=part)
    for field in ("platform_id", "url"):
        if proposed.get(field):
            found |= Q(**{field: proposed[field]})
    return found


def _alike(name: str, other: str) -> bool:
    import polars as pl

    return skeleton(name) == skeleton(other) or bool(mistakable(name, pl.Series([other], dtype=pl.String))[0])


def _lately_closed(other: Account) -> Iterator[Objection]:
    if other.closed_on and today() < first_reopening_day(other.closed_on, REOPEN_DAYS):
        yield _objection("lately_closed", f"{other.name} ({other.account_id}), {other.closed_on.isoformat()}")


def _closing(account: Account, proposed: Mapping[str, Any]) -> Iterator[Objection]:
    if account.notice_on is None:
        yield _objection("no_notice", account.name)
        return
    first = first_closing_day(account.notice_on, notice_working_days())
    on = date.fromisoformat(str(proposed.get("closed_on") or today().isoformat()))
    if on < first:
        yield _objection("notice_short", f"{account.notice_on.isoformat()} → {first.isoformat()}")


def _reopening(account: Account) -> Iterator[Objection]:
    yield from _lately_closed(account)


def _objection(code: str, other: str, *, hard: bool = False) -> Objection:
    zh, en = TOLD[code]
    return Objection(code, Text(zh=zh.format(other), en=en.format(other)), hard=hard, other=other)


TOLD: Mapping[str, tuple[str, str]] = {
    "same_id": ("登记册中已有编号 {}", "{} is in the register already"),
    "same_address": ("该地址已登记为 {}", "this address is registered as {}"),
    "same_name": ("与在用账号“{}”名称相同或者相近", "the name is that of {} in use, or may be mistaken for it"),
    "same_platform": ("本单位在同一平台已有账号：{}", "the unit has an account on this platform already: {}"),
    "internal_body": ("不得以内设机构名义开设账号：{}", "internal bodies open no accounts of their own: {}"),
    "lately_closed": ("不久前注销的账号：{}", "closed not long ago: {}"),
    "no_notice": ("尚未发布注销公告：{}", "no notice of closing was published: {}"),
    "notice_short": ("公告期未满：{}", "the notice has not stood long enough: {}"),
}
