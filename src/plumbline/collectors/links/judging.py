"""What the last answer of a walk means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import httpx

from plumbline.collectors.guard_places import Place
from plumbline.collectors.links.page_words import words
from plumbline.collectors.links.spelling import registrable, same_owner, shortener, shown
from plumbline.collectors.links.told import Told
from plumbline.evidence.answer import Answer

_GONE = frozenset((404, 410))
_NAMED_404 = re.compile(
    r".*/(?:error|errors|err)?[-_/]?(?:404|not[-_]?found)(?:[-_]?(?:page|error))?(?:\.[a-z]{2,5})?/?"
)
LATER = frozenset((429, 503))


@dataclass(frozen=True)
class Page:
    """One answer: its status, headers, and the beginning of its body where it was read; how it was asked for."""

    status: int
    headers: httpx.Headers
    body: bytes = b""
    method: str = "GET"
    word: str = ""
    sent: Sequence[tuple[str, str]] = ()
    times: tuple[datetime, datetime] | None = None

    def kept(self, at: Place, *, whole: bool) -> Answer | None:
        """The exchange as evidence; `whole`: with its body."""
        if self.times is None:
            return None
        body = self.body if whole else b""
        told = list(self.headers.multi_items())
        return Answer(shown(at.url), self.method, self.sent, b"", self.status, self.word, told, body, *self.times)


@dataclass
class Way:
    """Where a walk has been."""

    asked: Place
    at: Place
    began: Place
    """The first address that is no shortener's: to be compared with the last."""
    seen: set[tuple[str, str]] = field(default_factory=set)

    @property
    def final(self) -> str | None:
        """Where it has come to, if not where it set out."""
        return None if self.at == self.asked else self.at.url


def judged(page: Page, way: Way) -> Told:
    """The outcome of the last answer of a walk, with the exchange where it accuses."""
    return _with_evidence(_outcome(page, way), page, way)


def _outcome(page: Page, way: Way) -> Told:
    final = way.final
    if page.status in _GONE:
        return Told("dead", f"http_{page.status}", page.status, final)
    if not 200 <= page.status < 300:
        return Told("unreachable", "http_other", page.status, final, wait=page.status in LATER)
    said = words(page.body, page.headers.get("content-type", ""))
    if said.for_sale:
        return Told("moved", "parked", page.status, final)
    if said.gone or _sent_to_404(way):
        return Told("dead", "soft_404", page.status, final)
    if not same_owner(way.began.host, way.at.host) and not _signs_in(way.at):
        return Told("moved", "ok", page.status, final)
    if not shortener(way.asked.host) and registrable(way.at.host) != registrable(way.asked.host):
        final = None  # elsewhere by design: to sign in, or the platform's other name
    return Told("alive", "soft_404" if said.perhaps_gone or _sent_home(way) else "ok", page.status, final)


def _with_evidence(told: Told, page: Page, way: Way) -> Told:
    """The outcome with its last exchange where it accuses. Of a stranger's living page the head is enough."""
    if not told.certain:
        return told
    return replace(told, answer=page.kept(way.at, whole=told.outcome == "dead" or told.reason == "parked"))


def _sent_to_404(way: Way) -> bool:
    """Whether a page gave way to one whose very name is "not found"."""
    return way.at != way.began and bool(_NAMED_404.fullmatch(way.at.target.partition("?")[0].lower()))


def _sent_home(way: Way) -> bool:
    """Whether a page that was asked for gave way to the first page of the site."""
    deep = way.began.target.partition("?")[0].count("/") > 1
    return deep and way.at.target.rstrip("/") in {"", "/index.html", "/index.htm", "/index.shtml", "/index.php"}


def _signs_in(at: Place) -> bool:
    """Whether a reader is asked to sign in, which many sites leave to another domain."""
    told = f"{at.host}{at.target.partition('?')[0]}".lower()
    return any(word in told for word in ("login", "passport", "signin", "sign-in", "sso.", "/sso", "/cas/", "oauth"))
