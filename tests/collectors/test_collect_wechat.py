"""WeChat public accounts: what was sent either way, readers' comments with the account's answers, followers."""

from pathlib import Path

import pytest
from places import BY_NAME, filled, registered
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.troubles_state import QuotaOut
from stand_ins.wechat import WeChat
from stand_ins.wechat_account import Part

pytestmark = pytest.mark.usefixtures("impatient")
PLATFORM = BY_NAME["wechat"]


def test_all_articles_are_read_at_the_real_size_of_pages(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        filled(PLATFORM, server)
        world = registered(PLATFORM, server, tmp_path)
        assert world.run().watch.outcome == "seen"
        assert server.calls("batchget") == 3
        assert len(world.table("posts")) == PLATFORM.posts
        world.no_secret()


def test_an_article_sent_by_mass_message_is_found_though_no_interface_gives_its_words(
    clock: Clock, tmp_path: Path
) -> None:
    with WeChat(clock) as server:
        server.account.publish("发布的文章", "<p>正文</p>", at="2026-11-18 10:00")
        server.account.send("群发的文章", "<p>正文</p>", at="2026-11-19 10:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        posts = {row["text"]: row for row in world.table("posts")}
        assert set(posts) == {"发布的文章\n正文", "群发的文章"}
        clock.advance(days=1)
        world.run()
        assert len(world.table("posts")) == 2
        assert not world.table("sightings")


def test_every_part_of_a_publication_is_a_post_and_a_deleted_part_alone_is_gone(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        second = Part(clock, "次条", "<p>乙</p>")
        server.account.publish("头条", "<p>甲</p>", at="2026-11-18 10:00", also=(second,))
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        assert world.texts() == ["头条\n甲", "次条\n乙"]
        second.is_deleted = True
        clock.advance(hours=3)
        world.run()
        assert [(row["state"], row["answer"]) for row in world.table("sightings")] == [("confirmed_gone", "is_deleted")]
        assert [row["text"] for row in world.table("posts") if row["deleted_at"]] == ["次条\n乙"]


def test_an_article_that_was_deleted_before_we_came_is_no_post(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        server.account.publish("早已删除", "<p>正文</p>", at="2026-11-19 10:00").delete()
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        assert not world.table("posts")
        assert not world.table("sightings")


def test_comments_keep_their_words_and_answers_and_nobodys_name(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        article = server.account.publish("放假通知", "<p>正文</p>", at="2026-11-19 10:00")
        article.part.comment("oReader0000000000001", "几点上班？", "2026-11-19 11:00").reply("九点", "2026-11-19 12:00")
        article.part.comment("oReader0000000000002", "谢谢", "2026-11-19 13:00")
        server.account.follow("oReader0000000000003", "2026-11-19 09:00")
        world = registered(PLATFORM, server, tmp_path)
        assert not world.run().troubles
        assert sorted(row["text"] for row in world.table("interactions")) == ["几点上班？", "谢谢"]
        replies = [row for row in world.table("posts") if row["kind"] == "reply"]
        assert [(row["text"], row["posted_at"]) for row in replies] == [("九点", "2026-11-19T12:00:00+08:00")]
        assert len(world.table("followers")) == 1
        assert {row["measure"] for row in world.table("inflows")} == {"followers_gained", "followers_lost"}
        world.no_secret()


def test_what_is_not_permitted_is_told_and_the_rest_is_had(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        server.account.publish("放假通知", "<p>正文</p>", at="2026-11-19 10:00")
        server.account.comments_allowed = False
        server.account.denied.add("/datacube/getusercumulate")
        world = registered(PLATFORM, server, tmp_path)
        visited = world.run()
        assert visited.watch.outcome == "seen"
        assert visited.troubles == {"comments": "permission:88000", "user_cumulate": "permission:48001"}


def test_an_account_without_the_day_list_was_not_wholly_watched(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        server.account.publish("放假通知", "<p>正文</p>", at="2026-11-19 10:00")
        server.account.denied.add("/datacube/getarticletotaldetail")
        world = registered(PLATFORM, server, tmp_path)
        visited = world.run()
        assert (visited.watch.outcome, visited.watch.reason) == ("blind", "permission:48001")
        assert world.texts() == ["放假通知\n正文"]


def test_a_secret_that_is_wrong_is_blindness_and_stands_nowhere(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        server.account.publish("放假通知", "<p>正文</p>", at="2026-11-19 10:00")
        world = registered(PLATFORM, server, tmp_path)
        world.renewed(secret=f"a-wrong-{world.account['platform']}-secret")
        visited = world.run()
        assert (visited.watch.outcome, visited.watch.reason) == ("blind", "no_token")
        assert b"a-wrong-wechat" not in world.written()


def test_the_token_is_kept_and_asked_for_once_while_it_is_good(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        clock.advance(minutes=30)
        world.run()
        assert server.calls("stable_token") == 1
        clock.advance(hours=3)
        world.run()
        assert server.calls("stable_token") == 2
        kept = list((world.folder / "tokens").iterdir())
        assert [place.stat().st_mode & 0o077 for place in kept] == [0]


def test_a_list_of_followers_that_breaks_off_keeps_nobodys_id_to_go_on_from(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        for number in range(3):
            server.account.follow(f"oReader000000000001{number}", "2026-11-19 09:00")
        world = registered(PLATFORM, server, tmp_path)
        server.misbehave(Fault(When("user/get", call=2), QuotaOut()))
        assert world.run().troubles == {"followers": "quota:45009"}
        world.no_secret()
        clock.advance(days=1)
        assert not world.run().troubles
        assert len(world.table("followers")) == 3
        world.no_secret()


def test_two_accounts_with_the_credentials_of_one_are_not_taken_for_each_other(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        server.account.publish("放假通知", "<p>正文</p>", at="2026-11-19 10:00")
        world = registered(PLATFORM, server, tmp_path)
        other = {**world.account, "account_id": "wechat:gh_other", "platform_id": "gh_other"}
        visited = world.run(also=(other,))
        assert (visited.watch.outcome, visited.watch.reason) == ("not_tried", "credentials_shared")
        assert world.outcomes() == ["not_tried", "not_tried"]
        assert not world.table("posts")


def test_keyed_rows_of_citizens_go_when_their_time_is_over(clock: Clock, tmp_path: Path) -> None:
    with WeChat(clock) as server:
        article = server.account.publish("放假通知", "<p>正文</p>", at="2026-11-19 10:00")
        article.part.comment("oReader0000000000001", "几点上班？", "2026-11-19 11:00")
        server.account.follow("oReader0000000000003", "2026-11-19 09:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        assert (len(world.table("interactions")), len(world.table("followers"))) == (1, 1)
        server.account.unfollow("oReader0000000000003")
        clock.advance(days=399)
        world.run()
        assert len(world.table("followers")) == 1
        clock.advance(days=2)
        world.run()
        assert (len(world.table("interactions")), len(world.table("followers"))) == (0, 0)
        assert len(world.table("posts")) == 1
        with world.outside() as outside:
            rows = outside.ledger.base.execute("SELECT DISTINCT tbl FROM stretches").fetchall()
        assert {row["tbl"] for row in rows}.isdisjoint({"followers", "interactions"})
