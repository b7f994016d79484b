"""Words are written beside the posts, and nothing else in the dossier changes."""

import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from plumbline.domain.errors import UsageError
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.media.into import write
from plumbline.media.posts import CHANGED_SCHEMA
from plumbline.reports.dossier_files import write_table

ACCOUNTS = "account_id,platform,name\nweibo:1,weibo,清溪发布\n"
HEADER = "account_id,post_id,posted_at,text"
ROWS = (
    'weibo:1,p1,2026-03-01T09:00:00,"他说""好"",',
    '第二行"\nweibo:1,p2,no time at all,bad row\nweibo:9,p3,2026-03-01T09:00:00,not registered\n',
)
WORDS = "第一行，引号\n第二行"


def dossier(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir()
    (folder / "accounts.csv").write_text(ACCOUNTS, "utf-8")
    (folder / name).write_bytes(content)
    return folder


def changed(*rows: tuple[str, str, str | None, bool]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=CHANGED_SCHEMA, orient="row")


def put(folder: Path, *rows: tuple[str, str, str | None, bool]) -> None:
    write(scan(folder), changed(*rows), lang="en")


def words(folder: Path) -> dict[str, tuple[str | None, bool | None]]:
    posts, _ = read_table(scan(folder), "posts", rejects=Rejects())
    return {post: (text, read) for post, text, read in posts.select("post_id", "media_text", "media_read").iter_rows()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_rows_of_csv_that_are_not_concerned_stay_as_they_are(tmp_path: Path, encoding: str, newline: str) -> None:
    plain = (HEADER + ",意见\n" + "".join(ROWS).replace("second", "")).replace("\n", newline)
    plain = plain.replace('第二行"', '第二行",x').replace("bad row", "bad row,y").replace("registered", "registered,z")
    folder = dossier(tmp_path / "d", "posts.csv", plain.encode(encoding))
    put(folder, ("weibo:1", "p1", WORDS, True))
    after = (folder / "posts.csv").read_bytes().decode(encoding)
    for row in ("no time at all,bad row,y,,", "not registered,z,,"):
        assert row + newline in after
    assert words(folder)["p1"] == (WORDS, True)
    put(folder, ("weibo:1", "p1", None, False))
    assert words(folder)["p1"] == (None, False)


def test_a_packed_table_stays_packed(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "d", "posts.csv.gz", gzip.compress((HEADER + "\n" + "".join(ROWS)).encode()))
    put(folder, ("weibo:1", "p1", WORDS, True))
    assert b"not registered,," in gzip.decompress((folder / "posts.csv.gz").read_bytes())
    assert words(folder)["p1"] == (WORDS, True)


def test_chinese_headers_get_chinese_columns_and_flags(tmp_path: Path) -> None:
    text = "账号标识;发布编号;发布时间;正文\nweibo:1;p1;2026-03-01 09:00;通知\n"
    text = text.replace("发布编号", "帖文标识")
    folder = dossier(tmp_path / "d", "posts.csv", text.encode())
    put(folder, ("weibo:1", "p1", "海报", True))
    assert (folder / "posts.csv").read_text("utf-8").splitlines() == [
        "账号标识;帖文标识;发布时间;正文;图片文字;图片文字已识别", "weibo:1;p1;2026-03-01 09:00;通知;海报;是",
    ]  # fmt: skip
    assert words(folder)["p1"] == ("海报", True)


def test_a_column_that_is_there_is_filled_and_the_other_added(tmp_path: Path) -> None:
    text = f"{HEADER},media_text,own\nweibo:1,p1,2026-03-01T09:00:00,a,old,x\nweibo:1,p2,2026-03-01T09:00:00,b,,y\n"
    folder = dossier(tmp_path / "d", "posts.csv", text.encode())
    put(folder, ("weibo:1", "p1", "new, words", True))
    assert (folder / "posts.csv").read_text("utf-8").splitlines() == [
        f"{HEADER},media_text,own,media_read", 'weibo:1,p1,2026-03-01T09:00:00,a,"new, words",x,true',
        "weibo:1,p2,2026-03-01T09:00:00,b,,y,",
    ]  # fmt: skip


def test_lines_of_json_that_are_not_concerned_stay_to_the_byte(tmp_path: Path) -> None:
    lines = [
        b'{"account_id":"weibo:1","post_id":"p1","posted_at":"2026-03-01T09:00:00","text":"a","reads":1.50}',
        b'{"account_id": "weibo:1", "post_id": 4611686018427387905, "posted_at": "2026-03-01", "text": "b"}\r',
        b"{broken",
        b"",
        b'{"account_id":"weibo:9","own":[1,2,{"x":1e999}],"post_id":"p3"}',
    ]
    folder = dossier(tmp_path / "d", "posts.jsonl", b"\n".join(lines))
    put(folder, ("weibo:1", "p1", WORDS, True), ("weibo:1", "4611686018427387905", "海报", False))
    after = (folder / "posts.jsonl").read_bytes().split(b"\n")
    assert after[2:] == lines[2:]
    assert after[0].startswith(lines[0][:-1])
    assert after[1].endswith(b"\r")
    assert json.loads(after[0])["media_text"] == WORDS
    assert words(folder)["4611686018427387905"] == ("海报", False)
    put(folder, ("weibo:1", "p1", "anders", True))
    assert (folder / "posts.jsonl").read_bytes().count(b"media_text") == 2


def test_parquet_in_several_files_keeps_its_own_columns(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "d", "posts.csv", b"")
    (folder / "posts.csv").unlink()
    (folder / "posts" / "2026").mkdir(parents=True)
    frame = pl.DataFrame({"account_id": "weibo:1", "post_id": ["p1"], "posted_at": "2026-03-01T09:00:00", "text": "a",
                          "own": [b"\x00\xff"]})  # fmt: skip
    frame.write_parquet(folder / "posts" / "a.parquet")
    other = frame.with_columns(post_id=pl.lit("p2"))
    other.write_parquet(folder / "posts" / "2026" / "b.parquet")
    before = (folder / "posts" / "2026" / "b.parquet").read_bytes()
    put(folder, ("weibo:1", "p1", WORDS, True))
    assert (folder / "posts" / "2026" / "b.parquet").read_bytes() == before
    after = pl.read_parquet(folder / "posts" / "a.parquet")
    assert after["own"].to_list() == [b"\x00\xff"]
    assert words(folder) == {"p1": (WORDS, True), "p2": (None, None)}


def test_a_workbook_is_written_anew_where_nothing_is_lost(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "d", "posts.csv", (HEADER + "\n" + ROWS[0] + ROWS[1].split("\n")[0] + "\n").encode())
    posts, _ = read_table(scan(folder), "posts", rejects=Rejects())
    (folder / "posts.csv").unlink()
    write_table(posts, folder / "posts.xlsx", "posts", form="xlsx", headers="zh", timezone="Asia/Shanghai")
    put(folder, ("weibo:1", "p1", WORDS, True))
    assert words(folder)["p1"] == (WORDS, True)


def test_csv_that_cannot_be_taken_apart_is_left_alone_and_said(tmp_path: Path) -> None:
    raw = (HEADER + '\nweibo:1,p1,2026-03-01T09:00:00,"open\n').encode()
    folder = dossier(tmp_path / "d", "posts.csv", raw)
    with pytest.raises(UsageError):
        put(folder, ("weibo:1", "p1", WORDS, True))
    assert (folder / "posts.csv").read_bytes() == raw
    assert sorted(path.name for path in folder.iterdir()) == ["accounts.csv", "posts.csv"]
