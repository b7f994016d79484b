"""The same content in any form and with either headers is the same table."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from plumbline.domain.errors import DossierError, UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import FORMATS, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.reports.dossier_files import write_dossier

AS_OF = datetime(2026, 3, 31, 4, 0, 0, 500_000, tzinfo=UTC)
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def frame(table: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows with contract columns and types; what is not given is null."""
    schema = TABLES[table].schema
    filled = [{name: row.get(name) for name in schema} for row in rows]
    return pl.DataFrame(filled, schema=schema).sort(TABLES[table].key or "account_id")


FLEET = {
    "units": frame(
        "units",
        {"unit_id": "0012", "name": "临江市气象局", "level": "department", "region_code": "330100", "must_open": True},
        {"unit_id": "u2", "name": "临江市,政府", "parent_id": "0012", "level": "county", "must_open": False},
        {"unit_id": "u3", "name": "三"},
    ),
    "accounts": frame(
        "accounts",
        {"account_id": "weibo:1", "platform": "weibo", "name": "临江气象", "unit_id": "0012", "status": "active",
        "verified": True,
         "opened_on": date(2020, 1, 5), "verified_until": date(9999, 12, 31), "interaction": ["comments", "messages"]},
        {"account_id": "wechat:2", "platform": "wechat", "name": "a;b", "status": "closing",
        "interaction": [], "verified": False},
        {"account_id": "app:3", "platform": "app", "name": "=1+1", "status": "closed", "interaction": None},
        {"account_id": "x:4", "platform": "x", "name": " 两端空格 ", "status": "active", "interaction": ["评论 区;一"]},
    ),
    "posts": frame(
        "posts",
        {"account_id": "weibo:1", "post_id": "4900123456789012345",
        "posted_at": NOON, "text": "第一行\n第二行,\"引号\"", "kind": "post",
         "urls": ["https://a.cn/?x=1,2;3", "http://b.cn/"], "reads": 12345678901, "likes": 0, "automatic": True},
        {"account_id": "weibo:1", "post_id": "007", "posted_at": NOON.replace(microsecond=123456), "text": "",
        "kind": "repost", "urls": []},
        {"account_id": "weibo:1", "post_id": "1.50", "posted_at": NOON, "text": "null", "kind": "like",
        "automatic": False,
         "deleted_at": NOON},
    ),
    "coverage": frame(
        "coverage",
        {"account_id": "weibo:1", "started_at": NOON, "ended_at": AS_OF, "outcome": "seen_nothing", "reason": "TRUE"},
    ),
    "approvals": frame(
        "approvals",
        {"account_id": "weibo:1", "draft_id": "d1", "text": "稿", "approved_at": NOON,
         "steps": '[{"at":"2026-01-05T12:00:00+08:00","decision":"同意","level":1,"person":"甲"}]'},
    ),
    "exceptions": frame(
        "exceptions",
        {"check": "activity.stale_account", "reason": "改版", "approved_by": "某办",
        "until": date(2026, 6, 1), "account_id": "weibo:1"},
    ),
    "followers": frame("followers", {"account_id": "weibo:1",
    "position": 1, "follower_key": "0f" * 16, "has_bio": False}),
    "metrics": frame("metrics", {"account_id": "weibo:1", "date": date(2026, 1, 5), "followers": 10}),
}  # fmt: skip


def read_all(folder: Path) -> tuple[dict[str, pl.DataFrame], Rejects, str]:
    layout, rejects = scan(folder), Rejects()
    read = {name: read_table(layout, name, rejects=rejects) for name in layout.files}
    return {name: table for name, (table, _) in read.items()}, rejects, read["accounts"][1].headers


@pytest.mark.parametrize("headers", ["en", "zh"])
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_is_read_back_the_same(tmp_path: Path, form: str, headers: str) -> None:
    write_dossier(FLEET, tmp_path / "d", form=form, headers=headers, timezone="Asia/Shanghai", as_of=AS_OF)
    tables, rejects, found = read_all(tmp_path / "d")
    assert rejects.first == []
    assert tables.keys() == FLEET.keys()
    for name, table in FLEET.items():
        assert tables[name].schema == table.schema
        assert tables[name].rows() == table.rows(), name
    assert found == headers
    assert scan(tmp_path / "d").as_of == AS_OF


