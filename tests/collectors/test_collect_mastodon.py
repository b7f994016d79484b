"""Mastodon: pages by Link, edits, deletions, followers without names, nothing that is not public."""

from pathlib import Path

import pytest
from collecting import World
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.mastodon import Mastodon
from stand_ins.troubles_line import Bytes
from stand_ins.troubles_line import Status as HttpStatus

pytestmark = pytest.mark.usefixtures("impatient")


def world(server: Mastodon, folder: Path) -> World:
    account = {"account_id": "mastodon:office", "platform": "mastodon", "platform_id": "office@social.example"}
    return World(folder, server, account, {"mastodon": {}})


def filled(server: Mastodon) -> None:
    for day in range(1, 11):
        server.post(f"Notice {day}", at=f"2026-11-{day:02d} 09:00")


def test_every_page_is_read_and_followers_are_counted_without_names(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        assert held.run().watch.outcome == "seen"
        assert len(held.texts()) == 10
        assert len(held.table("followers")) == 5
        assert [row["followers"] for row in held.table("metrics")] == ["5"]
        held.no_secret()


def test_a_status_that_is_not_public_stands_nowhere(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        filled(server)
        server.post("a private word", visibility="private")
        held = world(server, tmp_path)
        held.run()
        assert len(held.texts()) == 10
        held.no_secret()


def test_an_edit_is_a_version_with_the_platforms_own_time(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        held.run()
        clock.advance(hours=2)
        server.statuses[-1].edit("Notice 10, corrected")
        held.run()
        assert [row["text"] for row in held.table("versions")] == ["Notice 10", "Notice 10, corrected"]
        (row,) = [row for row in held.table("posts") if row["text"] == "Notice 10, corrected"]
        assert row["edited_at"] is not None


def test_a_deleted_status_is_confirmed_by_a_404(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        held.run()
        gone = server.statuses[4]
        server.delete(gone)
        clock.advance(hours=2)
        assert held.run(deep="yes").gone == 1
        last = held.table("sightings")[-1]
        assert (last["post_id"], last["state"], last["answer"]) == (str(gone.number), "confirmed_gone", "http_404")


def test_a_server_that_stops_in_the_middle_makes_the_account_blind_and_the_next_run_goes_on(
    clock: Clock, tmp_path: Path
) -> None:
    with Mastodon(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        server.misbehave(Fault(When("statuses", after=1, times=4), HttpStatus(500)))
        assert held.run().watch.outcome == "blind"
        asked = server.calls("statuses")
        assert held.run().watch.outcome == "seen"
        assert server.calls("statuses") - asked == 2
        assert len(held.texts()) == 10
        held.nothing_doubled()


def test_a_hidden_list_of_followers_is_no_fault(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        filled(server)
        server.hidden = True
        visited = world(server, tmp_path).run()
        assert (visited.watch.outcome, visited.troubles) == ("seen", {})


def test_an_answer_to_a_citizen_names_nobody(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        server.post("the hall opens at nine", at="2026-11-19 09:00", to=3)
        held = world(server, tmp_path)
        held.run()
        (row,) = held.table("posts")
        assert (row["kind"], row["text"]) == ("reply", "the hall opens at nine")
        held.no_secret()


def test_what_citizens_answer_is_kept_without_their_names_and_addresses(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        server.post("Road closed", at="2026-11-19 09:00").answers.append((2, "until when?"))
        held = world(server, tmp_path)
        assert held.run().troubles == {}
        (row,) = held.table("interactions")
        assert (row["text"], len(row["actor_key"])) == ("until when?", 32)
        held.no_secret()


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"id": {"a": 1}}'])
def test_an_account_that_cannot_be_understood_is_blind(body: bytes, clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        filled(server)
        server.misbehave(Fault(When("lookup", times=None), Bytes(body)))
        held = world(server, tmp_path)
        assert held.run().watch.outcome == "blind"
        assert not held.table("posts")


def test_half_a_sign_in_a_text_does_not_keep_the_rest_from_us(clock: Clock, tmp_path: Path) -> None:
    with Mastodon(clock) as server:
        filled(server)
        server.post("Open again \ud83c", at="2026-11-19 09:00")
        held = world(server, tmp_path)
        assert held.run().watch.outcome == "seen"
        assert "Open again \ufffd" in held.texts()
