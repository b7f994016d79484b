"""Who feels and thinks in a sentence: the person at the keyboard, somebody reported, or people at large."""

import re
from collections.abc import Iterator

from plumbline.text.reading import Reading

_HEADLINES = re.compile(r"【[^】]{0,80}】")
_SPEAKER = re.compile(r"\s*([^\s:,。!?;]{1,14}[^\s:,。!?;\d]|@[^:\n]{1,30}?) ?:(?!/)")
_MINE = re.compile(
    r"心情|感受|吐槽|日常|日记|今日|今天|今晚|我|本人|结论|总结|评价|一句话|分享|ps|打卡|状态|真心话|碎碎念"
)
_OTHERS = re.compile(
    r"他们?|她们?|网友|女子|男子|女孩|男孩|女生|男生|小伙|老人|学生|家长|市民|群众|粉丝|医生|护士|民警|战士|队员|球迷|观众|患者|孩子|"
    r"妈妈|爸爸|爷爷|奶奶|旅客|乘客|司机|店主|居民|村民|游客|用户|考生|当事人|男友|丈夫|妻子|母亲|父亲|被告|原告|某|有人|人们|"
    r"\bhe\b|\bshe\b|\bthey\b|\bresidents?\b|\bpeople\b|\bmany\b"
)
_AT_LARGE = re.compile(
    r"你|您|大家|同学们|朋友们|小伙伴|怎么办|如何|的人|的时候|时,|如果|当你|是否|是不是|会不会|(?<!不)容易|症状|表现|心理|抑郁症|患者|人群|"
    r"有些人|很多人|不少人|年轻人|打工人|上班族|家长|专家|研究|可能是|原因|缓解|建议|\byou\b|\byour\b|\bif\b|\bpeople\b"
)
_RELAYED = re.compile(
    r"喊着?|喊道|写下|写着|写道|留言|对.{1,6}说|唱着?|吐槽称?|直呼|感叹|感慨|哭诉|哭着|念叨|自称|坦言|called|titled|"
    r"(?:ruled|argued|heard|held|found) that|alleg"
)
_SINGULAR = re.compile(
    r"(?<![自唯忘大])我(?!们|为|国|市|省|区|县|局|州|院|校|军|方|党|所|队|处|站|台|馆|镇|乡|村|部|委|厅|办|署|中心|支队|大队|街道|社区|单位|"
    r"辖区|驻|航天|科学家|海军|空军|陆军|外交|家乡|司|会)|本人|老子|老娘|本宝宝|人家|\bi\b|\bmy\b|\bme\b"
)
NEAR = 12


def own(reading: Reading, start: int, end: int) -> bool:
    """Whether [start, end) is said in the account's own voice and of itself."""
    if reading.is_foreign(start, end) or _within(_HEADLINES, reading.folded, start, end):
        return False
    before = reading.folded[reading.sentence(start)[0] : start]
    return not (_spoken(before) or _of_others(before) or _RELAYED.search(before[-NEAR:]))


def at_large(reading: Reading, start: int) -> bool:
    """Whether the sentence speaks to the reader or of people in general."""
    first, last = reading.sentence(start)
    return _AT_LARGE.search(reading.folded, first, last) is not None


def singular(reading: Reading, start: int) -> bool:
    """Whether the sentence has a first person who is not an office."""
    first, last = reading.sentence(start)
    return _SINGULAR.search(reading.folded, first, last) is not None


def persons(reading: Reading) -> Iterator[int]:
    """Where a first person singular speaks for the account and of itself alone."""
    for match in _SINGULAR.finditer(reading.folded):
        if own(reading, *match.span()) and not at_large(reading, match.start()):
            yield match.start()


def _within(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return any(match.start() <= start and end <= match.end() for match in pattern.finditer(text))


def _spoken(before: str) -> bool:
    """A name and a colon open the sentence, as in subtitles: 医生:我…"""
    speaker = _SPEAKER.match(before.rpartition("】")[2])
    return speaker is not None and _MINE.search(speaker[1]) is None


def _of_others(before: str) -> bool:
    clause = re.split(r"[,。!?;\n]", before)[-1]
    others = list(_OTHERS.finditer(clause))
    return bool(others) and _SINGULAR.search(clause, others[-1].end()) is None
