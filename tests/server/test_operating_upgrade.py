"""An office that an earlier version left opens in this one: nothing is lost, people sign in, runs replay."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from kept_office import PASSWORD, RELEASES, laid, ran, run_folder

from plumbline.cli.main import main

OPENED = """
import json, sys
from pathlib import Path
from plumbline.cli.office import existing
existing(Path(sys.argv[1]))
from plumbline.server.site.start import bring_up_to_date, first_administrator
bring_up_to_date()
from django.conf import settings
from django.urls import reverse
from django.test import Client
from plumbline.server.audit.exporting import verified
from plumbline.server.cases.models import Case
from plumbline.server.inspections.models import Finding, Inspection, VerdictRow
from plumbline.server.people.models import Person, Unit
from plumbline.server.register.models import Account
from plumbline.server.site.pending import pending
people = {name: bool(Client().login(username=name, password=sys.argv[2])) for name in ("supervisor", "inspector")}
people["wrong password"] = bool(Client().login(username="inspector", password="x"))
visitor = Client()
visitor.force_login(Person.objects.get(username="inspector"), backend=settings.AUTHENTICATION_BACKENDS[0])
print(json.dumps({
    "people": people, "first": str(first_administrator()), "pending": pending(), "breaks": len(verified().breaks),
    "counts": [model.objects.count() for model in (Unit, Person, Account, Inspection, VerdictRow)],
    "findings": sorted(Finding.objects.values_list("check_name", flat=True).distinct()),
    "run": Inspection.objects.get().result_sha256, "cases": Case.objects.count(),
    "pages": [visitor.get(place).status_code for place in ("/desk/", reverse("register:accounts"), "/")],
}))
"""


def test_there_is_an_office_of_the_first_version() -> None:
    assert "0.1.0" in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_the_office_of_an_earlier_version_opens_with_everything_in_it(release: str, tmp_path: Path) -> None:
    data = laid(release, tmp_path / "office")
    told = ran(str(data), PASSWORD, script=OPENED)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["people"] == {"supervisor": True, "inspector": True, "wrong password": False}
    assert (found["first"], found["pending"], found["breaks"]) == ("None", [], 0)
    assert found["counts"] == [2, 3, 3, 1, 3]
    assert found["run"] == json.loads((run_folder(data) / "run.json").read_text())["result_sha256"]
    assert "activity.stale_account" in found["findings"]
    assert set(found["pages"]) <= {200, 302}


@pytest.mark.parametrize("release", RELEASES)
def test_a_run_of_an_earlier_version_replays(release: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = laid(release, tmp_path / "office")
    words = ["replay", str(run_folder(data)), "--dossier", str(data / "dossier"), "--lang", "en"]
    assert main(words) == 0, capsys.readouterr().out


@pytest.mark.django_db
def test_the_models_and_the_changes_of_the_tables_agree() -> None:
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes" in told.getvalue()
