"""Files of any kind and content may be offered to the readers of back-end exports: none of them falls over."""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.domain.errors import DossierError
from plumbline.importers.export import open_export
from plumbline.importers.format import Context, Fault, Passed, Stated, Taken
from plumbline.importers.formats import (
    bilibili_compare_csv,
    wechat_article,
    wechat_publish_json,
    wechat_total,
    wechat_traffic,
    youtube_studio,
)

READERS = (
    bilibili_compare_csv, wechat_article, wechat_publish_json, wechat_total, wechat_traffic, youtube_studio,
)  # fmt: skip
ReadAll = Callable[..., Any]
_words = st.sampled_from(
    ["publish_page", "publish_list", "publish_info", "appmsg_info", "appmsgex", "appmsgid", "itemidx", "title",
     "content_url", "sent_info", "time", "create_time", "read_num", "is_deleted", "msgid", "bizuin", "item_list"]
)  # fmt: skip
_TEXTS = ["1772676000", "https://mp.weixin.qq.com/s?mid=1&idx=1", "{", "[1,", "{&quot;a&quot;:1}"]
_leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=8), st.sampled_from(_TEXTS)
)
_trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_words, inner, max_size=6)),
    max_leaves=25,
)


def foreign(folder: Path) -> Iterator[Path]:
    contents = {
        "empty-ish.csv": b"a\n", "binary.bin": bytes(range(256)) * 9, "list.json": b"[1, 2, 3]", "half.json": b'{"a": ',
        "lines.jsonl": b'{"a": 1}\n{"b": 2}\n', "page.html": b"<html><p>publish_page", "feed.xml": b"<rss></rss>",
        "ole.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600, "utf16.csv": "日期,渠道\n".encode("utf-16"),
    }  # fmt: skip
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        yield folder / name
    with sqlite3.connect(folder / "a.db") as base:
        base.execute("CREATE TABLE a (b)")
    base.close()
    yield folder / "a.db"
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("x.csv", b"\xff\xfe\x00")
    yield folder / "a.zip"
    (folder / "folder").mkdir()
    (folder / "folder" / "b.csv").write_text("a,b\n1,2\n")
    yield folder / "folder"


def test_foreign_files_are_none_of_ours(tmp_path: Path) -> None:
    for path in foreign(tmp_path):
        for reader in READERS:
            try:
                found = reader.recognises(open_export(path))
            except DossierError:
                continue  # the file itself cannot be opened: told to the person before any format is asked
            assert found == 0, (path.name, reader.FORMAT.name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=_trees)
def test_records_of_publications_may_hold_anything_anywhere(tmp_path: Path, tree: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"publish_page": {"publish_list": [{"publish_info": tree}, tree]}}))
    context = Context(None, "Asia/Shanghai", lambda **_: None, lambda *_: "", datetime(2026, 3, 1, tzinfo=UTC))
    for row in wechat_publish_json.read(open_export(path), context):
        assert isinstance(row, Taken | Fault | Passed | Stated)
        if isinstance(row, Taken):
            assert isinstance(row.row["text"], str)
            assert isinstance(row.row["post_id"], str)
            assert row.row["posted_at"].tzinfo is not None


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_listing_that_is_cut_off_gives_the_lines_before_the_cut(
    tmp_path: Path, read_all: ReadAll, cut: float
) -> None:
    names = "视频描述,视频ID,发布时间,完播率,平均播放时长,播放量,推荐,喜欢,评论量,分享量,关注量"
    lines = [f'"第{n}条\n说明",export/{n},2026/7/{n},1%,1秒,100,1,2,3,4,5' for n in range(1, 21)]
    data = "\ufeff".encode() + "\r\n".join([names, *lines]).encode()
    (tmp_path / "a.csv").write_bytes(data[: int(len(data) * cut)])
    read = read_all(tmp_path / "a.csv", account="wechat_channels:a")
    whole = [row for row in read.rows("posts") if row["reads"] == 100]
    assert 20 * cut - 4 < len(whole) < 20 * cut + 1
    assert len(read.rows("posts")) - len(whole) + len(read.faults) <= 2
