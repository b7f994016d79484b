"""The public look-up: what citizens and programs are told, and what they are not."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from django.test import Client
from office import World

from plumbline.server.portal import limits, register
from plumbline.server.register.models import Account
from plumbline.server.register.revision import bump

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[None]:
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.PORTAL_PER_MINUTE = 1000  # type: ignore[attr-defined]  # the same
    limits.forget()
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
     "https://evil.example/?u=https://weibo.com/u/5044281001"],
)  # fmt: skip
def test_what_is_not_registered_is_not_official(text: str, world: World) -> None:
    assert asked(text)["verified"] is False


def test_a_name_that_imitates_is_answered_with_whom_it_imitates(world: World) -> None:
    found = asked("云川发佈")
    assert found["verified"] is False
    assert {one["name"] for one in found["lookalikes"]} == {"云川发布"}  # type: ignore[attr-defined]


def test_a_closed_account_is_not_official_any_more(world: World) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(status="closed")
    found = asked("https://weibo.com/u/5044281001")
    assert (found["verified"], found["status"]) == (False, "closed")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "https://t.cn/A6abc",
        "x" * 3000,
        "\x00",
        "not a url",
        "谁也不叫的名字",
        "https://",
        "http://[",
        "javascript:alert(1)",
    ],
)
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


def renamed(world: World, name: str) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(name=name)
    bump()


def test_a_change_of_the_register_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "LOOK_EVERY", -1)
    assert Client().get("/api/v1/verify", {"url": "青山发布"}).status_code == 400
    renamed(world, "青山发布")
    assert asked("青山发布")["verified"] is True


def test_where_an_index_takes_long_old_answers_go_on_while_it_is_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "LOOK_EVERY", -1)
    monkeypatch.setattr(register, "QUICK", 0)
    monkeypatch.setattr(threading, "Thread", Later)
    asked("https://weibo.com/u/5044281001")
    renamed(world, "青山发布")
    for _ in range(2):
        assert asked("https://weibo.com/u/5044281001")["name"] == "云川发布"
    assert len(Later.waiting) == 1
    register._shelf.held, register._shelf.making = register._made(), False
    assert asked("https://weibo.com/u/5044281001")["name"] == "青山发布"


class Later:
    """A thread that does not come to its work."""

    waiting: ClassVar[list[object]] = []

    def __init__(self, target: object, *, daemon: bool) -> None:
        self.waiting.append(target)

    def start(self) -> None:
        pass


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
    assert sorted(ids) == sorted(Account.objects.values_list("account_id", flat=True))
    assert second["next"] is None
    assert len(Client().get("/api/v1/accounts", {"unit": "c"}).json()["results"]) == 3
    assert Client().get("/api/v1/accounts", {"cursor": "!"}).status_code == 400
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


def test_a_trusted_proxy_says_who_asks_and_nobody_else_does(world: World, settings: pytest.FixtureRequest) -> None:
    settings.PORTAL_PER_MINUTE = 1  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.TRUSTED_PROXIES = ("127.0.0.1", "10.0.0.9")  # type: ignore[attr-defined]  # the same
    for chain, expected in (("7.7.7.7", 200), ("8.8.8.8", 200), ("1.2.3.4, 7.7.7.7, 10.0.0.9", 429)):
        assert Client().get("/", headers={"X-Forwarded-For": chain}).status_code == expected


def test_one_customer_of_the_new_internet_is_one_asker(world: World, settings: pytest.FixtureRequest) -> None:
    settings.PORTAL_PER_MINUTE = 1  # type: ignore[attr-defined]  # the fixture of pytest-django
    for address, expected in (("2001:db8:1:2::1", 200), ("2001:db8:1:2::ffff", 429), ("2001:db8:1:3::1", 200)):
        assert Client().get("/", REMOTE_ADDR=address).status_code == expected


def test_a_page_that_has_to_wait_is_a_page_and_an_answer_is_an_answer(
    world: World, settings: pytest.FixtureRequest
) -> None:
    settings.PORTAL_PER_MINUTE = 1  # type: ignore[attr-defined]  # the fixture of pytest-django
    assert Client().get("/").status_code == 200
    page, told = Client().get("/"), Client().get("/api/v1/units")
    assert (page.status_code, told.status_code) == (429, 429)
    assert page.headers["Content-Type"].startswith("text/html")
    assert told.headers["Content-Type"] == "application/problem+json"


def test_the_api_speaks_problems_wherever_it_has_nothing_to_say(world: World) -> None:
    for place in ("/api/", "/api/v2/verify", "/api/v1/accounts/nobody", "/api/v1/units/none"):
        answer = Client().get(place)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    refused = Client().post("/api/v1/verify")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert Client().head("/api/v1/verify", {"url": "云川发布"}).status_code == 200
    asked_first = Client().options("/api/v1/verify", headers={"Access-Control-Request-Method": "GET"})
    assert (asked_first.status_code, asked_first.headers["Access-Control-Allow-Origin"]) == (204, "*")


def test_the_register_is_told_in_the_shape_of_the_us_registry(world: World) -> None:
    told = Client().get("/api/v1/us/social_media", {"page_size": 3}).json()
    assert told["metadata"] == {"count": 4, "page": 1, "page_size": 3, "pages": 2}
    first = told["results"][0]
    assert isinstance(first["id"], int)
    assert (first["organization"], first["agencies"][0]["name"]) == (first["agencies"][0]["name"], "云川市")


@pytest.mark.parametrize("page", ["/account/%00", "/unit/%00", "/account/nobody", "/unit/x"])
def test_what_is_not_there_is_not_found(page: str, world: World) -> None:
    assert Client().get(page).status_code == 404


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud7ff", "a" * 1_000, "https://" + "a." * 900 + "cn/", "https://a.cn" + "/b" * 900, "xn--" * 300,
     "http://[::1]/", "https://weibo.com:99999/u/1", "%" * 500, "data:text/html,<script>", "WIFI:S:office;T:WPA;;",
     "https://а.рф/u/1", "🙂" * 400, "\u202ehttps://weibo.com/u/5044281001"],
)  # fmt: skip
def test_no_text_is_too_strange_for_an_answer(text: str, world: World) -> None:
    assert Client().get("/", {"q": text}).status_code == 200
    assert Client().get("/api/v1/verify", {"url": text}).status_code in {200, 400}


@pytest.mark.parametrize(
    "q", ["", "云川发布", '"><script>alert(1)</script>', "https://weibo.com/u/5044281001", "\ue000"]
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_quick_page_is_the_page(q: str, language: str, world: World) -> None:
    quick = Client().get("/", {"q": q}, headers={"Accept-Language": language})
    browser = Client(HTTP_ACCEPT_LANGUAGE=language)
    browser.cookies["anything"] = "1"
    slow = browser.get("/", {"q": q})
    assert quick.content.split() == slow.content.split()
    names = ("Content-Security-Policy", "Cache-Control", "Vary", "X-Frame-Options", "Content-Language")
    assert {name: quick.headers[name] for name in names} | {"Vary": ""} == {
        name: slow.headers[name] for name in names
    } | {"Vary": ""}
