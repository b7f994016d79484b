"""`plumbline sources` as an office uses it: see the list, ask it, add to it, take articles in."""

import json
from pathlib import Path

import pytest

from plumbline.cli.main import main
from plumbline.provenance.index import Index

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><item><title>停水</title><guid>g1</guid>
<pubDate>Mon, 06 May 2024 08:00:00 +0800</pubDate><description>{}</description></item></channel></rss>"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id,platform,name\na1,weibo,青溪发布\n", encoding="utf-8")
    (folder / "posts.csv").write_text(
        "account_id,post_id,posted_at,text\na1,p1,2025-01-01T08:00:00,x\n", encoding="utf-8"
    )
    (folder / "sources.csv").write_text(
        "稿源标识,稿源名称,域名,稿源类型\nlz,澜州日报,daily.example,中央主要媒体\nchat,澜水论坛,,其他\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    head = "name: office\ntitle: {zh: 清溪县, en: Qingxi}\ncalendar: cn\nextends: cn-2019\n"
    (folder / "book.yml").write_text(head, encoding="utf-8")
    return folder


def ran(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["sources", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_list_shows_the_dossiers_entries_and_what_ships(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = ran(capsys, "list", "--dossier", dossier, "--lang", "en")
    assert code == 0
    assert "澜州日报" in said
    assert "sources.csv" in said
    assert "cn-2019/sources.yml" in said
    assert "1 registered" in said


def test_the_list_as_json_has_days_and_reasons(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = ran(capsys, "list", "--dossier", dossier, "--json", "--lang", "zh")
    found = {entry["source_id"]: entry for entry in json.loads(said)["sources"]}
    assert found["xinhua"]["rule"]
    assert found["xinhua"]["reason"]
    assert found["chat"]["kind"] == "other"


def test_what_is_recognised_exits_with_0(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("新华社", "澜州日报客户端", "https://www.qx.gov.cn/a", "青溪发布", "清溪县教育局")
    code, said, _ = ran(capsys, "check", *asked, "--dossier", dossier, "--lang", "zh")
    assert code == 0
    assert said.count("出处：") == len(asked)


@pytest.mark.parametrize(
    "asked", ["某某自媒体", "澜水论坛", "https://gov.cn@evil.example/", "gov.cn.evil.example", "澜州日报读者群"]
)
def test_what_is_in_no_list_or_not_recognised_exits_with_1(
    dossier: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    code, said, _ = ran(capsys, "check", "新华社", asked, "--dossier", dossier, "--json")
    assert code == 1
    assert [answer["recognised"] for answer in json.loads(said)] == [True, False]


def test_a_day_is_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, wrong = ran(capsys, "check", "新华社", "--on", "2025-1-1")
    assert code == 2
    assert "2025-1-1" in wrong


def test_an_entry_is_added_to_a_book_whose_comments_stay(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "sources.yml").write_text(
        "# 县委宣传部名单\nsources:\n  a: {name: 清溪台, kind: recognised, reason: b}\n", "utf-8"
    )
    words = ("清溪报", "--kind", "recognised", "--domain", "qx.example", "--alias", "清溪新闻", "--since", "2025-01-01")
    assert ran(capsys, "add", *words, "--reason", "名单", "--to", book)[0] == 0
    written = (book / "sources.yml").read_text("utf-8")
    assert written.startswith("# 县委宣传部名单\n")
    assert "since: '2025-01-01'" in written
    assert ran(capsys, "check", "清溪新闻", "--rulebook", book, "--on", "2025-01-01")[0] == 0
    assert ran(capsys, "check", "清溪新闻", "--rulebook", book, "--on", "2024-12-31")[0] == 1
    assert [path.name for path in sorted(book.iterdir())] == ["book.yml", "sources.yml"]


@pytest.mark.parametrize(
    "words",
    [
        ("清溪报", "--kind", "recognised"),
        ("清溪报", "--kind", "recognised", "--reason", "a", "--domain", "com.cn"),
        ("清溪报", "--kind", "recognised", "--reason", "a", "--domain", "澜 水"),
        ("清溪报", "--kind", "recognised", "--reason", "a", "--since", "2025-1-1"),
        ("新华社", "--kind", "other", "--reason", "a"),
        ("报", "--kind", "other", "--reason", "a"),
        ("清溪报", "--kind", "media", "--reason", "a"),
    ],
)
def test_what_would_be_wrong_is_not_written(
    book: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, _, wrong = ran(capsys, "add", *words, "--to", book)
    assert code == 2
    assert wrong.startswith("error:")
    assert not (book / "sources.yml").exists()


def test_a_shipped_book_is_not_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(capsys, "add", "清溪报", "--kind", "recognised", "--reason", "a", "--to", "cn-2019")[0] == 2


def test_a_row_is_added_to_a_dossier_in_its_own_form_and_words(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("add", "清溪报", "--kind", "recognised", "--domain", "qx.example", "--to", dossier)
    assert ran(capsys, *words)[0] == 0
    assert (dossier / "sources.csv").read_text("utf-8-sig").startswith('"稿源标识","稿源名称"')
    assert ran(capsys, "check", "清溪报", "澜州日报", "--dossier", dossier)[0] == 0
    code, _, wrong = ran(capsys, *words)
    assert code == 2
    assert "already" in wrong


def test_a_table_that_would_lose_something_is_not_written(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = dossier / "sources.csv"
    for content in ("source_id,name,备注\na,澜州日报,重要\n", "source_id,name,kind\na,澜州日报,未知类型\n"):
        table.write_text(content, "utf-8")
        assert ran(capsys, "add", "清溪报", "--kind", "other", "--to", dossier)[0] == 2
        assert table.read_text("utf-8") == content


def test_articles_are_taken_in_once_and_changed_texts_replace_old_ones(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = tmp_path / "a.rss"
    words = ("import", feed, "--source", "lz", "--to", dossier, "--json")
    told = []
    for text in ("全县停水", "全县停水", "明日停水"):
        feed.write_text(FEED.format(text), "utf-8")
        code, said, _ = ran(capsys, *words)
        assert code == 0
        told.append({name: count for name, count in json.loads(said).items() if count in (1,)})
    assert told == [{"new": 1}, {"known": 1}, {"changed": 1}]
    (row,) = (json.loads(line) for line in (dossier / "articles.jsonl").read_text("utf-8").splitlines())
    assert (row["source_id"], row["article_id"], row["text"]) == ("lz", "g1", "明日停水")
    assert row["published_at"] == "2024-05-06T08:00:00+08:00"


@pytest.mark.parametrize("form", ["csv", "csv.gz", "jsonl", "parquet", "xlsx"])
def test_a_table_keeps_its_form(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    (dossier / "articles.jsonl").write_text('{"source_id": "lz", "article_id": "old", "text": "旧闻"}\n', "utf-8")
    (tmp_path / "a.rss").write_text(FEED.format("全县停水"), "utf-8")
    other = tmp_path / "other"
    assert main(["convert", str(dossier), str(other), "--form", form, "--quiet"]) == 0
    assert ran(capsys, "import", tmp_path / "a.rss", "--source", "lz", "--to", other)[0] == 0
    assert [path.name for path in other.glob("articles*")] == [f"articles.{form}"]
    again = ran(capsys, "import", tmp_path / "a.rss", "--source", "lz", "--to", other, "--lang", "zh")
    assert "已有 1 篇" in again[1]


def test_entries_that_cannot_be_taken_are_told_and_exit_with_1(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.rss").write_text(FEED.format(""), "utf-8")
    code, _, wrong = ran(capsys, "import", tmp_path / "a.rss", "--source", "lz", "--to", dossier, "--lang", "zh")
    assert code == 1
    assert "a.rss 第1条：没有正文" in wrong


def test_a_broken_feed_among_good_ones_leaves_the_dossier_as_it_was(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "a.rss").write_text(FEED.format("全县停水"), "utf-8")
    (tmp_path / "feeds" / "b.rss").write_text("<rss>", "utf-8")
    before = sorted(path.name for path in dossier.iterdir())
    code, _, wrong = ran(capsys, "import", tmp_path / "feeds", "--source", "lz", "--to", dossier)
    assert code == 2
    assert "b.rss, line 1" in wrong
    assert sorted(path.name for path in dossier.iterdir()) == before


def kept(dossier: Path, capsys: pytest.CaptureFixture[str]) -> list[Path]:
    """The files of a kept index of one article."""
    row = {"source_id": "lz", "article_id": "g1", "text": "全县停水，请市民提前储水备用，恢复时间另行通知。"}
    (dossier / "articles.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert ran(capsys, "index", dossier, "--quiet")[0] == 0
    return sorted(path for path in (dossier / ".plumbline" / "articles").rglob("*") if path.parent.name[:5] == "part-")


def test_a_sound_index_is_said_to_be_sound_in_both_languages(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in kept(dossier, capsys)}
    assert ran(capsys, "index", dossier, "--verify", "--lang", "en") == (0, "the index is sound: 1 articles\n", "")
    assert ran(capsys, "index", dossier, "--verify", "--lang", "zh")[1] == "索引完好，共 1 篇\n"
    assert json.loads(ran(capsys, "index", dossier, "--verify", "--json")[1]) == {"sound": True, "articles": 1}
    assert {path: path.read_bytes() for path in before} == before


def test_damage_that_opening_an_index_does_not_see_is_found(
    dossier: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plumbline.provenance.manifest.READ_AT_ONCE", 0)
    for path in kept(dossier, capsys):
        whole = path.read_bytes()
        path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        Index.open(dossier / ".plumbline" / "articles")
        code, said, wrong = ran(capsys, "index", dossier, "--verify", "--lang", "en")
        assert (code, said) == (2, "")
        assert "error: a file of the index is damaged" in wrong
        assert path.name in wrong
        assert "help: build the index again" in wrong
        path.write_bytes(whole)


def test_an_index_that_is_not_there_is_not_sound(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, wrong = ran(capsys, "index", dossier, "--verify", "--lang", "en")
    assert code == 2
    assert "error: there is no index" in wrong
    assert "help: " in wrong


def test_an_index_is_either_verified_or_freed_of_what_is_gone(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, wrong = ran(capsys, "index", dossier, "--verify", "--compact", "--lang", "en")
    assert code == 2
    assert "--compact" in wrong


def test_the_help_of_each_command_stands_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("zh", "en"):
        for words in (
            ["sources"],
            ["sources", "list"],
            ["sources", "check"],
            ["sources", "add"],
            ["sources", "import"],
            ["sources", "index"],
        ):
            with pytest.raises(SystemExit) as caught:
                main([*words, "--help", "--lang", lang])
            assert caught.value.code == 0
            assert ("选项" in capsys.readouterr().out) == (lang == "zh")
