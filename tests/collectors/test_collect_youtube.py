"""YouTube: titles, descriptions, counts that come as strings; what cannot be looked up is not visible."""

from pathlib import Path

import pytest
from collecting import World
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_line import Bytes, Status
from stand_ins.troubles_state import QuotaOut
from stand_ins.youtube import YouTube

pytestmark = pytest.mark.usefixtures("impatient")


def world(server: YouTube, folder: Path, name: str = "") -> World:
    account = {"account_id": "youtube:office", "platform": "youtube", "platform_id": name or server.channel_id}
    return World(folder, server, account, {"youtube": {"api_key": server.key}})


def filled(server: YouTube, videos: int = 10) -> None:
    for day in range(1, videos + 1):
        server.publish(f"Notice {day}", f"Road works, day {day}", at=f"2026-11-{day:02d} 09:00")


@pytest.mark.parametrize("name", ["", "@office"])
def test_every_page_of_a_channel_is_read_by_its_id_or_handle(name: str, clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        server.videos[-1].views, server.videos[-1].likes = 1234, 5
        held = world(server, tmp_path, name)
        assert held.run(days=30).watch.outcome == "seen"
        assert len(held.table("posts")) == 10
        (counted,) = [row for row in held.table("post_metrics") if row["post_id"] == server.videos[-1].ids]
        assert (counted["reads"], counted["likes"]) == ("1234", "5")
        assert held.table("posts")[0]["text"] == "Notice 1\nRoad works, day 1"
        held.no_secret()


def test_hidden_subscribers_are_no_number(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        server.publish("Notice", at="2026-11-19 09:00")
        held = world(server, tmp_path)
        held.run()
        assert [row["followers"] for row in held.table("metrics")] == ["1230"]
        server.hidden = True
        clock.advance(days=1)
        held.run()
        assert len(held.table("metrics")) == 1


def test_a_video_that_is_gone_or_private_is_not_visible_and_never_called_deleted(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        held.run()
        server.videos[3].private = True
        del server.videos[5]
        clock.advance(hours=3)
        held.run(deep="yes")
        states = {row["state"] for row in held.table("sightings")}
        assert "not_visible" in states
        assert "confirmed_gone" not in states


def test_a_changed_title_is_a_version(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        held.run()
        server.videos[-1].title = "Another notice"
        clock.advance(hours=3)
        held.run()
        assert [row["text"].partition("\n")[0] for row in held.table("versions")] == ["Notice 10", "Another notice"]


def test_a_spent_quota_is_no_silence_and_the_next_day_goes_on(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        server.misbehave(Fault(When("playlistItems", call=2), QuotaOut()))
        assert held.run().watch.outcome == "blind"
        clock.advance(days=1, hours=12)
        assert held.run().watch.outcome == "seen"
        assert len(held.table("posts")) == 10
        held.nothing_doubled()


def test_a_channel_that_is_not_there_makes_the_account_blind(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        assert world(server, tmp_path, "UC" + "b" * 22).run().watch.outcome == "blind"


def test_a_comment_is_words_and_a_hash_and_the_channels_own_is_its_own_post(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        video = server.publish("Notice", at="2026-11-19 09:00")
        video.comments = [("UCcitizen-one", "@a.citizen.spoken.to when?"), (server.channel_id, "Tomorrow")]
        held = world(server, tmp_path)
        held.run()
        assert [row["text"] for row in held.table("interactions")] == ["when?"]
        own = [row for row in held.table("posts") if row["kind"] == "comment"]
        assert [(row["text"], row["in_reply_to"]) for row in own] == [("Tomorrow", video.ids)]
        assert "authorDisplayName" not in server.log[-1].said("fields")
        held.no_secret()


def test_comments_are_left_alone_unless_they_are_wanted(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        server.publish("Notice", at="2026-11-19 09:00").comments = [("UCcitizen-one", "when?")]
        world(server, tmp_path).run(wanted=frozenset())
        assert server.calls("commentThreads") == 0


def test_an_unlisted_video_is_hidden_and_one_that_never_was_public_is_nowhere(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        server.publish("A draft", at="2026-11-11 09:00").privacy = "unlisted"
        held = world(server, tmp_path)
        held.run()
        server.videos[2].privacy = "unlisted"
        clock.advance(hours=3)
        held.run(deep="yes")
        states = {row["post_id"]: row["state"] for row in held.table("sightings")}
        assert states == {server.videos[2].ids: "not_visible"}
        assert "A draft" not in "".join(held.texts())


def test_before_midnight_in_california_the_spent_quota_is_still_spent(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        server.misbehave(Fault(When("playlistItems", call=2), QuotaOut()))
        held.run()
        asked = len(server.log)
        clock.advance(hours=6)  # 23:00 in California, a new day in Beijing long since
        assert held.run().watch.outcome == "blind"
        assert len(server.log) == asked
        clock.advance(hours=2)
        assert held.run().watch.outcome == "seen"


@pytest.mark.parametrize("path", ["channels", "playlistItems", "youtube/v3/videos", "commentThreads"])
@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"items": {}}', b'{"items": [null]}', b'{"items": [[]]}', b"7", b""])
def test_answers_that_are_no_answers_lose_nothing(path: str, body: bytes, clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        held.run()
        gone = server.videos.pop(5)
        server.misbehave(Fault(When(path, times=None), Bytes(body)))
        clock.advance(hours=3)
        watch = held.run(deep="yes").watch
        assert watch.outcome == ("blind" if path in ("channels", "playlistItems") else "seen_nothing")
        assert {(row["post_id"], row["state"]) for row in held.table("sightings")} <= {
            (gone.ids, "not_visible" if path == "commentThreads" else "absent_once")
        }
        assert len(held.table("posts")) == 10


def test_a_server_error_is_tried_again(clock: Clock, tmp_path: Path) -> None:
    with YouTube(clock) as server:
        filled(server)
        server.misbehave(Fault(When("playlistItems", call=2), Status(500)))
        held = world(server, tmp_path)
        assert held.run().watch.outcome == "seen"
        assert len(held.table("posts")) == 10


def test_a_key_that_is_not_valid_says_so_in_either_wording(clock: Clock, tmp_path: Path) -> None:
    newer = b'{"error":{"code":400,"errors":[{"reason":"badRequest"}],"details":[{"reason":"API_KEY_INVALID"}]}}'
    with YouTube(clock) as server:
        filled(server)
        server.misbehave(Fault(When("", after=1, times=None), Bytes(newer)))
        held = world(server, tmp_path)
        held.renewed(api_key="AIza-another-made-up-key-of-ours")
        assert held.run().watch.reason == "permission:keyInvalid"
        held.renewed(api_key=server.key)
        clock.advance(hours=1)
        assert held.run().watch.reason == "permission:API_KEY_INVALID"
