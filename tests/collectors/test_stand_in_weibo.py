"""The Weibo stand-in behaves as the wiki says."""

from collections.abc import Iterator
from typing import Any

import pytest
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_content import DoubledItem, SameCursor
from stand_ins.troubles_state import ErrorInside, Meanwhile, TokenDies
from stand_ins.weibo import Weibo

STATUS = {"created_at", "id", "idstr", "mid", "text", "source", "favorited", "truncated", "geo", "pic_urls"} | {
    *("in_reply_to_status_id", "in_reply_to_user_id", "in_reply_to_screen_name", "reposts_count", "comments_count"),
    *("attitudes_count", "isLongText", "can_edit", "visible", "user"),
}
USER = {"id", "idstr", "screen_name", "name", "province", "city", "location", "description", "gender"} | {
    *("followers_count", "friends_count", "statuses_count", "created_at", "verified", "verified_type"),
    *("verified_reason", "bi_followers_count"),
}
COMMENT = {"created_at", "id", "mid", "text", "source", "user", "status", "rootid", "floor_number"}


@pytest.fixture
def server() -> Iterator[Weibo]:
    with Weibo(Clock("2026-11-20 09:00"), uids=(7000000001, 7000000002)) as server:
        yield server


def get(server: Weibo, path: str, token: str | None = None, **params: object) -> Any:
    query = {"access_token": token if token is not None else server.token(), **params}
    return server.http.get(
        f"{server.base}/2/{path}.json", params={name: str(value) for name, value in query.items()}
    ).json()


def test_a_status_holds_the_fields_of_the_wiki(server: Weibo) -> None:
    server.account.post("今日雨转晴", at="2026-11-19 08:00:07", pictures=("https://wx1.sinaimg.cn/a.jpg",))
    told = get(server, "statuses/user_timeline")["statuses"][0]
    assert set(told) >= STATUS
    assert set(told["user"]) >= USER
    assert told["created_at"] == "Thu Nov 19 08:00:07 +0800 2026"
    assert told["idstr"] == str(told["id"])
    assert (told["id"] >> 22) + 515483463 == 1795046407


def test_an_id_may_be_too_great_for_a_float(server: Weibo) -> None:
    server.numbers.lift = 1 << 54
    post = server.account.post("今日雨转晴")
    told = get(server, "statuses/user_timeline")["statuses"][0]
    assert told["id"] == post.number != float(post.number)


