"""A made-up office to look around in: the demo fleet, its units, people for every role, one inspection."""

import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from plumbline.demo import fleets
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.reports.dossier_files import write_dossier
from plumbline.server.audit.services import record
from plumbline.server.inspections.services.running import ask
from plumbline.server.people.actions import Role
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.register.models import Account
from plumbline.server.register.services.importing import take_in
from plumbline.server.site.clock import now

PEOPLE = (
    ("admin", "管理员 安宁", Role.ADMINISTRATOR), ("supervisor", "主管 周正", Role.SUPERVISOR),
    ("deputy", "副主管 沈稳", Role.SUPERVISOR), ("inspector", "检查员 严明", Role.INSPECTOR),
    ("operator", "运营 李勤", Role.OPERATOR), ("reviewer", "审核 何慎", Role.REVIEWER),
    ("chief", "终审 方定", Role.FINAL_REVIEWER), ("auditor", "审计 明察", Role.AUDITOR),
)  # fmt: skip


def fill() -> list[tuple[str, str, str]]:
    """Fill an empty office; (sign-in name, name, password) of its people. Nothing where there are people already."""
    if Person.objects.exists():
        return []
    dossier = Path(settings.DOSSIER)
    _fleet(dossier)
    layout = scan(dossier, lang="zh")
    accounts, units = (read_table(layout, name, rejects=Rejects(lang="zh"))[0] for name in ("accounts", "units"))
    with transaction.atomic():
        root = Unit.objects.create(unit_id="root", name="演示机关")
        take_in(accounts, units, who=None, why="demo")
        people = _people(root)
        ask(None, root, rulebook=settings.RULEBOOK)
    return people


def _fleet(dossier: Path) -> None:
    if (dossier / "dossier.toml").exists():
        return
    dossier.parent.mkdir(parents=True, exist_ok=True)
    tables = fleets.build(fleets.NAMES[0])
    write_dossier(tables, dossier, form="csv", headers="en", timezone=fleets.TIMEZONE, as_of=fleets.AS_OF)


def _people(root: Unit) -> list[tuple[str, str, str]]:
    kept = Account.objects.filter(status="active", platform="weibo").select_related("unit")
    account = kept.order_by("account_id").first()
    assert account is not None  # noqa: S101  the demo fleet has accounts
    made = []
    for username, name, role in PEOPLE:
        password = secrets.token_urlsafe(9)
        person = Person.objects.create_user(username, password=password, name=name)
        mine = account if role == Role.OPERATOR else None
        unit = account.unit if mine and account.unit else root
        Assignment.objects.create(person=person, role=role, unit=unit, account=mine, since=now())
        record(who=None, action="people.add", subject=person, why="demo")
        made.append((username, name, password))
    return made
