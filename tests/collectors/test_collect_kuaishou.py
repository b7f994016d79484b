"""Kuaishou: works and followers; a pair of tokens that is used up with each renewal."""

from pathlib import Path

import pytest
from places import BY_NAME, filled, registered
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.kuaishou import Kuaishou
from stand_ins.troubles_state import ErrorInside

pytestmark = pytest.mark.usefixtures("impatient")
PLATFORM = BY_NAME["kuaishou"]


@pytest.mark.parametrize("unit", [1, 1000], ids=["seconds", "milliseconds"])
def test_all_works_are_read_whatever_the_unit_of_their_times(unit: int, clock: Clock, tmp_path: Path) -> None:
    with Kuaishou(clock) as server:
        server.time_unit = unit
        *_, video = filled(PLATFORM, server)
        video.count(plays=12_345, likes=67)
        world = registered(PLATFORM, server, tmp_path)
        assert world.run().watch.outcome == "seen"
        assert len(world.table("posts")) == PLATFORM.posts
        row = next(row for row in world.table("posts") if row["text"] == "昨日通报")
        assert (row["posted_at"], row["reads"], row["likes"]) == ("2026-11-19T10:00:00+08:00", "12345", "67")
        world.no_secret()


def test_followers_are_a_number_of_the_day(clock: Clock, tmp_path: Path) -> None:
    with Kuaishou(clock) as server:
        server.account.older_fans = 321
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        assert [(row["date"], row["followers"]) for row in world.table("metrics")] == [("2026-11-20", "321")]


def test_each_renewal_uses_up_the_refresh_token_of_the_last(clock: Clock, tmp_path: Path) -> None:
    with Kuaishou(clock) as server:
        server.account.publish("防汛提示", "2026-11-19 09:00")
        world = registered(PLATFORM, server, tmp_path)
        for _ in range(4):
            assert world.run().watch.outcome in ("seen", "seen_nothing")
            clock.advance(days=3)
        assert server.calls("oauth2/refresh_token") == 3
        world.no_secret()


@pytest.mark.parametrize(
    ("code", "words", "state"),
    [
        (100299998, "photo not exist", "confirmed_gone"),
        (100299998, "作品不存在", "confirmed_gone"),
        (100299998, "something else", "absent_once"),
        (100299998, "scope not granted", "absent_once"),
    ],
)
def test_a_code_that_is_not_known_is_read_by_its_words(
    code: int, words: str, state: str, clock: Clock, tmp_path: Path
) -> None:
    with Kuaishou(clock) as server:
        server.account.publish("防汛提示", "2026-11-19 09:00")
        video = server.account.publish("停水通知", "2026-11-19 10:00")
        world = registered(PLATFORM, server, tmp_path)
        world.run()
        video.delete()
        clock.advance(hours=2)
        server.misbehave(Fault(When("photo/info", times=None), ErrorInside(code, words)))
        world.run()
        assert world.table("sightings")[-1]["state"] == state
