"""The Douyin stand-in behaves as the vendor's SDKs describe it."""

from collections.abc import Iterator
from typing import Any

import pytest
from stand_ins.clock import Clock
from stand_ins.douyin import Douyin
from stand_ins.faults import Fault, When
from stand_ins.troubles_content import SameCursor
from stand_ins.troubles_state import ErrorInside, QuotaOut, TokenDies

VIDEO = {"item_id", "video_id", "title", "cover", "create_time", "is_top", "is_reviewed", "media_type"} | {
    *("video_status", "share_url", "statistics"),
}
COUNTS = {"play_count", "digg_count", "comment_count", "share_count", "forward_count", "download_count"}
LIST = "/api/douyin/v1/video/video_list/"


@pytest.fixture
def server() -> Iterator[Douyin]:
    with Douyin(Clock("2026-11-20 09:00")) as server:
        yield server


def get(server: Douyin, path: str, token: str | None = None, **params: object) -> dict[str, Any]:
    query = {"open_id": server.open_id()} | {name: str(value) for name, value in params.items()}
    named = {"access-token": token if token is not None else server.token()}
    answer = server.http.get(f"{server.base}{path}", params=query, headers=named)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_an_answer_holds_the_fields_of_the_sdk_within_its_envelope(server: Douyin) -> None:
    server.account.publish("防汛提示", at="2026-11-18 09:00").count(plays=100, likes=3)
    told = get(server, LIST, cursor=0, count=20)
    assert set(told["data"]) == {"error_code", "description", "list", "cursor", "has_more"}
    assert {"logid", "now", "error_code"} <= set(told["extra"])
    video = told["data"]["list"][0]
    assert (set(video), set(video["statistics"])) == (VIDEO, COUNTS)
    assert video["create_time"] == 1794963600
    assert {"+", "/", "="} <= set(video["item_id"])


def test_the_cursor_leads_through_all_works_though_some_share_a_second(server: Douyin) -> None:
    for number in range(45):
        server.account.publish(f"第{number}条", at=f"2026-11-01 08:00:{number // 10:02d}")
    token, cursor, pages = server.token(), 0, []
    while True:
        told = get(server, LIST, token, cursor=cursor, count=20)["data"]
        pages.append([one["item_id"] for one in told["list"]])
        cursor = told["cursor"]
        if not told["has_more"]:
            break
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({one for page in pages for one in page}) == 45
    assert get(server, LIST, token, count=21)["data"]["error_code"] == 2100005


def test_works_say_in_what_state_they_are_and_deleted_ones_are_gone(server: Douyin) -> None:
    works = [server.account.publish(title) for title in ("留", "藏", "封", "删")]
    works[1].hide()
    works[2].withdraw()
    works[3].delete()
    told = get(server, LIST, count=20)["data"]["list"]
    assert {one["title"]: one["video_status"] for one in told} == {"留": 5, "藏": 7, "封": 2}
    asked = {"item_ids": [server.item_id(works[0]), server.item_id(works[3])]}
    query, named = {"open_id": server.open_id()}, {"access-token": server.token()}
    url = f"{server.base}/api/douyin/v1/video/video_basic_info/"
    alone = server.http.post(url, params=query, headers=named, json=asked).json()["data"]["list"]
    assert [one["title"] for one in alone] == ["留"]


def test_a_token_runs_out_and_the_refresh_token_gives_another(server: Douyin) -> None:
    held = server.grant()
    server.clock.advance(days=16)
    assert get(server, LIST, held["access_token"])["data"]["error_code"] == 2190008
    form = {"client_key": server.client_key, "grant_type": "refresh_token", "refresh_token": held["refresh_token"]}
    fresh = server.http.post(f"{server.base}/oauth/refresh_token/", data=form).json()["data"]
    assert {"access_token", "expires_in", "refresh_token", "refresh_expires_in", "open_id"} <= set(fresh)
    assert get(server, LIST, fresh["access_token"])["data"]["error_code"] == 0
    server.clock.advance(days=15)
    assert server.http.post(f"{server.base}/oauth/refresh_token/", data=form).json()["data"]["error_code"] == 10010


def test_a_refresh_token_is_renewed_five_times(server: Douyin) -> None:
    words, codes = server.grant()["refresh_token"], []
    for _ in range(6):
        form = {"client_key": server.client_key, "refresh_token": words}
        told = server.http.post(f"{server.base}/oauth/renew_refresh_token/", data=form).json()["data"]
        codes.append(told["error_code"])
        words = told.get("refresh_token", words)
    assert codes == [0, 0, 0, 0, 0, 10020]


def test_the_owner_agrees_and_the_code_serves_once(server: Douyin) -> None:
    form = {"client_key": server.client_key, "client_secret": server.client_secret, "code": server.code()}
    told = server.http.post(f"{server.base}/oauth/access_token/", data=form).json()["data"]
    assert get(server, LIST, told["access_token"])["data"]["error_code"] == 0
    assert server.http.post(f"{server.base}/oauth/access_token/", data=form).json()["data"]["error_code"] == 10007