@pytest.mark.parametrize("timezone", ["America/New_York", "UTC"])
def test_the_timezone_goes_with_the_dossier(tmp_path: Path, timezone: str) -> None:
    write_dossier(FLEET, tmp_path / "d", form="csv", headers="en", timezone=timezone, as_of=None)
    assert scan(tmp_path / "d").timezone == timezone
    assert read_all(tmp_path / "d")[0]["posts"].rows() == FLEET["posts"].rows()


def test_times_are_written_on_the_dossiers_clock(tmp_path: Path) -> None:
    write_dossier(FLEET, tmp_path / "d", form="csv", headers="en", timezone="Asia/Shanghai", as_of=None)
    assert "2026-01-05T12:00:00+08:00" in (tmp_path / "d" / "posts.csv").read_text("utf-8")


def test_chinese_headers_come_with_chinese_words(tmp_path: Path) -> None:
    write_dossier(FLEET, tmp_path / "d", form="csv", headers="zh", timezone="Asia/Shanghai", as_of=None)
    text = (tmp_path / "d" / "accounts.csv").read_text("utf-8")
    assert text.startswith('\ufeff"账号标识","平台类型","账号名称"')
    assert '"微博"' in text
    assert '"评论;私信"' in text
    assert '"未知"' in text
    assert '"是"' in text


def test_columns_that_say_nothing_are_not_written(tmp_path: Path) -> None:
    write_dossier(FLEET, tmp_path / "d", form="jsonl", headers="en", timezone="Asia/Shanghai", as_of=None)
    (line, *_) = (tmp_path / "d" / "followers.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line) == {"account_id": "weibo:1", "position": 1, "has_bio": False, "follower_key": "0f" * 16}


@pytest.mark.parametrize("form", FORMATS)
def test_empty_tables_stay_tables(tmp_path: Path, form: str) -> None:
    empty = {name: FLEET[name].clear() for name in ("accounts", "posts")}
    write_dossier(empty, tmp_path / "d", form=form, headers="en", timezone="UTC", as_of=None)
    assert all(table.is_empty() for table in read_all(tmp_path / "d")[0].values())


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_dossier(FLEET, tmp_path / name, form="csv.gz", headers="en", timezone="UTC", as_of=None)
    assert (tmp_path / "a" / "posts.csv.gz").read_bytes() == (tmp_path / "b" / "posts.csv.gz").read_bytes()


def test_an_earlier_dossier_is_replaced_as_a_whole(tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        write_dossier(FLEET, tmp_path / "d", form=form, headers="en", timezone="UTC", as_of=None)
    assert {path.suffix for path in (tmp_path / "d").iterdir()} == {".parquet", ".toml"}
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("")
    with pytest.raises(UsageError, match=r"thesis\.docx"):
        write_dossier(FLEET, tmp_path, form="csv", headers="en", timezone="UTC", as_of=None)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_text_too_long_for_a_spreadsheet_is_said_before_anything_is_replaced(tmp_path: Path) -> None:
    long = frame(
        "posts", {"account_id": "weibo:1", "post_id": "p", "posted_at": NOON, "text": "长" * 40_000, "kind": "post"}
    )
    with pytest.raises(DossierError, match="does not fit in a cell"):
        write_dossier({"posts": long}, tmp_path / "d", form="xlsx", headers="en", timezone="UTC", as_of=None)
    assert not (tmp_path / "d").exists()


Write = Callable[..., Path]


def test_rows_in_any_order_and_form_give_the_same_duplicates(dossier: Write) -> None:
    rows = ["weibo:1,p1,2026-01-05,b", "weibo:1,p1,2026-01-05,a", "weibo:1,p1,2026-01-05,b", "weibo:1,p2,2026-01-05,c"]
    kept = []
    for order in (rows, rows[::-1]):
        folder = dossier(posts="account_id,post_id,posted_at,text\n" + "\n".join(order))
        tables, rejects, _ = read_all(folder)
        kept.append(tables["posts"].rows())
        assert sorted(line["code"] for line in rejects.first) == ["duplicate_key", "same_row_again"]
        assert {line["value"] for line in rejects.first} == {"weibo:1, p1"}
    assert kept[0] == kept[1]
    assert [row[3] for row in kept[0]] == ["b", "c"]