def test_the_list_pages_by_number_and_by_id(server: Weibo) -> None:
    for number in range(45):
        server.account.post(f"第{number}条", at=f"2026-11-01 08:{number:02d}")
    token = server.token()
    pages = [get(server, "statuses/user_timeline", token, count=20, page=at)["statuses"] for at in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert pages[0][0]["text"] == "第44条"
    last = pages[0][-1]["id"]
    older = get(server, "statuses/user_timeline", token, count=100, max_id=last)["statuses"]
    assert older[0]["id"] == last
    newer = get(server, "statuses/user_timeline", token, count=100, since_id=last)["statuses"]
    assert (len(older), len(newer)) == (26, 19)


def test_the_list_reaches_back_two_hundred_posts_though_there_are_more(server: Weibo) -> None:
    for number in range(230):
        server.account.post(f"第{number}条", at=f"2026-11-01 {8 + number // 60:02d}:{number % 60:02d}")
    token = server.token()
    pages = [get(server, "statuses/user_timeline", token, count=100, page=at) for at in (1, 2, 3)]
    assert [len(page["statuses"]) for page in pages] == [100, 100, 0]
    assert pages[0]["total_number"] == 230


def test_somebody_elses_list_is_refused(server: Weibo) -> None:
    assert get(server, "statuses/user_timeline", uid=7000000002)["error_code"] == 21335
    assert get(server, "statuses/user_timeline", uid=7000000001)["statuses"] == []


def test_a_hundred_calls_make_a_day(server: Weibo) -> None:
    server.daily = 3
    token = server.token()
    codes = [get(server, "statuses/user_timeline", token).get("error_code") for _ in range(4)]
    assert codes == [None, None, None, 10023]
    assert get(server, "account/rate_limit_status", token)["remaining_user_hits"] == 0
    server.clock.advance(hours=15)
    assert "error_code" not in get(server, "statuses/user_timeline", token)


def test_a_token_runs_out_and_a_dead_one_is_told_apart(server: Weibo) -> None:
    token = server.token()
    server.clock.advance(days=31)
    assert get(server, "statuses/user_timeline", token)["error_code"] == 21327
    assert get(server, "statuses/user_timeline", "made-up")["error_code"] == 21332
    server.misbehave(Fault(When("user_timeline"), TokenDies()))
    assert get(server, "statuses/user_timeline")["error_code"] == 21332


def test_the_owner_agrees_and_the_code_serves_once(server: Weibo) -> None:
    form = {"client_id": server.app_key, "client_secret": server.app_secret, "grant_type": "authorization_code"}
    form |= {"code": server.code(), "redirect_uri": "https://example.gov.cn/back"}
    told = server.http.post(f"{server.base}/oauth2/access_token", data=form).json()
    assert {"access_token", "expires_in", "remind_in", "uid"} <= set(told)
    assert get(server, "statuses/user_timeline", told["access_token"])["statuses"] == []
    again = server.http.post(f"{server.base}/oauth2/access_token", data=form)
    assert (again.status_code, again.json()["error_code"]) == (401, 21325)
    info = server.http.post(f"{server.base}/oauth2/get_token_info", data={"access_token": told["access_token"]}).json()
    assert (info["uid"], info["expire_in"]) == (7000000001, 30 * 86_400)


def test_a_token_may_stand_in_the_header(server: Weibo) -> None:
    named = {"Authorization": f"OAuth2 {server.token()}"}
    assert server.http.get(f"{server.base}/2/statuses/user_timeline.json", headers=named).json()["statuses"] == []


def test_gone_posts_leave_the_list_and_a_look_up_says_so(server: Weibo) -> None:
    posts = [server.account.post(text) for text in ("留", "删", "撤", "藏")]
    posts[1].delete()
    posts[2].withdraw()
    posts[3].hide()
    listed = get(server, "statuses/user_timeline")["statuses"]
    assert {one["text"]: one["visible"]["type"] for one in listed} == {"留": 0, "藏": 1}
    alone = [get(server, "statuses/show", id=post.number).get("error_code") for post in posts]
    assert alone == [None, 20101, 20101, None]
    stranger = server.token(server.accounts[7000000002])
    assert get(server, "statuses/show", stranger, id=posts[3].number)["error_code"] == 20112


def test_a_repost_of_a_deleted_post_has_lost_its_author(server: Weibo) -> None:
    origin = server.accounts[7000000002].post("原文")
    server.account.post("转发微博", repost_of=origin)
    assert get(server, "statuses/user_timeline")["statuses"][0]["retweeted_status"]["user"]["id"] == 7000000002
    origin.delete()
    assert "user" not in get(server, "statuses/user_timeline")["statuses"][0]["retweeted_status"]


def test_an_edit_changes_only_the_words(server: Weibo) -> None:
    post = server.account.post("今日雨", at="2026-11-01 08:00")
    before = get(server, "statuses/show", id=post.number)
    post.edit("今日晴")
    after = get(server, "statuses/show", id=post.number)
    assert {name for name in before if before[name] != after[name]} == {"text"}


def test_a_long_text_is_cut_in_the_list(server: Weibo) -> None:
    post = server.account.post("长" * 300)
    told = get(server, "statuses/user_timeline")["statuses"][0]
    assert told["isLongText"] is True
    assert told["text"].endswith("...全文")
    whole = get(server, "statuses/show", id=post.number, isGetLongText=1)
    assert len(whole["longText"]["longTextContent"]) == 300


def test_comments_and_the_accounts_answers(server: Weibo) -> None:
    post = server.account.post("放假通知", at="2026-11-18 09:00")
    asked = post.comment(7111111111, "几点上班？", at="2026-11-18 10:00")
    asked.reply("九点。", at="2026-11-18 10:30")
    post.comment(7222222222, "删掉的", at="2026-11-18 11:00").delete()
    told = get(server, "comments/show", id=post.number)["comments"]
    assert [one["text"] for one in told] == ["九点。", "几点上班？"]
    assert set(told[1]) >= COMMENT
    assert told[0]["reply_comment"]["id"] == told[1]["id"] == told[0]["rootid"]
    mine = get(server, "comments/by_me/biz")["comments"]
    assert [one["text"] for one in mine] == ["九点。"]
    assert [one["text"] for one in get(server, "comments/to_me/biz")["comments"]] == ["几点上班？"]
    post.delete()
    assert get(server, "comments/show", id=post.number)["error_code"] == 20101


def test_followers_are_capped_at_a_third_and_five_hundred(server: Weibo) -> None:
    server.account.older_fans = 90
    for number in range(60):
        server.account.follow(7100000000 + number, at=f"2026-11-01 08:{number:02d}")
    server.account.unfollow(7100000059)
    server.followers_page = 5
    token, cursor, seen = server.token(), 0, []
    while True:
        told = get(server, "friendships/followers", token, count=200, cursor=cursor)
        seen += told["users"]
        cursor = told["next_cursor"]
        if not cursor:
            break
    assert (len(seen), told["total_number"]) == (149 * 3 // 10, 149)
    assert get(server, "friendships/followers", uid=7000000002)["error_code"] == 21335


def test_ages_leave_out_who_hides_it_and_come_as_words(server: Weibo) -> None:
    for uid, age in ((1, "0-17"), (2, "25-29"), (3, "25-29"), (4, None)):
        server.account.follow(7100000000 + uid, at="2026-11-18 08:00", age=age)
    server.account.follow(7100000009, at="2026-11-20 08:00", age="0-17")
    told = get(server, "friendships/followers/age_group_count")
    assert told["result"]["total_count"] == "3"
    assert {row["age"]: row["count"] for row in told["result"]["ages"]}["25-29"] == "2"
    trend = get(server, "friendships/followers/trend_count")["result"]
    assert len(trend) == 30
    assert (trend[-1]["days"], trend[-1]["follower_count_online"]) == ("2026-11-19", "4")


def test_reads_are_for_the_media_class(server: Weibo) -> None:
    post = server.account.post("今日雨转晴")
    post.reads, post.attitudes = 1200, 3
    told = get(server, "media_statuses/count_sp/biz", ids=post.number)
    assert told == [{"id": post.number, "comments": 0, "reposts": 0, "attitudes": 3, "reads": 1200}]
    server.account.media_class = False
    assert get(server, "media_statuses/count_sp/biz", ids=post.number)["error_code"] == 10014
    assert get(server, "statuses/count/biz", ids=post.number)[0]["attitudes"] == 3


def test_the_business_interfaces_need_a_contract_and_count_apart(server: Weibo) -> None:
    server.daily = 0
    post = server.accounts[7000000002].post("邻县", at="2026-11-10 08:00")
    token = server.token()
    span = {"uid": 7000000002, "start_time": 0, "end_time": 1 << 33}
    query = {"access_token": token} | {name: str(value) for name, value in span.items()}
    told = server.http.get(f"{server.base}/c/2/statuses/user_timeline/other.json", params=query).json()
    assert [one["id"] for one in told["statuses"]] == [post.number]
    assert get(server, "statuses/user_timeline/biz", token)["statuses"] == []
    server.account.contract = False
    assert get(server, "statuses/user_timeline/biz", token)["error_code"] == 10014


def test_a_profile_of_somebody_else_hides_its_counts(server: Weibo) -> None:
    server.account.older_fans = 12
    own = get(server, "users/show", uid=7000000001)
    assert (own["followers_count"], own["verified_type"]) == (12, 1)
    assert "followers_count" not in get(server, "users/show", uid=7000000002)
    assert get(server, "users/show", uid=1)["error_code"] == 20003
    assert get(server, "users/counts", uids="7000000001")[0]["followers_count"] == 12


def test_faults_speak_weibo(server: Weibo) -> None:
    for number in range(12):
        server.account.post(f"第{number}条", at=f"2026-11-01 08:{number:02d}")
    token = server.token()
    server.misbehave(
        Fault(When("user_timeline", call=1), ErrorInside(10001, "system error")),
        Fault(When("user_timeline", call=2), Meanwhile(lambda told: told.account.posts[-1].delete())),
        Fault(When("user_timeline", after=1, times=2), DoubledItem()),
    )
    query = {"access_token": token, "count": "5"}
    first = server.http.get(f"{server.base}/2/statuses/user_timeline.json", params=query)
    assert (first.status_code, first.json()["error_code"]) == (200, 10001)
    pages = [get(server, "statuses/user_timeline", token, count=5, page=at)["statuses"] for at in (1, 2)]
    assert (pages[0][0]["text"], pages[1][0]["id"]) == ("第10条", pages[0][-1]["id"])
    server.behave()
    server.misbehave(Fault(When("user_timeline", times=None), SameCursor()))
    again = [get(server, "statuses/user_timeline", token, count=5, page=at) for at in (1, 2, 9)]
    assert again[0] == again[1] == again[2]


def test_it_knows_the_words_that_must_stand_nowhere(server: Weibo) -> None:
    token = server.token()
    server.account.follow(7111111111)
    server.account.post("今日雨转晴").comment(7222222222, "收到").reply("谢谢")
    assert {token, server.app_secret} <= server.secrets()
    assert server.citizens() == {"7111111111", "网友阿7111111111", "7222222222", "网友阿7222222222"}
