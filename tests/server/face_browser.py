"""A real browser at the office's door: one tab a person, everything that goes wrong in it is written down."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from plumbline.reports.dossier_files import write_table
from plumbline.server.people.models import Person
from plumbline.server.register.models import Account

PHONE, DESK = 375, 1440
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
STEP = 20_000
"""Milliseconds after which a page counts as broken."""
TEXT = "今日天气晴，请注意防晒。"


expect.set_options(timeout=STEP)


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])


def says(page: Page, *words: str) -> None:
    """The page has these words in its main part."""
    for word in words:
        expect(page.locator("main")).to_contain_text(word)


def press(page: Page, name: str) -> None:
    """Press the button, or follow the link, of that name."""
    page.locator("main").get_by_role("button", name=name, exact=True).or_(
        page.locator("main").get_by_role("link", name=name, exact=True)
    ).first.click()


@dataclass
class Tabs:
    """Tabs of people in one browser. `faults`: what the console said, what was asked of other hosts, errors."""

    browser: Browser
    origin: str
    sign_in: Callable[[Person], Client]
    faults: list[str] = field(default_factory=list)
    _open: dict[str, Page] = field(default_factory=dict)

    def of(self, who: Person | None, *, lang: str = "zh", width: int = DESK, script: bool = True) -> Page:
        """The tab of a person; None for a citizen."""
        name = f"{who and who.pk} {lang} {width} {script}"
        if name not in self._open:
            self._open[name] = self._tab(who, lang, width, script).new_page()
            self._open[name].set_default_timeout(STEP)
            self._open[name].on("console", self._console)
            self._open[name].on("response", self._response)
        return self._open[name]

    def see(self, who: Person | None, path: str, *, width: int = DESK) -> Page:
        """Open an address of the office."""
        tab = self.of(who, width=width)
        tab.goto(f"{self.origin}{path}")
        return tab

    def close(self) -> None:
        """Close all tabs."""
        for tab in self._open.values():
            tab.context.close()

    def _tab(self, who: Person | None, lang: str, width: int, script: bool) -> BrowserContext:  # noqa: FBT001  one caller
        context = self.browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        context.add_cookies([{"name": "plumbline_lang", "value": lang, "url": self.origin}])
        if who is not None:
            session = self.sign_in(who).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.origin}])
        return context

    def _console(self, message: object) -> None:
        if message.type in {"error", "warning"}:  # type: ignore[attr-defined]  # a console message
            self.faults.append(f"console: {message.text}")  # type: ignore[attr-defined]  # the same

    def _response(self, response: Response) -> None:
        if not response.url.startswith((self.origin, "data:")):
            self.faults.append(f"asked another host: {response.url}")
        elif response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")


def barriers(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds on a page that is serious or critical. Looking at all colours takes half of its time."""
    options = AXE | {"rules": {"color-contrast": {"enabled": colours}}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in {"serious", "critical"}
    ]


def published(folder: Path, silent: dict[Account, int], *, until: date, more: Iterable[dict[str, object]] = ()) -> None:
    """The dossier's posts: one a day of each account until so many days before a day, and `more`."""
    last = datetime(until.year, until.month, until.day, 2, tzinfo=UTC)
    rows: list[dict[str, object]] = [
        {
            "account_id": account.account_id, "post_id": f"{account.platform_id}-{last - timedelta(days=day):%Y%m%d}",
            "posted_at": last - timedelta(days=day), "text": TEXT, "kind": "post", "in_reply_to": None,
        }
        for account, first in silent.items()
        for day in range(first, first + 60)
    ]  # fmt: skip
    frame = pl.DataFrame([*rows, *more], infer_schema_length=None)
    write_table(frame, folder / "posts.csv", "posts", form="csv", headers="en", timezone="Asia/Shanghai")
