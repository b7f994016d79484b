"""One record proved without the archive: its bytes, its line, the path to its day's root, the chain from there on."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import msgspec

from plumbline.evidence.chain import Link, read_link
from plumbline.evidence.journal import Line, LineError, digest, read_line
from plumbline.evidence.members import headers_of
from plumbline.evidence.merkle import climbed, leaf, path
from plumbline.evidence.places import STAMPS
from plumbline.evidence.records import all_lines, find, kept_links, member
from plumbline.evidence.sentences import ArchiveError
from plumbline.evidence.stamping import response_faults
from plumbline.evidence.stamps import available
from plumbline.rulebook.model import Text

FORM = "plumbline-inclusion-proof/1"


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an office hands over with one record.

    `line`: the journal's line; `leaf_index` of `tree_size` and `path` (hexadecimal) lead to the root in the first line
    of `chain`; the lines of `chain` follow one another; `member`: the record as it lies in the file (gzip, Base64;
    null: dropped under retention); `stamps`: RFC 3161 responses (Base64) over lines of `chain`.
    """

    form: str
    line: str
    leaf_index: int
    tree_size: int
    path: list[str]
    chain: list[str]
    member: str | None = None
    stamps: list[str] = []


@dataclass(frozen=True)
class Proved:
    """What a proof shows: the record's line, its day's link, the last link, and what is wrong with it."""

    line: Line | None
    link: Link | None
    last: Link | None
    faults: tuple[Text, ...]
    stamps: int = 0


def prove(folder: Path, record: str) -> Proof:
    """The proof of a record. DossierError: no such record, or its day is still open."""
    line = find(folder, record)
    chain = kept_links(folder)
    at = next((number for number, link in enumerate(chain) if link.first_n <= line.n <= link.last_n), None)
    if at is None:
        raise ArchiveError("open_day", line.day)
    link = chain[at]
    leaves = [leaf(other.written()) for other in all_lines(folder) if link.first_n <= other.n <= link.last_n]
    data = member(folder, line)
    return Proof(
        FORM,
        line.written().decode(),
        line.n - link.first_n,
        link.records,
        [step.hex() for step in path(leaves, line.n - link.first_n)],
        [later.written().decode() for later in chain[at:]],
        base64.b64encode(data).decode() if data is not None else None,
        _stamps(folder, chain[at:]),
    )


def read_proof(raw: bytes) -> Proof:
    """A proof from its file. DossierError where it is none."""
    try:
        proof = msgspec.json.decode(raw, type=Proof)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ArchiveError("no_proof", how=error) from None
    if proof.form != FORM:
        raise ArchiveError("form", form=repr(proof.form)[:60], known=FORM)
    return proof


def checked(proof: Proof, *, expected: Sequence[tuple[str, str]] = (), certificates: Sequence[bytes] = ()) -> Proved:
    """The proof checked with nothing but itself and what is given: printed roots, an authority's certificates."""
    try:
        line = read_line(proof.line.encode())
        chain = [read_link(raw.encode()) for raw in proof.chain]
        way = [bytes.fromhex(step) for step in proof.path]
        data = base64.b64decode(proof.member, validate=True) if proof.member is not None else None
        stamps = [base64.b64decode(stamp, validate=True) for stamp in proof.stamps]
    except (LineError, ValueError, binascii.Error):
        return Proved(None, None, None, (_UNREAD,))
    if not chain:
        return Proved(line, None, None, (_UNREAD,))
    faults = [*_tree(proof, line, chain[0], way), *_chain(chain), *_member(line, data), *_unexpected(chain, expected)]
    for response in stamps if available() else ():
        faults += [
            Text(zh=fault.of("zh"), en=fault.of("en"))
            for fault in response_faults("stamp", response, chain, certificates)
        ]
    return Proved(line, chain[0], chain[-1], tuple(faults), len(stamps))


_UNREAD = Text(zh="证明文件的内容被改动，无法识别", en="the proof was altered: a part of it cannot be read")


def _tree(proof: Proof, line: Line, link: Link, way: Sequence[bytes]) -> list[Text]:
    root = climbed(leaf(proof.line.encode()), proof.leaf_index, proof.tree_size, way)
    placed = proof.tree_size == link.records and line.n == link.first_n + proof.leaf_index and line.day == link.day
    if root is not None and root.hex() == link.root and placed:
        return []
    return [Text(zh="该记录不在当日的根哈希之下", en="the path does not lead from the record to the root of its day")]


def _chain(chain: Sequence[Link]) -> list[Text]:
    if all(later.previous == link.seal for link, later in pairwise(chain)):
        return []
    return [Text(zh="封存链各行前后不衔接", en="the lines of the chain do not follow one another")]


def _member(line: Line, data: bytes | None) -> list[Text]:
    if data is None:
        return []
    try:
        named = headers_of(data).get("warc-record-id") == f"<{line.record}>"
    except ValueError:
        named = False
    if named and digest(data) == line.sha256 and len(data) == line.length:
        return []
    return [Text(zh="记录内容与流水账所记的哈希值不符", en="the record is not the one whose digest the journal keeps")]


def _unexpected(chain: Sequence[Link], expected: Sequence[tuple[str, str]]) -> list[Text]:
    return [
        Text(zh=f"{day}：根哈希与所给的不符", en=f"day {day}: the proof gives another root than the one expected")
        for day, root in expected
        if not any(link.day == day and root.lower() in (link.root, link.seal) for link in chain)
    ]


def _stamps(folder: Path, chain: Sequence[Link]) -> list[str]:
    seals = {f"{link.day}-{link.seal[:12]}-" for link in chain}
    files = sorted(file for file in (folder / STAMPS).glob("*.tsr") if file.name[:24] in seals)
    return [base64.b64encode(file.read_bytes()).decode() for file in files]
