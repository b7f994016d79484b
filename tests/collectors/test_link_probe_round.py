"""A round over many addresses: which ones, how politely, and with how much doubt."""

import random
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbline.collectors.links.control import Control
from plumbline.collectors.links.controls import controls
from plumbline.collectors.links.gather import gathered
from plumbline.collectors.links.rounds import Pace, Round
from plumbline.collectors.links.spelling import links_in, registrable, same_owner, shown, spelled
from plumbline.collectors.links.told import Told
from plumbline.dossier.layout import scan

ALIVE, DEAD = Told("alive", "ok", 200), Told("dead", "http_404", 404)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("详见https://www.qingxi.example/a/1.html。", ["https://www.qingxi.example/a/1.html"]),
        ("（http://t.cn/A6abc）点击查看", ["http://t.cn/A6abc"]),
        ("看http://a.example/a?b=1&c=2，以及www.b.example/x", ["http://a.example/a?b=1&c=2", "www.b.example/x"]),
        ("网址http://政务.中国/通知，请看", ["http://政务.中国/"]),
        ("See (https://a.example/wiki/X_(y)), or https://b.example.", ["https://a.example/wiki/X_(y)", "https://b.example"]),
        ("HTTPS://A.EXAMPLE/x", ["HTTPS://A.EXAMPLE/x"]),
        ("https://a.example/x?y=1&amp;z=2", ["https://a.example/x?y=1&z=2"]),
        ("显示不全 https://www.qingxi.example/a/long… 和 https://a.example/cut...", []),
        ("没有链接，http:// 也不是，邮箱a@www.qingxi.example，价格www.", []),
        ("http://t.cn/A1http://t.cn/A2 ", ["http://t.cn/A1", "http://t.cn/A2"]),
        ("https://a.example/to?u=http://b.example/2", ["https://a.example/to?u=http://b.example/2"]),
    ],
)  # fmt: skip
def test_the_addresses_in_a_text(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@pytest.mark.parametrize("piece", ["http://", "www.a", "((", "))", "a.", "1380013800", "a@b."])
def test_a_post_made_to_keep_a_reader_busy_is_read_at_once(piece: str) -> None:
    found = list(links_in(f"http://{piece * 50_000} http://a.example/"))
    assert found[-1] == "http://a.example/"
    assert shown(f"http://a.example/?x={piece * 1000}").startswith("http://a.example/?x=")


def test_one_address_in_many_spellings_is_asked_once() -> None:
    spellings = (
        "http://A.example",
        "http://a.example:80/",
        "a.example",
        "http://a.example./#top",
        " http://a.example/ ",
    )
    assert {spelled(text) for text in spellings} == {"http://a.example/"}
    assert spelled("https://a.example/") != spelled("http://a.example/")


def test_what_is_personal_in_an_address_is_not_written_down() -> None:
    url = "https://u:pass@a.example/user/13800138000?access_token=abc&tel=13912345678&id=110101199003070000&mail=x@y.example&a=1"
    written = shown(url)
    assert not any(secret in written for secret in ("pass", "13800138000", "=abc", "13912345678", "1101011990", "x@y"))
    assert written.endswith("&a=1")
    assert shown("https://a.example/20240101/t20240101_123456789.html?id=42") == (
        "https://a.example/20240101/t20240101_123456789.html?id=42"
    )


def test_who_registered_a_host() -> None:
    assert registrable("www.qingxi.gov.cn") == "qingxi.gov.cn"
    assert same_owner("www.qingxi.gov.cn", "zwfw.qingxi.gov.cn")
    assert not same_owner("www.qingxi.gov.cn", "www.lanzhou.gov.cn")
    assert same_owner("twitter.com", "x.com")
    assert not same_owner("10.0.0.1", "10.0.0.2")


def dossier(folder: Path, posts: str, *, accounts: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    rows = accounts or "a1,weibo,青溪发布,https://weibo.com/u/1\na2,website,青溪县政府,https://www.qingxi.example/\n"
    (folder / "accounts.csv").write_text(f"account_id,platform,name,url\n{rows}", encoding="utf-8")
    head = "account_id,post_id,posted_at,text,kind,urls,deleted_at\n"
    (folder / "posts.csv").write_text(head + posts, encoding="utf-8")
    return folder


POSTS = """a1,p2,2025-02-01T08:00:00,再看 https://x.example/1,post,,
a1,p1,2025-01-01T08:00:00,先看 https://x.example/1#a,post,,
a2,p3,2025-03-01T08:00:00,x,repost,https://x.example/1;https://y.example/,
a1,p4,2025-01-01T08:00:00,https://deleted.example/,post,,2025-01-02T08:00:00
a1,p5,2025-01-01T08:00:00,https://private.example/,message,,
"""


def test_each_link_is_kept_once_with_the_earliest_post_of_each_account(tmp_path: Path) -> None:
    links = gathered(scan(dossier(tmp_path / "d", POSTS)), {"a1", "a2"}, None)
    assert {url: link.holders for url, link in links.items()} == {
        "https://x.example/1": {"a1": "p1", "a2": "p3"},
        "https://y.example/": {"a2": "p3"},
        "https://weibo.com/u/1": {"a1": None},
        "https://www.qingxi.example/": {"a2": None},
    }


def test_only_the_accounts_and_days_that_are_wanted(tmp_path: Path) -> None:
    layout = scan(dossier(tmp_path / "d", POSTS))
    since = gathered(layout, {"a1"}, datetime(2025, 1, 15, tzinfo=UTC))
    assert since["https://x.example/1"].holders == {"a1": "p2"}
    assert "https://y.example/" not in since


def test_the_dossiers_own_sites_prove_the_line_before_others(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "d", POSTS)
    (folder / "sources.csv").write_text(
        "source_id,name,domain,kind\ns,县政府,lan.gov.cn,government_site\n", encoding="utf-8"
    )
    found = controls(scan(folder), ["https://x.example/1", "https://b.x.example/2", "http://y.example/3", "nonsense"])
    assert found == ("https://www.qingxi.example/", "https://lan.gov.cn/", "http://y.example/", "https://b.x.example/")


def test_nothing_is_dead_while_no_control_answers() -> None:
    asked: list[str] = []

    def down(url: str) -> Told:
        asked.append(url)
        return Told("unreachable", "timeout")

    now = [0.0]
    control = Control(("https://c.example/",), down, lambda: now[0])
    assert control.doubted(DEAD) == Told("unreachable", "own_line", 404)
    assert control.doubted(Told("moved", "parked", 200)).reason == "own_line"
    assert control.doubted(ALIVE) == ALIVE
    assert len(asked) == 1
    now[0] = 61.0
    control.doubted(DEAD)
    assert len(asked) == 2


@pytest.mark.parametrize("answer", [ALIVE, DEAD, Told("unreachable", "http_other", 403)])
def test_any_word_from_a_control_proves_the_line(answer: Told) -> None:
    assert Control(("https://c.example/",), lambda url: answer).doubted(DEAD) == DEAD


@pytest.mark.parametrize(
    "answer", [Told("moved", "ok", 200), Told("unreachable", "http_other", 502), Told("dead", "dns_no_name")]
)
def test_a_control_that_is_answered_by_somebody_else_proves_nothing(answer: Told) -> None:
    assert Control(("https://c.example/",), lambda url: answer).doubted(DEAD).reason == "own_line"


def test_one_question_at_a_time_for_each_host_and_all_are_answered() -> None:
    busy: set[str] = set()
    overlaps: list[str] = []
    lock = threading.Lock()

    def probe(url: str) -> Told:
        host = url.split("/")[2]
        with lock:
            overlaps.extend([host] if host in busy else [])
            busy.add(host)
        time.sleep(0.002)
        with lock:
            busy.discard(host)
        return ALIVE

    urls = [f"http://h{host}.example/{page}" for page in range(10) for host in range(12)]
    random.Random(1).shuffle(urls)
    answers = dict(Round(probe, Pace(delay=0.0)).answers(urls))
    assert set(answers) == set(urls)
    assert overlaps == []


def test_a_pause_is_kept_between_two_questions_to_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def pauses(seed: int) -> list[float]:
        asking, waits = Round(lambda url: ALIVE, Pace(delay=2.0, seed=seed)), list[float]()
        monkeypatch.setattr(asking._stopped, "wait", waits.append)
        list(asking.answers([f"http://a.example/{n}" for n in range(4)]))
        return waits

    assert len(pauses(1)) == 3
    assert all(2.0 <= pause <= 3.0 for pause in pauses(1))
    assert pauses(1) == pauses(1) != pauses(2)


def test_a_host_that_was_not_even_reached_needs_no_pause() -> None:
    urls = [f"http://a.example/{n}" for n in range(50)]
    gone = Told("dead", "dns_no_name")
    assert len(list(Round(lambda url: gone, Pace(delay=60.0)).answers(urls))) == 50


@pytest.mark.parametrize(
    ("answer", "asked"),
    [(Told("unreachable", "http_other", 429, wait=True), 1), (Told("unreachable", "timeout"), 3), (DEAD, 9)],
)
def test_a_host_that_sends_us_away_or_is_silent_is_left_for_another_day(answer: Told, asked: int) -> None:
    urls = [f"http://a.example/{n}" for n in range(9)]
    assert len(list(Round(lambda url: answer, Pace(delay=0.0)).answers(urls))) == asked


def test_a_round_ends_when_its_time_is_up() -> None:
    assert list(Round(lambda url: ALIVE, Pace(most_seconds=0.0)).answers(["http://a.example/"])) == []


def test_a_round_that_is_stopped_asks_no_more() -> None:
    asking = Round(lambda url: ALIVE, Pace(delay=0.0))
    answers = asking.answers([f"http://a.example/{n}" for n in range(10_000)])
    next(answers)
    asking.stop()
    assert len(list(answers)) < 9_999


def test_a_fault_of_ours_does_not_end_in_silence() -> None:
    def broken(url: str) -> Told:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(Round(broken, Pace(delay=0.0)).answers(["http://a.example/"]))
