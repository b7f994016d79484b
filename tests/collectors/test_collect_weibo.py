"""Weibo: posts, counts, comments and followers through the open and the business interface."""

from pathlib import Path

import pytest
from places import BY_NAME, filled, registered
from stand_ins.clock import Clock
from stand_ins.weibo import Weibo

from plumbline.collectors.endpoint import Purpose

pytestmark = pytest.mark.usefixtures("impatient")
PLATFORM = BY_NAME["weibo"]
NONE: frozenset[Purpose] = frozenset()


def test_all_posts_are_read_at_the_real_size_of_pages(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock) as server:
        filled(PLATFORM, server)
        world = registered(PLATFORM, server, tmp_path)
        assert world.run().watch.outcome == "seen"
        assert len(world.table("posts")) == PLATFORM.posts
        assert {row["client"] for row in world.table("posts")} == {"微博 weibo.com"}
        world.no_secret()


def test_posts_that_leave_the_window_are_not_called_deleted(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock) as server:
        server.window = 5
        filled(PLATFORM, server, 5)
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        for number in range(3):
            server.account.post(f"今日第{number}条", at="2026-11-20 10:00")
        clock.advance(hours=5)
        world.run(deep="yes")
        assert len(world.table("posts")) == 8
        assert not world.table("sightings")


def test_a_repost_keeps_what_it_quotes_and_from_whom(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock, uids=(7000000001, 7000000002)) as server:
        origin = server.accounts[7000000002].post("停水通知", at="2026-11-19 08:00")
        server.account.post("请关注 http://t.cn/A6abc", at="2026-11-19 09:00", repost_of=origin)
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        (row,) = world.table("posts")
        assert (row["kind"], row["quoted_text"]) == ("repost", "停水通知")
        assert row["urls"] == "http://t.cn/A6abc"


def test_a_repost_of_a_deleted_post_is_read_though_its_origin_has_no_author(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock, uids=(7000000001, 7000000002)) as server:
        origin = server.accounts[7000000002].post("停水通知", at="2026-11-19 08:00")
        server.account.post("请关注", at="2026-11-19 09:00", repost_of=origin)
        origin.delete()
        world = registered(PLATFORM, server, tmp_path)
        assert world.run().watch.outcome == "seen"
        assert world.texts() == ["请关注"]


def test_comments_and_followers_are_keyed_and_the_accounts_own_answer_is_a_post(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock) as server:
        post = server.account.post("今日雨转晴", at="2026-11-19 08:00")
        post.comment(7111111111, "几点？", "2026-11-19 09:00").reply("九点", "2026-11-19 10:00")
        server.account.older_fans = 20
        for number in range(6):
            server.account.follow(7222222220 + number, "2026-11-18 09:00")
        world = registered(PLATFORM, server, tmp_path)
        assert not world.run().troubles
        assert [row["text"] for row in world.table("interactions")] == ["几点？"]
        assert [row["text"] for row in world.table("posts") if row["kind"] == "reply"] == ["九点"]
        followers = world.table("followers")
        assert len(followers) == 6
        assert {row["registered_on"] for row in followers} == {"2014-01-06"}
        world.no_secret()


def test_what_speaks_of_citizens_is_only_asked_for_when_it_is_wanted(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock) as server:
        server.account.post("今日雨转晴", at="2026-11-19 08:00").comment(7111111111, "几点？")
        world = registered(PLATFORM, server, tmp_path)
        world.run(wanted=NONE)
        assert (server.calls("comments/show"), server.calls("friendships")) == (0, 0)


def test_the_business_interface_gives_reads_and_ages(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock) as server:
        post = server.account.post("今日雨转晴", at="2026-11-19 08:00")
        post.reads = 1234
        server.account.follow(7222222222, "2026-11-18 09:00", age="25-29")
        world = registered(PLATFORM, server, tmp_path)
        world.renewed(product="business")
        visited = world.run()
        assert (visited.watch.outcome, visited.watch.collector) == ("seen", "collect:weibo/business")
        assert "1234" in [row["reads"] for row in world.table("post_metrics")]
        assert {row["bucket"]: row["people"] for row in world.table("audience")}["25-29"] == "1"


def test_the_hundred_calls_of_a_day_are_counted_before_they_are_made(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock) as server:
        server.account.post("今日雨转晴", at="2026-11-19 08:00")
        world = registered(PLATFORM, server, tmp_path)
        for _ in range(30):
            visited = world.run()
            clock.advance(minutes=20)
        assert len(server.log) <= 100
        assert (visited.watch.outcome, visited.watch.reason) == ("blind", "quota:quota_spent")
        clock.advance(days=1)
        assert world.run().watch.outcome == "seen_nothing"


def test_with_the_token_of_another_account_nothing_is_seen_nothing(clock: Clock, tmp_path: Path) -> None:
    with Weibo(clock, uids=(7000000001, 7000000002)) as server:
        server.accounts[7000000002].post("别的账号的通知", at="2026-11-19 08:00")
        world = registered(PLATFORM, server, tmp_path)
        for product in ("open", "business"):
            world.renewed(product=product, access_token=server.token(server.accounts[7000000002]))
            assert world.run().watch.outcome == "blind"
            clock.advance(hours=1)
        assert not world.table("posts")
