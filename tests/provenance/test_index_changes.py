"""An index changes: days are added, sources removed, changes break off; the answers hang on the documents alone."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from known_texts import known, text

from plumbline.domain.errors import KnownTextsError
from plumbline.provenance import gathering
from plumbline.provenance.index import Index

TEXTS = [text(number, 120) for number in range(40)] + [text(77, 100) + text(900 + number, 60) for number in range(40)]
ASKED = [*TEXTS[::3], text(77, 100) + text(5, 60), text(3, 60) + text(4, 60)]


def same(one: Index, other: Index) -> bool:
    return (one.digest, one.documents, one.search(ASKED)) == (other.digest, other.documents, other.search(ASKED))


@pytest.fixture
def whole(tmp_path: Path) -> Index:
    return Index.build([known(*TEXTS)], tmp_path / "whole")


def test_order_batches_and_segments_change_nothing(tmp_path: Path, whole: Index) -> None:
    frame = known(*TEXTS).sample(fraction=1, shuffle=True, seed=3)
    shuffled = Index.build([frame[start : start + 7] for start in range(0, 80, 7)], tmp_path / "shuffled")
    days = Index.build([], tmp_path / "days")
    for start in range(0, 80, 9):
        days.add(frame[start : start + 9], f"2026-03-{start:02}")
    assert same(shuffled, whole)
    assert same(days, whole)
    assert same(Index.open(tmp_path / "days"), whole)
    days.compact()
    assert same(days, whole)
    assert len(list((tmp_path / "days").glob("part-*"))) == 1


def test_a_chunk_or_a_single_text_gets_the_same_answer(whole: Index) -> None:
    together = whole.search(ASKED)
    assert [whole.search([asked])[0] for asked in ASKED] == together
    order = random.Random(1).sample(range(len(ASKED)), len(ASKED))
    assert whole.search([ASKED[place] for place in order]) == [together[place] for place in order]


def test_documents_without_a_time_have_one_order_in_all_segments(tmp_path: Path) -> None:
    frame = known(*TEXTS).with_columns(published_at=pl.lit(None, pl.Datetime("us", "UTC")))
    parts = Index.build([frame[1::2]], tmp_path / "parts")
    parts.add(frame[::2])
    assert same(parts, Index.build([frame], tmp_path / "one"))


def test_what_memory_does_not_hold_is_laid_aside(tmp_path: Path, whole: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "RUN", 100)
    frame = known(*TEXTS)
    assert same(Index.build([frame[start : start + 5] for start in range(0, 80, 5)], tmp_path / "aside"), whole)
    assert not list((tmp_path / "aside").rglob("aside"))


def test_adding_the_same_again_changes_nothing(tmp_path: Path, whole: Index) -> None:
    before = (tmp_path / "whole" / "manifest.json").read_bytes()
    whole.add(known(*TEXTS)[10:30])
    whole.sync(known(*TEXTS))
    assert (tmp_path / "whole" / "manifest.json").read_bytes() == before


def test_a_changed_text_replaces_the_old(tmp_path: Path, whole: Index) -> None:
    changed = [text(5000, 120), *TEXTS[1:]]
    whole.add(known(changed[0]))
    assert whole.search([TEXTS[0]]) == [()]
    assert same(whole, Index.build([known(*changed)], tmp_path / "new"))


def test_a_key_that_comes_twice_is_what_it_was_last(tmp_path: Path) -> None:
    twice = Index.build([known(TEXTS[0]), known(TEXTS[1])], tmp_path / "twice")
    assert same(twice, Index.build([known(TEXTS[1])], tmp_path / "once"))
    twice.sync([known(TEXTS[0]), known(TEXTS[1])])
    assert same(twice, Index.open(tmp_path / "once"))


@pytest.mark.parametrize("compacted", [False, True])
def test_a_removed_source_is_gone_and_no_longer_pushes_others_out(tmp_path: Path, compacted: bool) -> None:  # noqa: FBT001
    both = Index.build([known(*TEXTS[40:60], source="yunting"), known(*TEXTS)], tmp_path / "both")
    both.remove("yunting")
    both.remove("nobody")
    if compacted:
        both.compact()
        assert sum(path.stat().st_size for path in (tmp_path / "both").rglob("texts")) == both.sizes.texts
    assert same(both, Index.build([known(*TEXTS)], tmp_path / "rest"))
    assert same(Index.open(tmp_path / "both"), both)


def test_sync_drops_what_is_gone(tmp_path: Path, whole: Index) -> None:
    wanted = known(*TEXTS[20:], text(6000, 90), first=20)
    whole.sync(wanted)
    assert same(whole, Index.build([wanted], tmp_path / "wanted"))
    whole.sync(wanted[:0])
    assert whole.documents == 0
    assert not list((tmp_path / "whole").glob("part-*"))


def stops_at(monkeypatch: pytest.MonkeyPatch, last: int) -> None:
    """The disk fails at the n-th time that a file is synchronised or renamed."""
    calls = 0

    def failing(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= last:
                raise OSError("the power went")
            return real(*args)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, failing(getattr(os, name)))


CHANGES: dict[str, Callable[[Index], None]] = {
    "add": lambda index: index.add(known(*TEXTS[30:50], first=30)),
    "sync": lambda index: index.sync(known(*TEXTS[10:60], first=10)),
    "remove": lambda index: index.remove("yunting"),
    "compact": lambda index: index.compact(),
    "build": lambda index: Index.build([known(*TEXTS[50:])], index._folder) and None,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_breaks_off_leaves_the_old_state_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    def fresh(name: str) -> Index:
        index = Index.build([known(*TEXTS[:40]), known(*TEXTS[60:], source="yunting")], tmp_path / name)
        index.add(known(*TEXTS[40:44], first=40))
        return index

    done, old = fresh("done"), fresh("old")
    CHANGES[change](done)
    new = Index.open(tmp_path / "done")
    for last in range(1, 40):
        broken = fresh(f"broken{last}")
        with monkeypatch.context() as patch:
            stops_at(patch, last)
            try:
                CHANGES[change](broken)
            except OSError:
                finished = False
            else:
                finished = True
        again = Index.open(tmp_path / f"broken{last}")
        assert same(again, new) or (same(again, old) and not finished)
        CHANGES[change](again)
        assert same(Index.open(tmp_path / f"broken{last}"), new)
        if finished:
            return
    pytest.fail("the change never finished")


def test_a_first_build_that_breaks_off_leaves_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        stops_at(patch, 3)
        with pytest.raises(OSError, match="power"):
            Index.build([known(*TEXTS)], tmp_path)
    with pytest.raises(KnownTextsError, match="no index of known texts") as caught:
        Index.open(tmp_path)
    assert "build it first" in str(caught.value)
    assert Index.build([known(*TEXTS)], tmp_path).documents == 80


@pytest.mark.parametrize("kind", ["entries.1", "directory.1", "numbers", "texts", "letters", "strings"])
def test_a_damaged_file_is_named_with_the_way_out(tmp_path: Path, whole: Index, kind: str) -> None:
    path = tmp_path / "whole" / "part-1" / kind
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)
    for opened in (lambda: Index.open(tmp_path / "whole"), whole.verify):
        with pytest.raises(KnownTextsError, match="is damaged") as caught:
            opened()
        assert kind in caught.value.where
        assert "again" in caught.value.remedy
    path.write_bytes(content[:-1])
    with pytest.raises(KnownTextsError, match="missing or cut off"):
        Index.open(tmp_path / "whole")


def test_an_index_of_another_version_is_refused(tmp_path: Path, whole: Index) -> None:
    manifest = tmp_path / "whole" / "manifest.json"
    record = json.loads(manifest.read_bytes())
    for changed in (record | {"version": 2}, record | {"made": record["made"] | {"every": 5}}, []):
        manifest.write_text(json.dumps(changed), "utf-8")
        with pytest.raises(KnownTextsError, match="another version"):
            Index.open(tmp_path / "whole")
    for damaged in ("{", json.dumps(record | {"content": record["content"] | {"documents": 3}})):
        manifest.write_text(damaged, "utf-8")
        with pytest.raises(KnownTextsError, match="manifest is damaged"):
            Index.open(tmp_path / "whole")
