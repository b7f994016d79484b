"""X: every item costs, so nothing is asked without a budget; edits keep the first id; both generations of names."""

from pathlib import Path

import pytest
from collecting import World
from stand_ins.clock import Clock
from stand_ins.x_api import XApi

from plumbline.collectors.budget import Budget
from plumbline.collectors.collection import Collection
from plumbline.collectors.visit import Plan, Visited
from plumbline.ledger.publish import publish

pytestmark = pytest.mark.usefixtures("impatient")


def world(server: XApi, folder: Path, name: str = "") -> World:
    account = {"account_id": "x:office", "platform": "x", "platform_id": name or server.user_id}
    return World(folder, server, account, {"x": {"bearer_token": server.token}})


def run(held: World, dollars: float, *, deep: bool = False) -> Visited:
    with held.outside() as outside:
        collection = Collection(outside, Plan(deep), Budget(dollars))
        (visited,) = collection.run([{"url": None, "name": "", **held.account}])
        publish(outside.ledger, form="csv", lang="en", now=held.clock.now)
    return visited


def filled(server: XApi, posts: int = 10) -> None:
    for day in range(1, posts + 1):
        server.publish(f"Notice {day}", at=f"2026-11-{day:02d} 09:00")


def test_without_a_budget_nothing_is_asked(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        filled(server)
        assert run(world(server, tmp_path), 0.0).watch.outcome == "blind"
        assert server.log == []


@pytest.mark.parametrize(("name", "newer"), [("", False), ("@office", True)])
def test_all_posts_are_read_under_either_name_of_things(name: str, newer: bool, clock: Clock, tmp_path: Path) -> None:  # noqa: FBT001  a parameter of the test
    with XApi(clock) as server:
        server.newer_names = newer
        filled(server)
        server.publish("RT @press: Storm", at="2026-11-19 09:00", of="Storm at noon")
        held = world(server, tmp_path, name)
        assert run(held, 5.0).watch.outcome == "seen"
        rows = {row["text"]: row for row in held.table("posts")}
        assert len(rows) == 11
        storm = rows["RT @press: Storm"]
        assert (storm["kind"], storm["quoted_text"], storm["likes"]) == ("repost", "Storm at noon", None)
        assert (rows["Notice 3"]["reads"], rows["Notice 3"]["reposts"]) == ("50", "2")
        held.no_secret()


def test_a_budget_that_runs_out_makes_the_account_blind_and_a_larger_one_goes_on(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        assert run(held, 0.51).watch.outcome == "blind"
        assert server.items <= 0.51 / 0.005
        assert run(held, 5.0).watch.outcome == "seen"
        assert len(held.table("posts")) == 10
        held.nothing_doubled()


def test_an_edited_post_keeps_its_first_id(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        run(held, 5.0)
        last = server.tweets[-1]
        last.text, last.versions = "Notice 10, corrected", [*last.versions, "1900000000000009999"]
        clock.advance(hours=1)
        run(held, 5.0)
        assert len(held.table("posts")) == 10
        assert [row["text"] for row in held.table("versions")] == ["Notice 10", "Notice 10, corrected"]


def test_a_deleted_post_is_confirmed_by_the_platforms_own_word(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        run(held, 5.0)
        gone = server.tweets.pop(4)
        clock.advance(hours=1)
        run(held, 5.0, deep=True)
        (last,) = [row for row in held.table("sightings") if row["state"] == "confirmed_gone"]
        assert (last["post_id"], last["answer"]) == (str(gone.number), "Not Found Error")


def test_an_account_that_posted_nothing_is_read_to_its_end(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        assert run(world(server, tmp_path), 5.0).watch.outcome == "seen_nothing"
