"""What platforms do to a collector: nothing is lost, nothing is doubled, and coverage never says more than was seen."""

from pathlib import Path
from typing import Any

import pytest
from places import BY_NAME, PLATFORMS, Platform, registered, ten
from stand_ins import troubles_content as content
from stand_ins import troubles_line as line
from stand_ins import troubles_state as state
from stand_ins.clock import Clock
from stand_ins.faults import Fault, What, When

pytestmark = pytest.mark.usefixtures("impatient", "pages_of_four")
ALL = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda one: one.name)
TOKEN_IN_ADDRESS, TOKEN_IN_HEADER = (
    pytest.mark.parametrize("platform", [BY_NAME[name]], ids=[name]) for name in ("wechat", "douyin")
)
PASSING: dict[str, What] = {
    "a 500": line.Status(500),
    "a 429 with a time": line.too_many("1"),
    "a reset": line.reset(),
    "an early end": line.hung_up(),
    "garbage": line.Bytes(),
    "half a JSON": line.Truncated(),
    "a login page": line.login_page(),
    "an empty body": line.empty_body(),
    "gzip that is none": line.no_gzip(),
    "silence": line.silence(2.0),
}
HARMLESS: dict[str, What] = {
    "a slow drip": line.drip(400, 0.001),
    "a wrong clock": line.ClockSkew(7),
    "counts as text": content.CountsAsStrings("wan"),
    "a doubled item": content.DoubledItem(),
}
LASTING: dict[str, tuple[What, str]] = {
    "500 for ever": (line.Status(500), "retry:http_500"),
    "429 for ever": (line.too_many("1"), "retry:http_429"),
    "429 until tomorrow": (line.too_many("40000"), "quota:http_429"),
    "a reset for ever": (line.reset(), "retry:"),
    "garbage for ever": (line.Bytes(), "retry:not_json"),
    "half a JSON for ever": (line.Truncated(), "retry:not_json"),
    "a login page for ever": (line.login_page(), "retry:not_json"),
    "a redirect in a circle": (line.Redirect(), "fatal:http_302"),
    "a redirect to the keys of the machine": (line.to_metadata(), "fatal:http_302"),
    "a bomb": (line.gzip_bomb(2), "retry:refused_too_large"),
    "a body without end": (line.endless(), "retry:refused_too_large"),
}


@TOKEN_IN_HEADER
@pytest.mark.parametrize("what", PASSING)
def test_a_passing_trouble_is_overcome(platform: Platform, what: str, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, call=2), PASSING[what]))
        visited = world.run()
        assert server.fired() == 1
        assert (visited.watch.outcome, world.texts()) == ("seen", texts)
        world.nothing_doubled()
        world.no_secret()


@ALL
@pytest.mark.parametrize("what", HARMLESS)
def test_a_harmless_oddity_changes_nothing(platform: Platform, what: str, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, times=None), HARMLESS[what]))
        visited = world.run()
        assert server.fired()
        assert (visited.watch.outcome, world.texts()) == ("seen", texts)
        world.nothing_doubled()


@TOKEN_IN_ADDRESS
@pytest.mark.parametrize("what", LASTING)
def test_a_lasting_trouble_is_blindness_and_the_next_run_has_all(
    platform: Platform, what: str, clock: Clock, tmp_path: Path
) -> None:
    trouble, reason = LASTING[what]
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, after=1, times=None), trouble))
        visited = world.run()
        assert visited.watch.outcome == "blind"
        assert (visited.watch.reason or "").startswith(reason)
        assert set(world.texts()) < set(texts)
        assert world.outcomes() == ["blind"]
        server.behave()
        clock.advance(days=1)
        assert world.run().watch.outcome == "seen"
        assert world.texts() == texts
        world.nothing_doubled()
        world.no_secret()


@ALL
def test_a_listing_that_stopped_for_lack_of_quota_goes_on_from_its_page(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, call=2), state.QuotaOut()))
        visited = world.run()
        assert (visited.watch.outcome, (visited.watch.reason or "").partition(":")[0]) == ("blind", "quota")
        assert len(world.texts()) == 4
        clock.advance(days=1)
        before = len(server.log)
        assert world.run().watch.outcome == "seen"
        pages = [asked for asked in server.log[before:] if platform.listing in asked.path]
        first = {"offset": "0", "cursor": "0", "pn": "1"}
        assert not any(pages[0].said(name) == value for name, value in first.items())
        assert world.texts() == texts
        assert sorted(world.outcomes()) == ["blind", "seen"]
        world.nothing_doubled()
        world.no_secret()


@ALL
def test_a_token_that_dies_in_mid_sweep_is_renewed_or_missed(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, call=2), state.TokenDies()))
        visited = world.run()
        if platform.name == "weibo":  # there only the owner can give a new one
            assert (visited.watch.outcome, (visited.watch.reason or "")[:6]) == ("blind", "renew:")
            world.renewed(access_token=server.token())
            clock.advance(hours=1)
            visited = world.run()
        assert (visited.watch.outcome, world.texts()) == ("seen", texts)
        world.nothing_doubled()
        world.no_secret()


