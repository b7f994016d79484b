"""Bilibili: works and figures behind signed headers; a work that was taken down says so itself."""

from pathlib import Path

import pytest
from places import BY_NAME, filled, registered
from stand_ins.bilibili import Bilibili
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_line import Status

pytestmark = pytest.mark.usefixtures("impatient")
PLATFORM = BY_NAME["bilibili"]


def test_all_works_are_read_and_every_call_is_signed_anew(clock: Clock, tmp_path: Path) -> None:
    with Bilibili(clock) as server:
        filled(PLATFORM, server)
        world = registered(PLATFORM, server, tmp_path)
        server.misbehave(Fault(When("viewlist", call=2), Status(503)))
        assert world.run().watch.outcome == "seen", "a nonce serves once: the second try needs its own"
        assert len(world.table("posts")) == PLATFORM.posts
        world.no_secret()


def test_counts_of_recent_works_are_had_one_by_one(clock: Clock, tmp_path: Path) -> None:
    with Bilibili(clock) as server:
        video = server.account.publish("防汛提示", "2026-11-19 09:00")
        video.count(plays=1_000, likes=20, comments=3, shares=4)
        server.account.older_fans = 77
        world = registered(PLATFORM, server, tmp_path)
        assert not world.run().troubles
        (row,) = world.table("post_metrics")
        assert [row[name] for name in ("reads", "likes", "comments", "reposts")] == ["1000", "20", "3", "4"]
        assert [row["followers"] for row in world.table("metrics")] == ["77"]


def test_a_work_that_was_taken_down_is_told_with_the_platforms_reason(clock: Clock, tmp_path: Path) -> None:
    with Bilibili(clock) as server:
        video = server.account.publish("防汛提示", "2026-11-19 09:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        video.withdraw("涉嫌违规")
        clock.advance(hours=2)
        world.run()
        (row,) = world.table("sightings")
        assert row["state"] == "withdrawn_by_platform"
        assert "state=-4" in row["answer"]
        assert "涉嫌违规" in row["answer"]


def test_two_accounts_of_one_application_keep_their_tokens_apart(clock: Clock, tmp_path: Path) -> None:
    with Bilibili(clock, open_ids=("bili-open-1", "bili-open-2")) as server:
        first, second = server.accounts.values()
        first.publish("甲局通知", "2026-11-19 09:00")
        second.publish("乙局通知", "2026-11-19 10:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        clock.advance(days=31)
        world.run()
        given = server.grant(second)
        world.account = {**world.account, "account_id": "bilibili:1002", "platform_id": "1002"}
        world.renewed(access_token="", refresh_token=str(given["refresh_token"]))
        world.run()
        posts = {(row["account_id"], row["text"]) for row in world.table("posts")}
        assert posts == {("bilibili:1001", "甲局通知"), ("bilibili:1002", "乙局通知")}


def test_a_clock_that_is_far_off_is_told_by_the_platforms_own_code(clock: Clock, tmp_path: Path) -> None:
    with Bilibili(clock) as server:
        world = registered(PLATFORM, server, tmp_path)
        server.clock = Clock("2026-11-20 12:00")
        visited = world.run()
        assert (visited.watch.outcome, visited.watch.reason) == ("blind", "fatal:4003")
