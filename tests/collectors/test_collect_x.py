"""X: every item costs, so nothing is asked without a budget; edits keep the first id; both generations of names."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from collecting import World
from stand_ins.clock import Clock
from stand_ins.faults import Fault, When
from stand_ins.messages import Answer, Asked
from stand_ins.troubles_line import Bytes, Status
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
        (storm,) = [row for row in rows.values() if row["kind"] == "repost"]
        assert (storm["quoted_text"], storm["quoted_source"], storm["likes"]) == ("Storm at noon", "@press", None)
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
        last.edited = last.at + timedelta(minutes=20)
        clock.advance(hours=1)
        run(held, 5.0)
        assert len(held.table("posts")) == 10
        assert [row["text"] for row in held.table("versions")] == ["Notice 10", "Notice 10, corrected"]
        (row,) = [row for row in held.table("posts") if row["post_id"] == last.versions[0]]
        assert row["edited_at"] == "2026-11-10T09:20:00+08:00"


def test_an_edited_post_stands_at_the_time_that_its_first_id_says(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        post = server.publish("Corrected", at="2026-11-10 09:00")
        milliseconds = int(post.at.timestamp() * 1000) - 1_288_834_974_657
        post.versions = [str(milliseconds << 22), str((milliseconds + 60_000) << 22)]
        post.edited = post.at + timedelta(minutes=1)
        held = world(server, tmp_path)
        run(held, 5.0)
        (row,) = held.table("posts")
        assert (row["posted_at"], row["edited_at"]) == ("2026-11-10T09:00:00+08:00", "2026-11-10T09:01:00+08:00")


def test_a_deleted_post_is_confirmed_by_the_platforms_own_word(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        run(held, 5.0)
        gone = server.tweets.pop(4)
        clock.advance(hours=1)
        run(held, 5.0, deep=True)
        (last,) = [row for row in held.table("sightings") if row["state"] == "confirmed_gone"]
        assert (last["post_id"], last["answer"]) == (str(gone.number), "resource-not-found")


def test_an_account_that_posted_nothing_is_read_to_its_end(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        assert run(world(server, tmp_path), 5.0).watch.outcome == "seen_nothing"


def test_a_reply_to_a_citizen_is_kept_without_the_citizen(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        answer = server.publish(
            "@a_citizen_answered @a_citizen_mentioned The road opens at &lt;9", at="2026-11-19 10:00"
        )
        answer.to = "777000777000"
        server.publish("And at 10", at="2026-11-19 10:01").to = server.user_id
        held = world(server, tmp_path)
        run(held, 5.0)
        told = {row["kind"]: row["text"] for row in held.table("posts")}
        assert told == {"reply": "The road opens at <9", "post": "And at 10"}
        held.no_secret()


PROBLEMS = "https://api.twitter.com/2/problems/"


@pytest.mark.parametrize(
    ("problem", "state"),
    [
        ({"title": "Not Found Error", "type": f"{PROBLEMS}resource-not-found"}, "confirmed_gone"),
        ({"title": "Not Found Error"}, "confirmed_gone"),
        ({"title": "Authorization Error", "type": f"{PROBLEMS}not-authorized-for-resource"}, "not_visible"),
        ({"title": "Forbidden", "detail": "User has been suspended: [4242]."}, "withdrawn_by_platform"),
        ({"title": "Something New", "type": f"{PROBLEMS}of-a-new-kind"}, "absent_once"),
        ([], "absent_once"),
    ],
)
def test_why_a_post_is_missing_is_what_the_platform_says(
    problem: Any, state: str, clock: Clock, tmp_path: Path
) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        run(held, 5.0)
        del server.tweets[4]
        server.problem = problem
        clock.advance(hours=1)
        run(held, 5.0, deep=True)
        assert [row["state"] for row in held.table("sightings")] == [state]


def test_an_account_that_is_suspended_is_blind_and_none_of_its_posts_is_called_gone(
    clock: Clock, tmp_path: Path
) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        run(held, 5.0)
        server.no_user, server.problem = True, {"title": "Forbidden", "detail": "User has been suspended: [office]."}
        clock.advance(hours=1)
        watch = run(held, 5.0, deep=True).watch
        assert (watch.outcome, watch.reason) == ("blind", "withdrawn:suspended")
        assert held.table("sightings") == []


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (429, b'{"title":"UsageCapExceeded","period":"Monthly","type":"about:blank"}', "quota:usage-capped"),
        (403, b'{"type":"https://api.twitter.com/2/problems/usage-capped","detail":"cap"}', "quota:usage-capped"),
        (402, b'{"title":"CreditsDepleted","type":"https://api.twitter.com/2/problems/credits"}', "quota:usage-capped"),
        (403, b'{"title":"SpendCapReached"}', "quota:usage-capped"),
        (402, b"", "quota:http_402"),
        (
            403,
            b'{"title":"Client Forbidden","type":"https://x.example/client-forbidden"}',
            "permission:client-forbidden",
        ),
        (401, b'{"title":"Unauthorized","type":"about:blank","status":401}', "permission:http_401"),
        (503, b'{"title":"Service Unavailable","type":"about:blank"}', "retry:http_503"),
    ],
)
def test_a_refusal_is_told_and_the_next_run_reads_on(
    status: int, body: bytes, reason: str, clock: Clock, tmp_path: Path
) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        server.misbehave(Fault(When("/tweets", after=1, times=None), Refused(status, body)))
        watch = run(held, 20.0).watch
        assert (watch.outcome, watch.reason) == ("blind", reason)
        server.behave()
        clock.advance(days=1)
        assert run(held, 20.0).watch.outcome == "seen"
        assert len(held.table("posts")) == 10
        held.nothing_doubled()


def test_a_rate_limit_is_waited_for_until_it_says(clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        filled(server)
        until = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(clock.unix + 60)}
        server.misbehave(Fault(When("/tweets", call=2), Status(429, until)))
        held = world(server, tmp_path)
        assert run(held, 20.0).watch.outcome == "seen"
        assert len(held.table("posts")) == 10


@pytest.mark.parametrize("path", ["/tweets", "/2/tweets/", "/2/users/4242"])
@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{}",
        b'{"data":[null,7,[]]}',
        b'{"data":{"id":{}},"includes":[]}',
        b'{"errors":[7]}',
        b'{"data":7}',
        b"<",
    ],
)
def test_answers_that_are_no_answers_lose_nothing(path: str, body: bytes, clock: Clock, tmp_path: Path) -> None:
    with XApi(clock) as server:
        filled(server)
        held = world(server, tmp_path)
        run(held, 20.0)
        del server.tweets[4]
        server.misbehave(Fault(When(lambda asked: _meant(asked, path), times=None), Bytes(body)))
        clock.advance(hours=1)
        watch = run(held, 20.0, deep=True).watch
        assert watch.outcome == ("seen_nothing" if path == "/2/tweets/" else "blind")
        assert len(held.table("posts")) == 10
        held.no_secret()


def _meant(asked: Asked, path: str) -> bool:
    return asked.path == path if path == "/2/users/4242" else path in asked.path


class Refused(Bytes):
    """The answer with a status of its own."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(body)
        object.__setattr__(self, "status", status)

    def instead(self, server: Any, asked: Asked) -> Answer:
        return Answer(body=self.body, kind=self.kind, status=vars(self)["status"])
