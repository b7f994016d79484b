"""Douyin: works, followers by day, ages, comments; tokens that are got again from the refresh token."""

from pathlib import Path

import pytest
from places import BY_NAME, filled, registered
from stand_ins.clock import Clock
from stand_ins.douyin import Douyin

pytestmark = pytest.mark.usefixtures("impatient")
PLATFORM = BY_NAME["douyin"]


def test_works_keep_their_counts_and_their_address(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        *_, video = filled(PLATFORM, server)
        video.count(plays=12_345, likes=67, comments=8, shares=9)
        world = registered(PLATFORM, server, tmp_path)
        assert world.run().watch.outcome == "seen"
        assert len(world.table("posts")) == PLATFORM.posts
        row = next(row for row in world.table("posts") if row["text"] == "昨日通报")
        assert [row[name] for name in ("reads", "likes", "comments", "reposts")] == ["12345", "67", "8", "9"]
        assert row["media"].startswith("https://www.iesdouyin.com/")
        world.no_secret()


def test_a_pinned_old_work_does_not_make_the_account_watched_for_longer(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        server.account.publish("置顶", "2025-01-01 08:00", "pinned")
        server.account.publish("新闻", "2026-11-01 08:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        assert world.table("coverage")[0]["started_at"].startswith("2026-11-01")


def test_followers_by_day_and_age_are_figures(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        server.account.older_fans = 500
        server.account.follow("citizen-of-douyin-1", "2026-11-18 09:00")
        server.account.audience = {"age": {"1-23": 20, "24-30": 80}, "gender": {"1": 60}}
        world = registered(PLATFORM, server, tmp_path)
        assert not world.run().troubles
        assert {row["date"]: row["followers"] for row in world.table("metrics")}["2026-11-18"] == "501"
        ages = {row["bucket"]: row["people"] for row in world.table("audience") if row["dimension"] == "age"}
        assert ages == {"1-23": "20", "24-30": "80"}
        assert len(world.table("followers")) == 1
        world.no_secret()


def test_comments_are_keyed_and_the_accounts_own_words_are_a_post(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        video = server.account.publish("防汛提示", "2026-11-19 09:00")
        video.comment("citizen-of-douyin-2", "收到", "2026-11-19 10:00")
        video.comment("", "请转发", "2026-11-19 11:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        assert [row["text"] for row in world.table("interactions")] == ["收到"]
        assert [row["text"] for row in world.table("posts") if row["kind"] == "comment"] == ["请转发"]
        world.no_secret()


def test_a_token_that_ran_out_is_renewed_and_the_refresh_token_before_its_own_end(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        server.account.publish("防汛提示", "2026-11-19 09:00")
        world = registered(PLATFORM, server, tmp_path)
        for _ in range(8):
            assert world.run().watch.outcome in ("seen", "seen_nothing")
            clock.advance(days=9)
        assert server.calls("oauth/refresh_token")
        assert server.renewals, "72 days are longer than a refresh token lives"
        world.no_secret()


def test_an_owner_who_agrees_anew_is_believed_over_what_was_kept(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        server.account.publish("防汛提示", "2026-11-19 09:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        clock.advance(days=16)
        world.run()
        clock.advance(days=40)
        assert world.run().watch.reason == "no_token"
        world.renewed(**PLATFORM.credentials(server))
        assert world.run().watch.outcome == "seen_nothing"


def test_works_under_review_are_no_posts_yet(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        video = server.account.publish("防汛提示", "2026-11-19 09:00")
        video.state = "reviewing"
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        assert not world.table("posts")
        video.show()
        clock.advance(hours=2)
        world.run()
        assert world.texts() == ["防汛提示"]
        assert not world.table("sightings")


def test_without_an_open_id_nothing_is_asked(clock: Clock, tmp_path: Path) -> None:
    with Douyin(clock) as server:
        world = registered(PLATFORM, server, tmp_path)
        world.renewed(open_id="")
        visited = world.run()
        assert (visited.watch.outcome, visited.watch.reason) == ("not_tried", "no_credentials")
        assert not server.log
