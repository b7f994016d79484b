"""Words in pictures, subtitles and transcripts are judged like words of a post; what nobody read is counted."""

import json
from pathlib import Path

import polars as pl
import pytest
from judging import judged, troubled, written

from plumbline.checks import POST_CHECKS, discover, wants_of
from plumbline.demo.fleets import build
from plumbline.domain.check import MARKS_SCHEMA
from plumbline.domain.finding import Finding
from plumbline.domain.tables import TABLES
from plumbline.domain.wording import Utterance
from plumbline.engine.drafts import DraftJudge
from plumbline.engine.media_text import UNHEARD, heard
from plumbline.engine.result import Inspection
from plumbline.engine.texts import Texts
from plumbline.rulebook.lexicons import lexicon_of
from plumbline.rulebook.load import load
from plumbline.rulebook.parameters import parameters

INSULT = "你算什么东西！滚！"
ABUSE = "tone.abusive_language"
FORMS = ("csv", "csv.gz", "jsonl", "parquet", "xlsx")


def dossier(folder: Path, rows: list[dict[str, object]], *, form: str = "jsonl") -> Path:
    accounts = pl.DataFrame([{"account_id": "weibo:1", "platform": "weibo", "name": "清溪发布"}])
    usual = {"account_id": "weibo:1", "text": "今日晴，气温适宜。", "kind": "post"}
    posts = [{**usual, "post_id": f"p{n}", "posted_at": f"2026-03-{n + 1:02d}T09:00:00Z", **row}
             for n, row in enumerate(rows)]  # fmt: skip
    frame = pl.DataFrame(posts, infer_schema_length=None)
    frame = frame.with_columns(pl.col("posted_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC"))
    tables = {"accounts": _whole("accounts", accounts), "posts": _whole("posts", frame)}
    return written(tables, folder, form=form)


