"""A repository of the AT Protocol in a CAR file: its blocks, each proven by its hash, and its records by path.

Source: CAR v1 (ipld.io/specs/transport/car/carv1) and the repository format of the AT Protocol
(atproto.com/specs/repository): a signed commit names the root of a Merkle search tree whose entries give
`collection/key` and the block of the record.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import libipld

from plumbline.domain.errors import DossierError

_SHA_256, _DEEPEST = b"\x12\x20", 64
_TID = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass
class Blocks:
    """Blocks of a file by their id. `damaged`: ids whose content does not fit them; `cut`: the file ends too early."""

    root: bytes
    found: Mapping[bytes, bytes]
    damaged: set[bytes] = field(default_factory=set)
    cut: bool = False

    def content(self, cid: object) -> Any:
        """What a block holds; None if it is missing, damaged or no DAG-CBOR."""
        data = self.found.get(cid) if isinstance(cid, bytes) else None
        if data is None or cid in self.damaged:
            return None
        try:
            return libipld.decode_dag_cbor(data)
        except ValueError:
            return None


def blocks(data: bytes, label: str) -> Blocks:
    """The blocks of a CAR file of version 1. DossierError: its head cannot be read."""
    try:
        length, at = _number(data, 0)
        head = libipld.decode_dag_cbor(data[at : at + length])
        root = head["roots"][0]
        if head["version"] != 1 or not isinstance(root, bytes):
            raise ValueError
    except (ValueError, KeyError, IndexError, TypeError):
        raise DossierError("this is no repository of the AT Protocol", label, "download it again") from None
    found: dict[bytes, bytes] = {}
    whole = Blocks(root, found)
    try:
        for cid, block in _sections(data, at + length):
            found[cid] = block
            if cid[2:4] != _SHA_256 or hashlib.sha256(block).digest() != cid[4:]:
                whole.damaged.add(cid)
    except (ValueError, IndexError):
        whole.cut = True
    return whole


def _sections(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at < len(data):
        length, at = _number(data, at)
        if length < 36 or at + length > len(data):
            raise ValueError
        yield data[at : at + 36], data[at + 36 : at + length]
        at += length


def _number(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number and where it ends."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
        if shift > 63:
            raise ValueError


def records(whole: Blocks, tree: object) -> Iterator[tuple[str, bytes]]:
    """Path and block id of each record of a tree, in order; a part that cannot be read comes as ("", id)."""
    yield from _walk(whole, tree, set(), 0)


def _walk(whole: Blocks, cid: object, seen: set[bytes], depth: int) -> Iterator[tuple[str, bytes]]:
    if not isinstance(cid, bytes) or cid in seen:
        return
    seen.add(cid)
    node = whole.content(cid)
    entries = node.get("e") if isinstance(node, dict) else None
    if not isinstance(entries, list) or depth > _DEEPEST:
        yield "", cid
        return
    yield from _walk(whole, node.get("l"), seen, depth + 1)
    path = b""
    for entry in entries:
        try:
            path = path[: entry["p"]] + entry["k"]
            name, value = path.decode("ascii"), entry["v"]
        except (KeyError, TypeError, UnicodeDecodeError):
            yield "", cid
            continue
        if isinstance(value, bytes):
            yield name, value
        yield from _walk(whole, entry.get("t"), seen, depth + 1)


def tid_micros(key: str) -> int | None:
    """Microseconds since 1970 that a record's key says it was made at; None for a key that is no such clock."""
    if len(key) != 13 or any(letter not in _TID for letter in key) or key[0] > "j":
        return None
    number = 0
    for letter in key:
        number = number * 32 + _TID.index(letter)
    return number >> 10
