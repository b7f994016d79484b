"""The Merkle tree over a day's lines.

Method: RFC 6962, section 2.1: leaf = SHA-256(0x00 || line), node = SHA-256(0x01 || left || right), split at the
largest power of two below the number of leaves; a proof is the path of section 2.1.1.
"""

from collections.abc import Sequence
from hashlib import sha256


def leaf(line: bytes) -> bytes:
    """The hash of one line (with its line feed)."""
    return sha256(b"\0" + line).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in their order; SHA-256 of nothing where there are none."""
    if not leaves:
        return sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:  # pairing level by level, the odd one going up as it is, gives the tree of the RFC
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, from the bottom up."""
    way: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            way.append(level[beside])
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
        index //= 2
    return way


def climbed(start: bytes, index: int, size: int, way: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to from leaf `index` of `size`; None where the path has the wrong length."""
    if not 0 <= index < size:
        return None
    hashes, current, last = list(way), start, size - 1
    while last:
        if index % 2 or index < last:
            if not hashes:
                return None
            beside = hashes.pop(0)
            current = _node(beside, current) if index % 2 else _node(current, beside)
        index, last = index // 2, last // 2
    return None if hashes else current


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
