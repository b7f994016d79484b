"""Matching blocks of two strings: exact seeds first, then what stands between two seeds by edit distance.

Method: grams of eight characters that stand in both are grown as far as they go (the longest of what begins near is
taken, as in deflate); a seed out of order or far away must be long to count. Between two seeds in order the texts are
aligned by Levenshtein distance; a long gap only near its ends, for as long as more agrees than differs (as BLAST
extends). The work grows with the length of both strings, whatever stands in them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

GRAM = 8
"""Length of a seed."""
LONE_HAN, LONE_LATIN = 12, 30
"""How long a run out of order must be, in characters: Chinese, others."""
SAME_PLACES = 8
"""So many places of one gram in the second string are tried."""
FINE = 600
"""Two stretches that are both this short are aligned as a whole."""
REACH = 64
"""How far a run is extended into a longer gap."""
SLACK = 8
FAR = 200
"""A run that stands so far behind the one before it must be long to count."""
MOST_GAPS = 400
"""More seeds than any honest pair of texts has; what stands behind them is not looked at."""


class Block(NamedTuple):
    """`size` characters that are the same from `left` on in the first string and from `right` on in the second."""

    left: int
    right: int
    size: int

    @property
    def left_end(self) -> int:
        """Where it ends in the first string."""
        return self.left + self.size

    @property
    def right_end(self) -> int:
        """Where it ends in the second string."""
        return self.right + self.size


def matching_blocks(first: str, second: str) -> tuple[Block, ...]:
    """What stands in both, by its place in `first`; places in `second` may go back where passages were moved."""
    seeds = _in_order(first, _seeds(first, second))
    if not seeds:
        return ()
    head = _extended_left(first, second, 0, 0, seeds[0])
    tail = _extended_right(first, second, seeds[-1], len(first), len(second))
    between = [block for one, other in pairwise(seeds) for block in (one, *_between(first, second, one, other))]
    return _joined([*head, *between, seeds[-1], *tail])


def _seeds(first: str, second: str) -> list[Block]:
    """Exact runs from left to right, none over another in `first`."""
    places = _grams(second, {first[at : at + GRAM] for at in range(len(first) - GRAM + 1)})
    found: list[Block] = []
    at = 0
    while at <= len(first) - GRAM and len(found) <= MOST_GAPS:
        block = _best(first, second, places, at, found)
        if block is None:
            at += 1
        else:
            found.append(block)
            at = block.left_end
    return found


def _grams(text: str, wanted: set[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at in range(len(text) - GRAM + 1):
        gram = text[at : at + GRAM]
        if gram in wanted:
            places.setdefault(gram, []).append(at)
    return places


def _best(first: str, second: str, places: dict[str, list[int]], at: int, found: Sequence[Block]) -> Block | None:
    """The longest run that begins at `at`, or just behind it where that one goes on for longer."""
    block = _longest(first, second, places, at, found)
    if block is None or block.size >= 2 * GRAM:
        return block
    for later in range(at + 1, min(at + GRAM, len(first) - GRAM + 1)):
        other = _longest(first, second, places, later, found)
        if other is not None and other.size > block.size and other.right - other.left != block.right - block.left:
            return other
    return block


def _longest(first: str, second: str, places: dict[str, list[int]], at: int, found: Sequence[Block]) -> Block | None:
    """Of the places where this gram stands, the one that goes on longest; of equals the next one in order."""
    due = found[-1].right_end if found else 0
    best: Block | None = None
    for place in places.get(first[at : at + GRAM], ())[:SAME_PLACES]:
        block = Block(at, place, _common(first, second, at, place))
        if best is None or (block.size, place >= due > best.right) > (best.size, False):
            best = block
    return best


def _common(first: str, second: str, left: int, right: int) -> int:
    """How many characters are the same from two places on."""
    most, size = min(len(first) - left, len(second) - right), 0
    while size < most and first[left + size : left + size + REACH] == second[right + size : right + size + REACH]:
        size += REACH
    while size < most and first[left + size] == second[right + size]:
        size += 1
    return min(size, most)


def _in_order(first: str, seeds: list[Block]) -> list[Block]:
    """Without short runs that stand in the place of neither neighbour."""
    if len(seeds) < 2:
        return seeds
    fits = [_follows(one, other) for one, other in pairwise(seeds)]
    kept = zip(seeds, [False, *fits], [*fits, False], strict=False)
    return [seed for seed, before, after in kept if before or after or _is_long(first, seed)]


def _follows(one: Block, other: Block) -> bool:
    apart = other.right - one.right_end
    return 0 <= apart <= FAR and other.left - one.left_end <= apart + REACH


def _is_long(text: str, seed: Block) -> bool:
    written = text[seed.left : seed.left_end]
    return seed.size >= (LONE_LATIN if written.isascii() else LONE_HAN)


def _between(first: str, second: str, one: Block, other: Block) -> list[Block]:
    """What else agrees between two runs, in both strings."""
    left, right = other.left - one.left_end, other.right - one.right_end
    if left <= 0 or right == 0:
        return []
    if 0 < right <= FINE and left <= FINE:
        return _fine(first, second, one, other)
    stop = other.right if right > 0 else len(second)
    tail = _extended_right(first, second, one, other.left, stop)
    begin = tail[-1].left_end if tail else one.left_end
    least = max(one.right_end, tail[-1].right_end if tail else 0) if right > 0 else 0
    return [*tail, *_extended_left(first, second, begin, least, other)]


def _fine(first: str, second: str, one: Block, other: Block) -> list[Block]:
    """The whole gap; of agreeing crumbs only those in stretches that are alike."""
    left, right = first[one.left_end : other.left], second[one.right_end : other.right]
    if len(left) == 1 or len(right) == 1:
        return []
    blocks = [Block(one.left_end + at, one.right_end + to, size) for at, to, size in _edit(left, right)]
    alike = 2 * sum(block.size for block in blocks) >= min(len(left), len(right))
    return [block for block in blocks if alike or block.size >= GRAM // 2]


def _edit(first: str, second: str) -> Iterator[tuple[int, int, int]]:
    # Imported here: a text that repeats nothing does not pay for it.
    from rapidfuzz.distance import Levenshtein

    for step in Levenshtein.opcodes(first, second):
        if step.tag == "equal":
            yield step.src_start, step.dest_start, step.src_end - step.src_start


def _extended_right(first: str, second: str, block: Block, stop: int, second_stop: int) -> list[Block]:
    left = first[block.left_end : min(stop, block.left_end + REACH)]
    right = second[block.right_end : min(second_stop, block.right_end + len(left) + SLACK)]
    if not left or not right:
        return []
    return [Block(block.left_end + at, block.right_end + to, size) for at, to, size in _worth(left, right)]


def _extended_left(first: str, second: str, start: int, second_start: int, block: Block) -> list[Block]:
    left = first[max(start, block.left - REACH) : block.left][::-1]
    right = second[max(second_start, block.right - len(left) - SLACK) : block.right][::-1]
    if not left or not right:
        return []
    found = [Block(block.left - at - size, block.right - to - size, size) for at, to, size in _worth(left, right)]
    return found[::-1]


def _worth(first: str, second: str) -> list[tuple[int, int, int]]:
    """The agreeing stretches from the beginning on, up to where more agrees than differs by most."""
    found: list[tuple[int, int, int]] = []
    best = score = kept = left = right = 0
    for at, to, size in _edit(first, second):
        score += size - max(at - left, to - right)
        found.append((at, to, size))
        left, right = at + size, to + size
        if score > best:
            best, kept = score, len(found)
    return found[:kept]


def _joined(blocks: list[Block]) -> tuple[Block, ...]:
    """Blocks that follow each other without a gap in either string as one."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and last.left_end == block.left and last.right_end == block.right:
            joined[-1] = Block(last.left, last.right, last.size + block.size)
        else:
            joined.append(block)
    return tuple(joined)
