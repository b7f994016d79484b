"""The blind scenarios of sourcing name their sources and articles by id: each stands once, and each is named."""

import json
from collections import Counter
from pathlib import Path

import pytest

BLIND = Path(__file__).parent / "blind"
TOOLS = Path(__file__).parents[2] / "tools"
TEXTS = [json.loads(line) for line in (BLIND / "sourcing_texts.jsonl").read_text("utf-8").splitlines()]


def test_every_text_stands_once_and_under_its_own_id() -> None:
    assert max(Counter(json.dumps(one["row"], sort_keys=True) for one in TEXTS).values()) == 1
    for one in TEXTS:
        names = [one["row"][name] for name in ("source_id", "article_id") if name in one["row"]]
        assert one["id"] == "/".join(names)


def test_every_text_is_named_and_nothing_else_is() -> None:
    named = {
        (kind, name)
        for file in ("sourcing.jsonl", "sourcing_innocent.jsonl")
        for line in (BLIND / file).read_text("utf-8").splitlines()
        for kind in ("sources", "articles")
        for name in json.loads(line)[kind]
    }
    assert named == {(one["kind"], one["id"]) for one in TEXTS}


def test_a_scenario_is_read_with_its_texts_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))
    from blind_sourcing import scenarios

    rows, records = scenarios("sourcing.altered_quote")
    assert len(rows) == len(records) == 109
    for row, record in zip(rows, records, strict=True):
        assert row.record is not None
        assert row.record["articles"] == record["articles"]
        assert all(article["text"] for article in record["articles"])
