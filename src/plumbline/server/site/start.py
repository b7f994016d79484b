"""Bringing the office up: folder, secret, database, first administrator."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plumbline.domain.errors import UsageError
from plumbline.server.site import secret

_LOCK = 7_586_235
"""Any number, the same for every office: PostgreSQL's locks are counted in each database."""


def open_office(data: Path) -> None:
    """Point Django at a data folder, made on first use, and load it. Call before anything of the office is imported."""
    os.environ["PLUMBLINE_OFFICE"] = str(data.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.server.site.settings"
    secret.make(data)
    import django  # loading it takes a while: only the office's commands pay for it

    django.setup()


def mark_demo(data: Path) -> None:
    """Say that a folder is a demo's. UsageError where it holds a real office."""
    if (data / secret.NAME).exists() and not (data / "demo").exists():
        raise UsageError("this folder holds an office that is no demo", str(data), "name another folder with --data")
    (data / "demo").touch()


def bring_up_to_date() -> None:
    """Make or migrate the tables. Of several that start at one time on PostgreSQL one does it, the others wait."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    alone = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if alone:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
            make_cache_table()
        finally:
            if alone:
                with suppress(DatabaseError):  # after a fault the lock ends with the connection
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def make_cache_table() -> None:
    """Make the table of passing values (a worker's heartbeat, counted attempts), which no migration makes."""
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)


@dataclass(frozen=True)
class First:
    """The first administrator, told once."""

    username: str
    password: str


def first_administrator() -> First | None:
    """Make an administrator over a root unit where nobody is there yet; None where there are people."""
    from django.db import transaction

    from plumbline.server.audit.services import record
    from plumbline.server.people.models import Assignment, Person, Unit
    from plumbline.server.people.rights import Role
    from plumbline.server.site.clock import now

    if Person.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        root = Unit.objects.filter(parent=None).first() or Unit.objects.create(unit_id="root", name="本机关")
        person = Person.objects.create_user("admin", password=password, name="管理员", first_password=True)
        Assignment.objects.create(person=person, role=Role.ADMINISTRATOR, unit=root, since=now())
        record(who=None, action="people.first", subject=person)
    return First("admin", password)
