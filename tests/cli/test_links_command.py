"""`plumbline links` as an office uses it, against a real server on the loopback."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import polars as pl
import pytest

from plumbline.cli import links
from plumbline.cli.words import Parser
from plumbline.domain.errors import UsageError
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.evidence.archive import Archive
from plumbline.settings.environment import now

PAGE = "<title>通知</title>" + "清溪县人民政府通知。" * 60


class Site(BaseHTTPRequestHandler):
    """A site with pages, a hole, and a door that sends people away."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status = {"/gone": 404, "/robots.txt": 404, "/busy": 503}.get(self.path.partition("?")[0], 200)
        body = PAGE.encode() if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Not here."""


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def where(site: ThreadingHTTPServer) -> str:
    return f"127.0.0.1:{site.server_address[1]}"


@pytest.fixture
def dossier(tmp_path: Path, site: ThreadingHTTPServer) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    (folder / "accounts.csv").write_text(
        "account_id,platform,name\na1,weibo,青溪发布\na2,weibo,青溪文旅\n", encoding="utf-8"
    )
    base = f"http://{where(site)}"
    (folder / "posts.csv").write_text(
        "account_id,post_id,posted_at,text\n"
        f"a1,p1,2025-01-01T08:00:00,看 {base}/here 和 {base}/gone\n"
        f"a2,p2,2025-01-02T08:00:00,看 {base}/here?token=SECRETSECRET 和 {base}/gone 及 http://10.0.0.1/x\n",
        encoding="utf-8",
    )
    return folder


def ran(dossier: Path, *words: object) -> int:
    parser = Parser()
    links.add_parser(parser.add_subparsers(), "en", Parser(add_help=False))
    parser.set_defaults(lang="en", quiet=False, debug=False)
    args = parser.parse_args(["links", str(dossier), "--delay", "0", *map(str, words)])
    return int(args.run(args))


def table(folder: Path) -> pl.DataFrame:
    rejects = Rejects()
    frame = read_table(scan(folder), "links", rejects=rejects)[0]
    assert not rejects.counts
    return frame


def test_dead_and_living_links_are_written_for_every_account_that_holds_them(
    dossier: Path, site: ThreadingHTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(dossier, "--allow", where(site)) == 1
    rows = (
        table(dossier)
        .select("account_id", pl.col("url").str.extract(r"\d(/.*)$"), "outcome", "reason", "post_id")
        .rows()
    )
    assert rows == [
        ("a1", "/gone", "dead", "http_404", "p1"),
        ("a1", "/here", "alive", "ok", "p1"),
        ("a2", "/x", "not_tried", "blocked_address", "p2"),
        ("a2", "/gone", "dead", "http_404", "p2"),
        ("a2", "/here?token=hidden", "alive", "ok", "p2"),
    ]
    assert "4 of 4 links: 2 alive, 1 dead, 1 not tried" in capsys.readouterr().out
    assert len([asked for asked in Site.asked if asked == "HEAD /gone"]) == 1


def test_what_accuses_is_kept_in_the_archive_and_cited(dossier: Path, site: ThreadingHTTPServer) -> None:
    ran(dossier, "--allow", where(site))
    cited = dict(table(dossier).select("reason", "record").rows())
    assert cited["ok"] is None
    journal = (dossier / "archive" / "journal.jsonl").read_text(encoding="utf-8")
    assert str(cited["http_404"]) in journal
    assert "links" in scan(dossier).files


def test_the_answers_count_also_while_somebody_else_writes_to_the_archive(
    dossier: Path, site: ThreadingHTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive(dossier / "archive", now=now):
        assert ran(dossier, "--allow", where(site)) == 1
    assert table(dossier).height == 5
    assert "not in the archive" in capsys.readouterr().err


def test_nothing_secret_of_an_address_is_written_anywhere(dossier: Path, site: ThreadingHTTPServer) -> None:
    base = f"http://{where(site)}"
    posts = f"a1,p1,2025-01-01T08:00:00,{base}/gone?token=SECRETSECRET&tel=13800138000\n"
    (dossier / "posts.csv").write_text("account_id,post_id,posted_at,text\n" + posts, encoding="utf-8")
    ran(dossier, "--allow", where(site))
    written = [path for path in dossier.rglob("*") if path.is_file() and path.name != "posts.csv"]
    texts = [(gzip.decompress if path.suffix == ".gz" else bytes)(path.read_bytes()) for path in written]
    assert any(b"hidden" in text for text in texts)
    assert not any(secret in text for text in texts for secret in (b"SECRETSECRET", b"13800138000"))


def test_what_was_asked_of_late_is_not_asked_again(dossier: Path, site: ThreadingHTTPServer) -> None:
    ran(dossier, "--allow", where(site))
    before, rows = len(Site.asked), table(dossier)
    assert ran(dossier, "--allow", where(site)) == 0
    assert len(Site.asked) == before
    assert table(dossier).equals(rows)


def test_rows_of_earlier_runs_stay(dossier: Path, site: ThreadingHTTPServer) -> None:
    (dossier / "links.csv").write_text(
        "account_id,url,checked_at,outcome,reason\na1,http://old.example/,2024-01-01T00:00:00+08:00,dead,http_404\n",
        encoding="utf-8",
    )
    ran(dossier, "--allow", where(site))
    assert table(dossier).height == 6
    assert "http://old.example/" in table(dossier)["url"].to_list()


def test_while_our_own_line_is_down_nothing_is_dead(
    dossier: Path, site: ThreadingHTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{closed.getsockname()[1]}"
    words = ("--allow", where(site), "--allow", nowhere, "--control", f"http://{nowhere}/")
    assert ran(dossier, *words) == 2
    assert "dead" not in table(dossier)["outcome"].to_list()
    assert "our own line may be down" in capsys.readouterr().err
    assert ran(dossier, "--allow", where(site)) == 1
    assert table(dossier).filter(pl.col("outcome") == "dead").height == 2


def test_a_site_that_sends_us_away_is_left(dossier: Path, site: ThreadingHTTPServer) -> None:
    base = f"http://{where(site)}"
    posts = "".join(f"a1,q{n},2026-01-{n:02}T08:00:00,{base}/busy?{n}\n" for n in range(10, 20))
    (dossier / "posts.csv").write_text("account_id,post_id,posted_at,text\n" + posts, encoding="utf-8")
    assert ran(dossier, "--allow", where(site)) == 0
    assert table(dossier).select("outcome", "status").rows() == [("unreachable", 503)]


def test_as_json_with_few_links_and_into_a_file_of_its_own(
    dossier: Path, site: ThreadingHTTPServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "found.jsonl"
    ran(dossier, "--allow", where(site), "--most", 1, "--account", "a1", "--json", "--out", out)
    said = json.loads(capsys.readouterr().out)
    assert (said["links"], sum(said["outcomes"].values()), said["left"]) == (2, 1, 1)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1
    assert not (dossier / "links.csv").exists()


def test_an_interruption_keeps_what_was_learnt(
    dossier: Path, site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from plumbline.cli import links_run

    whole = links_run._watched

    def broken_off(*args: object) -> Iterator[object]:
        yield next(whole(*args))  # type: ignore[arg-type]  # as they came
        raise KeyboardInterrupt

    monkeypatch.setattr(links_run, "_watched", broken_off)
    assert ran(dossier, "--allow", where(site)) == 2
    assert table(dossier).height >= 1
    assert "what was learnt so far is kept" in capsys.readouterr().err


def test_a_table_that_would_lose_something_is_refused_before_anything_is_asked(
    dossier: Path, site: ThreadingHTTPServer
) -> None:
    (dossier / "links.csv").write_text(
        "account_id,url,checked_at,outcome,own\na1,x,2024-01-01,dead,1\n", encoding="utf-8"
    )
    with pytest.raises(UsageError, match="lost"):
        ran(dossier, "--allow", where(site))
    assert Site.asked == []


@pytest.mark.parametrize(
    "words",
    [
        ("--account", "a9"),
        ("--most", "0"),
        ("--since", "soon"),
        ("--port", "0"),
        ("--allow", "a b"),
        ("--out", "x.doc"),
    ],
)
def test_a_wrong_word_is_told(dossier: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        ran(dossier, *words)


def test_only_head_and_get_leave_the_program(dossier: Path, site: ThreadingHTTPServer) -> None:
    ran(dossier, "--allow", where(site))
    assert {asked.partition(" ")[0] for asked in Site.asked} == {"HEAD", "GET"}