def _whole(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    schema = TABLES[table].schema
    missing = [pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in frame.columns]
    return frame.with_columns(missing).select(*schema).cast(schema)  # type: ignore[arg-type]  # polars' own name for it


def few(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The accounts, with the posts of the first dozen of them."""
    some = tables["accounts"].sort("account_id").head(12).select("account_id")
    return {"accounts": tables["accounts"], "posts": tables["posts"].join(some, on="account_id", how="semi")}


def abuse(inspection: Inspection) -> list[Finding]:
    return [one for one in inspection.findings if one.check == ABUSE]


@pytest.mark.parametrize("form", FORMS)
def test_an_insult_on_a_poster_is_found_where_it_stands_on_the_poster(tmp_path: Path, form: str) -> None:
    words = f"清溪县通知\n{INSULT}"
    found = abuse(judged(dossier(tmp_path / "d", [{"media_text": words, "media": ["a.jpg"]}], form=form)))
    places = [place for one in found for place in one.evidence]
    assert places
    for place in places:
        assert (place.table, place.key, place.field) == ("posts", "p0", "media_text")
        assert words[place.start : place.end] == place.quote


def test_a_clean_poster_is_left_alone(tmp_path: Path) -> None:
    assert abuse(judged(dossier(tmp_path / "d", [{"media_text": "清溪县防汛提示\n请远离河道"}]))) == []


def test_words_of_a_post_are_still_found_in_its_text(tmp_path: Path) -> None:
    found = abuse(judged(dossier(tmp_path / "d", [{"text": INSULT, "media_text": "清溪县防汛提示"}])))
    assert {place.field for one in found for place in one.evidence} == {"text"}


def test_the_same_insult_in_text_and_picture_is_two_findings_with_ids_of_their_own(tmp_path: Path) -> None:
    found = abuse(judged(dossier(tmp_path / "d", [{"text": INSULT, "media_text": INSULT}])))
    by_field = {one.evidence[0].field: one.finding_id for one in found}
    assert set(by_field) == {"text", "media_text"}
    assert len({one.finding_id for one in found}) == len(found)


def test_a_phrase_does_not_run_over_the_seam_between_text_and_picture(tmp_path: Path) -> None:
    whole = abuse(judged(dossier(tmp_path / "a", [{"text": "你算什么东西"}])))
    parted = abuse(judged(dossier(tmp_path / "b", [{"text": "你算什", "media_text": "么东西"}])))
    assert whole
    assert parted == []


def test_a_poster_without_any_text_beside_it_is_judged(tmp_path: Path) -> None:
    assert abuse(judged(dossier(tmp_path / "d", [{"text": "", "media_text": INSULT}])))


def test_a_poster_dated_after_the_inspection_is_not_judged(tmp_path: Path) -> None:
    assert abuse(judged(dossier(tmp_path / "d", [{}, {"media_text": INSULT}]), as_of="2026-03-01")) == []


def test_a_misread_character_never_makes_a_slip_in_a_name_sure(tmp_path: Path) -> None:
    slip = "中华人民共合国成立"
    found = judged(dossier(tmp_path / "d", [{"text": slip}, {"media_text": slip}])).findings
    sure = {one.evidence[0].field: one.confidence for one in found if one.check == "safety.protected_term"}
    assert sure == {"text": "high", "media_text": "medium"}


def test_checks_that_hold_texts_word_by_word_leave_pictures_alone() -> None:
    book = load("cn-2019")
    lexicon = lexicon_of(book)
    wants = {n: wants_of(discover()[n], parameters(discover()[n], book.rules[n]), lexicon) for n in POST_CHECKS}
    held = {name for name, want in wants.items() if {"copied", "repeated"} & set(want.shapes) and not want.literals}
    assert held <= set(UNHEARD) <= set(POST_CHECKS)
    assert set(heard(POST_CHECKS)) == set(POST_CHECKS) - set(UNHEARD)


def test_a_draft_gets_the_same_judgement_as_the_column() -> None:
    texts = (
        INSULT,
        "身份证号 110101199003070353 张三",
        "中华人民共合国成立",
        "加微信 abc12345 低价代购",
        "防汛提示",
        "收到",
    )
    draft = DraftJudge(load("cn-2019"))
    for kind in ("post", "reply"):
        for text in texts:
            judged_ = draft.judge(Utterance("今日晴。", kind), account="weibo:1", post="p0", media_text=text)
            ours = {(f.finding.check, f.finding.finding_id, f.finding.confidence, f.finding.evidence)
                    for f in judged_.faults}  # fmt: skip
            assert ours == _by_column(text, kind)


def _by_column(text: str, kind: str) -> set[object]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        inspection = judged(dossier(Path(folder) / "d", [{"text": "今日晴。", "kind": kind, "media_text": text}]))
        return {(one.check, one.finding_id, one.confidence, one.evidence)
                for one in inspection.findings if one.check in POST_CHECKS}  # fmt: skip


def test_without_pictures_nothing_is_otherwise_than_before(tmp_path: Path) -> None:
    tables = few(troubled())
    plain = judged(written(tables, tmp_path / "plain"))
    posts = tables["posts"].with_columns(media_text=pl.lit(" \n"), media_read=pl.lit(value=True))
    blank = judged(written({**tables, "posts": posts}, tmp_path / "blank"))
    assert blank.run["result_sha256"] == plain.run["result_sha256"]
    assert plain.run["coverage"]["text_not_read"] == 0


def test_shards_give_the_same(tmp_path: Path) -> None:
    tables = few(build("exemplary"))
    said = pl.when(pl.int_range(pl.len()) % 7 == 0).then(pl.lit(f"海报\n{INSULT}")).otherwise(None)
    folder = written({**tables, "posts": tables["posts"].with_columns(media_text=said)}, tmp_path / "d")
    once = judged(folder)
    assert abuse(once)
    assert judged(folder, shards=7).run["result_sha256"] == once.run["result_sha256"]


def test_processes_give_the_same(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "d", [{"media_text": INSULT}, {"text": INSULT}])
    inline, apart = judged(folder), judged(folder, executor="processes")
    assert inline.run["result_sha256"] == apart.run["result_sha256"]


def test_marks_name_the_field_they_stand_in_and_count_a_post_once(tmp_path: Path) -> None:
    def spread(units):  # type: ignore[no-untyped-def]  # the engine's own signature
        return (unit.run() for unit in units)

    book = load("cn-2019")
    accounts = pl.DataFrame({"account_id": ["weibo:1"], "name": ["清溪发布"], "mission": [None]})
    texts = Texts(book, (), "Asia/Shanghai", accounts.cast({"mission": pl.String}), spread)
    schema = TABLES["posts"].schema
    spam = "新葡京娱乐"
    rows = [{"account_id": "weibo:1", "post_id": post, "kind": "post", "text": text, "media_text": words}
            for post, text, words in (("p0", spam, spam), ("p1", "今日晴", spam))]  # fmt: skip
    frame = pl.DataFrame(rows).with_columns(
        posted_at=pl.lit(None, schema["posted_at"]), automatic=pl.lit(None, pl.Boolean),
        **{name: pl.lit(None, schema[name]) for name in ("quoted_text", "quoted_source", "source_name", "urls")},
    )  # fmt: skip
    texts.posts([frame])
    marks = texts.tables()["marks"]
    assert marks.schema == pl.Schema(MARKS_SCHEMA)
    assert dict(marks.select("post_id", "field").unique().iter_rows()) == {"p0": "text", "p1": "media_text"}
    assert marks.select("post_id", "lexicon", "group").is_duplicated().sum() == 0


UNREAD: list[dict[str, object]] = [
    {"media": ["a.jpg"]},
    {"media": ["b.jpg"], "media_read": False},
    {"media": ["c.jpg"], "media_read": True},
    {"media": ["d.jpg"], "media_text": "通知"},
    {"media": []},
    {},
]


@pytest.mark.parametrize("form", FORMS)
def test_posts_whose_pictures_nobody_read_are_counted(tmp_path: Path, form: str) -> None:
    inspection = judged(dossier(tmp_path / "d", UNREAD, form=form))
    assert inspection.run["coverage"]["text_not_read"] == 2
    assert inspection.unread.to_dicts() == [{"account_id": "weibo:1", "posts": 2}]


def test_what_nobody_read_is_no_part_of_a_verdict(tmp_path: Path) -> None:
    unread = judged(dossier(tmp_path / "a", UNREAD))
    without = judged(dossier(tmp_path / "b", [{} for _ in UNREAD]))
    assert unread.run["result_sha256"] == without.run["result_sha256"]


def test_a_post_after_the_inspection_is_not_counted(tmp_path: Path) -> None:
    assert judged(dossier(tmp_path / "d", UNREAD), as_of="2026-03-01").run["coverage"]["text_not_read"] == 1


def test_a_post_that_stands_twice_is_counted_once(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "d", [{"media": ["a.jpg"]}])
    posts = folder / "posts.jsonl"
    line = json.loads(posts.read_text("utf-8"))
    posts.write_text("".join(json.dumps({**line, "text": text}) + "\n" for text in ("甲", "乙")), "utf-8")
    assert judged(folder).run["coverage"]["text_not_read"] == 1
