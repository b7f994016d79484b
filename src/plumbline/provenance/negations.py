"""Whether a change of words turns a sentence into its opposite."""

from plumbline.text.fold import fold
from plumbline.text.patterns import pattern

_WORD = pattern(
    r"不|未|没|没有|无|非|并未|并不|并非|尚未|未能|禁止|严禁|取消|暂停"
    r"|not|no|never|no longer|do not|does not|did not|without"
)
_NO_NEGATION = pattern(
    r"不断|不仅|不但|不少|不同|不过|不久"
    r"|未来|非常|非遗|没收|无人|无线|无锡|无论|无偿|无障"
)
"""Words that begin like a negation, by their first two characters."""
_OPPOSITES = pattern(
    r"允许 禁止|可以 不得|可以 禁止|可 不得|准许 禁止|恢复 暂停|恢复 取消|同意 反对|上升 下降|上涨 下跌"
    r"|增长 下降|增加 减少|开放 关闭"
    r"|allowed banned|allowed forbidden|permitted prohibited|open closed|can can not|may may not|rose fell"
    r"|increased decreased|with without|somebody nobody|someone no one|something nothing|everyone no one|always never"
)
_PERMITTED = pattern(r"(?:可以?|允许|准许|能够?)(?:自行|自由|随意)?")
_FORBIDDEN = pattern(r"(?:不得|不准|不可|不能|禁止|严禁)(?:擅自|自行|自由|随意)?")
_ENGLISH = pattern(r"\b(?:do|does|did) not |\b(?:will|would|can|could|is|are|was|were|has|have|had) not\b|\bnot ")
_SHORT = pattern(r"n['’]t\b")


def is_turned(written: str, original: str, behind_written: str = "", behind_original: str = "") -> bool:
    """Whether one side is only a negation and the other empty, or both are opposites; `behind`: the next characters."""
    first, second = _plain(written), _plain(original)
    if not first or not second:
        word, behind = (second, behind_original) if not first else (first, behind_written)
        return _WORD.fullmatch(word) is not None and not _NO_NEGATION.fullmatch(word[-1] + behind)
    if _OPPOSITES.fullmatch(f"{first} {second}") or _OPPOSITES.fullmatch(f"{second} {first}"):
        return True
    if _is_forbidden(first, second) or _is_forbidden(second, first):
        return True
    return _is_denied(first, second) or _is_denied(second, first)


def _is_forbidden(permitted: str, forbidden: str) -> bool:
    return _PERMITTED.fullmatch(permitted) is not None and _FORBIDDEN.fullmatch(forbidden) is not None


def _plain(text: str) -> str:
    return _SHORT.sub(" not", fold(text).text.replace("cannot", "can not").replace("can't", "can not")).strip()


def _is_denied(plain: str, denied: str) -> bool:
    """Whether the one is the other with a not: expects, does not expect; will, will not."""
    if not denied.isascii() or not _ENGLISH.search(denied):
        return False
    rest = denied
    for auxiliary in ("do not ", "does not ", "did not ", " not", "not "):
        rest = rest.replace(auxiliary, "", 1)
    return bool(rest) and plain in (rest, f"{rest}s", f"{rest}es", f"{rest}ed", f"{rest}d", f"{rest[:-1]}ies")
