"""From an address to what became of it: HEAD, GET where HEAD does not tell, each redirect through the guard."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import httpx

from plumbline.collectors.guard_places import Place, onward, place
from plumbline.collectors.guard_policy import Reason, Refused
from plumbline.collectors.guard_rules import Rules
from plumbline.collectors.links.judging import LATER, Page, Way, judged
from plumbline.collectors.links.spelling import shortener
from plumbline.collectors.links.told import Told, failed, not_sent
from plumbline.settings.environment import now

MOST_HOPS = 10
_MOST_BODY = 256 * 1024
_MOST_SECONDS = 60.0
_HTML = frozenset(("", "text/html", "application/xhtml+xml"))
REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True)
class Walker:
    """Asks addresses. `transport` is the guard's, `rules` its rules, `agent` how we name ourselves."""

    transport: httpx.BaseTransport
    rules: Rules
    agent: str
    clock: Callable[[], datetime] = now

    def probe(self, url: str) -> Told:
        """What became of an address. Never raises for what a server does."""
        try:
            way = Way(*(place(url),) * 3)
        except Refused as refused:
            return not_sent(refused, first=True)
        http = self.client()
        until = time.monotonic() + _MOST_SECONDS
        for hop in range(MOST_HOPS + 1):
            step = self._step(http, way, first=hop == 0)
            if step is not None:
                return step
            if time.monotonic() > until:
                return Told("unreachable", "timeout")
        return Told("unreachable", "too_many_redirects", None, way.at.url)

    def page(self, http: httpx.Client, at: Place, method: str, kinds: frozenset[str] = _HTML) -> Page:
        """One answer; of a page of the wanted kinds the beginning. Refused, or httpx's errors."""
        headers = {"User-Agent": self.agent, "Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "identity"}
        request, began = http.build_request(method, at.url, headers=headers), self.clock()
        response = http.send(request, stream=True)
        try:
            body = _beginning(response) if method == "GET" and _kind(response.headers) in kinds else b""
            sent, word, times = request.headers.multi_items(), response.reason_phrase, (began, self.clock())
            return Page(response.status_code, response.headers, body, method, word, sent, times)
        finally:
            response.close()

    def client(self) -> httpx.Client:
        """For one walk: its cookies last no longer (some servers redirect for ever without them). Not to be closed:
        the transport is shared."""
        return httpx.Client(transport=self.transport, trust_env=False, timeout=httpx.Timeout(20.0))

    def _step(self, http: httpx.Client, way: Way, *, first: bool) -> Told | None:
        """The end of the walk, or None: `way` is at the next address."""
        state = (way.at.url, repr(sorted((cookie.name, cookie.value) for cookie in http.cookies.jar)))
        if state in way.seen:
            return Told("unreachable", "redirect_loop", None, way.at.url)
        way.seen.add(state)
        try:
            page = self._answer(http, way.at)
        except Refused as refused:
            return not_sent(refused, first=first)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return failed(error, way.final)
        if page.status not in REDIRECTS or not page.headers.get("location"):
            return judged(page, way)
        return self._led_on(way, page.headers["location"])

    def _led_on(self, way: Way, location: str) -> Told | None:
        try:
            way.at = self.onward(way.at, location)
        except Refused as refused:
            return not_sent(refused, first=False)
        way.began = way.at if shortener(way.began.host) else way.began
        return None

    def onward(self, at: Place, location: str) -> Place:
        """Where a redirect leads. Refused too where an exception of the operator's would be a door for others."""
        there = onward(at, location)
        if self.rules.excepted(there) and not self.rules.excepted(at):
            raise Refused(Reason.BLOCKED_ADDRESS, there.host)
        return there

    def _answer(self, http: httpx.Client, at: Place) -> Page:
        try:
            page = self.page(http, at, "HEAD")
        except (httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError):  # some servers know no HEAD
            return self.page(http, at, "GET")
        if page.status in REDIRECTS or page.status in LATER:
            return page
        return self.page(http, at, "GET") if page.status >= 400 or _kind(page.headers) in _HTML else page


def _kind(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def _beginning(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size >= _MOST_BODY:
            break
    return b"".join(parts)[:_MOST_BODY]
