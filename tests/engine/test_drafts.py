"""A draft gets the same judgement as the same text in a column of posts, and one broken check stops no other."""

import dataclasses
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from plumbline.checks import POST_CHECKS, discover, post_check
from plumbline.demo import fleets
from plumbline.demo.plans import plans_of
from plumbline.domain.finding import plain
from plumbline.domain.tables import TABLES
from plumbline.domain.wording import Flag, Mark, Utterance
from plumbline.engine import drafts
from plumbline.engine.drafts import DraftJudge
from plumbline.engine.reference import Opened, lay_down, offices
from plumbline.engine.texts import FIELDS
from plumbline.engine.wording import Judge
from plumbline.quality.scenarios import frame
from plumbline.rulebook.lexicons import lexicon_of
from plumbline.rulebook.load import load
from plumbline.rulebook.parameters import parameters
from plumbline.text.shipped import FOLDER, lexicon

CASES = Path(__file__).resolve().parents[1] / "checks"
NUMBERS = st.text(st.sampled_from("0123456789013579 -xa、甲٣"), max_size=24)
ASIDE = tempfile.TemporaryDirectory()
SAID_AT = datetime(2026, 4, 1, tzinfo=UTC)
KINDS = ("post", "repost", "reply", "comment", "auto_reply", "message")
Said = tuple[str, str | None, str, str, tuple[tuple[int, int, str, str], ...], tuple[tuple[str, Any], ...]]


@cache
def columns() -> Judge:
    book = load("cn-2019")
    params = {name: parameters(discover()[name], book.rules[name]) for name in judge().checks}
    return Judge(params, lexicon_of(book))


@cache
def judge() -> DraftJudge:
    return DraftJudge(load("cn-2019"), known=known())


@cache
def known() -> Opened:
    """What the demo's texts are held against."""
    tables = fleets.build("troubled")
    reference = lay_down(
        Path(ASIDE.name), timezone=fleets.TIMEZONE, sources=frame("sources", tables["sources"].to_dicts()),
        offices=offices(tables), articles=[tables["articles"]],
    )  # fmt: skip
    posts = frame("posts", tables["posts"].filter(pl.col("posted_at") < SAID_AT).to_dicts())
    return reference.with_posts([posts]).opened(load("cn-2019"))


def by_columns(rows: list[tuple[str, str]]) -> list[set[Said]]:
    texts = pl.DataFrame(
        {
            "account_id": ["a"] * len(rows),
            "key": [str(number) for number in range(len(rows))],
            "at": [SAID_AT] * len(rows),
            "kind": [kind for _, kind in rows],
            "text": [text for text, _ in rows],
            **{name: pl.Series([None] * len(rows), dtype=TABLES["posts"].schema[name]) for name in FIELDS},
            "automatic": [False] * len(rows),
            "name": [""] * len(rows),
            "mission": [""] * len(rows),
        }
    )
    part = columns().judge(texts, "posts", fleets.TIMEZONE, known())
    assert not part.failures
    said: list[set[Said]] = [set() for _ in rows]
    for check, detection in part.detections.items():
        facts = [field.name for field in dataclasses.fields(discover()[check].Facts)]
        for row in detection.findings.iter_rows(named=True):
            places = tuple((e["start"], e["end"], e["field"], e["quote"]) for e in row["evidence"])
            told = tuple((name, plain(row[name])) for name in facts)
            said[int(row["post_id"])].add((check, row["variant"], row["subject"], row["confidence"], places, told))
    return said


def alone(text: str, kind: str) -> set[Said]:
    said = Utterance(text, kind, account_id="a", said_at=SAID_AT, said_on="2026-04-01")
    judged = judge().judge(said, account="a", post="p")
    assert not judged.failures
    return {
        (
            fault.finding.check,
            fault.finding.variant,
            "/".join(filter(None, (fault.finding.variant, fault.subject))),
            fault.finding.confidence,
            tuple((e.start, e.end, e.field, e.quote) for e in fault.finding.evidence),
            tuple(fault.finding.facts.items()),
        )
        for fault in judged.faults
    }


@cache
def case_texts() -> tuple[tuple[str, str], ...]:
    rows = []
    for name in POST_CHECKS:
        path = CASES / f"{name.replace('.', '/')}.yml"
        for case in YAML(typ="safe", pure=True).load(path.read_text("utf-8")) if path.exists() else ():
            rows += [(row.get("text") or "", row.get("kind", "post")) for row in case.get("posts", ())]
            rows += [(row["answer"], "message") for row in case.get("messages", ()) if row.get("answer")]
    rows += [(said["text"], "post") for plan in plans_of("troubled").values() for said in plan.said]
    return tuple(dict.fromkeys(rows))


@cache
def pieces() -> tuple[str, ...]:
    """Terms of all lexicons, and what they are hidden and quoted with."""
    names = [path.stem for path in FOLDER.glob("*.yml")]
    groups = [group for name in names for group in lexicon(name).groups.values()]
    terms = [str(getattr(term, "term", term)) for group in groups for term in group.terms]
    return (
        *terms[::7],
        "住在3栋2单元501室",
        "你",
        "，",
        "。",
        "“",
        "”",
        "13912345678",
        "@",
        "q@qq.com",
        "·",
        "\n",
        "\u200b",
        "😀",
    )


def test_every_text_of_the_case_files_is_judged_alike() -> None:
    rows = list(case_texts())
    for (text, kind), said in zip(rows, by_columns(rows), strict=True):
        assert alone(text, kind) == said, text


@given(st.data())
@settings(max_examples=60)
def test_any_text_is_judged_alike(data: st.DataObject) -> None:
    texts = [text for text, _ in case_texts()]
    piece = st.one_of(st.sampled_from(pieces()), st.sampled_from(texts), st.text(max_size=8), NUMBERS)
    text = st.lists(piece, max_size=6).map("".join)
    rows = data.draw(st.lists(st.tuples(text, st.sampled_from(KINDS)), min_size=1, max_size=5))
    rows = [(text.encode(errors="replace").decode(), kind) for text, kind in rows]
    assert [alone(*row) for row in rows] == by_columns(rows)


@given(st.text(st.characters(), max_size=60))
def test_any_string_of_unicode_gets_an_answer(text: str) -> None:
    assert not judge().judge(Utterance(text)).failures


def stubbed(check: str, find: Callable[..., object]) -> Callable[[str], object]:
    """`post_check`, with another `find` in one check."""

    def opened(name: str) -> object:
        module = post_check(name)
        return SimpleNamespace(**{**vars(module), "find": find}) if name == check else module

    return opened


def test_a_broken_check_is_recorded_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(reading: object, params: object) -> list[Flag]:
        raise ZeroDivisionError("half way")

    monkeypatch.setattr(drafts, "post_check", stubbed("safety.personal_data", broken))
    judged = DraftJudge(load("cn-2019")).judge(Utterance("张三的电话13912345678"))
    failure = ("safety.personal_data", "ZeroDivisionError: half way")
    assert [(failure.check, failure.error) for failure in judged.failures] == [failure]


def test_a_flag_with_other_facts_than_declared_is_a_fault_of_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    flag = Flag((Mark(0, 2, "电话"),), facts={"strange": 1})
    monkeypatch.setattr(drafts, "post_check", stubbed("safety.personal_data", lambda reading, params: [flag]))
    judged = DraftJudge(load("cn-2019")).judge(Utterance("电话13912345678"))
    assert not judged.faults
    assert "strange" in judged.failures[0].error
