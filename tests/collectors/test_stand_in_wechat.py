"""The WeChat stand-in behaves as the documents say; wechatpy, written by others, is the referee."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_state import Meanwhile, QuotaOut, TokenDies
from stand_ins.wechat import WeChat
from stand_ins.wechat_account import Part
from wechatpy import WeChatClient
from wechatpy.exceptions import APILimitedException, WeChatClientException

NEWS = {"title", "author", "digest", "content", "content_source_url", "thumb_media_id", "thumb_url"} | {
    *("show_cover_pic", "need_open_comment", "only_fans_can_comment", "url", "is_deleted")
}
DETAIL = {"stat_date", "read_user", "read_user_source", "share_user", "read_subscribe_user", "read_delivery_rate"} | {
    *("read_avg_activetime", "read_finish_rate", "zaikan_user", "like_user", "praise_money", "comment_count"),
    *("collection_user", "read_jump_position"),
}


class _ToTheStandIn(HTTPAdapter):
    """Lets an SDK with fixed hosts speak to the stand-in, itself unchanged."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def send(self, request: requests.PreparedRequest, *words: Any, **more: Any) -> requests.Response:
        request.url = (request.url or "").replace("https://api.weixin.qq.com", self.base)
        return super().send(request, *words, **more)


@pytest.fixture
def server() -> Iterator[WeChat]:
    with WeChat(Clock("2026-11-20 09:00")) as server:
        yield server


@pytest.fixture
def referee(server: WeChat) -> Iterator[WeChatClient]:
    client = WeChatClient(server.account.appid, server.account.secret)
    client._http.mount("https://api.weixin.qq.com", _ToTheStandIn(server.base))
    yield client
    client._http.close()


def fresh(server: WeChat) -> str:
    account = server.account
    query = {"grant_type": "client_credential", "appid": account.appid, "secret": account.secret}
    return str(server.http.get(f"{server.base}/cgi-bin/token", params=query).json()["access_token"])


def post(server: WeChat, path: str, token: str | None = None, **words: object) -> dict[str, Any]:
    query = {"access_token": token if token is not None else fresh(server)}
    told: dict[str, Any] = server.http.post(f"{server.base}{path}", params=query, json=words).json()
    return told


def test_the_referee_gets_a_token_and_reads_all_publications_in_three_pages(
    server: WeChat, referee: WeChatClient
) -> None:
    for number in range(45):
        server.account.publish(f"第{number}篇", "<p>正文</p>", at=f"2026-10-01 {number // 4:02d}:{number % 4}0")
    pages = [referee.post("freepublish/batchget", data={"offset": at, "count": 20}) for at in (0, 20, 40)]
    assert [page["item_count"] for page in pages] == [20, 20, 5]
    assert {page["total_count"] for page in pages} == {45}
    assert len({item["article_id"] for page in pages for item in page["item"]}) == 45
    assert pages[0]["item"][0]["content"]["news_item"][0]["title"] == "第44篇"
    assert server.calls("/cgi-bin/token") == 1


def test_the_referee_renews_a_token_that_has_run_out(server: WeChat, referee: WeChatClient) -> None:
    referee.post("freepublish/batchget", data={"offset": 0, "count": 20})
    server.clock.advance(seconds=7201)
    assert referee.post("freepublish/batchget", data={"offset": 0, "count": 20})["total_count"] == 0
    assert server.calls("/cgi-bin/token") == 2


def test_the_referee_renews_a_token_that_dies_in_mid_sweep(server: WeChat, referee: WeChatClient) -> None:
    server.misbehave(Fault(When("batchget", call=2), TokenDies()))
    for offset in (0, 20, 40):
        referee.post("freepublish/batchget", data={"offset": offset, "count": 20})
    assert (server.calls("/cgi-bin/token"), server.calls("batchget"), server.fired()) == (2, 4, 1)


