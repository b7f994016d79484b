"""Feeds: posts where there is no other way, and never more claimed than a feed can show."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import polars as pl
import pytest
import stamina

from plumbline.cli.main import main

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>某局</title><link>{page}</link>{items}</channel></rss>"""
Collect = Callable[[], tuple[int, Path]]
ITEM = "<item><guid>{n}</guid><title>通知{n}</title><description>{text}</description><pubDate>{at}</pubDate></item>"


class Site:
    """A site with one feed that the test writes."""

    def __init__(self) -> None:
        self.body, self.status = b"", 200
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(site.status)
                self.send_header("Content-Length", str(len(site.body)))
                self.end_headers()
                self.wfile.write(site.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/feed.xml"

    def shows(self, *entries: tuple[int, str, str]) -> None:
        items = "".join(ITEM.format(n=n, text=text, at=at) for n, text, at in entries)
        self.body = FEED.format(page="https://www.example.gov.cn/", items=items).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def collect(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collect:
    monkeypatch.setenv("PLUMBLINE_SETTINGS", str(tmp_path / "settings"))
    stamina.set_testing(True, attempts=2)
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    (fleet / "accounts.csv").write_text("account_id,platform,name\ntoutiao:1,toutiao,某局\nwebsite:w,website,某局\n")
    secrets = tmp_path / "credentials.toml"
    secrets.write_text(f'["toutiao:1"]\nfeed = "{site.address}"\n["website:w"]\nfeed = "{site.address}"\n')
    secrets.chmod(0o600)

    def run() -> tuple[int, Path]:
        return main(["collect", str(fleet), "--credentials", str(secrets), "--quiet"]), fleet

    return run


ONE = (1, "大厅周一开放", "Mon, 02 Nov 2026 08:00:00 +0800")
TWO = (2, "道路恢复通行", "Tue, 03 Nov 2026 08:00:00 +0800")


def rows(fleet: Path, table: str, account: str) -> list[dict[str, str]]:
    frame = pl.read_csv(fleet / f"{table}.csv", infer_schema=False)
    return list(frame.filter(pl.col("account_id") == account).iter_rows(named=True))


def test_entries_become_posts_with_their_record(site: Site, collect: Collect) -> None:
    site.shows(TWO, ONE)
    code, fleet = collect()
    posts = rows(fleet, "posts", "toutiao:1")
    assert (code, [post["post_id"] for post in posts]) == (0, ["1", "2"])
    assert all(post["record"].startswith("urn:uuid:") for post in posts)
    assert main(["archive", "verify", str(fleet), "--quiet"]) == 0


def test_a_bridge_proves_no_silence_after_its_newest_entry_the_own_site_does(site: Site, collect: Collect) -> None:
    site.shows(TWO, ONE)
    _, fleet = collect()
    (bridge,), (own,) = rows(fleet, "coverage", "toutiao:1"), rows(fleet, "coverage", "website:w")
    assert (bridge["outcome"], bridge["ended_at"][:16]) == ("seen", "2026-11-03T08:00")
    assert own["ended_at"] > "2026-11-20"


def test_what_is_absent_from_a_feed_is_not_deleted(site: Site, collect: Collect) -> None:
    site.shows(TWO, ONE)
    collect()
    site.shows(TWO)
    _, fleet = collect()
    assert not (fleet / "sightings.csv").exists()
    assert len(rows(fleet, "posts", "toutiao:1")) == 2


def test_a_page_that_is_no_feed_makes_the_account_blind(site: Site, collect: Collect) -> None:
    site.body = b"<html><body>please sign in</body></html>"
    code, fleet = collect()
    assert (code, rows(fleet, "coverage", "website:w")[0]["outcome"]) == (1, "blind")


def test_a_server_that_fails_makes_the_account_blind_and_the_next_run_is_well(site: Site, collect: Collect) -> None:
    site.shows(ONE)
    site.status = 500
    assert collect()[0] == 1
    site.status = 200
    code, fleet = collect()
    assert (code, {row["outcome"] for row in rows(fleet, "coverage", "website:w")}) == (0, {"blind", "seen"})
