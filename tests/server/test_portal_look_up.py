"""The public look-up: what citizens and programs are told, and what they are not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from office import World

from plumbline.cli.main import main
from plumbline.server.portal import export, register
from plumbline.server.register.models import Account
from plumbline.server.register.revision import bump

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[None]:
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.PORTAL_PER_MINUTE = 1000  # type: ignore[attr-defined]  # the same
    caches["near"].clear()
    register.forget()
    yield
    register.forget()


def asked(text: str) -> dict[str, object]:
    answer = Client().get("/api/v1/verify", {"url": text})
    assert answer.status_code == 200, answer.content
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.parametrize("text", ["https://weibo.com/u/5044281001", "m.weibo.cn/u/5044281001", "weibo:5044281001"])
def test_a_registered_address_is_official(text: str, world: World) -> None:
    found = asked(text)
    assert (found["verified"], found["account_id"], found["unit"]) == (True, "weibo:5044281001", "云川市")
    assert set(found) == {
        "verified", "account_id", "platform", "name", "unit", "status", "url", "since", "lookalikes", "updated_at",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["https://weibo.com/u/5044289999", "https://weibo.com@evil.example/u/5044281001", "https://weib0.com/u/5044281001",
     "https://evil.example/?u=https://weibo.com/u/5044281001", "云川発布厅"],
)  # fmt: skip
def test_what_is_not_registered_is_not_official(text: str, world: World) -> None:
    assert asked(text)["verified"] is False


def test_a_name_that_imitates_is_answered_with_whom_it_imitates(world: World) -> None:
    found = asked("云川发佈")
    assert found["verified"] is False
    assert {one["name"] for one in found["lookalikes"]} == {"云川发布"}  # type: ignore[attr-defined, index]


def test_a_closed_account_is_not_official_any_more(world: World) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(status="closed")
    found = asked("https://weibo.com/u/5044281001")
    assert (found["verified"], found["status"]) == (False, "closed")


@pytest.mark.parametrize("text", ["", "…", "https://t.cn/A6abc", "x" * 3000, "\x00"])
def test_what_leads_to_no_account_is_a_problem_not_a_verdict(text: str, world: World) -> None:
    answer = Client().get("/api/v1/verify", {"url": text})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 400


def test_answers_may_be_kept_and_read_from_any_page_and_set_no_cookie(world: World) -> None:
    answer = Client().get("/api/v1/verify", {"url": "云川发布"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer.headers["Cache-Control"]
    assert not answer.cookies
    again = Client().get("/api/v1/verify", {"url": "云川发布"}, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert not Client().get("/", {"q": "云川发布"}).cookies


def test_a_change_of_the_register_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked("青山发布")["verified"] is False
    monkeypatch.setattr(register, "LOOK_EVERY", -1)
    monkeypatch.setattr(register.threading, "Thread", Now)
    Account.objects.filter(pk=world.weibo.pk).update(name="青山发布")
    bump()
    asked("别的")
    assert asked("青山发布")["verified"] is True


class Now:
    """A thread that does its work at once."""

    def __init__(self, target: object, *, daemon: bool) -> None:
        self.target = target

    def start(self) -> None:
        register._shelf.held = register._made()
        register._shelf.making = False


def test_too_many_questions_are_told_to_wait(world: World, settings: pytest.FixtureRequest) -> None:
    settings.PORTAL_PER_MINUTE = 3  # type: ignore[attr-defined]  # the fixture of pytest-django
    codes = [Client().get("/api/v1/verify", {"url": "云川发布"}).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    answer = Client().get("/")
    assert int(answer.headers["Retry-After"]) > 0
    assert Client().get("/", REMOTE_ADDR="10.1.1.1").status_code == 200
    assert Client().get("/healthz").status_code == 200


def test_what_somebody_says_of_their_own_address_does_not_count(world: World, settings: pytest.FixtureRequest) -> None:
    settings.PORTAL_PER_MINUTE = 1  # type: ignore[attr-defined]  # the fixture of pytest-django
    for number, expected in ((1, 200), (2, 429)):
        assert Client().get("/", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code == expected


def test_the_pages_speak_both_languages_and_say_what_to_do(world: World) -> None:
    assert "非官方账号" in Client().get("/", {"q": "https://weibo.com/u/5044289999"}).content.decode()
    english = Client().get("/", {"q": "云川发布"}, headers={"Accept-Language": "en"}).content.decode()
    assert "Official" in english
    assert 'lang="en"' in english
    assert "&lt;script&gt;" in Client().get("/", {"q": "<script>"}).content.decode()
    assert Client().get("/account/weibo:5044281001").status_code == 200
    assert Client().get("/account/weibo:1").status_code == 404
    assert "云川发布" in Client().get("/unit/c").content.decode()


def test_the_register_is_read_page_by_page(world: World) -> None:
    first = Client().get("/api/v1/accounts", {"limit": 3}).json()
    second = Client().get("/api/v1/accounts", {"limit": 3, "cursor": first["next"]}).json()
    ids = [one["account_id"] for one in first["results"] + second["results"]]
    assert ids == sorted(Account.objects.values_list("account_id", flat=True))
    assert second["next"] is None
    assert len(Client().get("/api/v1/accounts", {"unit": "c"}).json()["results"]) == 3
    assert Client().get("/api/v1/accounts", {"cursor": "!"}).status_code == 404
    assert Client().get("/api/v1/accounts", {"platform": "pigeon"}).status_code == 400
    assert Client().get("/api/v1/accounts/weibo:5044281001").json()["name"] == "云川发布"
    assert Client().get("/api/v1/accounts/nobody").status_code == 404


def test_units_without_accounts_are_listed(world: World) -> None:
    found = Client().get("/api/v1/units", {"no_accounts": "true"}).json()["results"]
    assert [one["unit_id"] for one in found] == ["p"]


def test_nothing_about_people_is_public(world: World) -> None:
    places = ("/api/v1/accounts", "/api/v1/units", "/unit/c", "/api/v1/us/social_media")
    pages = [Client().get(place).content.decode() for place in places]
    assert not any(word in page for page in pages for word in ("Operator", "operator", "supervisor"))


def signed(tmp_path: Path) -> tuple[Path, Path]:
    body = b"".join(Client().get("/.well-known/plumbline-register.json").streaming_content)  # type: ignore[attr-defined]
    file, key = tmp_path / "register.json", tmp_path / "key.pem"
    file.write_bytes(body)
    key.write_bytes(Client().get("/.well-known/plumbline-register.pem").content)
    return file, key


def test_the_signed_register_answers_without_a_server(world: World, tmp_path: Path) -> None:
    file, key = signed(tmp_path)
    ask = ["verify", "--export", str(file), "--key", str(key)]
    assert main(ask) == 0
    assert main([*ask, "https://weibo.com/u/5044281001"]) == 0
    assert main([*ask, "https://weibo.com/u/5044289999"]) == 1
    assert (export.folder() / "register-key.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["altered", "cut", "other key", "no key", "no file", "resigned"])
def test_a_harmed_export_is_refused(harm: str, world: World, tmp_path: Path) -> None:
    file, key = signed(tmp_path)
    if harm == "altered":
        file.write_text(file.read_text("utf-8").replace("5044281001", "5044289999"), "utf-8")
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:-20])
    elif harm == "other key":
        key.write_text("ab" * 32)
    elif harm == "no key":
        key.write_text("nonsense")
    elif harm == "no file":
        file.unlink()
    else:
        document = json.loads(file.read_bytes())
        file.write_text(json.dumps(document | {"valid_until": "2999-01-01T00:00:00+00:00"}), "utf-8")
    assert main(["verify", "--export", str(file), "--key", str(key), "云川发布"]) == 2
