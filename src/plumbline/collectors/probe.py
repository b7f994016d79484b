"""Hold a live interface against what is expected of it: names and types of fields, never a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.collectors.client import Client, Reply, items
from plumbline.collectors.endpoint import Each, Endpoint, Purpose
from plumbline.collectors.pages import Place, sent
from plumbline.collectors.paths import at, fields
from plumbline.collectors.sweep import Sweeper, reason_of
from plumbline.collectors.visit import stated
from plumbline.evidence.answer import Answer

DEPTH = 3
"""So deep the names of fields that are not expected are told."""


class Nothing:
    """Keeps no evidence: a probe leaves nothing behind."""

    def add(self, answer: Answer, *, keyed: bool = False) -> str:
        """Keep nothing."""
        return ""


@dataclass(frozen=True)
class Probed:
    """What one endpoint answered. `missing` and `other` (name: expected, found) are differences; `unknown` are fields
    that are not used; `reason` why there is nothing to compare; `understood` whether an item could be read."""

    endpoint: str
    reason: str = ""
    empty: bool = False
    missing: tuple[str, ...] = ()
    other: tuple[tuple[str, str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    understood: bool = True

    @property
    def differs(self) -> bool:
        """Whether the interface is not as expected."""
        return bool(self.missing or self.other or self.reason) or not self.understood


@dataclass
class Probe:
    """A probe of one account's interface. `citizens`: whether endpoints that speak of citizens are asked too."""

    client: Client
    product: str
    citizens: frozenset[Purpose] = frozenset()
    _posts: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> Iterator[Probed]:
        """Every endpoint once, listings of posts first: single posts are taken from them."""
        for purpose in Purpose:
            for endpoint in self.client.platform.of(purpose, self.product):
                if not endpoint.wanted or purpose in self.citizens:
                    yield self._asked(endpoint)

    def _asked(self, endpoint: Endpoint) -> Probed:
        values = self._values(endpoint)
        if values is None:
            return Probed(endpoint.name, empty=True)
        reply = self.client.ask(endpoint, {**values, "page": sent(endpoint.paging, Place())})
        if not reply.ok:
            return Probed(endpoint.name, reason_of(reply))
        found = list(items(reply.data, at(reply.data, endpoint.items)))
        if not found:
            return Probed(endpoint.name, empty=True)
        return self._compared(endpoint, found, reply, values)

    def _compared(self, endpoint: Endpoint, found: list[Any], reply: Reply, values: Mapping[str, Any]) -> Probed:
        types = _types(found)
        missing = tuple(name for name in endpoint.schema if name not in types)
        other = tuple(
            (name, expected, "|".join(sorted(types[name])))
            for name, expected in endpoint.schema.items()
            if name in types and not types[name] <= set(expected.split("|"))
        )
        unknown = tuple(sorted(name for name in types if name and name not in endpoint.schema and _shallow(name)))
        if endpoint.purpose == Purpose.SINGLE:
            understood = stated(endpoint, reply.data) == "present"
            return Probed(endpoint.name, missing=missing, other=other, unknown=unknown, understood=understood)
        rows, lost = Sweeper(self.client, "", 0).rows(endpoint, found, reply, values)
        if endpoint.purpose == Purpose.POSTS:
            self._posts += [{**row.row, "native_post": row.native} for row in rows if row.table == "posts"]
        return Probed(endpoint.name, missing=missing, other=other, unknown=unknown, understood=lost == 0)

    def _values(self, endpoint: Endpoint) -> Mapping[str, Any] | None:
        """What the endpoint is called for; None if there is no post to ask about."""
        zone = ZoneInfo(self.client.platform.zone)
        yesterday = self.client.line.clock().astimezone(zone).date() - timedelta(days=1)
        if endpoint.each == Each.DAY:
            return {"day": yesterday.isoformat()}
        if endpoint.each == Each.SPAN:
            first = yesterday - timedelta(days=endpoint.most - 1)
            return {"from_day": first.isoformat(), "to_day": yesterday.isoformat()}
        if endpoint.each == Each.ACCOUNT and endpoint.purpose != Purpose.SINGLE:
            return {}
        post = next(iter(self._posts), None)
        if post is None:
            return None
        known = {**post, "native_post": post.get("native_post") or post["post_id"]}
        if endpoint.each == Each.POSTS:
            return {**known, "post_ids": str(post["post_id"]), "post_id_list": [post["post_id"]]}
        return endpoint.derive(known)


def _types(found: list[Any]) -> dict[str, set[str]]:
    """The types that stand under each name in any of the items; ``null`` beside another type is no type of its own."""
    types: dict[str, set[str]] = {}
    for item in found:
        for name, kind in fields(item):
            types.setdefault(name, set()).add(kind)
    return {name: kinds - {"null"} or kinds for name, kinds in types.items()}


def _shallow(name: str) -> bool:
    return name.count(".") < DEPTH
