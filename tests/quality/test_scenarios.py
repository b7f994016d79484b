"""Labelled posts that bring their own sources and known texts with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from plumbline.cli.main import main

ARTICLE = (
    "清溪县图书馆本周完成阅览厅改造，新增座位一百二十个，阅览面积扩大到两千三百平方米。馆长何静介绍，新厅设有自习区、亲子区和老年读者专区，"
    "每天早上八点半开门，晚上九点闭馆，周一上午整理图书。读者凭借书证刷卡入座，离座超过三十分钟的，座位自动释放。"
)
SOURCES = [{"source_id": "daily", "name": "澜州日报", "domain": "daily.example", "kind": "recognised"}]
KNOWN = {
    "sources": SOURCES,
    "articles": [
        {"source_id": "daily", "article_id": "d1", "text": ARTICLE, "published_at": "2026-03-02 08:00"},
    ],
}  # fmt: skip


def post(text: str, **more: Any) -> dict[str, Any]:
    return {"account_id": "weibo:1", "post_id": "p1", "posted_at": "2026-03-03 10:00", "text": text, **more}


def scored(check: str, rows: list[dict[str, Any]], folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    assert main(["evaluate", check, "--data", str(path), "--json", "--quiet"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_a_copy_is_told_from_the_same_text_with_its_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"label": 1, "post": post(ARTICLE), **KNOWN},
        {"label": 0, "post": post(ARTICLE + "来源：澜州日报"), **KNOWN},
        {"label": 0, "post": post(ARTICLE, quoted_source="澜州日报", kind="repost"), **KNOWN},
        {"label": 0, "post": post(ARTICLE), "sources": SOURCES},
    ]
    result = scored("sourcing.uncredited_copy", rows, tmp_path, capsys)
    assert (result["rows"], result["true_positives"], result["false_positives"]) == (4, 1, 0)
    assert result["recall"] == 1.0


def test_earlier_posts_and_registered_accounts_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = [post(ARTICLE, post_id="p0", posted_at="2026-03-01 09:00")]
    rows = [
        {"label": 0, "post": post(ARTICLE), "earlier": earlier, **KNOWN},
        {"label": 1, "post": post(ARTICLE), "earlier": [], **KNOWN},
    ]
    assert scored("sourcing.uncredited_copy", rows, tmp_path, capsys)["accuracy"] == 1.0
    named = {"text": "周末集市开市。来源：清溪青年说", "sources": SOURCES}
    rows = [{"label": 1, **named}, {"label": 0, **named, "accounts": [{"account_id": "w:2", "name": "清溪青年说"}]}]
    assert scored("sourcing.unrecognised_source", rows, tmp_path, capsys)["accuracy"] == 1.0


def test_a_row_with_fields_of_a_post_needs_no_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"text": "老街今晚放电影。", "source_name": "朋友圈", "label": 1}, {"text": "老街今晚放电影。", "label": 0}]
    assert scored("sourcing.unrecognised_source", rows, tmp_path, capsys)["accuracy"] == 1.0


def test_a_row_without_a_text_is_refused_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"label": 1, "post": {"account_id": "a"}}\n', "utf-8")
    assert main(["evaluate", "sourcing.stale_news", "--data", str(path), "--lang", "en"]) == 2
    assert "line 1" in capsys.readouterr().err
