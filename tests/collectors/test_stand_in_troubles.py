"""A stand-in that is told to misbehave does so, just as often as it was told, and else behaves."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from stand_ins.clock import Clock
from stand_ins.faults import Fault, What, When
from stand_ins.troubles_content import (
    Changed,
    CountsAsStrings,
    DoubledItem,
    DuplicateKeys,
    EmptyPage,
    LostItem,
    MissingFields,
    NullFields,
    SameCursor,
    TimesOff,
)
from stand_ins.troubles_line import (
    METADATA,
    Bytes,
    ClockSkew,
    Redirect,
    Status,
    Truncated,
    drip,
    empty_body,
    endless,
    gzip_bomb,
    hung_up,
    login_page,
    no_gzip,
    reset,
    silence,
    to_metadata,
    too_many,
)
from stand_ins.troubles_state import ErrorInside, Meanwhile, TokenDies, TokenNeverGood
from stand_ins.wechat import WeChat

LIST = "/cgi-bin/freepublish/batchget"
ALWAYS = When("batchget", times=None)


@pytest.fixture
def server() -> Iterator[WeChat]:
    with WeChat(Clock("2026-11-20 09:00")) as server:
        for number in range(30):
            server.account.publish(f"第{number}篇", "<p>正文</p>", at=f"2026-10-01 09:{number:02d}")
        yield server


def token(server: WeChat) -> str:
    query = {"grant_type": "client_credential", "appid": server.account.appid, "secret": server.account.secret}
    return str(server.http.get(f"{server.base}/cgi-bin/token", params=query).json()["access_token"])


def ask(server: WeChat, offset: int = 0, count: int = 10, held: str | None = None, wait: float = 5) -> httpx.Response:
    query = {"access_token": held or token(server)}
    return server.http.post(f"{server.base}{LIST}", params=query, json={"offset": offset, "count": count}, timeout=wait)


def titles(answer: httpx.Response) -> list[str]:
    return [item["content"]["news_item"][0]["title"] for item in answer.json()["item"]]


def test_a_fault_meets_the_call_it_was_told_for_and_no_other(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget", call=2), Status(500)))
    assert [ask(server).status_code for _ in range(3)] == [200, 500, 200]
    assert [one.fault for one in server.log if one.path == LIST] == ["", "Status", ""]
    assert server.fired() == 1


def test_a_fault_may_begin_late_and_last_as_often_as_it_is_told(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget", after=1, times=2), Status(503)))
    assert [ask(server).status_code for _ in range(4)] == [200, 503, 503, 200]


def test_a_fault_may_look_at_the_request(server: WeChat) -> None:
    server.misbehave(Fault(When(lambda asked: asked.number("offset", 0) >= 20, times=None), Status(502)))
    assert [ask(server, at).status_code for at in (0, 10, 20)] == [200, 200, 502]


def test_told_to_behave_it_behaves(server: WeChat) -> None:
    server.misbehave(Fault(ALWAYS, Status(500)))
    assert ask(server).status_code == 500
    server.behave()
    assert ask(server).status_code == 200


def test_an_error_stands_inside_an_answer_of_200(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), ErrorInside(-1, "system error")))
    answer = ask(server)
    assert (answer.status_code, answer.json()["errcode"]) == (200, -1)
    assert len(titles(ask(server))) == 10


def test_a_token_dies_and_a_new_one_lives(server: WeChat) -> None:
    held = token(server)
    server.misbehave(Fault(When("batchget", call=2), TokenDies()))
    assert [ask(server, held=held).json().get("errcode") for _ in range(3)] == [None, 40001, 40001]
    assert "errcode" not in ask(server).json()


def test_a_renewal_may_not_help(server: WeChat) -> None:
    server.misbehave(Fault(ALWAYS, TokenNeverGood()))
    assert {ask(server).json()["errcode"] for _ in range(3)} == {42001}


def test_an_item_is_doubled_across_pages(server: WeChat) -> None:
    server.misbehave(Fault(ALWAYS, DoubledItem()))
    first, second = titles(ask(server, 0)), titles(ask(server, 10))
    assert second[0] == first[-1]
    assert (len(first), len(second)) == (10, 11)


def test_an_item_vanishes_from_the_list_and_is_still_there(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget", times=None), LostItem(0)))
    assert titles(ask(server))[0] == "第28篇"
    missed = server.account.articles[29]
    query = {"access_token": token(server)}
    told = server.http.post(
        f"{server.base}/cgi-bin/freepublish/getarticle", params=query, json={"article_id": missed.article_id}
    ).json()
    assert told["news_item"][0]["title"] == "第29篇"


def test_an_item_is_deleted_between_two_pages(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget", call=2), Meanwhile(lambda told: told.account.articles.pop())))
    held = token(server)
    assert titles(ask(server, 0, held=held))[-1] == "第20篇"
    assert titles(ask(server, 10, held=held))[0] == "第18篇"


def test_paging_never_ends(server: WeChat) -> None:
    server.misbehave(Fault(ALWAYS, SameCursor()))
    pages = [ask(server, at) for at in (0, 10, 20, 500)]
    assert {page.text for page in pages} == {pages[0].text}
    assert pages[0].json()["total_count"] > 20


def test_a_page_in_the_middle_is_empty(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget", call=2), EmptyPage()))
    assert [len(titles(ask(server, at))) for at in (0, 10, 20)] == [10, 0, 10]


@pytest.mark.parametrize("what", [Bytes(), login_page(), empty_body(), Truncated()], ids=repr)
def test_what_comes_is_no_json(server: WeChat, what: What) -> None:
    server.misbehave(Fault(When("batchget"), what))
    answer = ask(server)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r".*"):
        json.loads(answer.content)
    assert len(titles(ask(server))) == 10


def test_gzip_is_none(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), no_gzip()))
    with pytest.raises(httpx.DecodingError):
        ask(server)


def test_a_small_answer_swells(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), gzip_bomb(2)))
    with server.http.stream("POST", f"{server.base}{LIST}", params={"access_token": token(server)}, json={}) as answer:
        small = b"".join(answer.iter_raw())
    assert len(small) < 10_000
    assert len(gzip.decompress(small)) == 2 << 20


def test_too_many_requests_says_when_to_come_again(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), too_many("3")))
    answer = ask(server)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")


@pytest.mark.parametrize("what", [reset(), hung_up()], ids=["reset", "hung up"])
def test_the_line_breaks_in_the_middle_of_an_answer(server: WeChat, what: What) -> None:
    server.misbehave(Fault(When("batchget"), what))
    with pytest.raises(httpx.TransportError):
        ask(server)
    assert len(titles(ask(server))) == 10


def test_a_redirect_leads_to_itself(server: WeChat) -> None:
    server.misbehave(Fault(ALWAYS, Redirect(status=307)))
    query = {"access_token": token(server)}
    with pytest.raises(httpx.TooManyRedirects):
        server.http.post(f"{server.base}{LIST}", params=query, json={}, follow_redirects=True)
    assert server.calls(LIST) > 10


def test_a_redirect_leads_to_the_keys_of_the_machine(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), to_metadata()))
    answer = ask(server)
    assert (answer.status_code, answer.headers["Location"]) == (302, METADATA)


def test_bytes_drip_and_arrive(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), drip(bytes_at_once=64, pause=0.001, most=10)))
    assert len(titles(ask(server))) == 10


def answer_begins_with(length: int) -> bytes:
    return b'{"item":[{"article_id"'[:length]


def test_a_drip_outlasts_every_single_wait(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), drip(bytes_at_once=1, pause=0.02)))
    query = {"access_token": token(server)}
    with server.http.stream("POST", f"{server.base}{LIST}", params=query, json={"offset": 0, "count": 1}) as answer:
        taken = b"".join(piece for _, piece in zip(range(10), answer.iter_raw(1), strict=False))
    assert taken == answer_begins_with(10)


def test_a_body_without_end_is_left_by_the_client(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), endless()))
    query = {"access_token": token(server)}
    with server.http.stream("POST", f"{server.base}{LIST}", params=query, json={"offset": 0, "count": 1}) as answer:
        taken = 0
        for piece in answer.iter_raw():
            taken += len(piece)
            if taken > 100_000:
                break
    assert taken > 100_000


def test_silence_ends_with_the_clients_patience(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), silence()))
    with pytest.raises(httpx.ReadTimeout):
        ask(server, wait=0.1)


def test_the_servers_clock_is_hours_off(server: WeChat) -> None:
    right = ask(server).headers["Date"]
    server.misbehave(Fault(When("batchget"), ClockSkew(hours=-9)))
    assert right == "Fri, 20 Nov 2026 01:00:00 GMT"
    assert ask(server).headers["Date"] == "Thu, 19 Nov 2026 16:00:00 GMT"


def test_times_within_the_answer_are_out_of_order(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), TimesOff(seconds=0, step=100_000)))
    spoilt = [item["update_time"] for item in ask(server).json()["item"]]
    honest = [item["update_time"] for item in ask(server).json()["item"]]
    assert honest == sorted(honest, reverse=True)
    assert spoilt == sorted(spoilt)


def test_counts_come_as_words(server: WeChat) -> None:
    article = server.account.send("群发", "<p>…</p>", at="2026-11-18 09:00")
    article.part.read("2026-11-18", read_user=23_456, like_user=7)
    day = {"begin_date": "2026-11-18", "end_date": "2026-11-18"}
    told: list[Any] = []
    for wan in ("plain", "wan"):
        server.misbehave(Fault(When("totaldetail"), CountsAsStrings(wan)))
        query = {"access_token": token(server)}
        answer = server.http.post(f"{server.base}/datacube/getarticletotaldetail", params=query, json=day).json()
        first = answer["list"][0]["detail_list"][0]
        told.append((first["read_user"], first["like_user"]))
    assert told == [("23456", "7"), ("2.3万", "7")]


def test_fields_are_missing_or_null(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), MissingFields(("title", "update_time"))))
    first = ask(server).json()["item"][0]
    assert "update_time" not in first
    assert "title" not in first["content"]["news_item"][0]
    server.misbehave(Fault(When("batchget"), NullFields(("url",))))
    assert ask(server).json()["item"][0]["content"]["news_item"][0]["url"] is None


def test_a_key_is_said_twice(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), DuplicateKeys("item", [])))
    pairs = json.loads(ask(server).content, object_pairs_hook=lambda told: [name for name, _ in told])
    assert pairs.count("item") == 2


def test_anything_else_may_be_changed(server: WeChat) -> None:
    server.misbehave(Fault(When("batchget"), Changed(lambda told: told.update(total_count=3))))
    assert ask(server).json()["total_count"] == 3


def test_several_faults_work_together(server: WeChat) -> None:
    server.misbehave(Fault(ALWAYS, ClockSkew()), Fault(ALWAYS, DoubledItem()), Fault(ALWAYS, CountsAsStrings()))
    assert ask(server).status_code == 200
    assert server.fired() == 3


def test_a_stand_in_that_breaks_down_itself_says_so() -> None:
    def slip(told: Any) -> object:
        raise KeyError(told)

    def break_it() -> None:
        with WeChat() as server:
            server.misbehave(Fault(When("token"), Meanwhile(slip)))
            with pytest.raises(httpx.TransportError):
                server.http.get(f"{server.base}/cgi-bin/token")

    with pytest.raises(AssertionError, match="broke down itself"):
        break_it()
