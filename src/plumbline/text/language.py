"""Which language a text is in, as far as the checks need to know: zh, zh-Hant, en or other."""

from plumbline.text.fold import fold_table, is_letter
from plumbline.text.patterns import pattern

TRADITIONAL_SHARE = 8
"""Traditional-only characters in a hundred Han characters from which a text counts as zh-Hant."""
HAN_WEIGHT = 4
"""A Han character says as much as this many letters of an alphabet."""

_HAN = pattern(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = pattern(r"[A-Za-z]")
_RARE = pattern(r"[^\x00-\x7f\u2000-\u2bff\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\ufe00-\ufe0f\uff00-\uff0f]")


def language(text: str) -> str:
    """The language of an original (unfolded) text; `other` where there are no letters or most are of another script."""
    han = _HAN.findall(text)
    traditional = sum(char in fold_table().traditional for char in han)
    strange = sum(is_letter(char) for char in _RARE.findall(text))
    return named(len(han), len(_LATIN.findall(text)), traditional, strange)


def named(han: int, latin: int, traditional: int, strange: int) -> str:
    """The language from counts of Han characters, Latin letters, traditional-only characters and all other letters."""
    if strange >= HAN_WEIGHT * han + latin:
        return "other"
    if HAN_WEIGHT * han < latin:
        return "en"
    return "zh-Hant" if 100 * traditional >= TRADITIONAL_SHARE * han else "zh"
