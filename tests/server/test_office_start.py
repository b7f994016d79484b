"""The first start: tables by their real changes, an administrator, a demo office; and again, and after a change."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ENVIRONMENT = {
    name: value for name, value in os.environ.items()
    if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PLUMBLINE_OFFICE"}
}  # fmt: skip
FILLED = """
import sys
from pathlib import Path
from plumbline.cli.office import opened
opened(Path(sys.argv[1]), demo=True)
from plumbline.server.site.start import bring_up_to_date, first_administrator
bring_up_to_date()
from plumbline.server.site.demo import fill
people, again = fill(), fill()
from plumbline.server.inspections.models import VerdictRow
from plumbline.server.site import settings
from plumbline.server.work.worker import work_off
work_off(most=1)
verdicts = list(VerdictRow.objects.values_list("verdict", flat=True))
print(len(people), len(again), first_administrator(), settings.SECOND_FACTOR, len(verdicts), len(set(verdicts)))
"""


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, timeout=300)


@pytest.mark.django_db
def test_every_change_of_the_tables_has_been_written_down() -> None:
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes" in told.getvalue()


def test_a_demo_office_is_filled_once_and_inspected(tmp_path: Path) -> None:
    told = run(sys.executable, "-c", FILLED, str(tmp_path))
    assert told.returncode == 0, told.stderr
    people, again, first, factor, accounts, verdicts = told.stdout.split()
    assert (people, again, first, factor) == ("8", "0", "None", "none")
    assert int(accounts) > 50
    assert int(verdicts) >= 3
    log = run(sys.executable, "-m", "plumbline.cli.main", "audit-log", "verify", "--json", "--data", str(tmp_path))
    assert json.loads(log.stdout)["breaks"] == []
    export = tmp_path / "log.jsonl"
    command = (sys.executable, "-m", "plumbline.cli.main", "audit-log")
    assert run(*command, "export", str(export), "--data", str(tmp_path)).returncode == 0
    lines = export.read_text("utf-8").splitlines(keepends=True)
    for harmed in (lines[:2] + lines[3:], [lines[1], lines[0], *lines[2:]], lines[:-2] + lines[-1:], lines[:-1]):
        export.write_text("".join(harmed), "utf-8")
        assert run(*command, "verify", str(export), "--data", str(tmp_path)).returncode == 1


def test_a_real_office_is_never_turned_into_a_demo(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("x")
    told = run(sys.executable, "-m", "plumbline.cli.main", "serve", "--demo", "--data", str(tmp_path))
    assert told.returncode == 2
    assert "no demo" in told.stderr


def test_a_demo_is_shown_on_this_machine_only(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "plumbline.cli.main", "serve", "--demo", "--data", str(tmp_path))
    assert run(*command, "--host", "192.0.2.1").returncode == 2


def test_commands_say_plainly_where_there_is_no_office(tmp_path: Path) -> None:
    for words in (("worker", "--once"), ("audit-log", "verify")):
        told = run(sys.executable, "-m", "plumbline.cli.main", *words, "--data", str(tmp_path / "nothing"))
        assert told.returncode == 2
        assert "help:" in told.stderr
