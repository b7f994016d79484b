"""The Kuaishou stand-in behaves as other people's code expects it."""

from collections.abc import Iterator
from typing import Any

import pytest
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.kuaishou import Kuaishou
from stand_ins.troubles_content import SameCursor
from stand_ins.troubles_state import Meanwhile

PHOTO = {"photo_id", "caption", "cover", "play_url", "create_time", "like_count", "comment_count", "view_count"}


@pytest.fixture
def server() -> Iterator[Kuaishou]:
    with Kuaishou(Clock("2026-11-20 09:00")) as server:
        yield server


def get(server: Kuaishou, path: str, token: str | None = None, **params: object) -> dict[str, Any]:
    query = {"app_id": server.app_id, "access_token": token if token is not None else server.token()}
    query |= {name: str(value) for name, value in params.items()}
    told: dict[str, Any] = server.http.get(f"{server.base}/openapi/{path}", params=query).json()
    return told


def publish(server: Kuaishou, many: int) -> None:
    for number in range(many):
        server.account.publish(f"第{number}条", at=f"2026-11-01 08:{number:02d}")


def test_the_last_id_of_a_page_leads_to_the_next(server: Kuaishou) -> None:
    publish(server, 45)
    token, cursor, pages = server.token(), "", []
    while not pages or len(pages[-1]) == 20:
        pages.append(get(server, "photo/list", token, count=20, cursor=cursor)["video_list"])
        cursor = pages[-1][-1]["photo_id"]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({one["photo_id"] for page in pages for one in page}) == 45
    assert set(pages[0][0]) == PHOTO | {"pending"}


def test_a_cursor_whose_work_is_deleted_meanwhile_loses_nothing(server: Kuaishou) -> None:
    publish(server, 6)
    token = server.token()
    first = get(server, "photo/list", token, count=3)["video_list"]
    last = server.account.videos[3]
    server.misbehave(Fault(When("photo/list"), Meanwhile(lambda _: last.delete())))
    second = get(server, "photo/list", token, count=3, cursor=first[-1]["photo_id"])["video_list"]
    assert [one["caption"] for one in first + second] == ["第5条", "第4条", "第3条", "第2条", "第1条", "第0条"]
    assert get(server, "photo/info", token, photo_id=server.photo_id(last))["result"] != 1
    assert get(server, "photo/count", token)["public_count"] == 5


def test_the_same_cursor_again_and_again(server: Kuaishou) -> None:
    publish(server, 6)
    token = server.token()
    server.misbehave(Fault(When("photo/list", times=None), SameCursor()))
    pages = [
        get(server, "photo/list", token, count=3, cursor=at) for at in ("", server.photo_id(server.account.videos[3]))
    ]
    assert pages[0] == pages[1]


def test_a_profile_tells_the_followers(server: Kuaishou) -> None:
    server.account.older_fans = 12
    told = get(server, "user_info")["user_info"]
    assert set(told) == {"name", "sex", "fan", "follow", "head", "bigHead", "city"}
    assert told["fan"] == 12


def test_a_token_lives_two_days_and_is_refreshed(server: Kuaishou) -> None:
    held = server.grant()
    server.clock.advance(hours=49)
    assert get(server, "photo/list", held["access_token"])["result"] != 1
    form = {"app_id": server.app_id, "app_secret": server.app_secret, "grant_type": "refresh_token"}
    form["refresh_token"] = held["refresh_token"]
    fresh = server.http.post(f"{server.base}/oauth2/refresh_token", data=form).json()
    assert get(server, "photo/list", fresh["access_token"])["result"] == 1
    assert server.http.get(f"{server.base}/oauth2/refresh_token", params=form).json()["result"] != 1


def test_rates_and_rights_are_refused_inside_an_answer_of_200(server: Kuaishou) -> None:
    server.account.limits["/openapi/photo/list"] = 1
    assert [get(server, "photo/list")["result"] for _ in range(2)] == [1, 100100402]
    server.account.denied.add("/openapi/user_info")
    assert get(server, "user_info")["result"] not in (1, 100100402)
    assert get(server, "photo/list", app_id="somebody")["result"] != 1
