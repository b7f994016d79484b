"""What speaks against a filing. Some objections bend to an exception that is reasoned and approved, others never."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from plumbline.addresses.registered import account_address
from plumbline.domain.vocabulary import OWN_HOSTED
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Text
from plumbline.rulebook.sentences import citation
from plumbline.server.people.models import Unit
from plumbline.server.register.likeness import at_address, named_alike
from plumbline.server.register.models import Account, Filing
from plumbline.server.site.calendar import working_days
from plumbline.server.site.clock import today
from plumbline.workflow.account import first_closing_day, first_reopening_day
from plumbline.workflow.days import provisional

REOPEN_DAYS = 90
"""Our own proposal (no instrument names a period): within it a closed account, or one like it, needs an exception."""
_STANDING = ("active", "suspended", "closing")
_COMPARED = ("open", "change", "resume", "reopen")


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
def notice_period() -> tuple[int, Text] | None:
    """How many working days a closing notice stands by the installation's rulebook, and where that is written.

    None under a book that asks for none.
    """
    book = load(settings.RULEBOOK)
    rule = book.rules.get("register.closing_without_notice")
    if rule is None:
        return None
    found = rule.params["notice_working_days"]
    said = {lang: citation(book, found.source, lang) for lang in ("zh", "en")}
    return int(found.value), Text(zh=said["zh"], en=said["en"])


def objections(kind: str, account: Account | None, proposed: Mapping[str, Any], unit: Unit) -> list[Objection]:
    """Everything that speaks against a filing now."""
    return [
        *_in_the_way(account),
        *(_compared(kind, account, proposed, unit) if kind in _COMPARED else ()),
        *(_closing(account, proposed) if kind == "close" and account else ()),
        *(_lately_closed(account) if kind == "reopen" and account else ()),
    ]


def _in_the_way(account: Account | None) -> Iterator[Objection]:
    if account and Filing.objects.filter(account=account, state__in=("filed", "returned")).exists():
        yield _objection("open_filing", account.name, hard=True)


def _compared(kind: str, account: Account | None, proposed: Mapping[str, Any], unit: Unit) -> Iterator[Objection]:
    """Against all other accounts: what changes in this one, everything of a new one or one that comes back."""
    others = Account.objects.exclude(pk=account.pk) if account else Account.objects.all()
    platform = str(account.platform if account else proposed.get("platform", ""))
    if account is None and others.filter(account_id=proposed.get("account_id")).exists():
        yield _objection("same_id", str(proposed["account_id"]), hard=True)
    anew, told = kind != "change", set[str]()
    if anew or {"platform_id", "url"} & proposed.keys():
        keys = account_address(platform, _fact("platform_id", account, proposed), _fact("url", account, proposed), None)
        for other in at_address(keys, platform, others) if keys else ():
            told.add(other.account_id)
            yield from _lately_closed(other) if other.status == "closed" else _there("same_address", other, hard=True)
    if anew or "name" in proposed:
        for other in named_alike(_fact("name", account, proposed) or "", platform, others):
            if other.account_id not in told:
                yield from _lately_closed(other) if other.status == "closed" else _there("same_name", other)
    if (anew or (account and account.unit != unit)) and platform not in OWN_HOSTED:
        for other in others.filter(platform=platform, unit=unit, status__in=_STANDING)[:3]:
            yield from _there("same_platform", other)
    if kind == "open" and unit.level == "body":
        yield _objection("internal_body", unit.name)


def _fact(name: str, account: Account | None, proposed: Mapping[str, Any]) -> str | None:
    found = proposed[name] if name in proposed else getattr(account, name, None)
    return str(found) if found else None


def _there(code: str, other: Account, *, hard: bool = False) -> Iterator[Objection]:
    owner = f", {other.unit}" if other.unit else ""
    yield _objection(code, f"{other.name} ({other.account_id}{owner})", hard=hard)


def _lately_closed(other: Account) -> Iterator[Objection]:
    if other.closed_on and today() < (first := first_reopening_day(other.closed_on, REOPEN_DAYS)):
        closed = other.closed_on.isoformat()
        yield _objection("lately_closed", f"{other.name} ({other.account_id}), {closed} → {first.isoformat()}")


def _closing(account: Account, proposed: Mapping[str, Any]) -> Iterator[Objection]:
    on = date.fromisoformat(str(proposed.get("closed_on") or today().isoformat()))
    if on > today():
        yield _objection("not_yet", on.isoformat(), hard=True)
    period, calendar = notice_period(), working_days()
    if period is None:
        return
    if account.notice_on is None:
        yield _objection("no_notice", account.name)
        return
    days, source = period
    first = first_closing_day(account.notice_on, days, calendar)
    if on < first:
        told = _objection("notice_short", f"{account.notice_on.isoformat()} → {first.isoformat()}")
        open_ = provisional(first, calendar)
        doubt = Text(zh="；节假日安排未公布，暂定", en="; provisional") if open_ else Text(zh="", en="")
        zh = f"{told.text.zh}（公告满{days}个工作日：{source.zh}{doubt.zh}）"
        en = f"{told.text.en} ({days} working days: {source.en}{doubt.en})"
        yield Objection(told.code, Text(zh=zh, en=en), other=told.other)


def _objection(code: str, other: str, *, hard: bool = False) -> Objection:
    zh, en = TOLD[code]
    return Objection(code, Text(zh=zh.format(other), en=en.format(other)), hard=hard, other=other)


TOLD: Mapping[str, tuple[str, str]] = {
    "open_filing": (
        "该账号已有办理中的申请，请先办结或者撤回：{}",
        "a filing about this account is open: finish or withdraw it: {}",
    ),
    "same_id": ("登记册中已有编号 {}", "{} is in the register already"),
    "same_address": ("该地址已登记为 {}", "this address is registered as {}"),
    "same_name": (
        "与在用账号名称相同或者相近：{}",
        "the name is that of another account, or may be mistaken for it: {}",
    ),
    "same_platform": (
        "本单位在同一平台已有账号（一个单位原则上在同一平台只开设一个账号）：{}",
        "the unit has an account on this platform already (one unit, one account a platform): {}",
    ),
    "internal_body": ("不得以内设机构名义开设账号：{}", "internal bodies open no accounts of their own: {}"),
    "lately_closed": (
        f"注销未满{REOPEN_DAYS}天的账号（本系统规则），届满后可办理：{{}}",
        f"closed less than {REOPEN_DAYS} days ago (this office's own rule), free again from: {{}}",
    ),
    "not_yet": ("注销日期尚未到：{}", "this closing day has not come yet: {}"),
    "no_notice": ("尚未发布注销公告：{}", "no notice of closing was published: {}"),
    "notice_short": ("公告期未满：{}", "the notice has not stood long enough: {}"),
}