def test_the_referee_reads_followers_by_day_and_is_refused_eight_days(server: WeChat, referee: WeChatClient) -> None:
    server.account.older_followers = 100
    server.account.follow("oA", "2026-11-18 10:00")
    server.account.follow("oB", "2026-11-19 10:00")
    server.account.unfollow("oA", "2026-11-19 11:00")
    summary = referee.datacube.get_user_summary("2026-11-13", "2026-11-19")
    assert sum(row["new_user"] for row in summary) == 2
    assert sum(row["cancel_user"] for row in summary) == 1
    totals = referee.datacube.get_user_cumulate("2026-11-17", "2026-11-19")
    assert [row["cumulate_user"] for row in totals] == [100, 101, 101]
    with pytest.raises(WeChatClientException) as refused:
        referee.datacube.get_user_summary("2026-11-12", "2026-11-19")
    assert refused.value.errcode == 61501


def test_the_referee_is_refused_today_and_a_day_that_is_none(server: WeChat, referee: WeChatClient) -> None:
    for day, code in (("2026-11-20", 61501), ("2026-02-30", 61500)):
        with pytest.raises(WeChatClientException) as refused:
            referee.datacube.get_user_summary(day, day)
        assert refused.value.errcode == code


def test_the_referee_walks_through_the_followers(server: WeChat, referee: WeChatClient) -> None:
    for number in range(5):
        server.account.follow(f"oF{number}")
    server.account.unfollow("oF3")
    assert list(referee.user.iter_followers()) == ["oF0", "oF1", "oF2", "oF4"]
    assert referee.user.get("oF0")["subscribe"] == 1
    assert referee.user.get("oF3") == {"subscribe": 0, "openid": "oF3"}


def test_the_referee_understands_that_the_quota_is_out(server: WeChat, referee: WeChatClient) -> None:
    server.account.limits["/cgi-bin/freepublish/batchget"] = 1
    referee.post("freepublish/batchget", data={"offset": 0, "count": 20})
    with pytest.raises(APILimitedException):
        referee.post("freepublish/batchget", data={"offset": 20, "count": 20})
    server.clock.advance(days=1)
    assert referee.post("freepublish/batchget", data={"offset": 0, "count": 20})["item"] == []


def test_the_referee_reads_comments_with_the_accounts_answer(server: WeChat, referee: WeChatClient) -> None:
    article = server.account.publish("放假通知", "<p>…</p>", at="2026-11-18 09:00")
    article.part.comment("oA", "几点上班？", at="2026-11-18 10:00").reply("九点。", at="2026-11-18 10:30")
    article.part.comment("oB", "收到", at="2026-11-18 11:00", elected=1)
    ask = {"msg_data_id": article.mid, "index": 0, "begin": 0, "count": 49, "type": 0}
    told = referee.post("comment/list", data=ask)
    assert told["total"] == 2
    assert told["comment"][1]["reply"] == {"content": "九点。", "create_time": 1794969000}
    assert "reply" not in told["comment"][0]
    assert set(told["comment"][1]) == {
        *("user_comment_id", "openid", "create_time", "content", "comment_type", "reply")
    }
    assert referee.post("comment/list", data=ask | {"type": 2})["total"] == 1
    with pytest.raises(WeChatClientException) as refused:
        referee.post("comment/list", data=ask | {"count": 50})
    assert refused.value.errcode == 88010


def test_a_new_token_ends_the_old_one(server: WeChat) -> None:
    old = fresh(server)
    assert "errcode" not in post(server, "/cgi-bin/freepublish/batchget", old, offset=0, count=1)
    fresh(server)
    assert post(server, "/cgi-bin/freepublish/batchget", old, offset=0, count=1)["errcode"] == 40001


def test_a_stable_token_stays_the_same_until_it_is_forced(server: WeChat) -> None:
    account = server.account
    ask = {"grant_type": "client_credential", "appid": account.appid, "secret": account.secret}
    url = f"{server.base}/cgi-bin/stable_token"
    first = server.http.post(url, json=ask).json()
    server.clock.advance(seconds=600)
    second = server.http.post(url, json=ask).json()
    assert second == {"access_token": first["access_token"], "expires_in": 6600}
    third = server.http.post(url, json=ask | {"force_refresh": True}).json()
    assert third["access_token"] != first["access_token"]
    assert post(server, "/cgi-bin/freepublish/batchget", first["access_token"], offset=0, count=1)["errcode"] == 40001


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [({"appid": "wxNobody"}, 40013), ({"secret": "wrong"}, 40125), ({"grant_type": "password"}, 40002)],
)
def test_nobody_gets_a_token_for_a_wrong_word(server: WeChat, spoilt: dict[str, str], code: int) -> None:
    account = server.account
    ask = {"grant_type": "client_credential", "appid": account.appid, "secret": account.secret} | spoilt
    assert server.http.get(f"{server.base}/cgi-bin/token", params=ask).json()["errcode"] == code


