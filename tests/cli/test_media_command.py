"""`plumbline media`: words of pictures and subtitles come beside the posts, and are judged."""

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from plumbline.cli.main import main
from plumbline.media import journal, pictures, recogniser

POSTS = (
    ("p1", "media/weibo_1/a.png"),
    ("p2", "https://example.cn/v.mp4"),
    ("p3", "https://example.cn/a.jpg"),
    ("p4", ""),
    ("p5", "media/weibo_1/broken.jpg"),
)
SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nKeep away from the river\n"


def poster(path: Path, *lines: str) -> None:
    image = Image.new("RGB", (900, 60 + 90 * len(lines)), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((50, 40 + 90 * number), line, fill="black", font=ImageFont.load_default(44))
    image.save(path)
    with path.open("ab") as stream:
        stream.write(b"WORDS" + "\n".join(lines).encode())


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    files = tmp_path / "fleet" / "media" / "weibo_1"
    files.mkdir(parents=True)
    (tmp_path / "fleet" / "accounts.csv").write_text("account_id,platform,name\nweibo:1,weibo,清溪发布\n", "utf-8")
    rows = "".join(f"weibo:1,{post},2026-03-0{n}T09:00:00,今日发布,{media}\n"
                   for n, (post, media) in enumerate(POSTS, start=1))  # fmt: skip
    (tmp_path / "fleet" / "posts.csv").write_text("account_id,post_id,posted_at,text,media\n" + rows, "utf-8")
    poster(files / "a.png", "Get lost, you stupid idiots!")
    poster(files / "p3_1.png", "Flood warning: stay at home.")
    (files / "p2.srt").write_text(SUBTITLES, "utf-8")
    (files / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0nonsense")
    return tmp_path / "fleet"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Pictures that say what their files say behind the picture, so that nothing has to be recognised."""
    seen: list[bytes] = []

    def words(raw: bytes) -> str:
        seen.append(raw)
        pictures.frames(raw)
        return raw.rpartition(b"WORDS")[2].decode()

    monkeypatch.setattr(recogniser, "words", words)
    return seen


def findings(dossier: Path) -> list[dict[str, object]]:
    out = dossier.parent / "out"
    main(["inspect", str(dossier), "--as-of", "2026-03-10", "--out", str(out), "--quiet"])
    with (out / "findings.jsonl").open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["check"] == "tone.abusive_language"]


def coverage(dossier: Path) -> dict[str, object]:
    return dict(json.loads((dossier.parent / "out" / "run.json").read_text("utf-8"))["coverage"])


def test_an_insult_on_a_poster_is_found_and_a_clean_poster_is_not(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert findings(dossier) == []
    assert coverage(dossier)["text_not_read"] == 4
    assert main(["media", str(dossier), "--lang", "en"]) == 1  # one picture is broken
    told = capsys.readouterr()
    assert "files: 4 read, 0 known from before, 1 could not be read" in told.out
    assert "posts with media: 3 read, 0 read in part, 1 not read; 3 rows of posts written" in told.out
    assert "broken.jpg: the picture is broken" in told.err
    found = findings(dossier)
    assert {row["post_id"] for row in found} == {"p1"}
    evidence = [place for row in found for place in row["evidence"]]  # type: ignore[attr-defined]
    assert {place["field"] for place in evidence} == {"media_text"}
    assert coverage(dossier)["text_not_read"] == 1
    head = (dossier.parent / "out" / "report.html").read_text("utf-8")
    assert "1 post holds pictures or video whose words were not read" in head
    assert "1 条发布含有图片或视频" in head


def test_a_second_call_reads_nothing_anew_and_changes_nothing(
    dossier: Path, quick: list[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["media", str(dossier), "--quiet"])
    quick.clear()
    before = {path: path.read_bytes() for path in sorted(dossier.rglob("*")) if path.is_file()}
    main(["media", str(dossier), "--lang", "zh"])
    assert quick == []
    assert "新识读 0 个，此前已读 4 个，无法识读 1 个" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in sorted(dossier.rglob("*")) if path.is_file()} == before


def test_again_reads_again(dossier: Path, quick: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    main(["media", str(dossier), "--quiet"])
    assert len(quick) == 3
    monkeypatch.setattr(recogniser, "words", lambda raw: "Other words")
    main(["media", str(dossier), "--quiet"])
    assert "Other words" not in (dossier / "posts.csv").read_text("utf-8")
    main(["media", str(dossier), "--quiet", "--again"])
    assert (dossier / "posts.csv").read_text("utf-8").count("Other words") == 3


def test_stopped_in_the_middle_it_goes_on_behind_what_was_read(
    dossier: Path, quick: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = recogniser.words
    with monkeypatch.context() as patched:
        calls: list[bytes] = []

        def dies(raw: bytes) -> str:
            calls.append(raw)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(raw)

        patched.setattr(recogniser, "words", dies)
        before = (dossier / "posts.csv").read_bytes()
        assert main(["media", str(dossier), "--quiet"]) == 2
        assert (dossier / "posts.csv").read_bytes() == before
    with (dossier / journal.FILE).open("ab") as stream:
        stream.write(b'{"sha256": "torn')
    quick.clear()
    main(["media", str(dossier), "--quiet"])
    assert len(quick) == 2
    assert calls[0] not in quick
    assert "Flood warning" in (dossier / "posts.csv").read_text("utf-8")


@pytest.mark.usefixtures("quick")
def test_only_so_many_pictures_are_read_at_once(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", str(dossier), "--most", "1", "--lang", "en"]) == 1
    assert "2 pictures wait for the next call" in capsys.readouterr().out
    main(["media", str(dossier), "--quiet"])
    assert (dossier / "posts.csv").read_text("utf-8").count("true") == 3


@pytest.mark.usefixtures("quick")
def test_words_that_somebody_typed_stay(dossier: Path) -> None:
    posts = dossier / "posts.csv"
    lines = posts.read_text("utf-8").splitlines()
    told = [f"{lines[0]},media_text,media_read", f"{lines[1]},typed by hand,true", f"{lines[2]},typed too,"]
    posts.write_text("\n".join([*told, *(f"{line},," for line in lines[3:])]) + "\n", "utf-8")
    main(["media", str(dossier), "--quiet"])
    main(["media", str(dossier), "--quiet"])
    text = posts.read_text("utf-8")
    assert f"{lines[1]},typed by hand,true" in text
    assert f'{lines[2]},"typed too\nKeep away from the river",true' in text


def test_without_the_extra_subtitles_are_read_and_pictures_stay_unread(
    dossier: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda name: None)
    assert main(["media", str(dossier), "--lang", "en"]) == 1
    told = capsys.readouterr()
    assert "pip install 'plumbline[ocr]'" in told.err
    assert "1 read, 0 read in part, 3 not read" in told.out
    findings(dossier)
    assert coverage(dossier)["text_not_read"] == 3


@pytest.mark.parametrize(
    "wrong", [["--files", "nowhere"], ["--account", "weibo:9"], ["--most", "-1"]], ids=["folder", "account", "most"]
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    dossier: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["media", str(dossier), *wrong]) == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert not (dossier / "archive").exists()


@pytest.mark.usefixtures("quick")
def test_pictures_lie_in_another_folder_where_that_is_said(dossier: Path, tmp_path: Path) -> None:
    (dossier / "media").rename(tmp_path / "elsewhere")
    main(["media", str(dossier), "--files", str(tmp_path / "elsewhere"), "--account", "weibo:1", "--quiet"])
    assert "Flood warning" in (dossier / "posts.csv").read_text("utf-8")


def test_a_draft_of_a_poster_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"post_id": 7, "media_text": "第一行\n你算什么东西！滚！"}, {"text": "今日晴", "media_text": "请远离河道"}]
    drafts = tmp_path / "drafts.jsonl"
    drafts.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert main(["check", str(drafts), "--format", "json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["post_id"] for row in found} == {7}
    assert {place["field"] for row in found for place in row["evidence"]} == {"media_text"}
    assert all(rows[0]["media_text"][place["start"] : place["end"]] == place["quote"]  # type: ignore[index]
               for row in found for place in row["evidence"])  # fmt: skip
    assert all(row["start"] is None for row in found)
    main(["check", str(drafts), "--format", "sarif"])
    assert "posts/7#media_text:" in capsys.readouterr().out
    main(["check", str(drafts), "--lang", "zh"])
    assert "图片视频文字：" in capsys.readouterr().out
