"""The JSON behind the record of publications of a WeChat public account; the contents are made up."""

import base64
import html
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError
from plumbline.importers.format import Fault

BIZ = base64.b64encode(b"3900000001").decode()
ReadAll = Callable[..., Any]


def address(mid: int, idx: int = 1) -> str:
    return f"http://mp.weixin.qq.com/s?__biz={BIZ}&mid={mid}&idx={idx}&sn=ab{mid}cd&chksm=97ea#rd"


def publication(mid: int, *titles: str, **more: Any) -> dict[str, Any]:
    items = [
        {
            "appmsgid": mid, "itemidx": number, "title": title, "digest": "摘要", "content_url": address(mid, number),
            "read_num": 1000, "old_like_num": 21, "like_num": 5, "comment_num": 3, "share_num": 8, "is_deleted": False,
            "create_time": 1, "update_time": 2,
        }
        | more
        for number, title in enumerate(titles, start=1)
    ]  # fmt: skip
    return {"msgid": mid, "type": 9, "sent_info": {"time": 1772676000}, "sent_status": {"total": 9000},
            "appmsg_info": items}  # fmt: skip


def saved(path: Path, publications: Sequence[Any], *, escape: bool = True) -> Path:
    infos = [json.dumps(one, ensure_ascii=False) if isinstance(one, dict) else one for one in publications]
    listed = [{"publish_type": 1, "publish_info": html.escape(one) if escape else one} for one in infos]
    inner = json.dumps({"total_count": len(listed), "publish_list": listed}, ensure_ascii=False)
    path.write_text(json.dumps({"base_resp": {"ret": 0}, "publish_page": inner}, ensure_ascii=False))
    return path


def test_an_article_has_the_key_that_its_address_gives_in_the_other_files(tmp_path: Path, read_all: ReadAll) -> None:
    table = tmp_path / "total.csv"
    table.write_text(f"标题,日期,阅读人数,url\n公告,2026-03-05,5,{address(2650000007)}\n")
    record = saved(tmp_path / "c.json", [publication(2650000007, "公告")])
    keys = {read_all(path, account="wechat:a").rows("posts")[0]["post_id"] for path in (table, record)}
    assert keys == {"2650000007_1"}


def test_old_like_num_is_the_number_of_likes_and_like_num_is_not(tmp_path: Path, read_all: ReadAll) -> None:
    read = read_all(saved(tmp_path / "a.json", [publication(2650000007, "公告")]), account="wechat:a")
    assert read.format == "wechat-publish-json"
    assert read.rows("posts") == [
        {"post_id": "2650000007_1", "posted_at": datetime(2026, 3, 5, 2, tzinfo=UTC), "text": "公告", "reads": 1000,
         "likes": 21, "reposts": 8, "comments": 3, "deleted_at": None}
    ]  # fmt: skip


@pytest.mark.parametrize("escape", [True, False])
def test_titles_stand_as_readers_see_them_however_often_they_were_escaped(
    tmp_path: Path, read_all: ReadAll, *, escape: bool
) -> None:
    title = "“放管服”改革 &amp; 便民 &lt;一&gt;"
    path = saved(tmp_path / "a.json", [publication(1, title, "第二条")], escape=escape)
    assert [(row["post_id"], row["text"]) for row in read_all(path, account="wechat:a").rows("posts")] == [
        ("1_1", "“放管服”改革 & 便民 <一>"),
        ("1_2", "第二条"),
    ]


def test_a_short_address_gives_the_same_key_by_number_and_place(tmp_path: Path, read_all: ReadAll) -> None:
    path = saved(tmp_path / "a.json", [publication(5, "公告", content_url="https://mp.weixin.qq.com/s/3x_Yz")])
    assert read_all(path, account="wechat:a").rows("posts")[0]["post_id"] == "5_1"


def test_a_deleted_article_is_kept_as_deleted(tmp_path: Path, read_all: ReadAll) -> None:
    path = saved(tmp_path / "a.json", [publication(5, "公告", is_deleted=True)])
    observed = datetime(2026, 3, 9, tzinfo=UTC)
    assert read_all(path, account="wechat:a", observed_at=observed).rows("posts")[0]["deleted_at"] == observed


def test_pages_may_be_a_list_or_lines_or_the_saved_page_itself(tmp_path: Path, read_all: ReadAll) -> None:
    one = json.loads(saved(tmp_path / "a.json", [publication(1, "甲")]).read_text())
    two = json.loads(saved(tmp_path / "b.json", [publication(2, "乙")], escape=False).read_text())
    files = {
        "list.json": json.dumps([one, two]),
        "lines.jsonl": f"{json.dumps(one)}\n{json.dumps(two)}\n",
        "page.html": "<html><script>var publish_page = " + one["publish_page"] + ";\nisPublishPageNoEncode=1;</script>",
    }
    found = {}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        found[name] = [row["text"] for row in read_all(tmp_path / name, account="wechat:a").rows("posts")]
    assert found == {"list.json": ["甲", "乙"], "lines.jsonl": ["甲", "乙"], "page.html": ["甲"]}


def test_a_damaged_entry_is_told_and_the_others_go_on(tmp_path: Path, read_all: ReadAll) -> None:
    odd = publication(3, "丙", read_num="很多", old_like_num=None) | {"sent_info": None}
    odd["appmsg_info"] += [None, 7]
    timeless = publication(4, "丁", create_time=None, update_time="") | {"sent_info": []}
    path = saved(tmp_path / "a.json", ["{broken", publication(1, "甲"), odd, timeless])
    read = read_all(path, account="wechat:a")
    assert [row["text"] for row in read.rows("posts")] == ["甲"]
    assert [fault.code for fault in read if isinstance(fault, Fault)] == [
        "not_an_object", "not_a_time", "not_an_object", "not_an_object", "no_time",
    ]  # fmt: skip


def test_json_that_is_cut_off_is_refused_whole(tmp_path: Path, read_all: ReadAll) -> None:
    path = saved(tmp_path / "a.json", [publication(1, "甲")])
    path.write_text(path.read_text()[:-30])
    with pytest.raises(DossierError):
        read_all(path, account="wechat:a")
