"""`plumbline archive` as an office uses it: is it whole, show me, prove it, close it, drop what is old."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from plumbline.cli.main import main
from plumbline.evidence.answer import Answer
from plumbline.evidence.archive import Archive

MOMENTS = [datetime(2026, 3, day, 8, tzinfo=UTC) for day in (1, 2, 3)]
SHA = "ab" * 32


class Fleet:
    """A dossier with an archive behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        for moment in MOMENTS:
            with Archive(folder / "archive", now=lambda moment=moment: moment) as archive:
                self.names.append(archive.add(self.answer(moment, "停水通知\x1b[2J")))
                self.keyed = archive.add(self.answer(moment, "keyed"), keyed=True)
                archive.note("import", {"file": "x.csv", "sha256": SHA, "rows": 1})
        (folder / "accounts.csv").write_text(
            "account_id,platform,name\na1,weibo,青溪发布\na2,weibo,青溪公安\n", "utf-8"
        )
        self.posts(("a1", self.names[0]), ("a2", self.names[1]), ("a2", f"import:{SHA[:16]}#3"), ("a2", ""))

    @staticmethod
    def answer(moment: datetime, text: str) -> Answer:
        return Answer(
            "https://api.example.org/x?access_token=abcdef123456", "GET", [], b"", 200, "OK",
            [("Content-Type", "application/json")], json.dumps({"text": text}, ensure_ascii=False).encode(),
            moment, moment,
        )  # fmt: skip

    def posts(self, *cited: tuple[str, str]) -> None:
        rows = [f"{account},p{n},2026-03-01T08:00:00,x,{record}" for n, (account, record) in enumerate(cited)]
        (self.folder / "posts.csv").write_text(
            "\n".join(["account_id,post_id,posted_at,text,record", *rows, ""]), "utf-8"
        )

    @property
    def warc(self) -> Path:
        return self.folder / "archive/warc/2026/03/open-2026-03-01.warc.gz"


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    folder = tmp_path / "fleet"
    folder.mkdir()
    return Fleet(folder)