def test_an_address_that_is_not_on_the_list_gets_no_token(server: WeChat) -> None:
    server.addresses = {"203.0.113.9"}
    query = {"grant_type": "client_credential", "appid": server.account.appid, "secret": server.account.secret}
    assert server.http.get(f"{server.base}/cgi-bin/token", params=query).json()["errcode"] == 40164


def test_a_mass_send_shows_only_in_the_list_of_its_day(server: WeChat) -> None:
    server.account.publish("发布的", "<p>一</p>", at="2026-11-18 09:00")
    second = Part(server.clock, "次条", "<p>三</p>")
    sent = server.account.send("群发的", "<p>二</p>", at="2026-11-18 10:00", also=(second,))
    sent.part.read("2026-11-18", read_user=30, like_user=2)
    sent.part.read("2026-11-19", read_user=12)
    listed = post(server, "/cgi-bin/freepublish/batchget", offset=0, count=20)
    assert [item["content"]["news_item"][0]["title"] for item in listed["item"]] == ["发布的"]
    day = {"begin_date": "2026-11-18", "end_date": "2026-11-18"}
    told = post(server, "/datacube/getarticletotaldetail", **day)["list"]
    assert [row["title"] for row in told] == ["发布的", "群发的", "次条"]
    assert [row["msgid"] for row in told[1:]] == [f"{sent.mid}_1", f"{sent.mid}_2"]
    assert [row["read_user"] for row in told[1]["detail_list"]] == [30, 42]
    assert set(told[1]["detail_list"][0]) == DETAIL
    assert set(told[1]) == {"ref_date", "msgid", "publish_type", "title", "content_url", "detail_list"}


def test_the_day_list_refuses_two_days_today_and_what_lies_before_it_began(server: WeChat) -> None:
    for begin, end in (("2026-11-17", "2026-11-18"), ("2026-11-20", "2026-11-20"), ("2025-10-31", "2025-10-31")):
        told = post(server, "/datacube/getarticletotaldetail", begin_date=begin, end_date=end)
        assert told["errcode"] == 61501


def test_before_eight_in_the_morning_yesterday_is_delayed(server: WeChat) -> None:
    server.account.send("昨日", "<p>…</p>", at="2026-11-19 20:00")
    server.clock.advance(hours=-2)
    day = {"begin_date": "2026-11-19", "end_date": "2026-11-19"}
    assert post(server, "/datacube/getarticletotaldetail", **day) == {"list": [], "is_delay": True}
    server.clock.advance(hours=2)
    told = post(server, "/datacube/getarticletotaldetail", **day)
    assert (len(told["list"]), told["is_delay"]) == (1, False)


def test_a_list_item_holds_the_fields_of_the_documents(server: WeChat) -> None:
    server.account.publish("标题", "<p>正文</p>")
    told = post(server, "/cgi-bin/freepublish/batchget", offset=0, count=20)
    assert {"total_count", "item_count", "item"} <= set(told)
    assert set(told["item"][0]) == {"article_id", "content", "update_time"}
    assert set(told["item"][0]["content"]["news_item"][0]) == NEWS
    bare = post(server, "/cgi-bin/freepublish/batchget", offset=0, count=20, no_content=1)
    assert set(bare["item"][0]["content"]["news_item"][0]) == NEWS - {"content"}
    assert "errcode" in post(server, "/cgi-bin/freepublish/batchget", offset=0, count=21)