@ALL
def test_a_token_that_no_renewal_helps_is_blindness(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        ten(platform, server)
        world = registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, times=None), state.TokenNeverGood()))
        visited = world.run()
        assert (visited.watch.outcome, (visited.watch.reason or "")[:6]) == ("blind", "renew:")
        assert server.calls(platform.listing) <= 2
        world.no_secret()


@ALL
def test_an_error_inside_of_status_200_is_tried_again_if_it_passes(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, call=2), state.ErrorInside(platform.busy, "system busy")))
        assert (world.run().watch.outcome, world.texts()) == ("seen", texts)


@ALL
def test_an_error_that_nobody_knows_is_never_taken_for_no_posts(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        ten(platform, server)
        world = registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, times=None), state.ErrorInside(platform.broken, "odd")))
        visited = world.run()
        assert visited.watch.outcome == "blind"
        assert visited.watch.reason == f"fatal:{platform.broken}"


@ALL
def test_a_post_published_between_two_pages_is_not_lost(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        late = state.Meanwhile(lambda server: platform.publish(server.account, "刚刚发布", None))
        server.misbehave(Fault(When(platform.listing, call=2), late))
        world.run()
        assert set(texts) <= set(world.texts())
        clock.advance(hours=5)
        world.run()
        assert world.texts() == sorted([*texts, "刚刚发布"])
        assert not world.table("sightings")
        world.nothing_doubled()


@ALL
def test_a_post_deleted_between_two_pages_takes_no_other_with_it(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, call=2), state.Meanwhile(_newest_deleted)))
        assert world.run().watch.outcome == "seen"
        assert set(world.texts()) >= set(texts) - {"昨日通报"}
        clock.advance(days=8)
        world.run()
        assert set(world.texts()) >= set(texts) - {"昨日通报"}
        assert [row["state"] for row in world.table("sightings")][-1:] == ["confirmed_gone"]


def _newest_deleted(server: Any) -> None:
    posts = next(held for name in ("articles", "posts", "videos") if (held := getattr(server.account, name, None)))
    posts[-1].delete()


@ALL
def test_a_post_that_a_listing_leaves_out_is_not_called_deleted(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        world.run()
        clock.advance(days=8)
        server.misbehave(Fault(When(platform.listing, times=None), content.LostItem(_is(platform, "通知第4号"))))
        visited = world.run()
        assert "confirmed_gone" not in [row["state"] for row in world.table("sightings")]
        assert visited.watch.outcome == "blind", "a listing that leaves out what is there proves nothing"
        server.behave()
        clock.advance(hours=5)
        world.run(deep="yes")
        assert world.outcomes()[-1] == "seen_nothing"
        assert (world.texts(), [row["deleted_at"] for row in world.table("posts") if row.get("deleted_at")]) == (
            texts,
            [],
        )


def _is(platform: Platform, text: str) -> Any:
    return lambda item: text in str(item)


@ALL
def test_an_empty_page_in_the_middle_loses_nothing(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, call=2), content.EmptyPage()))
        world.run()
        assert "seen_nothing" not in world.outcomes()
        clock.advance(days=8)
        world.run()
        assert world.texts() == texts
        assert not world.table("sightings")


@ALL
def test_the_same_page_for_ever_ends_and_is_told(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, times=None), content.SameCursor()))
        visited = world.run()
        assert (visited.watch.outcome, visited.watch.reason) == ("blind", "listing_repeats")
        assert server.calls(platform.listing) < 10
        server.behave()
        clock.advance(hours=5)
        assert world.run().watch.outcome == "seen"
        assert world.texts() == texts
        world.nothing_doubled()


@ALL
def test_items_without_their_time_are_missed_aloud_and_the_rest_is_kept(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        fields = (platform.time, "update_time", "ctime")
        server.misbehave(Fault(When(platform.listing, call=2), content.MissingFields(fields)))
        visited = world.run()
        assert (visited.watch.outcome, visited.watch.reason) == ("blind", "unreadable_items")
        assert len(world.texts()) == 6
        server.behave()
        clock.advance(hours=5)
        assert world.run().watch.outcome == "seen"
        assert world.texts() == texts


@ALL
def test_times_that_are_hours_off_and_out_of_order_lose_no_post(
    platform: Platform, clock: Clock, tmp_path: Path
) -> None:
    with platform.server(clock) as server:
        texts, world = ten(platform, server), registered(platform, server, tmp_path)
        server.misbehave(Fault(When(platform.listing, times=None), content.TimesOff()))
        world.run()
        assert world.texts() == texts
        server.behave()
        clock.advance(days=8)
        world.run()
        assert world.texts() == texts
        assert "confirmed_gone" not in [row["state"] for row in world.table("sightings")]


@ALL
def test_counts_that_are_null_are_not_zero(platform: Platform, clock: Clock, tmp_path: Path) -> None:
    with platform.server(clock) as server:
        ten(platform, server)
        world = registered(platform, server, tmp_path)
        counts = ("attitudes_count", "digg_count", "like_count", "like", "like_user")
        server.misbehave(Fault(When(times=None), content.NullFields(counts)))
        assert world.run().watch.outcome == "seen"
        assert not [row["likes"] for row in world.table("post_metrics") if row.get("likes")]
