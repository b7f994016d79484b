"""One call to a platform: reserved from the quota, sent, kept as evidence before it is understood, classified."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import httpx
import stamina

from plumbline.collectors.budget import Budget
from plumbline.collectors.classify import Meaning, classified
from plumbline.collectors.endpoint import Call, Endpoint, Kind, Platform, Purpose
from plumbline.collectors.guard import Reason, Refused, read_bounded
from plumbline.collectors.paths import at
from plumbline.collectors.privacy import packed, without_persons
from plumbline.evidence.answer import Answer
from plumbline.ledger.ledger import Ledger
from plumbline.ledger.quotas import exhaust, reserve

MOST_BYTES = 64 * 1024 * 1024
MOST_SECONDS = 120.0
ATTEMPTS = 4
OF_CITIZENS = (Purpose.COMMENTS, Purpose.REPLIES, Purpose.FOLLOWERS)
"""What is asked for these speaks of citizens: its evidence can be dropped after a time, that of posts cannot."""
AGENT = "Plumbline (official accounts register; contact the operating authority)"


class Keeper(Protocol):
    """What keeps evidence: `plumbline.evidence.archive.Archive`."""

    def add(self, answer: Answer, *, keyed: bool = False) -> str:
        """Keep an answer; the name of its record."""
        ...


@dataclass(frozen=True)
class Reply:
    """An answer understood. `data` is its JSON (None: not OK); `record` names it in the archive ("" = none was got)."""

    meaning: Meaning
    data: Any
    record: str
    at: datetime
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether the call gave what was asked for."""
        return self.meaning.kind == Kind.OK


class _Again(Exception):  # noqa: N818  no error: the sign for the library that tries again
    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.meaning.code)
        self.reply = reply


@dataclass(frozen=True)
class Line:
    """What calls go through. `keyed` makes the keyed hash of a citizen's id; `clock` gives the present moment."""

    http: httpx.Client
    archive: Keeper
    ledger: Ledger
    keyed: Callable[[str, str], str]
    clock: Callable[[], datetime]


@dataclass
class Client:
    """Calls for one account. `held` are its credentials; `renew` gets a new token and puts it there."""

    line: Line
    platform: Platform
    account: Mapping[str, Any]
    held: dict[str, str]
    renew: Callable[[], bool] | None = None
    budget: Budget = field(default_factory=Budget)
    calls: int = 0

    def ask(self, endpoint: Endpoint, values: Mapping[str, Any]) -> Reply:
        """Ask, again where that may help, with a new token once. Never raises for what a platform does."""
        reply = self._patiently(endpoint, values)
        if reply.meaning.kind == Kind.RENEW and self.renew is not None and self.renew():
            reply = self._patiently(endpoint, values)
        return reply

    def _patiently(self, endpoint: Endpoint, values: Mapping[str, Any]) -> Reply:
        try:
            for attempt in stamina.retry_context(on=_wait, attempts=ATTEMPTS, timeout=None, wait_max=30.0):
                with attempt:
                    reply = self._once(endpoint, values)
                    if reply.meaning.kind == Kind.RETRY:
                        raise _Again(reply)
                    return reply
        except _Again as last:
            return last.reply
        raise AssertionError("unreachable")

    def _once(self, endpoint: Endpoint, values: Mapping[str, Any]) -> Reply:
        """Once, paid from the budget: what is not delivered is not paid for."""
        dollars = endpoint.price * endpoint.most
        if not self.budget.reserve(dollars):
            return Reply(Meaning(Kind.QUOTA, "budget_spent"), None, "", self.line.clock(), {})
        reply = self._tried(endpoint, values)
        got = len(list(items(reply.data, at(reply.data, endpoint.items)))) if reply.ok else 0
        self.budget.give_back(endpoint.price * max(0, endpoint.most - got))
        return reply

    def _tried(self, endpoint: Endpoint, values: Mapping[str, Any]) -> Reply:
        now = self.line.clock()
        if not self._reserved(endpoint, now):
            return Reply(Meaning(Kind.QUOTA, "quota_spent"), None, "", now, {})
        try:
            call = built(self.platform, endpoint, self.account, {**self.held, **values})
            call = self.platform.sign(call, {**self.held, "now": str(int(now.timestamp()))})
            call = replace(call, secrets=(*call.secrets, *_persons(endpoint, values)))
        except KeyError as unknown:
            return Reply(Meaning(Kind.FATAL, f"needs_{unknown.args[0]}"), None, "", now, {})
        self.calls += 1
        try:
            answer = _sent(self.line.http, call, now, self.line.clock)
        except Refused as error:
            kind = Kind.RETRY if error.reason == Reason.TOO_LARGE else Kind.FATAL
            return Reply(Meaning(kind, f"refused_{error.reason}"), None, "", now, {})
        except (httpx.HTTPError, OSError, ValueError) as error:
            return Reply(Meaning(Kind.RETRY, type(error).__name__.lower()), None, "", now, {})
        return self._understood(endpoint, answer)

    def _reserved(self, endpoint: Endpoint, now: datetime) -> bool:
        quota = self.platform.quota
        if quota is None or self.platform.product(self.held) in self.platform.unmetered:
            return True
        with self.line.ledger.writing():
            return reserve(
                self.line.ledger.base, quota, holder(self.platform, self.account, self.held), endpoint.cost, now
            )

    def _understood(self, endpoint: Endpoint, answer: Answer) -> Reply:
        digest = hashlib.sha256(answer.body).hexdigest()
        data = endpoint.parse(answer.body)
        headers = {name.lower(): value for name, value in answer.headers}
        kept, shown = answer, endpoint.public(data)
        if endpoint.persons or shown != data or (data is None and not endpoint.open):
            body = packed(self._pseudonymised(endpoint, shown)) if data is not None else b""
            kept = replace(answer, body=body, raw_sha256=digest)
        record = self.line.archive.add(kept, keyed=endpoint.purpose in OF_CITIZENS)
        meaning = classified(answer.status, headers, data, self.platform.errors, answer.ended_at)
        if meaning.kind == Kind.QUOTA and self.platform.quota is not None:
            with self.line.ledger.writing():
                whose = holder(self.platform, self.account, self.held)
                exhaust(self.line.ledger.base, self.platform.quota, whose, answer.ended_at)
        if meaning.kind == Kind.OK:
            self.held.update(endpoint.learn(data))
        return Reply(meaning, data, record, answer.ended_at, headers)

    def _pseudonymised(self, endpoint: Endpoint, data: Any) -> Any:
        named = (self.account["platform_id"], self.account.get("name"), self.held.get("open_id"))
        own = frozenset(str(name) for name in named if name)
        return without_persons(data, endpoint.persons, lambda who: self.line.keyed(self.platform.name, who), own)


