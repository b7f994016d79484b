"""Names of sources: what is the same source written otherwise (澜州日报社, @澜州日报, 澜州日报客户端).

Compared are keys: the folded name, letters and digits only. What is not known to be harmless stays in the key, so
that a readers' group (澜州日报读者群) is not the newspaper.
"""

from collections.abc import Iterator
from functools import lru_cache

from plumbline.text.fold import fold, is_letter
from plumbline.text.patterns import pattern

SHORTEST = 2
"""A key of fewer letters is no name."""

_CHANNELS = (
    "(?:新浪微博|腾讯微博|微博|微信公众平台|微信公众号|微信订阅号|微信服务号|微信视频号|视频号|微信|公众平台|公众号|订阅号|服务号|"
    "今日头条号|今日头条|头条号|抖音号|抖音|快手号|快手|百家号|b站|哔哩哔哩|小红书号|小红书|新闻客户端|手机客户端|客户端|app|"
    "门户网站|官方网站|新闻网站|网站|官网|官微|官博|账号|帐号)"
)
_AHEAD = pattern(
    "(?:(?:稿件|文章|信息|内容|图文|新闻|资料|消息)?来源|稿源|来自|转自|转载自|转载|摘自|原载|综合|据|(?:官方)?"
    + _CHANNELS
    + ")+"
)
_BEHIND = pattern(
    rf"(?:(?:官方)?{_CHANNELS}|官方号?|电子版|数字报|电子报|编辑部|消息|报道|供稿|第?[a-z]?\d{{1,3}}版|"
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?<=[报刊])讯|(?<=[社])电|(?<=[报刊志])社|(?<=[报社台府局厅委院办])网)$"
)
_REPORTER = pattern(
    r"(?P<house>.{2,}?)(?:全媒体|融媒体|首席|特约|见习|实习|本报|驻[\u4e00-\u9fff]{2,4})*(?:记者|通讯员|评论员|特派员)"
    r"(?:[\s、,;:]*[\u4e00-\u9fff]{2,4}){0,4}"
)
_GROUPS = "群吧圈会坛友站家迷部社团队"


def key(name: str) -> str:
    """A name for comparing: folded, without blanks, marks, brackets and emoji."""
    return "".join(letter for letter in fold(name).text if is_letter(letter) or letter.isdecimal())


@lru_cache(maxsize=16_384)
def keys(name: str) -> tuple[str, ...]:
    """Keys under which a name may be listed: as it stands first, then with less and less of what may stand round it."""
    return tuple(dict.fromkeys(_keys(name)))


def _keys(name: str) -> Iterator[str]:
    plain = fold(name).text
    for spelled in (plain, *_without_reporter(plain)):
        whole = key(spelled)
        ahead = _AHEAD.match(whole)
        bare = whole[ahead.end() :] if ahead else whole
        yield from (form for start in dict.fromkeys((whole, bare)) for form in _shorter(start))


def _shorter(whole: str) -> Iterator[str]:
    """The key, and what is left when words of platforms, desks and dates are taken from its end one by one."""
    while len(whole) >= SHORTEST:
        yield whole
        found = _BEHIND.search(whole)
        if not found:
            return
        whole = whole[: found.start()]


def _without_reporter(plain: str) -> Iterator[str]:
    """The house of a reporter: 澜州日报 of “澜州日报记者 某某”; nothing where readers or a club are meant."""
    found = _REPORTER.fullmatch(plain)
    if found and plain[-1] not in _GROUPS:
        yield found["house"]
