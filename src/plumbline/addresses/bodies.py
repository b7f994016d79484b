"""Whether two texts name the same public body, as far as wording can tell: official short forms count as the same."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from plumbline.addresses.names import fold, folded

_SHORT_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "中国共产主义青年团": "共青团", "中国共产党": "", "中共": "", "人民政府": "政府", "人民法院": "法院",
        "人民检察院": "检察院", "委员会": "委", "办公厅": "办", "办公室": "办", "联合会": "联", "总工会": "工会",
    }
)  # fmt: skip
_LEVELS = "自治区|自治州|自治县|自治旗|街道|地区|省|市|县|区|州|盟|旗|镇|乡"
_COMPOUNDS = "城乡|社区|小区|景区|园区|林区|库区|市场|县域|区域|乡村|市政公|市政管|市政工|市容|市民热|市民服"
_AFTER = "场监|场管|场开|政公用|政管理|政工程|容|民热|民服|域|村振"
_REGION = re.compile(rf"((?:(?!{_COMPOUNDS})[\u4e00-\u9fff]){{1,7}}?)({_LEVELS})(?!{_AFTER})")
_TAIL = re.compile(r"(?<=.)(?:局|厅|委|办|部|处)$")
_BARE_LEVEL = re.compile(rf"(?:省|市|县|区|镇|乡)(?!{_AFTER})(?=..)")


def body(name: pl.Expr) -> pl.Expr:
    """Name of a body (String) folded, without platform words, in official short forms (人民政府 → 政府)."""
    return folded(name).str.replace_many(dict(_SHORT_FORMS), leftmost=True)


def overlap_pct(left: str, right: str) -> int:
    """How much of the shorter of two `body` texts is found, in order, in the other: 0–100, places and 局/委 aside.

    Texts that name different places of one level (two counties) share nothing, however alike the rest is.
    """
    (places, core), (other_places, other_core) = _apart(left), _apart(right)
    if any(not _same_place(name, other_places[level]) for level, name in places.items() if level in other_places):
        return 0
    shorter = min(len(core), len(other_core))
    return 100 if shorter == 0 else _common(core, other_core) * 100 // shorter


def _apart(text: str) -> tuple[dict[str, str], str]:
    """The places that a body's name begins with, by level, and the rest of it."""
    rest, places = fold(text), {}
    while match := _REGION.match(rest):
        places[match[2]] = match[1]
        rest = rest[match.end() :]
    bare = None if places else _BARE_LEVEL.match(rest)
    rest = rest[bare.end() :] if bare else rest
    return places, _TAIL.sub("", rest)


def _same_place(left: str, right: str) -> bool:
    return left.endswith(right) or right.endswith(left)


def _common(left: str, right: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(right) + 1)
    for letter in left:
        before = row[:]
        for index, other in enumerate(right):
            row[index + 1] = before[index] + 1 if letter == other else max(before[index + 1], row[index])
    return row[-1]
