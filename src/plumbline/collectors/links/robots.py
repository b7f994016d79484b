"""Whether a site lets programs in: its robots.txt (RFC 9309), asked once a run for each site."""

import threading
from dataclasses import dataclass, field
from urllib.robotparser import RobotFileParser

import httpx

from plumbline.collectors.guard_places import Place, place
from plumbline.collectors.guard_policy import Refused
from plumbline.collectors.links.judging import Page
from plumbline.collectors.links.told import Told
from plumbline.collectors.links.walk import REDIRECTS, Walker

_NAME = "Plumbline"
_KINDS = frozenset(("", "text/plain"))
_MOST_HOPS = 5


@dataclass
class Robots:
    """What the sites say, remembered for the run."""

    walker: Walker
    _said: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def forbids(self, url: str) -> Told | None:
        """Why an address is not asked; None where it may be.

        A site that gives no answer at all forbids nothing: asking the page itself will tell why.
        """
        try:
            at = place(url)
        except Refused:
            return None
        found = self._rules(f"{at.scheme}://{at.netloc}")
        return None if found is None or found.can_fetch(_NAME, at.url) else Told("not_tried", "robots")

    def _rules(self, site: str) -> RobotFileParser | None:
        with self._lock:
            if site in self._said:
                return self._said[site]
        try:
            rules = _read(self._asked(place(f"{site}/robots.txt")))
        except (Refused, httpx.HTTPError, httpx.InvalidURL, OSError):
            rules = None
        with self._lock:
            return self._said.setdefault(site, rules)

    def _asked(self, at: Place) -> Page:
        http = self.walker.client()
        for _ in range(_MOST_HOPS):
            page = self.walker.page(http, at, "GET", _KINDS)
            location = page.headers.get("location")
            if page.status not in REDIRECTS or not location:
                return page
            at = self.walker.onward(at, location)
        return Page(404, httpx.Headers())


def _read(page: Page) -> RobotFileParser | None:
    """The rules; none for a site without any, a closed door where its server is in trouble (RFC 9309, 2.3.1.4)."""
    rules = RobotFileParser()
    if page.status >= 500:
        rules.parse(("User-agent: *", "Disallow: /"))
        return rules
    if not 200 <= page.status < 300:
        return None
    rules.parse(page.body.decode("utf-8", "replace").lstrip("\ufeff").splitlines())
    return rules