def test_figures_come_by_day_up_to_yesterday(server: Douyin) -> None:
    server.account.older_fans = 50
    server.account.follow("u1", "2026-11-18 10:00")
    server.account.follow("u2", "2026-11-19 10:00")
    server.account.day("2026-11-19", new_like=12)
    rows = get(server, "/data/external/user/fans/", date_type=7)["data"]["result_list"]
    assert (len(rows), rows[-1]) == (7, {"date": "2026-11-19", "total_fans": 52, "new_fans": 1})
    likes = get(server, "/data/external/user/like/", date_type=15)["data"]["result_list"]
    assert (len(likes), likes[-1]["new_like"]) == (15, 12)
    assert get(server, "/data/external/user/fans/", date_type=8)["data"]["error_code"] == 2100005


def test_figures_of_a_work(server: Douyin) -> None:
    work = server.account.publish("防汛提示")
    work.count(plays=100, likes=3, shares=2)
    told = get(server, "/data/external/item/base/", item_id=server.item_id(work))["data"]["result"]
    assert set(told) == {"total_play", "total_like", "total_comment", "total_share", "avg_play_duration"}
    rows = get(server, "/data/external/item/play/", item_id=server.item_id(work), date_type=7)["data"]["result_list"]
    assert (len(rows), rows[-1]["play"]) == (7, 100)


def test_ages_are_told_from_a_hundred_followers_on(server: Douyin) -> None:
    server.account.audience = {"age": {"1-23": 30, "24-30": 70}}
    server.account.older_fans = 100
    assert get(server, "/api/douyin/v1/user/fans_data/")["data"]["error_code"] != 0
    server.account.older_fans = 101
    told = get(server, "/api/douyin/v1/user/fans_data/")["data"]["fans_data"]
    assert told["all_fans_num"] == 101
    assert told["age_distributions"] == [{"item": "1-23", "value": 30}, {"item": "24-30", "value": 70}]


def test_comments_and_the_accounts_answers(server: Douyin) -> None:
    work = server.account.publish("防汛提示", at="2026-11-18 09:00")
    work.comment("user-7", "几点结束？", at="2026-11-18 10:00").reply("十八点。", at="2026-11-18 10:05")
    told = get(server, "/item/comment/list/", item_id=server.item_id(work), count=10)["data"]
    first = told["list"][0]
    assert (first["reply_comment_total"], first["comment_user_id"], told["has_more"]) == (1, "user-7", False)
    replies = get(
        server, "/item/comment/reply/list/", item_id=server.item_id(work), comment_id=first["comment_id"], count=10
    )["data"]["list"]
    assert (replies[0]["content"], replies[0]["comment_user_id"]) == ("十八点。", server.open_id())
    server.account.denied.add("/item/comment/list")
    assert get(server, "/item/comment/list/", item_id=server.item_id(work))["data"]["error_code"] == 2190004


def test_followers_are_listed_with_all_that_must_never_be_kept(server: Douyin) -> None:
    for number in range(25):
        server.account.follow(f"u{number}")
    first = get(server, "/fans/list/", cursor=0, count=20)["data"]
    assert (len(first["list"]), first["has_more"], first["cursor"]) == (20, True, 20)
    assert {"open_id", "nickname", "avatar", "city", "province", "country", "gender"} <= set(first["list"][0])


def test_faults_speak_douyin(server: Douyin) -> None:
    for number in range(5):
        server.account.publish(f"第{number}条", at=f"2026-11-01 08:{number:02d}")
    token = server.token()
    server.misbehave(Fault(When("video_list"), ErrorInside(2100004, "系统繁忙")))
    assert get(server, LIST, token)["data"]["error_code"] == 2100004
    server.misbehave(Fault(When("video_list", times=None), SameCursor()))
    pages = [get(server, LIST, token, cursor=at, count=5)["data"] for at in (0, 5)]
    assert pages[0] == pages[1]
    assert pages[0]["has_more"] is True
    server.behave()
    server.misbehave(Fault(When("video_list"), QuotaOut()))
    assert [get(server, LIST, token)["data"]["error_code"] for _ in range(2)] == [2190001, 2190001]
    server.clock.advance(days=1)
    server.misbehave(Fault(When("video_list"), TokenDies()))
    assert get(server, LIST, token)["data"]["error_code"] == 2190002
    assert get(server, LIST, server.token())["data"]["error_code"] == 0


def test_another_accounts_open_id_and_a_missing_token_are_refused(server: Douyin) -> None:
    assert get(server, LIST, open_id="somebody-else")["data"]["error_code"] == 2100005
    assert get(server, LIST, "")["data"]["error_code"] == 2190002


def test_it_knows_the_words_that_must_stand_nowhere(server: Douyin) -> None:
    held = server.grant()
    server.account.follow("user-1")
    server.account.publish("防汛提示").comment("user-2", "收到").reply("谢谢")
    assert {held["access_token"], held["refresh_token"], server.client_secret} <= server.secrets()
    assert server.citizens() == {"user-1", "user-2"}
