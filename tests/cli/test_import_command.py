"""`plumbline import`: exports into a dossier, twice, overlapping, broken, of strangers."""

import json
from pathlib import Path

import polars as pl
import pytest

from plumbline.cli.main import main

COLUMNS = (
    "微博id,微博正文,头条文章url,原始图片url,被转发微博原始图片url,是否为原创微博,微博视频url,发布位置,发布时间,发布工具,"
    "点赞数,转发数,评论数"
)
FIRST = "z0JH2lOMb,道路今日恢复通行,,,,True,,,2026-11-01 08:00,微博 weibo.com,12,3,4"
SECOND = "z0JH2lOMc,办事大厅周六开放,,,,True,,,2026-11-03 09:30,微博 weibo.com,1,0,0"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_SETTINGS", str(tmp_path / "settings"))


def export(tmp_path: Path, *lines: str, name: str = "export.csv", header: str = COLUMNS) -> Path:
    path = tmp_path / name
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8-sig")
    return path


def run(*words: object) -> int:
    return main(["import", *map(str, words), "--lang", "en"])


def tables(dossier: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(dossier.glob("*.csv"))}


def test_a_file_makes_a_dossier_that_can_be_inspected(tmp_path: Path) -> None:
    assert run(export(tmp_path, FIRST, SECOND), "--into", tmp_path / "d", "--account", "weibo:1") == 0
    posts = pl.read_csv(tmp_path / "d" / "posts.csv", infer_schema=False)
    assert posts["text"].to_list() == ["道路今日恢复通行", "办事大厅周六开放"]
    main(["inspect", str(tmp_path / "d"), "--out", str(tmp_path / "r"), "--as-of", "2026-11-05", "--quiet"])
    abstained = [json.loads(line)["check"] for line in (tmp_path / "r" / "abstentions.jsonl").read_text().splitlines()]
    assert ("service.no_interaction" in abstained, "activity.stale_account" in abstained) == (True, False)


def test_the_same_file_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (export(tmp_path, FIRST), "--into", tmp_path / "d", "--account", "weibo:1")
    run(*words)
    before = tables(tmp_path / "d")
    assert run(*words) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert tables(tmp_path / "d") == before


def test_an_overlapping_export_merges_by_key_and_keeps_both_counts(tmp_path: Path) -> None:
    into = ("--into", tmp_path / "d", "--account", "weibo:1")
    run(export(tmp_path, FIRST), *into, "--observed-at", "2026-11-02T00:00")
    newer = export(tmp_path, FIRST.replace(",12,", ",99,"), SECOND, name="newer.csv")
    run(newer, *into, "--observed-at", "2026-11-04T00:00")
    posts = pl.read_csv(tmp_path / "d" / "posts.csv", infer_schema=False).sort("posted_at")
    assert posts["likes"].to_list() == ["99", "1"]
    counts = pl.read_csv(tmp_path / "d" / "post_metrics.csv", infer_schema=False)
    assert sorted(counts["likes"].to_list()) == ["1", "12", "99"]


def test_an_export_without_a_stated_moment_proves_no_silence_after_its_last_post(tmp_path: Path) -> None:
    run(export(tmp_path, FIRST), "--into", tmp_path / "d", "--account", "weibo:1")
    main(["inspect", str(tmp_path / "d"), "--out", str(tmp_path / "r"), "--as-of", "2026-12-20", "--quiet"])
    assert pl.read_csv(tmp_path / "r" / "verdicts.csv")["verdict"].to_list() == ["unknown"]


def test_an_export_of_a_stated_moment_does(tmp_path: Path) -> None:
    words = ("--into", tmp_path / "d", "--account", "weibo:1", "--observed-at", "2026-11-22T12:00")
    run(export(tmp_path, FIRST), *words)
    main(["inspect", str(tmp_path / "d"), "--out", str(tmp_path / "r"), "--as-of", "2026-11-22T12:00", "--quiet"])
    assert pl.read_csv(tmp_path / "r" / "verdicts.csv")["verdict"].to_list() == ["fail"]


def test_a_crawl_of_original_posts_alone_proves_no_silence(tmp_path: Path) -> None:
    header = COLUMNS.replace("被转发微博原始图片url,是否为原创微博,", "")
    words = ("--into", tmp_path / "d", "--account", "weibo:1", "--observed-at", "2026-11-22T12:00")
    run(export(tmp_path, FIRST.replace(",,True,,,", ",,,"), header=header), *words)
    main(["inspect", str(tmp_path / "d"), "--out", str(tmp_path / "r"), "--as-of", "2026-11-22T12:00", "--quiet"])
    assert pl.read_csv(tmp_path / "r" / "verdicts.csv")["verdict"].to_list() == ["unknown"]


def test_an_export_that_names_no_account_asks_for_one_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(export(tmp_path, FIRST), "--into", tmp_path / "d") == 2
    assert "--account" in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


def test_an_unknown_header_is_refused_with_the_nearest_known_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = export(tmp_path, FIRST, header=COLUMNS.replace("微博正文", "内容摘要"))
    assert run(strange, "--into", tmp_path / "d") == 2
    told = capsys.readouterr().err
    assert "weibospider-csv" in told
    assert "微博正文" in told
    assert not (tmp_path / "d").exists()


def test_a_single_unknown_column_is_told_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wider = export(tmp_path, FIRST + ",好评", header=COLUMNS + ",情感倾向")
    run(wider, "--into", tmp_path / "d", "--account", "weibo:1")
    assert "情感倾向" in capsys.readouterr().err
    assert "好评" not in (tmp_path / "d" / "posts.csv").read_text("utf-8")


def test_a_bad_row_is_told_with_its_place_and_the_others_are_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = FIRST.replace("2026-11-01 08:00", "昨天 08:00")
    assert run(export(tmp_path, bad, SECOND), "--into", tmp_path / "d", "--account", "weibo:1") == 1
    assert "row 2" in capsys.readouterr().err
    assert pl.read_csv(tmp_path / "d" / "posts.csv").height == 1
    (rejected,) = (tmp_path / "d" / "archive" / "imports").iterdir()
    assert json.loads(rejected.read_text("utf-8").splitlines()[0])["row"] == 2


def test_an_account_of_another_platform_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(export(tmp_path, FIRST), "--into", tmp_path / "d", "--account", "douyin:1") == 2
    assert "weibo" in capsys.readouterr().err


def test_a_moment_in_the_future_is_none(tmp_path: Path) -> None:
    words = ("--into", tmp_path / "d", "--account", "weibo:1", "--observed-at", "2999-01-01")
    assert run(export(tmp_path, FIRST), *words) == 2


def test_the_import_stands_among_the_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(export(tmp_path, FIRST), "--into", tmp_path / "d", "--account", "weibo:1")
    assert main(["archive", "verify", str(tmp_path / "d"), "--lang", "en"]) == 0
    with (tmp_path / "d" / "posts.csv").open("a", encoding="utf-8") as stream:
        stream.write('"weibo:1","9","2026-11-01T08:00:00+08:00","x","post",,1,1,1,,"import:0123456789abcdef#7"\n')
    assert main(["archive", "verify", str(tmp_path / "d"), "--lang", "en"]) == 1


def test_the_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list") == 0
    assert "weibospider-csv" in capsys.readouterr().out
