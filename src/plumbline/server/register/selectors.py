"""Reading the register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from plumbline.domain.tables import TABLES
from plumbline.rulebook.model import Text
from plumbline.server.audit.models import Entry
from plumbline.server.audit.selectors import history
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.people.rights import accounts_with, held, may, units_with
from plumbline.server.register.models import Account, Filing, HandOver, KeeperCheck
from plumbline.server.site.clock import now, today
from plumbline.server.site.tasks import Figure, Task
from plumbline.workflow.account import KEEPER_CHECK_DAYS, KINDS

VERIFICATION_DAYS = 30
"""So long before a verification ends its keeper is reminded."""
FEW = 3
"""So many ending verifications are named one by one; of more, the number is told."""
LACKS: Mapping[str, Text] = {
    "keeper": Text(zh="未指定管理员", en="no keeper is named"),
    "verification": Text(zh="认证到期或者即将到期", en="verification ends or has ended"),
    "filing": Text(zh="无备案日期和编号", en="not filed"),
    "owner": Text(zh="无主办单位", en="no unit"),
}
"""What an account may lack, to be looked for."""


def accounts_of(
    reader: Person, *, q: str = "", platform: str = "", status: str = "", units: Sequence[Unit] | None = None,
    lack: str = "",
) -> "QuerySet[Account]":  # fmt: skip
    """The accounts a person may read; words in name, id or address; of units and what lies below them; `lack`: one of
    LACKS. Accounts without an owner are read by those who have the whole tree."""
    mine = accounts_with(reader, Action.REGISTER_READ)
    if reads_all(reader):
        mine |= Q(unit__isnull=True)
    found = Account.objects.filter(mine).select_related("unit")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(account_id__icontains=q) | Q(url__icontains=q))
    if platform:
        found = found.filter(platform=platform)
    if status:
        found = found.filter(status=status)
    if units is not None:
        below = Q(pk__in=[])
        for unit in units:
            below |= Q(unit__path__startswith=unit.path)
        found = found.filter(below)
    return found.filter(_lacking(lack)) if lack in LACKS else found


def reads_all(reader: Person) -> bool:
    """Whether a person reads the register of a whole tree, from its root."""
    return units_with(reader, Action.REGISTER_READ).filter(parent=None).exists()


def units_of(reader: Person) -> "QuerySet[Unit]":
    """The units that a person may read, and those of the single accounts that the person keeps."""
    single = held(reader, Action.REGISTER_READ).filter(account__isnull=False).values("account__unit")
    return units_with(reader, Action.REGISTER_READ) | Unit.objects.filter(pk__in=single)


def may_file(person: Any, account: Account) -> bool:
    """Whether a person may file about an account; about one without an owner, who has the whole tree."""
    if account.unit is None and units_with(person, Action.REGISTER_FILE).filter(parent=None).exists():
        return True
    return may(person, Action.REGISTER_FILE, account=account)


def keyed(rows: "QuerySet[Account]", *, after: str = "", before: str = "", size: int = 50) -> "Keyed":
    """A page of accounts in the order of their ids, after or before one: as quick at the end as at the start."""
    if before:
        found = list(rows.filter(account_id__lt=before).order_by("-account_id")[: size + 1])
        page = found[:size][::-1]
        return Keyed(page, page[0].account_id if len(found) > size else "", page[-1].account_id if page else "")
    found = list((rows.filter(account_id__gt=after) if after else rows).order_by("account_id")[: size + 1])
    page = found[:size]
    return Keyed(page, page[0].account_id if after and page else "", page[-1].account_id if len(found) > size else "")


@dataclass(frozen=True)
class Keyed:
    """Rows, and the ids before and after which there are more (empty: there are none)."""

    rows: Sequence[Account]
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """A change of one field."""

    entry: Entry
    name: str
    old: Any
    new: Any


def changes_of(account: Account, field: str = "") -> Sequence[Changed]:
    """Every change of an account, or of one of its fields, from the log: who, when, why; newest first."""
    return [
        Changed(entry, name, *pair)
        for entry in reversed(history(account))
        for name, pair in entry.change.items()
        if field in ("", name)
    ]


def _lacking(lack: str) -> Q:
    if lack == "owner":
        return Q(unit__isnull=True)
    standing = ~Q(status="closed")
    if lack == "keeper":
        kept = Assignment.objects.filter(account=OuterRef("pk"), role=Role.OPERATOR, until__isnull=True)
        return standing & ~Q(Exists(kept.filter(person__is_active=True)))
    if lack == "filing":
        return standing & Q(filed_on__isnull=True, filing_no="")
    return Q(status="active", verified_until__lte=today() + timedelta(days=VERIFICATION_DAYS))


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
    yield from _to_verify(person)
    if may(person, Action.REGISTER_FILE):
        yield from _ending(person)


def _to_verify(person: Person) -> Iterator[Task]:
    """Accounts that a person keeps and whose administrators were last verified too long ago (or never, since they were
    opened)."""
    kept = Assignment.objects.filter(person=person, role=Role.OPERATOR, until__isnull=True)
    oldest = now() - timedelta(days=KEEPER_CHECK_DAYS)
    fresh = KeeperCheck.objects.filter(account=OuterRef("pk"), at__gte=oldest)
    rows = Account.objects.filter(assignments__in=kept).exclude(status="closed").filter(~Q(Exists(fresh))).distinct()
    for account in rows[:50]:
        title = Text(zh=f"核验账号管理员：{account}", en=f"Verify the administrators of {account}")
        yield Task(title, f"/desk/accounts/{account.pk}/verify/", "register")


def _ending(person: Person) -> Iterator[Task]:
    """Verifications that end: each of a few accounts, or how many there are of more."""
    rows = Account.objects.filter(
        accounts_with(person, Action.REGISTER_FILE), status="active",
        verified_until__lte=today() + timedelta(days=VERIFICATION_DAYS),
    )  # fmt: skip
    found = list(rows.order_by("verified_until")[: FEW + 1])
    if len(found) > FEW:
        number = rows.count()
        title = Text(
            zh=f"{number} 个账号的平台认证到期或者即将到期", en=f"Verifications of {number} accounts end or have ended"
        )
        yield Task(title, "/desk/accounts/?lack=verification", "register")
        return
    for account in found:
        until = account.verified_until
        over = bool(until and until < today())
        title = Text(
            zh=f"{account} 的平台认证{'已于' if over else '将于'} {until} 到期",
            en=f"The verification of {account} {'ended' if over else 'ends'} on {until}",
        )
        yield Task(title, f"/desk/accounts/{account.pk}/", "register", None, urgent=over)


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
