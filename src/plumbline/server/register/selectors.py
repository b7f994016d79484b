"""Reading the register."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import polars as pl
from django.db.models import Count, Q, QuerySet

from plumbline.domain.tables import TABLES
from plumbline.rulebook.model import Text
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import accounts_with, may, units_with
from plumbline.server.register.models import Account, Filing, HandOver
from plumbline.server.site.clock import today
from plumbline.server.site.tasks import Figure, Task
from plumbline.workflow.account import KINDS

VERIFICATION_DAYS = 30
"""So long before a verification ends its keeper is reminded."""


def accounts_of(
    reader: Person, *, q: str = "", platform: str = "", status: str = "", unit: Unit | None = None
) -> "QuerySet[Account]":
    """The accounts a person may read; words in name, id or address."""
    found = Account.objects.filter(accounts_with(reader, Action.REGISTER_READ)).select_related("unit")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(account_id__icontains=q) | Q(url__icontains=q))
    if platform:
        found = found.filter(platform=platform)
    if status:
        found = found.filter(status=status)
    return found.filter(unit__path__startswith=unit.path) if unit else found


def filings_of(reader: Person) -> "QuerySet[Filing]":
    """Filings of the units and accounts a person may read."""
    units = units_with(reader, Action.REGISTER_READ)
    mine = accounts_with(reader, Action.REGISTER_READ, prefix="account__")
    rows = Filing.objects.filter(Q(unit__in=units) | mine | Q(filed_by=reader))
    return rows.select_related("account", "unit", "filed_by", "decided_by").distinct()


def hand_overs_of(reader: Person) -> "QuerySet[HandOver]":
    """Hand-overs of accounts a person may read, or in which they take part."""
    mine = accounts_with(reader, Action.REGISTER_READ, prefix="account__")
    rows = HandOver.objects.filter(mine | Q(giver=reader) | Q(taker=reader))
    return rows.select_related("account", "giver", "taker").distinct()


def as_tables(rows: "QuerySet[Account] | None" = None) -> dict[str, pl.DataFrame]:
    """The register as the dossier's tables `units` and `accounts` (contract columns and types)."""
    accounts = Account.objects.all() if rows is None else rows
    names = [column.name for column in TABLES["accounts"].columns if column.name != "unit_id"]
    found = accounts.values_list(*names, "unit__unit_id").order_by("account_id").iterator()
    units = Unit.objects.values_list(
        "unit_id", "name", "parent__unit_id", "level", "region_code", "must_open"
    ).order_by("unit_id")
    return {
        "units": _frame("units", ("unit_id", "name", "parent_id", "level", "region_code", "must_open"), units),
        "accounts": _frame("accounts", (*names, "unit_id"), found),
    }


def _frame(table: str, names: Sequence[str], rows: Any) -> pl.DataFrame:
    schema = TABLES[table].schema
    data: dict[str, list[Any]] = {name: [] for name in names}
    for row in rows:
        for name, value in zip(names, row, strict=True):
            data[name].append(value if value != "" else None)
    return pl.DataFrame({name: pl.Series(name, data[name], dtype=schema[name], strict=False) for name in schema
                         if name in data}).select([name for name in schema if name in data])  # fmt: skip


def dashboard(person: Person) -> Iterator[Task]:
    """Filings to decide or mend, hand-overs to confirm, verifications that end."""
    if may(person, Action.REGISTER_APPROVE):
        waiting = Filing.objects.filter(state="filed", unit__in=units_with(person, Action.REGISTER_APPROVE))
        for filing in waiting.exclude(filed_by=person).select_related("account")[:200]:
            yield _task(filing, "审批", "Decide")
    for filing in Filing.objects.filter(state="returned", filed_by=person).select_related("account")[:50]:
        yield _task(filing, "补正", "Mend")
    for one in HandOver.objects.filter(Q(giver=person) | Q(taker=person), done_at=None, cancelled_at=None):
        title = Text(zh=f"确认账号交接：{one.account}", en=f"Confirm the hand-over of {one.account}")
        yield Task(title, f"/desk/accounts/hand-overs/{one.pk}/", "register", one.due_at)
    if may(person, Action.REGISTER_FILE):
        yield from _ending(person)


def _ending(person: Person) -> Iterator[Task]:
    soon = Account.objects.filter(
        accounts_with(person, Action.REGISTER_FILE), status="active",
        verified_until__lte=today() + timedelta(days=VERIFICATION_DAYS),
    )  # fmt: skip
    for account in soon[:100]:
        title = Text(
            zh=f"认证将于 {account.verified_until} 到期：{account}",
            en=f"Verification of {account} ends {account.verified_until}",
        )
        yield Task(
            title,
            f"/desk/accounts/{account.pk}/",
            "register",
            None,
            urgent=bool(account.verified_until and account.verified_until < today()),
        )


def figures(person: Person) -> Iterator[Figure]:
    """How many accounts, by state."""
    if not may(person, Action.REGISTER_READ):
        return
    rows = Account.objects.filter(accounts_with(person, Action.REGISTER_READ)).values_list("status")
    counts = dict(rows.annotate(n=Count("pk")).order_by())
    suspended, closing, closed = (counts.get(state, 0) for state in ("suspended", "closing", "closed"))
    note = Text(
        zh=f"停用 {suspended} · 注销中 {closing} · 已注销 {closed}",
        en=f"{suspended} suspended · {closing} closing · {closed} closed",
    )
    yield Figure(Text(zh="在用账号", en="Accounts in use"), str(counts.get("active", 0)), "/desk/accounts/", note)


def _task(filing: Filing, zh: str, en: str) -> Task:
    kind, name = KINDS[filing.kind], filing.account or filing.proposed.get("name", "")
    title = Text(zh=f"{zh}{kind.zh}申请：{name}", en=f"{en} filing ({kind.en}): {name}")
    return Task(title, f"/desk/accounts/filings/{filing.pk}/", "register", filing.due_at)
