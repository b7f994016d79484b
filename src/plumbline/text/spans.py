"""Where a text speaks with another's voice: quotation marks, titles, reported speech, reposted parts, hashtags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.text.patterns import pattern

LONGEST_QUOTE = 400

_QUOTES = pattern(
    rf"“[^”]{{0,{LONGEST_QUOTE}}}”|「[^」]{{0,{LONGEST_QUOTE}}}」|『[^』]{{0,{LONGEST_QUOTE}}}』"
    rf"|‘[^’\n]{{0,{LONGEST_QUOTE}}}’|\"[^\"\n]{{1,{LONGEST_QUOTE}}}\"|'(?<![a-z]')[^'\n]{{2,{LONGEST_QUOTE}}}'(?![a-z])"
)
_TITLES = pattern(r"《[^》\n]{1,60}》|〈[^〉\n]{1,60}〉")
_HASHTAGS = pattern(r"#[^#\n]{1,50}#|#[a-z0-9_\u4e00-\u9fff]+")
_REPOSTS = pattern(r"//\s?@[^:\n]{1,40}:.*|转发微博\b.*|rt(?<![a-z]rt) @\w+:?.*", re.DOTALL)
_SAYING = pattern(
    r"(?:表示|写道|称|说|指出|认为|回应|透露|坦言|回忆|直言|回复|留言|评论|怒骂|辱骂|大骂|骂|喊|喊话|问|答|谎称|自称|宣称|声称|"
    r"宣传|承诺|诱导|话术|套路|标题|写着|内容为|内容是|大意为)(?:道|说|是|为)?[,:]"
)
_TRICKS = pattern(
    r"谎称|自称是?|假称|诈称|骗称|以[^,。!?;\n]{1,20}(?:为由|为名|名义|为诱饵)|冒充|(?:骗子|不法分子|诈骗分子|嫌疑人)(?:会|常|常常|往往|就|则)?(?:说|称|以|通过|发布|发送|诱导)"
)
_SPEAKING = pattern(r"(?:said|says|wrote|claimed|claims|told|tweeted|posted|commented|according to)\b")
_OWN = pattern(
    r"(?:我|我们|咱|咱们|本人|小编|个人|在下|笔者|俺|\bi|\bwe)(?:也|都|还|就|曾|个人|只|只想|想|要|再|必须|不得不)?$"
)
_END = pattern(r"[。!?\n]|\.(?=\s|$)|$")
_SOFT_END = pattern(r"[。!?;\n]|\.(?=\s|$)|$")


@dataclass(frozen=True, slots=True)
class Span:
    """Folded characters [start, end) in another's voice; `kind` is quote, title, reported, repost or hashtag."""

    start: int
    end: int
    kind: str


def spans(folded: str) -> tuple[Span, ...]:
    """All such stretches, in the order in which `quoted` asks: marks first, then what the words around say."""
    return tuple(
        span
        for kind, found in (
            ("quote", _found(_QUOTES, folded)),
            ("title", _found(_TITLES, folded)),
            ("repost", _found(_REPOSTS, folded)),
            ("reported", _reported(folded)),
            ("hashtag", _found(_HASHTAGS, folded)),
        )
        for span in (Span(start, end, kind) for start, end in found)
    )


def _found(pattern: re.Pattern[str], folded: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(folded))


def _reported(folded: str) -> Iterator[tuple[int, int]]:
    for match in _SAYING.finditer(folded):
        if not _own(folded, match.start()):
            yield match.end(), _until(_END, folded, match.end())
    for match in _TRICKS.finditer(folded):
        yield match.start(), _until(_SOFT_END, folded, match.end())
    for match in _SPEAKING.finditer(folded):
        if not _own(folded, match.start()) and not folded[match.start() - 1 : match.start()].isalpha():
            yield match.end(), _until(_SOFT_END, folded, match.end())


def _until(end: re.Pattern[str], folded: str, start: int) -> int:
    found = end.search(folded, start)
    return found.start() if found else len(folded)


def _own(folded: str, start: int) -> bool:
    """Whether the account itself speaks: "we said", "I think"."""
    return _OWN.search(folded[max(0, start - 12) : start].rstrip()) is not None
