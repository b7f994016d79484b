"""How often reactions to a post say the very same words, among a fixed number of texts that say something at all.

Duplicates are common where nobody cheats: buttons that write the text, hashtags, fans who agree on a slogan. So texts
that a platform fills in, that take part in something, that repeat the post or its hashtag are left out, the number of
texts is fixed (the rate grows with it), and what comes out is to be compared with the account's own other posts.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from plumbline.text.fold import fold
from plumbline.text.patterns import pattern

LEAST = 4
"""Letters, digits or Han characters that a text must have to count."""
_NEAR, _NEAR_LENGTH = 80, 8
_DEFAULTS = frozenset(
    (
        "转发微博", "转发此微博", "转发了微博", "快转微博", "轻转发", "分享图片", "分享视频", "分享链接",
        "图片评论", "网页链接", "微博视频", "谢谢分享", "哈哈哈哈",
        "repost", "reposted", "retweet", "shared", "sharedapost", "thanks", "thankyou",
    )
)  # fmt: skip
_CHAIN = pattern(r"//\s*@.*|(?:回复|reply to)\s*@[^:\uff1a]*[:\uff1a]", re.DOTALL | re.IGNORECASE)
_NAMED = pattern(r"@[^\s,\uff0c\u3002:\uff1a!\uff01?\uff1f@#]+")
_EMOTICON = pattern(r"\[[^\[\]]{1,12}\]")
_HASHTAG = pattern(r"#([^#\s][^#]{0,60})#|#(\w+)")
_LINK = pattern(r"https?://\S+")
_TAKES_PART = pattern(
    r"(?i)我(?:们)?(?:已经?|也|正在|刚刚?)*(?:参与|参加|报名|投票|签到|打卡|助力|承诺|接力|完成)|(?:已|来|每日|今日)(?:参与|签到|打卡)|"
    r"打卡第?\d|i(?:'ve| have)? (?:just )?(?:joined|voted|signed|pledged|taken part|took part)"
)
_NUMBER = pattern(r"\d{5,}")


@dataclass(frozen=True)
class Said:
    """One reaction: its text and who said it (a keyed hash; None: not known)."""

    text: str
    actor: str | None = None


@dataclass(frozen=True)
class Repeats:
    """Of `texts` reactions with words of their own, `exact_pm` permille repeat another word for word, `near_pm` all but
    word for word; `often`: the repeated texts that may be shown, with the times they were used."""

    texts: int
    exact_pm: int
    near_pm: int
    often: tuple[tuple[str, int], ...] = ()


def core(text: str) -> str:
    """What is compared: folded letters, digits and Han characters of what the person wrote; "" where that says nothing.

    The chain of a shared post, names, hashtags, links and emoticons do not count.
    """
    own = text
    for left_out in (_CHAIN, _LINK, _NAMED, _EMOTICON, _HASHTAG):
        own = left_out.sub(" ", own)
    letters = "".join(char for char in fold(own).text if char.isalnum())
    return "" if len(letters) < LEAST or letters in _DEFAULTS else letters


def own_words(
    said: Iterable[Said], post: str, common: Collection[str] = (), cores: Mapping[str, str] | None = None
) -> list[tuple[str, Said]]:
    """The reactions whose text is neither filled in, nor takes part in something, nor stands in the post, nor is
    `common` to the account's posts; with their cores, each person's repetition of a text once, in the order given.

    `cores`: of each text, if they are known already.
    """
    whole = "".join(char for char in fold(post).text if char.isalnum())
    tags = {_letters(tag) for tag in hashtags(post)}
    kept: dict[tuple[str, str], tuple[str, Said]] = {}
    for number, each in enumerate(said):
        words = core(each.text) if cores is None else cores[each.text]
        if not words or words in common or words in whole or _takes_part(each.text, tags):
            continue
        kept.setdefault((words, each.actor or f"#{number}"), (words, each))
    return list(kept.values())


def hashtags(text: str) -> list[str]:
    """The hashtags of a text, without their signs."""
    return [first or second for first, second in _HASHTAG.findall(text)]


def repeats(words: Sequence[tuple[str, Said]], number: int, *, shown: int = 3, unknown: int = 20) -> Repeats | None:
    """Repeats among `number` texts drawn evenly over `words` (in order of time); None where there are fewer.

    A text may be shown if `shown` different people, or `unknown` of whom nothing is known, used it: without names.
    """
    if len(words) < number:
        return None
    drawn = [words[at * len(words) // number][0] for at in range(number)]
    exact = number - len(set(drawn))
    return Repeats(len(words), exact * 1000 // number, _near(drawn) * 1000 // number, _often(words, shown, unknown))


def without_names(text: str) -> str:
    """A text that many people used, without names, links and long numbers, on one line."""
    own = _LINK.sub("", _CHAIN.sub("", text))
    return " ".join(_NUMBER.sub("…", _NAMED.sub("@…", own)).split())[:60]


def _takes_part(text: str, tags: set[str]) -> bool:
    return bool(_TAKES_PART.search(text)) or any(_letters(tag) in tags for tag in hashtags(text))


def _letters(text: str) -> str:
    return "".join(char for char in fold(text).text if char.isalnum())


def _near(drawn: Sequence[str]) -> int:
    """Texts of eight characters or more that are, but for a fifth of them, like another of different wording."""
    import numpy as np
    from rapidfuzz import fuzz, process

    long = [text for text in drawn if len(text) >= _NEAR_LENGTH]
    if len(long) < 2:
        return 0
    alike = process.cdist(long, long, scorer=fuzz.ratio, score_cutoff=_NEAR, dtype=np.uint8) > 0
    differ = np.array([[one != other for other in long] for one in long])
    return int((alike & differ).any(axis=1).sum())


def _often(words: Sequence[tuple[str, Said]], shown: int, unknown: int) -> tuple[tuple[str, int], ...]:
    times = Counter(word for word, _ in words)
    people = Counter(word for word, each in words if each.actor is not None)
    least: dict[str, str] = {}
    for word, each in words:
        clean = without_names(each.text)
        least[word] = min(least.get(word, clean), clean)
    open_to_all = [word for word in times if people[word] >= shown or times[word] >= unknown]
    ranked = sorted(open_to_all, key=lambda word: (-times[word], word))[:10]
    return tuple((least[word], times[word]) for word in ranked)
