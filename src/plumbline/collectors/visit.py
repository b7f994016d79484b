"""One visit to one account: profile, posts, those that are missing, counts, comments, figures by day, followers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from plumbline.collectors.endpoint import Each, Endpoint, Kind, Purpose
from plumbline.collectors.sweep import Ended, Sweeper
from plumbline.collectors.watching import Spoken, watched
from plumbline.importers.cells import Unreadable
from plumbline.ledger.bodies import instant, micros, row
from plumbline.ledger.ledger import Watch
from plumbline.ledger.sightings import Missing, missing, sighted, state_of
from plumbline.ledger.sweeps import forget, last_ended, native_of

WHOLE = "/whole"
FRESH_DAYS = 7
"""So many days back a listing by days is read where nothing more is due: figures of articles still grow."""
DEEP_EVERY = timedelta(days=7)
"""So often a listing is read to its end; in between only until nothing is new."""
LOOK_BACK = timedelta(days=30)
"""Posts of so many days are read again on every visit: an edit or a deletion among them is found at once."""
FOR_ALL = ("quota", "renew", "permission", "retired")
"""Refusals that hold for the account, whatever it is asked."""
PATIENCE = 2
"""Calls that a platform may fail to answer, one after the other, before it is left alone in this visit."""
DETAIL = (Purpose.COUNTS, Purpose.COMMENTS, Purpose.REPLIES, Purpose.DAYS, Purpose.AUDIENCE, Purpose.FOLLOWERS)
Thing = TypeVar("Thing")
CONFIRMED: Mapping[Kind, str] = {
    Kind.GONE: "confirmed_gone", Kind.HIDDEN: "not_visible", Kind.WITHDRAWN: "withdrawn_by_platform",
}  # fmt: skip
SOON = (Kind.RETRY, Kind.QUOTA, Kind.RENEW)


@dataclass(frozen=True)
class Plan:
    """What a visit is to do. `deep`: read listings to their end. `wanted`: what is asked for by ``--with``."""

    deep: bool = False
    wanted: frozenset[Purpose] = frozenset()
    days: int = 30


@dataclass
class Visited:
    """How a visit went. `troubles`: what could not be had, beside the posts, and why."""

    account_id: str
    watch: Watch
    fresh: int = 0
    absent: int = 0
    gone: int = 0
    calls: int = 0
    troubles: dict[str, str] = field(default_factory=dict)


@dataclass
class Visit:
    """A visit on its way."""

    sweeper: Sweeper
    plan: Plan
    product: str
    _left_out: int = 0

    def make(self) -> Visited:
        """All of it; what cannot be had is told, and the rest is had."""
        troubles = dict(self._details((Purpose.PROFILE,)))
        spoken, account = self._posts(), str(self._account["account_id"])
        swept = [ended for one in spoken for ended in one.swept]
        now = self.sweeper.client.line.clock()
        watch = watched(account, self.sweeper.origin, spoken, self._watched_until(account), now)
        if troubles and (watch.reason or "").startswith("fatal:needs_"):
            watch = replace(watch, reason=next(iter(troubles.values())))
        listed = [ended for one in spoken if one.endpoint.listing for ended in one.swept if ended.whole]
        absent, gone = self._absent(listed)
        if self._left_out and watch.outcome != "blind":
            watch = replace(watch, outcome="blind", reason="listing_incomplete")
        if not self._ended_early(watch):
            troubles |= dict(self._details(DETAIL))
        fresh = sum(ended.fresh for ended in swept)
        return Visited(account, watch, fresh, absent, gone, self.sweeper.client.calls, troubles)

    @property
    def _account(self) -> Mapping[str, Any]:
        return self.sweeper.client.account

    @property
    def _base(self) -> Any:
        return self.sweeper.client.line.ledger.base

    def _posts(self) -> list[Spoken]:
        """Every listing of posts, read as far as need be."""
        now = self.sweeper.client.line.clock()
        platform = self.sweeper.client.platform
        return [self._listing(endpoint, now) for endpoint in platform.of(Purpose.POSTS, self.product)]

    def _listing(self, endpoint: Endpoint, now: datetime) -> Spoken:
        deep = self._deep(endpoint, now)
        if endpoint.each == Each.ACCOUNT:
            self.sweeper.known_since = None if deep else now - LOOK_BACK
            ended = self.sweeper.listing(endpoint, label=WHOLE if deep else "")
            until = ended.started_at if endpoint.silence(self._account) else self._newest(ended)
            return Spoken(endpoint, (ended,), ended.oldest, until)
        days = self.plan.days if deep else FRESH_DAYS
        swept = tuple(worthwhile(self._each(endpoint, days)))
        zone = ZoneInfo(self.sweeper.client.platform.zone)
        midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return Spoken(endpoint, swept, midnight - timedelta(days=len(swept)), midnight)

    def _newest(self, ended: Ended) -> datetime:
        """The last post that a listing has ever shown which proves no silence after it."""
        row = self._base.execute(
            "SELECT max(json_extract(body, '$.posted_at')) AS at FROM stretches "
            "WHERE tbl = 'posts' AND account_id = ? AND origin = ?",
            (self._account["account_id"], self.sweeper.origin),
        ).fetchone()
        newest = datetime.fromisoformat(row["at"]) if row["at"] else ended.started_at - timedelta(seconds=1)
        return min(newest, ended.started_at)

    def _deep(self, endpoint: Endpoint, now: datetime) -> bool:
        """Whether a listing is due to be read to its end; one by days goes with the listings of the account."""
        account = str(self._account["account_id"])
        platform = self.sweeper.client.platform
        whole = [one for one in platform.of(Purpose.POSTS, self.product) if one.each == Each.ACCOUNT]
        due = endpoint if endpoint.each == Each.ACCOUNT else next(iter(whole), endpoint)
        last = last_ended(self._base, account, due.name + WHOLE)
        return self.plan.deep or last is None or (now - last > DEEP_EVERY) or last == now

    def _watched_until(self, account: str) -> datetime | None:
        row = self._base.execute(
            "SELECT max(ended_at) AS at FROM watches WHERE account_id = ? AND outcome IN ('seen', 'seen_nothing')",
            (account,),
        ).fetchone()
        return None if row["at"] is None else instant(row["at"])

    def _ended_early(self, watch: Watch) -> bool:
        reason = watch.reason or ""
        return watch.outcome == "blind" and reason.startswith(("quota", "renew", "fatal:refused"))

    def _absent(self, ended: list[Ended]) -> tuple[int, int]:
        """Posts that whole sweeps should have shown: absent once, then asked for one by one."""
        account, client = str(self._account["account_id"]), self.sweeper.client
        lost: dict[str, Missing] = {}
        for one in ended:
            lost |= {post.post_id: post for post in missing(self._base, one.sweep_id, account, self.sweeper.origin)}
            forget(self._base, one.sweep_id)
        single = next(iter(client.platform.of(Purpose.SINGLE, self.product)), None)
        for post in lost.values():
            if state_of(self._base, account, post.post_id) == "present":
                self._sighted(account, post, "absent_once", None, None)
            state, answer, record = self._confirm(single, post) if single else (None, None, None)
            if state is None:
                continue
            self._left_out += state == "present"
            self._sighted(account, post, state, answer, record)
        return len(lost), self._gone(account)

    def _gone(self, account: str) -> int:
        """Posts of which this run has learnt that they are gone, withdrawn or hidden."""
        row = self._base.execute(
            "SELECT count(*) AS posts FROM sightings WHERE account_id = ? AND run_id = ? "
            "AND state NOT IN ('present', 'absent_once')",
            (account, self.sweeper.run_id),
        ).fetchone()
        return int(row["posts"])

    def _confirm(self, single: Endpoint, post: Missing) -> tuple[str | None, str | None, str | None]:
        reply = self.sweeper.client.ask(single, {"post_id": post.post_id, "native_post": self._native(post.post_id)})
        if reply.ok:
            return stated(single, reply.data), "ok", reply.record
        code = reply.meaning.code or str(reply.meaning.kind)
        return CONFIRMED.get(reply.meaning.kind), code, reply.record

    def _native(self, post_id: str) -> str:
        return native_of(self._base, str(self._account["account_id"]), post_id)

    def _sighted(self, account: str, post: Missing, state: str, answer: str | None, record: str | None) -> None:
        line = self.sweeper.client.line
        with line.ledger.writing():
            run, at = self.sweeper.run_id, line.clock()
            sighted(line.ledger.base, account, post, state, at=at, run_id=run, answer=answer, record=record)

    def _details(self, purposes: tuple[Purpose, ...]) -> Iterator[tuple[str, str]]:
        """Everything else, best first; a spent quota ends it."""
        for purpose in purposes:
            for endpoint in self.sweeper.client.platform.of(purpose, self.product):
                if endpoint.wanted and purpose not in self.plan.wanted:
                    continue
                failed = self._called(endpoint)
                if failed:
                    yield endpoint.name, failed
                if failed.startswith("quota"):
                    return

    def _called(self, endpoint: Endpoint) -> str:
        """Call an endpoint for all that it is called for; the first reason why something could not be had.

        What concerns one post does not keep us from the next; what concerns the account does.
        """
        failed = [ended.reason for ended in worthwhile(self._each(endpoint)) if not ended.whole]
        final = next((reason for reason in failed if reason.partition(":")[0] in FOR_ALL), "")
        return final or next(iter(failed), "")

    def _each(self, endpoint: Endpoint, days: int | None = None) -> Iterator[Ended]:
        self.sweeper.known_since = None
        for number, values in enumerate(self._called_for(endpoint, days or self.plan.days)):
            yield self.sweeper.listing(endpoint, values, label=f"/{_label(values, number)}" if values else "")

    def _called_for(self, endpoint: Endpoint, days: int) -> Iterator[Mapping[str, Any]]:
        """What the endpoint is called for, one after the other."""
        if endpoint.each == Each.ACCOUNT:
            yield {}
        elif endpoint.each == Each.POST:
            rows = (self._row(post) for post in self._recent(endpoint.most))
            yield from (values for row in rows if (values := endpoint.derive(row)) is not None)
        elif endpoint.each == Each.POSTS:
            for group in _groups(self._recent(endpoint.most * 10), endpoint.most):
                yield {"post_ids": ",".join(group), "post_id_list": list(group)}
        else:
            yield from self._days(endpoint, days)

    def _recent(self, most: int) -> list[str]:
        """The newest posts that are there."""
        since = micros(self.sweeper.client.line.clock() - timedelta(days=self.plan.days))
        rows = self._base.execute(
            "SELECT key, max(json_extract(body, '$.posted_at')) AS at FROM stretches WHERE tbl = 'posts' "
            "AND account_id = ? AND origin = ? "
            "AND coalesce(json_extract(body, '$.kind'), 'post') IN ('post', 'repost') "
            "GROUP BY key HAVING at >= ? ORDER BY at DESC, key LIMIT ?",
            (self._account["account_id"], self.sweeper.origin, instant(since).isoformat(), most),
        )
        return [row["key"] for row in rows]

    def _row(self, post_id: str) -> dict[str, Any]:
        """A post as it was seen last."""
        found = self._base.execute(
            "SELECT body FROM stretches WHERE tbl = 'posts' AND account_id = ? AND key = ? AND origin = ? "
            "ORDER BY seen_to DESC LIMIT 1",
            (self._account["account_id"], post_id, self.sweeper.origin),
        ).fetchone()
        return row("posts", found["body"])

    def _days(self, endpoint: Endpoint, count: int) -> Iterator[Mapping[str, Any]]:
        """Days up to yesterday on the platform's calendar, newest first; a span holds `most` of them."""
        zone = ZoneInfo(self.sweeper.client.platform.zone)
        yesterday = self.sweeper.client.line.clock().astimezone(zone).date() - timedelta(days=1)
        days = [yesterday - timedelta(days=number) for number in range(count)]
        if endpoint.each == Each.DAY:
            yield from ({"day": day.isoformat()} for day in days[: endpoint.most])
            return
        for group in _groups(days, endpoint.most):
            yield {"from_day": group[-1].isoformat(), "to_day": group[0].isoformat()}


def stated(single: Endpoint, data: Any) -> str | None:
    """What an answer says of a single post; None if it cannot be understood."""
    try:
        return single.state(data)
    except (Unreadable, KeyError, TypeError, ValueError, AttributeError):
        return None


def worthwhile(sweeps: Iterator[Ended]) -> Iterator[Ended]:
    """Calls for one thing after the other, as long as there is hope: not after a refusal that holds for the account,
    nor after the platform has failed to answer twice running."""
    silent = 0
    for ended in sweeps:
        yield ended
        kind = "" if ended.whole else ended.reason.partition(":")[0]
        silent = silent + 1 if kind == "retry" else 0
        if kind in FOR_ALL or silent == PATIENCE:
            return


def _groups(things: list[Thing], size: int) -> Iterator[list[Thing]]:
    yield from (things[start : start + size] for start in range(0, len(things), size))


def _label(values: Mapping[str, Any], number: int) -> str:
    return str(values.get("post_id") or values.get("day") or values.get("to_day") or number)
