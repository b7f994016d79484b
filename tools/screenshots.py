"""Pictures of the office's main pages for the docs: both languages, phone and desk, from a demo office.

Writes docs/images/office/<page>-<lang>-<width>.png. Needs Chromium on the PATH.
"""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PLACE = Path(__file__).resolve().parents[1] / "docs" / "images" / "office"
WIDTHS = {375: 1100, 1440: 900}
"""Widths of the pages, and the height that is kept of each."""
COLOURS = 96
WAIT = 180
DRAFT = "今晚有暴雨，请勿外出。你脑子有病吧，滚远点。"


def inspection(page: Page) -> None:
    """The last inspection."""
    page.goto(f"{page.origin}/desk/inspections/")  # type: ignore[attr-defined]  # set in `tab`
    page.locator("main tbody a").first.click()


def finding(page: Page) -> None:
    """The gravest finding."""
    page.goto(f"{page.origin}/desk/findings/?severity=veto")  # type: ignore[attr-defined]  # the same
    page.locator("article a").first.click()


def draft(page: Page) -> None:
    """A draft that is being written, with what the checks say."""
    page.goto(f"{page.origin}/desk/drafts/write/")  # type: ignore[attr-defined]  # the same
    page.locator("#id_text").fill(DRAFT)
    page.locator("#said mark").first.wait_for()


def at(path: str) -> Callable[[Page], None]:
    """A page with a fixed address."""
    return lambda page: page.goto(f"{page.origin}{path}") and None  # type: ignore[attr-defined]  # the same


PAGES: tuple[tuple[str, str | None, Callable[[Page], None]], ...] = (
    ("look-up", None, at("/?q=青溪发布")), ("today", "supervisor", at("/desk/")),
    ("register", "supervisor", at("/desk/accounts/")), ("inspection", "inspector", inspection),
    ("finding", "inspector", finding), ("draft", "operator", draft),
)  # fmt: skip
"""Name, who looks, how to get there."""


@contextmanager
def office() -> Iterator[tuple[str, dict[str, str]]]:
    """A demo office: its address, and the passwords of its people."""
    with socket.socket() as probe, tempfile.TemporaryDirectory() as data:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [Path(sys.executable).with_name("plumbline"), "serve", "--demo", "--data", data, "--port", str(port)]
        with open(Path(data) / "told", "w+", encoding="utf-8") as told:
            serving = subprocess.Popen(command, stderr=told, stdout=told)  # noqa: S603  our own command
            try:
                origin = f"http://127.0.0.1:{port}"
                ready(origin)
                told.seek(0)
                rows = re.findall(r"^  (\w+)  .*  (\S+)$", told.read(), re.MULTILINE)
                yield origin, dict(rows)
            finally:
                serving.terminate()
                serving.wait(30)


def ready(origin: str) -> None:
    """Wait until the office answers."""
    for _ in range(WAIT):
        try:
            urllib.request.urlopen(f"{origin}/healthz", timeout=5)  # noqa: S310  our own server
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(1)
    raise SystemExit("the office does not answer")


def tab(browser: Browser, origin: str, lang: str, width: int) -> Page:
    """A page in one language and width."""
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, locale=lang)
    context.add_cookies([{"name": "plumbline_lang", "value": lang, "url": origin}])
    page = context.new_page()
    page.origin = origin  # type: ignore[attr-defined]  # carried along with the page
    return page


def sign_in(page: Page, origin: str, name: str, password: str) -> None:
    """By the form, as people do."""
    page.goto(f"{origin}/accounts/login/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/desk/**")


def inspected(page: Page, origin: str) -> None:
    """Wait until the worker has carried out the first inspection."""
    for _ in range(WAIT):
        page.goto(f"{origin}/desk/findings/?severity=veto")
        if page.locator("article").count():
            return
        time.sleep(1)
    raise SystemExit("the inspection does not end")


def keep(page: Page, name: str) -> None:
    """Write the top of the page as a small picture."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(PLACE / name, optimize=True)


def main() -> None:
    """Take them all."""
    PLACE.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with office() as (origin, passwords), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang in ("zh", "en"):
            for width in WIDTHS:
                for name, who, go in PAGES:
                    page = tab(browser, origin, lang, width)
                    if who:
                        sign_in(page, origin, who, passwords[who])
                    if who == "supervisor":
                        inspected(page, origin)
                    go(page)
                    keep(page, f"{name}-{lang}-{width}.png")
                    page.context.close()
        browser.close()
    size = sum(picture.stat().st_size for picture in PLACE.glob("*.png"))
    print(f"{PLACE}: {size // 1000} kB")


if __name__ == "__main__":
    main()