def ran(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["archive", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_whole_archive_exits_with_0(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = ran(capsys, "verify", fleet.folder, "--lang", "en")
    assert code == 0
    assert "whole" in said
    code, said, _ = ran(capsys, "verify", fleet.folder, "--lang", "zh")
    assert "完整" in said
    assert ran(capsys, "verify", fleet.folder, "--quiet") == (0, "", "")


def test_an_altered_record_exits_with_1_and_is_named(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    data = fleet.warc.read_bytes()
    fleet.warc.write_bytes(data[:80] + bytes([data[80] ^ 1]) + data[81:])
    code, said, _ = ran(capsys, "verify", fleet.folder, "--lang", "en")
    assert code == 1
    assert "open-2026-03-01.warc.gz" in said
    assert fleet.names[0] in said
    code, said, _ = ran(capsys, "verify", fleet.folder, "--json")
    assert code == 1
    told = json.loads(said)
    assert not told["whole"]
    assert told["faults"][0]["file"] == "warc/2026/03/open-2026-03-01.warc.gz"


def test_a_row_that_cites_a_record_that_is_not_there_is_told(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.posts(("a1", "urn:uuid:00000000-0000-0000-0000-000000000000"), ("a1", "import:cdcdcdcdcdcdcdcd#1"))
    code, said, _ = ran(capsys, "verify", fleet.folder, "--json")
    assert code == 1
    assert [(fault["code"], fault["file"], fault["n"]) for fault in json.loads(said)["faults"]] == [
        ("cited", "posts.csv", 1), ("cited", "posts.csv", 1),
    ]  # fmt: skip


def test_tables_that_cannot_be_read_hide_no_fault_of_the_archive(
    fleet: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    (fleet.folder / "accounts.csv").unlink()
    assert ran(capsys, "verify", fleet.folder)[0] == 2
    assert ran(capsys, "verify", fleet.folder / "archive")[0] == 0
    fleet.warc.unlink()
    code, said, _ = ran(capsys, "verify", fleet.folder)
    assert code == 1
    assert "open-2026-03-01" in said
    assert ran(capsys, "list", fleet.folder)[0] == 0


def test_no_archive_cannot_be_examined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = ran(capsys, "verify", tmp_path)
    assert code == 2
    assert "no archive" in said
    assert ran(capsys, "verify")[0] == 2


def test_a_printed_root_is_compared(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    first = json.loads(ran(capsys, "verify", fleet.folder, "--json")[1])["days"][0]
    assert ran(capsys, "verify", fleet.folder, "--expect", f"2026-03-01={first['root'].upper()}")[0] == 0
    assert ran(capsys, "verify", fleet.folder, "--expect", f"2026-03-01={'0' * 64}")[0] == 1
    assert ran(capsys, "verify", fleet.folder, "--expect", "yesterday=x")[0] == 2


def test_a_record_is_shown_with_what_was_asked(
    fleet: Fleet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = ran(capsys, "show", fleet.folder, fleet.names[0])
    assert code == 0
    assert "GET /x?access_token=hidden HTTP/1.1" in said
    assert "HTTP/1.1 200 OK" in said
    assert "停水通知" in said
    assert "\x1b" not in said
    body = tmp_path / "body.json"
    assert ran(capsys, "show", fleet.folder, fleet.names[0].removeprefix("urn:uuid:"), "--body", body)[0] == 0
    assert json.loads(body.read_bytes()) == {"text": "停水通知\x1b[2J"}
    assert ran(capsys, "show", fleet.folder, "urn:uuid:none")[0] == 2


def test_an_altered_record_is_not_shown_as_if_it_were_sound(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    import gzip

    data = fleet.warc.read_bytes()
    fleet.warc.write_bytes(gzip.compress(gzip.decompress(data).replace(b"200 OK", b"404 OK")))
    assert ran(capsys, "show", fleet.folder, fleet.names[0])[0] in (1, 2)


def test_records_are_listed_by_day_and_by_account(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = ran(capsys, "list", fleet.folder, "--json")
    rows = [json.loads(line) for line in said.splitlines()]
    assert len(rows) == 9
    assert rows[0]["status"] == 200
    assert [row["record"] for row in rows if not row["keyed"] and row["kind"] == "response"] == fleet.names
    assert len(ran(capsys, "list", fleet.folder, "--day", "2026-03-02")[1].splitlines()) == 3
    (line,) = ran(capsys, "list", fleet.folder, "--account", "a1")[1].splitlines()
    assert line.startswith(fleet.names[0])
    assert ran(capsys, "list", fleet.folder, "--day", "today")[0] == 2


def test_a_proof_is_checked_without_the_archive(
    fleet: Fleet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = tmp_path / "proof.json"
    assert ran(capsys, "prove", fleet.folder, fleet.names[0], "--out", proof)[0] == 0
    fleet.folder.rename(tmp_path / "elsewhere")
    code, said, _ = ran(capsys, "verify", "--proof", proof, "--json")
    assert code == 0
    told = json.loads(said)
    assert told["record"] == fleet.names[0]
    assert ran(capsys, "verify", "--proof", proof, "--expect", f"2026-03-01={told['root']}")[0] == 0
    assert ran(capsys, "verify", "--proof", proof, "--expect", f"2026-03-01={'0' * 64}")[0] == 1
    proof.write_text(proof.read_text("utf-8").replace(fleet.names[0], fleet.names[1]), "utf-8")
    assert ran(capsys, "verify", "--proof", proof)[0] == 1
    proof.write_text("{}", "utf-8")
    assert ran(capsys, "verify", "--proof", proof)[0] == 2


def test_the_proof_of_a_record_of_this_folder_needs_no_dossier_named(
    fleet: Fleet, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fleet.folder)
    code, said, _ = ran(capsys, "prove", fleet.names[0])
    assert code == 0
    assert json.loads(said)["form"] == "plumbline-inclusion-proof/1"


def test_the_open_day_is_closed_once(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = ran(capsys, "close", fleet.folder, "--json")
    first = json.loads(said)
    assert (code, first["closed"], first["day"], first["records"]) == (0, True, "2026-03-03", 5)
    second = json.loads(ran(capsys, "close", fleet.folder, "--json")[1])
    assert {**second, "closed": True} == first
    assert ran(capsys, "verify", fleet.folder, "--expect", f"2026-03-03={first['seal']}")[0] == 0


def test_what_is_old_and_keyed_is_dropped(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = ran(capsys, "expire", fleet.folder, "--before", "2026-03-03", "--lang", "en")
    assert code == 0
    assert "4 records in 2 files" in said
    code, said, _ = ran(capsys, "verify", fleet.folder, "--lang", "en")
    assert code == 0
    assert "dropped under retention" in said
    assert ran(capsys, "show", fleet.folder, fleet.keyed)[0] == 0
    assert ran(capsys, "expire", fleet.folder, "--before", "9999-01-01")[0] == 2


def test_a_request_for_a_stamp_is_written_and_nonsense_is_not_kept(
    fleet: Fleet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = tmp_path / "seal.tsq"
    assert ran(capsys, "stamp", fleet.folder, "--request", request)[0] == 0
    assert request.read_bytes()[:1] == b"0"
    code, _, said = ran(capsys, "stamp", fleet.folder, "--response", request)
    assert code == 2
    assert "was not kept" in said
    assert ran(capsys, "stamp", fleet.folder, "--response", tmp_path / "none.tsr")[0] == 2
    assert ran(capsys, "verify", fleet.folder)[0] == 0


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (("show", "urn:uuid:none"), "没有这条记录"),
        (("expire", "--before", "9999-01-01"), "日期"),
        (("list", "--day", "today"), "不是日期"),
        (("verify", "--expect", "x"), "日期=根哈希"),
        (("stamp", "--response", "none.tsr"), "无法读取"),
        (("stamp", "--tsa", "ftp://tsa.example"), "没有答复"),
    ],
)
def test_mistakes_are_told_in_both_languages(
    fleet: Fleet, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], zh: str
) -> None:
    first, *rest = words
    code, _, said = ran(capsys, first, fleet.folder, *rest, "--lang", "zh")
    assert code == 2
    assert zh in said
    code, _, said = ran(capsys, first, fleet.folder, *rest, "--lang", "en")
    assert code == 2
    assert said.isascii()


def test_a_chain_that_was_altered_proves_nothing(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    chain = fleet.folder / "archive/chain.jsonl"
    chain.write_text(chain.read_text("utf-8").replace("{", "{ "), "utf-8")
    for words in (("prove", fleet.folder, fleet.names[0]), ("stamp", fleet.folder, "--request", "x.tsq")):
        code, _, said = ran(capsys, *words)
        assert code == 2
        assert "archive verify" in said
    assert ran(capsys, "verify", fleet.folder)[0] == 1


class Authority(BaseHTTPRequestHandler):
    """Takes requests for stamps, and answers with whatever it was told."""

    status, answer = 200, b"no stamp"
    asked: ClassVar[list[tuple[str | None, bytes]]] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.asked.append((self.headers["Content-Type"], self.rfile.read(length)))
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the error stream."""


@pytest.mark.parametrize(("status", "said"), [(200, "was not kept"), (503, "HTTP 503"), (302, "HTTP 302")])
def test_an_authority_is_asked_and_nonsense_of_it_is_not_kept(
    fleet: Fleet, tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int, said: str
) -> None:
    Authority.status = status
    Authority.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), Authority)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        code, _, told = ran(capsys, "stamp", fleet.folder, "--tsa", f"http://127.0.0.1:{server.server_port}/tsr")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert code == 2
    assert said in told
    ran(capsys, "stamp", fleet.folder, "--request", tmp_path / "seal.tsq")
    assert Authority.asked == [("application/timestamp-query", (tmp_path / "seal.tsq").read_bytes())]
    code, _, told = ran(capsys, "stamp", fleet.folder, "--tsa", f"http://127.0.0.1:{server.server_port}/tsr")
    assert code == 2
    assert "did not answer" in told


def test_a_second_writer_is_sent_away(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(fleet.folder / "archive", now=lambda: MOMENTS[2]):
        code, _, said = ran(capsys, "close", fleet.folder)
        assert code == 2
        assert "another process" in said
        assert ran(capsys, "verify", fleet.folder)[0] == 0
