"""The signed register: what whoever holds it can trust, and what they are told when they cannot."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.management import call_command
from django.test import Client
from office import Clock, World

from plumbline.cli.main import main
from plumbline.server.portal import keys, limits, register

pytestmark = pytest.mark.django_db
OFFICIAL, STRANGER = "https://weibo.com/u/5044281001", "https://weibo.com/u/5044289999"


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[None]:
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django
    limits.forget()
    yield
    register.forget()


def held(tmp_path: Path, name: str = "one") -> tuple[Path, Path]:
    """The file and the key that somebody has downloaded."""
    body = b"".join(Client().get("/.well-known/plumbline-register.json").streaming_content)  # type: ignore[attr-defined]
    file, key = tmp_path / f"{name}.json", tmp_path / f"{name}.pem"
    file.write_bytes(body)
    key.write_bytes(Client().get("/.well-known/plumbline-register.pem").content)
    return file, key


def verified(file: Path, key: Path, *more: str) -> int:
    return main(["verify", "--lang", "en", "--export", str(file), "--key", str(key), *more])


def test_any_tool_can_check_the_signature_over_sorted_json_without_blanks(world: World, tmp_path: Path) -> None:
    file, key = held(tmp_path)
    document = json.loads(file.read_bytes())
    shown = base64.b64decode(document.pop("signature"))
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    load_pem_public_key(key.read_bytes()).verify(shown, text.encode())  # type: ignore[union-attr, call-arg]


def test_an_answer_from_the_file_says_whose_it_is(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = held(tmp_path)
    assert verified(file, key, "--json", OFFICIAL) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["verified"], told["account_id"]) == (True, "weibo:5044281001")
    assert (told["export"]["signature"], told["export"]["accounts"]) == ("good", 4)
    assert verified(file, key, STRANGER) == 1
    assert verified(file, key, "https://t.cn/A6abc") == 2


def test_an_old_file_cannot_tell_what_is_official_now(
    world: World, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = held(tmp_path)
    clock.advance(days=29)
    assert verified(file, key, OFFICIAL) == 0
    clock.advance(days=2)
    capsys.readouterr()
    assert verified(file, key, OFFICIAL) == 2
    assert "out of date" in capsys.readouterr().err
    assert verified(file, key) == 2


def test_a_file_from_the_future_points_to_a_wrong_clock(
    world: World, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = held(tmp_path)
    clock.now -= timedelta(days=1)
    assert verified(file, key, OFFICIAL) == 2
    assert "clock" in capsys.readouterr().err


HARMS = {
    "altered": "altered", "cut": "no whole export", "empty": "no whole export", "a list": "no whole export",
    "deep": "no whole export", "another format": "another format", "another key": "another key",
    "unsigned": "no whole export", "signature of nothing": "altered", "lone surrogate": "altered",
}  # fmt: skip


def harmed(file: Path, harm: str) -> bytes:
    whole = file.read_bytes()
    document = json.loads(whole)
    return {
        "altered": whole.replace(b"5044281001", b"5044289999"), "cut": whole[:-20], "empty": b"", "a list": b"[]",
        "deep": b"[" * 100_000, "another format": whole.replace(b"plumbline-register/1", b"plumbline-register/9"),
        "another key": json.dumps(document | {"key_id": "0" * 16}).encode(),
        "unsigned": json.dumps({"format": document["format"], "key_id": document["key_id"]}).encode(),
        "signature of nothing": json.dumps(document | {"signature": ""}).encode(),
        "lone surrogate": json.dumps(document | {"origin": "\ud800"}).encode(),
    }[harm]  # fmt: skip


@pytest.mark.parametrize(("harm", "told"), HARMS.items())
def test_every_harm_is_told_by_its_name(
    harm: str, told: str, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = held(tmp_path)
    file.write_bytes(harmed(file, harm))
    assert verified(file, key, OFFICIAL) == 2
    assert told in capsys.readouterr().err


def test_after_a_change_of_key_the_old_public_key_still_checks(world: World, tmp_path: Path) -> None:
    old = keys.public_id()
    _, old_key = held(tmp_path, "old")
    for _ in range(2):
        call_command("change_register_key", stdout=StringIO())
    file, new_key = held(tmp_path, "new")
    assert keys.public_id() != old
    assert verified(file, new_key, OFFICIAL) == 0
    assert verified(file, old_key, OFFICIAL) == 0
    assert (keys.folder() / keys.NAME).stat().st_mode & 0o077 == 0


def test_a_key_in_strange_hands_endorses_nothing(world: World, tmp_path: Path) -> None:
    _, old_key = held(tmp_path, "old")
    keys.change(lost=True)
    file, new_key = held(tmp_path, "new")
    assert verified(file, old_key, OFFICIAL) == 2
    assert verified(file, new_key, OFFICIAL) == 0


def test_a_forged_endorsement_leads_nowhere(world: World, tmp_path: Path) -> None:
    _, old_key = held(tmp_path, "old")
    keys.change(lost=True)
    raw = keys.private_key().public_key().public_bytes_raw()
    fake = {"new": raw.hex(), "signature": base64.b64encode(b"x" * 64).decode()}
    (keys.folder() / keys.ENDORSEMENTS).write_text(json.dumps([fake]))
    file, _ = held(tmp_path, "new")
    assert verified(file, old_key, OFFICIAL) == 2


def test_the_public_key_is_shown_where_people_look_accounts_up(world: World) -> None:
    page = Client().get("/").content.decode()
    assert keys.public_id() in page
    assert "/.well-known/plumbline-register.pem" in page
