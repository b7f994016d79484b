"""The Bilibili stand-in checks every signed header, and tells which work was taken down."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import pytest
from stand_ins.bilibili import Bilibili
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_state import QuotaOut, TokenDies

LIST = "/arcopen/fn/archive/viewlist"
WORK = {"resource_id", "title", "desc", "tag", "tid", "ctime", "ptime", "copyright", "addit_info", "video_info"}


@pytest.fixture
def server() -> Iterator[Bilibili]:
    with Bilibili(Clock("2026-11-20 09:00")) as server:
        yield server


def get(server: Bilibili, path: str, headers: dict[str, str] | None = None, **params: object) -> dict[str, Any]:
    query = {name: str(value) for name, value in params.items()}
    named = headers if headers is not None else server.signed(server.token())
    told: dict[str, Any] = server.http.get(f"{server.base}{path}", params=query, headers=named).json()
    return told


def test_a_client_that_signs_by_the_rule_is_heard(server: Bilibili) -> None:
    """The rule once more, by hand: sorted names, `name:value`, newlines, HMAC-SHA256 in hex."""
    named = {
        "x-bili-accesskeyid": server.client_id,
        "x-bili-content-md5": "d41d8cd98f00b204e9800998ecf8427e",
        "x-bili-signature-method": "HMAC-SHA256",
        "x-bili-signature-nonce": "einmal",
        "x-bili-signature-version": "2.0",
        "x-bili-timestamp": str(server.clock.unix),
    }
    lines = "\n".join(f"{name}:{named[name]}" for name in sorted(named))
    sign = hmac.new(server.app_secret.encode(), lines.encode(), hashlib.sha256).hexdigest()
    token = server.token()
    assert get(server, LIST, named | {"Authorization": sign, "access-token": token})["code"] == 0
    assert get(server, LIST, named | {"Authorization": sign, "access-token": token})["code"] == 4004


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("Authorization", "0" * 64, 4002),
        ("x-bili-timestamp", "1", 4003),
        ("x-bili-signature-method", "HMAC-SHA1", 4005),
        ("x-bili-signature-version", "1.0", 4006),
        ("x-bili-content-md5", "0" * 32, 4012),
        ("x-bili-accesskeyid", "somebody", 4001),
        ("access-token", "made-up", 127001),
    ],
)
def test_one_wrong_header_is_refused_with_its_own_number(server: Bilibili, name: str, value: str, code: int) -> None:
    assert get(server, LIST, server.signed(server.token()) | {name: value})["code"] == code


def test_a_clock_ten_minutes_off_is_refused(server: Bilibili) -> None:
    headers = server.signed(server.token())
    server.clock.advance(seconds=601)
    assert get(server, LIST, headers)["code"] == 4003


def test_works_page_by_number_with_a_total(server: Bilibili) -> None:
    for number in range(45):
        server.account.publish(f"第{number}集", at=f"2026-11-01 08:{number:02d}")
    pages = [get(server, LIST, pn=at, ps=20, status="all")["data"] for at in (1, 2, 3, 4)]
    assert [len(page["list"]) for page in pages] == [20, 20, 5, 0]
    assert pages[0]["page"] == {"pn": 1, "ps": 20, "total": 45}
    assert set(pages[0]["list"][0]) >= WORK
    assert {"cid", "duration", "share_url"} <= set(pages[0]["list"][0]["video_info"])
    assert get(server, LIST, ps=51)["code"] == 4000


def test_a_work_taken_down_says_so_and_a_deleted_one_is_gone(server: Bilibili) -> None:
    works = [server.account.publish(title) for title in ("留", "封", "删")]
    works[1].withdraw("涉嫌违规")
    works[2].delete()
    told = {one["title"]: one["addit_info"] for one in get(server, LIST, status="all")["data"]["list"]}
    assert set(told) == {"留", "封"}
    assert (told["留"]["state"], told["封"]["state"] < 0, told["封"]["reject_reason"]) == (0, True, "涉嫌违规")
    assert [one["title"] for one in get(server, LIST, status="pubed")["data"]["list"]] == ["留"]
    alone = get(server, "/arcopen/fn/archive/view", resource_id=server.resource_id(works[1]))
    assert alone["data"]["addit_info"]["state_desc"] == "已锁定"
    assert get(server, "/arcopen/fn/archive/view", resource_id=server.resource_id(works[2]))["code"] == 122012


def test_figures_of_the_account_and_of_a_work(server: Bilibili) -> None:
    server.account.older_fans = 345
    work = server.account.publish("防汛提示")
    work.count(plays=30, likes=4, favourites=3, coins=2, shares=1, comments=6, danmaku=5)
    assert get(server, "/arcopen/fn/data/user/stat")["data"] == {
        "following": 12,
        "follower": 345,
        "arc_passed_total": 1,
    }
    told = get(server, "/arcopen/fn/data/arc/stat", resource_id=server.resource_id(work))["data"]
    assert {name: told[name] for name in ("view", "danmaku", "reply", "favorite", "coin", "share", "like")} == {
        "view": 30,
        "danmaku": 5,
        "reply": 6,
        "favorite": 3,
        "coin": 2,
        "share": 1,
        "like": 4,
    }


def test_a_token_is_refreshed_and_the_old_pair_ends(server: Bilibili) -> None:
    held = server.grant()
    server.clock.advance(days=31)
    assert get(server, LIST, server.signed(held["access_token"]))["code"] == 127001
    form = {"client_id": server.client_id, "client_secret": server.app_secret, "grant_type": "refresh_token"}
    form["refresh_token"] = held["refresh_token"]
    url = f"{server.base}/x/account-oauth2/v1/refresh_token"
    fresh = server.http.post(url, data=form).json()["data"]
    assert get(server, LIST, server.signed(fresh["access_token"]))["code"] == 0
    assert server.http.post(url, data=form).json()["code"] == 122007


def test_rights_rates_and_faults_have_their_numbers(server: Bilibili) -> None:
    server.account.denied.add("/arcopen/fn/data/user/stat")
    assert get(server, "/arcopen/fn/data/user/stat")["code"] == 127011
    server.misbehave(Fault(When("viewlist"), TokenDies()))
    assert [get(server, LIST)["code"] for _ in range(2)] == [127001, 0]
    server.misbehave(Fault(When("viewlist"), QuotaOut()))
    assert [get(server, LIST)["code"] for _ in range(2)] == [127009, 127009]
