"""What happens to a post after it was published, as runs of the collector find it on every platform."""

from pathlib import Path

import pytest
from collecting import World
from places import BY_NAME, PLATFORMS, Platform, filled, registered
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.server import bare
from stand_ins.troubles_line import Status

pytestmark = pytest.mark.usefixtures("impatient", "pages_of_four")
TAKEN_DOWN = {"douyin": "withdrawn_by_platform", "bilibili": "withdrawn_by_platform", "kuaishou": "not_visible"}
ALL = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda one: one.name)


def states(world: World) -> list[str]:
    """The states that were ever told of posts, in the order in which they began."""
    return [row["state"] for row in sorted(world.table("sightings"), key=lambda row: row["since"])]


@ALL
def test_an_edit_and_its_undoing_are_three_versions(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        post = filled(platform, server, 3)[-1]
        world = registered(platform, server, tmp_path)
        for text in ("昨日通报", "昨日通报（更正）", "昨日通报"):
            platform.edit(post, text)
            world.run()
            clock.advance(hours=3)
        assert [row["text"] for row in world.table("versions")] == ["昨日通报", "昨日通报（更正）", "昨日通报"]
        assert len({row["record"] for row in world.table("versions")}) == 3
        assert len(world.table("posts")) == 3


@ALL
def test_counts_that_grow_make_no_version(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        filled(platform, server, 3)
        world = registered(platform, server, tmp_path)
        for _ in range(2):
            world.run()
            clock.advance(hours=3)
        assert not world.table("versions")
        assert not world.table("sightings")
        assert world.outcomes()[-1] == "seen_nothing"


@ALL
def test_a_deleted_post_is_absent_then_confirmed_with_the_platforms_answer(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        post = filled(platform, server, 3)[-1]
        world = registered(platform, server, tmp_path)
        world.run()
        post.delete()
        clock.advance(hours=3)
        assert world.run().gone == 1
        assert states(world)[-1] == "confirmed_gone"
        last = world.table("sightings")[-1]
        assert None not in (last["answer"], last["record"], last["confirmed_at"])
        gone = [row["text"] for row in world.table("posts") if row["deleted_at"]]
        assert gone == ["昨日通报"]
        clock.advance(hours=3)
        assert world.run().gone == 0, "told once"


@ALL
def test_a_post_that_cannot_be_looked_up_stays_absent_once(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        post = filled(platform, server, 3)[-1]
        world = registered(platform, server, tmp_path)
        world.run()
        post.delete()
        clock.advance(hours=3)
        server.misbehave(Fault(When(lambda asked: bare(asked.path).endswith(platform.single), times=None), Status(500)))
        world.run()
        told_by_the_listing = platform.name == "wechat"
        assert states(world) == ["confirmed_gone" if told_by_the_listing else "absent_once"]
        server.behave()
        clock.advance(hours=3)
        world.run()
        assert states(world)[-1] == "confirmed_gone"


@pytest.mark.parametrize("platform", [BY_NAME[name] for name in TAKEN_DOWN], ids=lambda one: one.name)
def test_a_work_that_the_platform_takes_down_is_told_apart_and_may_return(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        video, state = filled(platform, server, 3)[-1], TAKEN_DOWN[platform.name]
        world = registered(platform, server, tmp_path)
        world.run()
        video.withdraw("涉嫌违规")
        clock.advance(hours=3)
        world.run()
        assert states(world) == [state]
        video.show()
        clock.advance(hours=3)
        world.run()
        assert states(world) == [state, "present"]
        assert not [row for row in world.table("posts") if row.get("deleted_at")]


@pytest.mark.parametrize(
    "platform", [one for one in PLATFORMS if one.name != "wechat"], ids=lambda one: one.name
)  # there nothing can be hidden
def test_a_hidden_post_is_not_visible_and_never_called_deleted(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        post = filled(platform, server, 3)[-1]
        world = registered(platform, server, tmp_path)
        world.run()
        post.hide()
        clock.advance(hours=3)
        world.run()
        seen = states(world)
        if platform.name == "kuaishou":  # its list and its look-up leave out what is private
            assert seen[-1] == "confirmed_gone"
        else:
            assert seen == ["not_visible"]
        post.show()
        clock.advance(hours=3)
        world.run()
        assert states(world)[-1] == "present"
        assert not [row for row in world.table("posts") if row.get("deleted_at")]


@ALL
def test_a_private_post_that_was_never_seen_is_nobodys_business(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        *_, private = filled(platform, server, 3)
        getattr(private, "hide", private.delete)()
        world = registered(platform, server, tmp_path)
        world.run()
        assert "昨日通报" not in world.texts()
        assert not world.table("sightings")
        assert "昨日通报".encode() not in b"".join(place.read_bytes() for place in world.dossier.glob("*.csv"))


@ALL
def test_nothing_on_the_account_is_seen_nothing_once_the_listing_was_read(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        world = registered(platform, server, tmp_path)
        assert world.run().watch.outcome == "seen_nothing"
        assert not world.table("posts")