def holder(platform: Platform, account: Mapping[str, Any], held: Mapping[str, str]) -> str:
    """Whose quota a call is counted against: the account's, or that of a key which several accounts share."""
    shared = held.get(platform.quota_by, "")
    return hashlib.sha256(shared.encode()).hexdigest()[:16] if shared else str(account["account_id"])


def built(platform: Platform, endpoint: Endpoint, account: Mapping[str, Any], values: Mapping[str, Any]) -> Call:
    """The call as the table says it, before it is signed."""
    known = {**platform.defaults, **account, **values}
    base = endpoint.base or (platform.base_of(account) if platform.base_of else platform.base)
    override = str(values.get("base") or "")
    path = str(_filled(endpoint.path, known))
    url = path if path.startswith("http") else (override or base).rstrip("/") + path
    params = {name: value for name, found in endpoint.params.items() if (value := _filled(found, known)) is not None}
    params |= {name: value for name, value in values.get("page", {}).items() if value is not None}
    query = {name: str(value) for name, found in endpoint.query.items() if (value := _filled(found, known)) is not None}
    headers = {"accept": endpoint.accept, "accept-encoding": "identity", "user-agent": AGENT}
    if endpoint.method == "GET":
        return Call("GET", url, query | {name: str(value) for name, value in params.items()}, headers)
    if endpoint.form:
        body = str(httpx.QueryParams({name: str(value) for name, value in params.items()})).encode()
        return Call("POST", url, query, headers | {"content-type": "application/x-www-form-urlencoded"}, body)
    return Call("POST", url, query, headers | {"content-type": "application/json"}, json.dumps(params).encode())


def _persons(endpoint: Endpoint, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What in the address of a call is a citizen's id: a cursor that is the last follower's."""
    paging = endpoint.paging
    sent = values.get("page", {}).get(paging.param) if paging.next in endpoint.persons else None
    return (str(sent),) if sent else ()


def _filled(template: Any, known: Mapping[str, Any]) -> Any:
    """A template with its names filled in; one name alone keeps its type; None where a name is not known."""
    if isinstance(template, list):
        return [_filled(one, known) for one in template]
    if not isinstance(template, str) or "{" not in template:
        return template
    if template.startswith("{") and template.endswith("}") and template.count("{") == 1:
        return known.get(template[1:-1])
    return template.format_map(known)


def _sent(http: httpx.Client, call: Call, now: datetime, clock: Callable[[], datetime]) -> Answer:
    request = http.build_request(
        call.method, call.url, params=dict(call.query), headers=dict(call.headers), content=call.body or None
    )
    response = http.send(request, stream=True, follow_redirects=False)
    try:
        body = read_bounded(response, most_bytes=MOST_BYTES, most_seconds=MOST_SECONDS)
    finally:
        response.close()
    url, sent = str(request.url), call.body
    for secret in call.secrets:
        url = url.replace(secret, "REDACTED") if secret else url
        sent = sent.replace(secret.encode(), b"REDACTED") if secret else sent
    shown = [(name, value) for name, value in request.headers.items() if value not in call.secrets]
    return Answer(
        url, call.method, shown, sent, response.status_code, response.reason_phrase,
        list(response.headers.multi_items()), body, now, clock(),
    )  # fmt: skip


def _wait(error: Exception) -> bool | float:
    """How long to wait before the next attempt; True leaves it to the library."""
    if not isinstance(error, _Again):
        return False
    wait = error.reply.meaning.wait
    return True if wait is None else max(wait, 0.1)


def items(data: Any, found: Any) -> Iterator[Any]:
    """The items of a page: a list's, an object's values, or the one thing there is."""
    if isinstance(found, list):
        yield from found
    elif isinstance(found, dict):
        yield found
    elif found is not None:
        yield data
