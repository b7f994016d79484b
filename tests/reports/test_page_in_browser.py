"""report.html in a real browser: phone and desk, both languages, search, paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from qingxi_sources import sourced

from plumbline.reports import page as report_page
from plumbline.reports.report import prepare

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(zh: Path, chromium: str) -> Iterator[Page]:
    """The page of the county; the test fails if it asks the network for anything."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.route("http*://**", lambda route: pytest.fail(f"the page asked for {route.request.url}"))
        page.goto((zh / "report.html").as_uri())
        yield page
        browser.close()


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_fits_the_screen(opened: Page, width: int, lang: str) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    opened.evaluate(f"document.getElementById('lang-{lang}').checked = true")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_one_language_is_shown_at_a_time(opened: Page) -> None:
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.get_by_text("English", exact=True).click()
    assert opened.locator("h1").inner_text() == "Inspection of official social-media accounts"
    opened.get_by_text("中文", exact=True).click()
    assert opened.locator("h1").inner_text() == "政务新媒体检查报告"


def test_the_language_is_changed_with_the_keyboard(opened: Page) -> None:
    opened.locator("#lang-zh").focus()
    opened.keyboard.press("ArrowRight")
    assert opened.locator("#lang-en").is_checked()
    opened.keyboard.press("ArrowLeft")
    assert opened.locator("#lang-zh").is_checked()


@pytest.mark.parametrize("width", [375, 1440])
def test_search_leaves_only_what_fits(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    opened.locator("#find").fill("青溪文旅")
    assert opened.locator("#accounts tbody tr:visible").count() == 2
    opened.locator("#only").select_option("fail")
    assert opened.locator("#accounts tbody tr:visible").count() == 1
    opened.locator("#find").fill("")
    opened.locator("#only").select_option("")
    assert opened.locator("#accounts tbody tr:visible").count() == 13


def test_a_link_opens_the_account_that_it_leads_to(opened: Page) -> None:
    opened.evaluate("document.querySelectorAll('details').forEach(item => { item.open = false })")
    opened.locator("#action a.who").first.click()
    opened.wait_for_function("document.querySelector(location.hash).open")


def test_on_paper_everything_is_open_and_controls_are_gone(opened: Page) -> None:
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    opened.emulate_media(media="print")
    assert opened.locator("details:not([open])").count() == 0
    assert not opened.locator("#search").is_visible()
    assert not opened.locator(".langs").is_visible()
    opened.emulate_media(media="screen")


@pytest.fixture
def compared(opened: Page, tmp_path: Path) -> Iterator[Page]:
    """The county where texts were passed on, every account open; the other page comes back afterwards."""
    before = opened.url
    report_page.write(prepare(sourced(), "zh"), tmp_path)
    opened.goto((tmp_path / "report.html").as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    yield opened
    opened.goto(before)


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_passages_side_by_side_fit_the_screen(compared: Page, width: int, lang: str) -> None:
    compared.set_viewport_size({"width": width, "height": 900})
    compared.evaluate(f"document.getElementById('lang-{lang}').checked = true")
    assert compared.evaluate("document.documentElement.scrollWidth") <= width
    post, source = (compared.locator(".sides").first.locator("figure").nth(n).bounding_box() for n in (0, 1))
    assert post
    assert source
    assert (post["y"] == source["y"]) == (width == 1440)
    assert source["x"] + source["width"] <= width
