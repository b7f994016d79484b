"""One record is proved to somebody who does not have the archive."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from plumbline.domain.errors import DossierError
from plumbline.evidence.archive import Archive
from plumbline.evidence.chain import links
from plumbline.evidence.journal import journal_lines
from plumbline.evidence.proofs import Proof, checked, prove, read_proof
from plumbline.evidence.retention import expire


def first(folder: Path, *, keyed: bool = False) -> str:
    return next(line.record for _, line in journal_lines(folder) if line.keyed == keyed)


def test_every_record_of_a_closed_day_can_be_proved(three_days: Path) -> None:
    closed = [line for _, line in journal_lines(three_days) if line.day < "2026-03-03"]
    for line in closed:
        found = checked(read_proof(msgspec.json.encode(prove(three_days, line.record))))
        assert found.faults == ()
        assert found.line == line


def test_a_record_of_the_open_day_cannot_be_proved_yet(three_days: Path, archive: Callable[[], Archive]) -> None:
    last = [line for _, line in journal_lines(three_days)][-1].record
    with pytest.raises(DossierError, match="still open"):
        prove(three_days, last)
    with archive() as kept:
        kept.close_day()
    assert checked(prove(three_days, last)).faults == ()


def test_a_record_that_is_not_there_cannot_be_proved(three_days: Path) -> None:
    with pytest.raises(DossierError, match="no such record"):
        prove(three_days, "urn:uuid:00000000-0000-0000-0000-000000000000")


def test_the_proof_holds_against_the_printed_root_and_against_no_other(three_days: Path) -> None:
    proof = prove(three_days, first(three_days))
    day, after = links(three_days)
    assert checked(proof, expected=[("2026-03-01", day.root), ("2026-03-02", after.seal)]).faults == ()
    assert checked(proof, expected=[("2026-03-01", after.root)]).faults
    assert checked(proof, expected=[("2026-03-09", day.root)]).faults


def altered(proof: Proof, **facts: Any) -> Proof:
    return msgspec.structs.replace(proof, **facts)


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: altered(proof, line=proof.line.replace("response", "request ")),
        lambda proof: altered(proof, line=proof.line.replace('"n":1,', '"n":2,')),
        lambda proof: altered(proof, leaf_index=1),
        lambda proof: altered(proof, leaf_index=-1),
        lambda proof: altered(proof, tree_size=8),
        lambda proof: altered(proof, path=proof.path[:-1]),
        lambda proof: altered(proof, path=[*proof.path, "00" * 32]),
        lambda proof: altered(proof, path=["no hex"]),
        lambda proof: altered(proof, chain=proof.chain[1:]),
        lambda proof: altered(proof, chain=proof.chain[::-1]),
        lambda proof: altered(proof, chain=[]),
        lambda proof: altered(proof, chain=[proof.chain[0].replace('"records":7', '"records":6'), proof.chain[1]]),
        lambda proof: altered(proof, member=base64.b64encode(b"other").decode()),
        lambda proof: altered(proof, member="no base 64"),
        lambda proof: altered(proof, stamps=[base64.b64encode(b"none").decode()]),
    ],
)
def test_a_proof_that_was_worked_on_does_not_hold(three_days: Path, change: Callable[[Proof], Proof]) -> None:
    assert checked(change(prove(three_days, first(three_days)))).faults


def test_the_proof_of_a_dropped_record_holds_its_digest_only(three_days: Path, archive: Callable[[], Archive]) -> None:
    record = first(three_days, keyed=True)
    with archive() as kept:
        expire(kept, "2026-03-02", kept.today())
    proof = prove(three_days, record)
    assert proof.member is None
    assert checked(proof).faults == ()


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"form":"x"}', b"\xff"])
def test_what_is_no_proof_is_refused(raw: bytes) -> None:
    with pytest.raises(DossierError):
        read_proof(raw)


def test_another_form_of_proof_is_refused(three_days: Path) -> None:
    told = json.loads(msgspec.json.encode(prove(three_days, first(three_days))))
    with pytest.raises(DossierError, match="not known"):
        read_proof(json.dumps({**told, "form": "plumbline-inclusion-proof/9"}).encode())
