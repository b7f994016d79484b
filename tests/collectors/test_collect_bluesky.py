"""Bluesky: the account's own records, reposts beside posts, edits, deletions, counts where there is an app view."""

import json
from pathlib import Path

import pytest
from collecting import World
from stand_ins.bluesky import DID, POST, Bluesky
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_line import Bytes, Status

pytestmark = pytest.mark.usefixtures("impatient")
ORIGIN = "at://did:plc:press/app.bsky.feed.post/3origin"


def world(server: Bluesky, folder: Path) -> World:
    account = {"account_id": "bluesky:office", "platform": "bluesky", "platform_id": DID}
    return World(folder, server, account, {"bluesky": {"view": server.base}})


def filled(server: Bluesky) -> None:
    for day in range(1, 11):
        server.post(f"Notice {day}", at=f"2026-11-{day:02d} 09:00")
    server.repost(ORIGIN, at="2026-11-19 09:00")


def test_posts_reposts_counts_and_followers_are_read(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        visited = held.run(days=30)
        assert (visited.watch.outcome, visited.troubles) == ("seen", {})
        kinds = [row["kind"] for row in held.table("posts")]
        assert (kinds.count("post"), kinds.count("repost")) == (10, 1)
        assert {(row["likes"], row["reposts"], row["comments"]) for row in held.table("post_metrics")} == {
            ("3", "2", "1")
        }
        assert len(held.table("followers")) == 5
        held.no_secret()


def test_a_server_without_app_view_gives_posts_and_tells_what_it_cannot_give(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        filled(server)
        server.viewed = False
        held = world(server, tmp_path)
        visited = held.run(days=30)
        assert visited.watch.outcome == "seen"
        assert set(visited.troubles) == {"feed", "thread", "followers"}
        assert len(held.table("posts")) == 11


def test_an_edit_under_the_same_key_is_a_version(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        held.run()
        clock.advance(hours=2)
        server.posts[-1].text = "Notice 10, corrected"
        held.run()
        assert [row["text"] for row in held.table("versions")] == ["Notice 10", "Notice 10, corrected"]


def test_a_deleted_record_is_confirmed_by_the_servers_word_for_it(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        held.run()
        gone = [server.posts[8], server.reposts[0]]
        for record in gone:
            server.delete(record)
        clock.advance(hours=2)
        assert held.run(deep="yes").gone == 2
        said = {row["post_id"]: (row["state"], row["answer"]) for row in held.table("sightings")}
        assert said == {
            gone[0].key: ("confirmed_gone", "RecordNotFound"),
            f"repost:{gone[1].key}": ("confirmed_gone", "RecordNotFound"),
        }


def test_a_record_that_a_listing_leaves_out_is_not_gone_whether_post_or_repost(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        filled(server)
        server.repost(ORIGIN, at="2026-11-02 09:00")
        held = world(server, tmp_path)
        held.run()
        server.unlisted |= {server.posts[8].key, server.reposts[-1].key}
        clock.advance(hours=2)
        visited = held.run(deep="yes")
        assert visited.gone == 0
        assert (visited.watch.outcome, visited.watch.reason) == ("blind", "listing_incomplete")
        assert "confirmed_gone" not in {row["state"] for row in held.table("sightings")}


def test_a_server_that_stops_in_the_middle_makes_the_account_blind_and_the_next_run_goes_on(
    clock: Clock, tmp_path: Path
) -> None:
    with Bluesky(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        server.misbehave(Fault(When("listRecords", after=1, times=4), Status(503)))
        assert held.run().watch.outcome == "blind"
        assert held.run().watch.outcome == "seen"
        assert len(held.table("posts")) == 11
        held.nothing_doubled()


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"did": 5}'])
def test_an_account_without_an_identity_is_blind(body: bytes, clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        filled(server)
        server.misbehave(Fault(When("describeRepo", times=None), Bytes(body)))
        assert world(server, tmp_path).run().watch.outcome == "blind"


def test_an_answer_to_a_citizen_names_nobody(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        words = "@citizen.example您好，at nine; hall@office.example"
        server.post(words, at="2026-11-19 09:00", to=f"at://{server.fans[1]}/{POST}/3question")
        held = world(server, tmp_path)
        held.run()
        (row,) = held.table("posts")
        assert (row["kind"], row["in_reply_to"]) == ("reply", "3question")
        assert row["text"] == "@…您好，at nine; hall@office.example"
        held.no_secret()


def test_what_citizens_answer_is_kept_without_their_names_and_addresses(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        server.post("Road closed", at="2026-11-19 09:00").answers.append((2, "until when?"))
        held = world(server, tmp_path)
        assert held.run().troubles == {}
        (row,) = held.table("interactions")
        assert (row["text"], len(row["actor_key"])) == ("until when?", 32)
        held.no_secret()


def test_a_record_without_answers_is_kept_to_the_byte(clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        record = {"uri": f"at://{DID}/{POST}/3a", "value": {"text": "At nine", "createdAt": "2026-11-19T09:00:00Z"}}
        said = json.dumps({"records": [record]}, indent=3).encode()
        server.misbehave(Fault(When("listRecords"), Bytes(said)))
        held = world(server, tmp_path)
        held.run()
        assert [row["text"] for row in held.table("posts")] == ["At nine"]
        assert said in held.written()


@pytest.mark.parametrize("path", ["listRecords", "getAuthorFeed", "getPostThread"])
def test_an_answer_that_cannot_be_read_is_not_kept(path: str, clock: Clock, tmp_path: Path) -> None:
    with Bluesky(clock) as server:
        server.post("At nine", at="2026-11-19 09:00")
        server.misbehave(Fault(When(path, times=None), Bytes(b'{"author": {"handle": "citizen.example"')))
        held = world(server, tmp_path)
        held.run()
        held.no_secret()