def test_the_account_deletes_and_the_platform_blocks_and_both_are_told_apart(server: WeChat) -> None:
    kept, gone, blocked = (server.account.publish(name, "<p>…</p>") for name in ("留", "删", "封"))
    gone.delete()
    blocked.withdraw()
    status = [
        post(server, "/cgi-bin/freepublish/get", publish_id=one.publish_id)["publish_status"]
        for one in (kept, gone, blocked)
    ]
    assert status == [0, 5, 6]
    alone = post(server, "/cgi-bin/freepublish/getarticle", article_id=gone.article_id)
    assert alone["news_item"][0]["is_deleted"] is True
    assert post(server, "/cgi-bin/freepublish/getarticle", article_id="nothing")["errcode"] == 53600
    server.page_host = server.base
    pages = [server.http.get(server.address(server.account, one, 1)).text for one in (kept, gone, blocked)]
    assert "js_content" in pages[0]
    assert "已被发布者删除" in pages[1]
    assert "因违规无法查看" in pages[2]


def test_an_edit_moves_the_time_of_update(server: WeChat) -> None:
    article = server.account.publish("标题", "<p>甲</p>", at="2026-11-01 09:00")
    article.edit(content="<p>乙</p>")
    item = post(server, "/cgi-bin/freepublish/batchget", offset=0, count=1)["item"][0]
    assert item["update_time"] == server.clock.unix
    assert item["content"]["news_item"][0]["content"] == "<p>乙</p>"


def test_a_post_published_between_two_pages_shifts_the_later_ones(server: WeChat) -> None:
    for number in range(40):
        server.account.publish(f"第{number}篇", "<p>…</p>", at=f"2026-10-01 09:{number:02d}")
    server.misbehave(Fault(When("batchget", call=2), Meanwhile(lambda _: server.account.publish("新", "<p>…</p>"))))
    token = fresh(server)
    pages = [post(server, "/cgi-bin/freepublish/batchget", token, offset=at, count=20) for at in (0, 20)]
    ids = [item["article_id"] for page in pages for item in page["item"]]
    assert (len(ids), len(set(ids))) == (40, 39)
    assert [page["total_count"] for page in pages] == [40, 41]


def test_rights_and_retired_interfaces_are_refused_with_their_numbers(server: WeChat) -> None:
    server.account.denied.add("/cgi-bin/user/get")
    token = fresh(server)
    assert server.http.get(f"{server.base}/cgi-bin/user/get", params={"access_token": token}).json()["errcode"] == 48001
    day = {"begin_date": "2026-11-18", "end_date": "2026-11-18"}
    assert post(server, "/datacube/getarticletotal", token, **day)["errcode"] == 47009
    server.account.comments_allowed = False
    assert post(server, "/cgi-bin/comment/list", token, msg_data_id=1, begin=0, count=10)["errcode"] == 88000


def test_a_spent_day_is_spent_until_midnight_in_beijing(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget", call=2), QuotaOut()))
    token = fresh(server)
    codes = [post(server, "/cgi-bin/freepublish/batchget", token, offset=0, count=1).get("errcode") for _ in range(3)]
    assert codes == [None, 45009, 45009]
    server.clock.advance(hours=15)
    assert "errcode" not in post(server, "/cgi-bin/freepublish/batchget", offset=0, count=1)


def test_without_a_token_nothing_is_told(server: WeChat) -> None:
    assert post(server, "/cgi-bin/freepublish/batchget", "", offset=0, count=1)["errcode"] == 41001
    assert post(server, "/cgi-bin/freepublish/batchget", "made-up", offset=0, count=1)["errcode"] == 40001


def test_the_log_knows_every_request(server: WeChat) -> None:
    token = fresh(server)
    post(server, "/cgi-bin/freepublish/batchget", token, offset=20, count=20)
    asked = server.log[-1]
    assert (asked.method, asked.path, asked.token) == ("POST", "/cgi-bin/freepublish/batchget", token)
    assert (asked.number("offset", 0), asked.status) == (20, 200)


def test_it_knows_the_words_that_must_stand_nowhere(server: WeChat) -> None:
    token = fresh(server)
    server.account.follow("oA")
    server.account.publish("标题", "<p>…</p>").part.comment("oB", "收到")
    assert {token, server.account.secret} <= server.secrets()
    assert server.citizens() == {"oA", "oB"}
