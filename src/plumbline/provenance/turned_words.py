"""Whether a small change turns what a sentence says, or only mends a slip of the pen."""

from plumbline.provenance.negations import is_turned
from plumbline.text.fold import fold
from plumbline.text.patterns import pattern

_PAIRS = (
    "男女 东西 东南 东北 西南 西北 南北 左右 上下 前后 大小 多少 升降 涨跌 增减 进出 开关 单双 有无 内外 早晚"
    " 高低 轻重 死伤 生死 买卖 收支 收发 免收 正负 正副 正反 甲乙 公私 真假 对错 胜负 长短 新旧 首末"
    " 奇偶 阴阳 停开 停复 可禁 准禁 已未 能不"
)
_OPPOSITE = frozenset(frozenset(pair) for pair in _PAIRS.split())
_TIMES_OF = {
    "year": frozenset("去今明后前昨本次翌当"),
    "part": frozenset(("上午", "下午", "中午", "晚上", "凌晨", "早上")),
}
_NEGATION = pattern(
    r"(?:不|未|没|无|非|否|勿|别|禁|停|取消|暂停|拒)(?!断|仅|但|少|同|过|久|来|常|遗|收|线|锡|论|偿|障)"
    r"|\b(?:not|no|never|without|nor|neither|none|cannot|cancel\w*|ban\w*|prohibit\w*|forbid\w*|suspend\w*)\b|n['’]t\b"
)
_PREFIX = ("un", "il", "im", "in", "ir", "dis", "non")
_HAN = pattern(r"[\u3400-\u9fff]+")
_WORD = pattern(r"[a-z]+(?:['’][a-z]+)?")
_PARTICLES = frozenset("的地得了着过在是为和与及等也就都将会已被把对向于之其并而且或者以所请您你")
MOST_SHORT = 10
"""Characters of a change in which a negation more or less turns the sentence."""
MOST_HAN, LEAST_LATIN, MOST_WRONG = 2, 4, 2


def is_opposite(old: str, new: str, behind_old: str = "", behind_new: str = "") -> bool:
    """Whether the change turns the sentence: a negation more or less, an opposite (上午 → 下午, legal → illegal)."""
    if is_turned(new, old, behind_new, behind_old):
        return True
    one, other = fold(old).text.strip(), fold(new).text.strip()
    if len(one) <= MOST_SHORT and len(other) <= MOST_SHORT and one and other and _count(one) != _count(other):
        return True
    if len(one) == len(other) and any(frozenset(pair) in _OPPOSITE for pair in zip(one, other, strict=True)):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    return _is_denied(one, other) or _is_denied(other, one)


def is_other_time(old: str, new: str) -> bool:
    """Whether the change puts another day or year: 今, 明, 后; 上, 本, 下 of a week or month."""
    one, other = fold(old).text.strip(), fold(new).text.strip()
    return one != other and any({one, other} <= _TIMES_OF[name] for name in _TIMES_OF)


def is_misspelt(old: str, new: str) -> bool:
    """Whether the change is one of spelling: a Han character, two swapped, particles, a Latin word nearly the same."""
    one, other = fold(old).text.strip(), fold(new).text.strip()
    if set(one + other) <= _PARTICLES:
        return True
    if (not one or _HAN.fullmatch(one)) and (not other or _HAN.fullmatch(other)):
        return max(len(one), len(other)) <= 1 or (len(one) == MOST_HAN and one == other[::-1])
    if one and other and _WORD.fullmatch(one) and _WORD.fullmatch(other):
        return one == other or (min(len(one), len(other)) >= LEAST_LATIN and _wrong(one, other) <= MOST_WRONG)
    return False


def _count(text: str) -> int:
    return len(_NEGATION.findall(text))


def _is_denied(plain: str, denied: str) -> bool:
    return plain.isascii() and len(plain) >= LEAST_LATIN and any(denied == prefix + plain for prefix in _PREFIX)


def _wrong(one: str, other: str) -> int:
    """Levenshtein distance with swaps of neighbours (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        last, row, above = row, [i], before
        for j, mine in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != mine))
            swapped = i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == mine
            row.append(min(cost, above[j - 2] + 1) if swapped else cost)
        before = last
    return row[-1]
