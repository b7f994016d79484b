"""Who feels and thinks in a sentence: the person at the keyboard, somebody reported, or people at large."""

import re
from collections.abc import Iterator

from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

_HEADLINES = pattern(r"【[^】]{0,80}】")
_SPEAKER = pattern(r"\s*([^\s:,。!?;]{1,14}[^\s:,。!?;\d]|@[^:\n]{1,30}?) ?:(?!/)")
_MINE = pattern(
    r"心情|感受|吐槽|日常|日记|今日|今天|今晚|我|本人|结论|总结|评价|一句话|分享|ps|打卡|状态|真心话|碎碎念"
)
_OTHERS = pattern(
    r"他们?|她们?|网友|女子|男子|女孩|男孩|女生|男生|小伙|老人|学生|家长|市民|群众|粉丝|医生|护士|民警|战士|队员|"
    r"球迷|观众|患者|孩子|"
    r"妈妈|爸爸|爷爷|奶奶|旅客|乘客|司机|店主|居民|村民|游客|用户|考生|当事人|男友|丈夫|妻子|母亲|父亲|被告|原告|"
    r"某|有人|人们|"
    r"\bhe\b|\bshe\b|\bthey\b|\bresidents?\b|\bpeople\b|\bmany\b"
)
_AT_LARGE = pattern(
    r"你|您|大家|同学们|朋友们|小伙伴|怎么办|如何|的人|的时候|时,|如果|当你|是否|是不是|会不会|(?<!不)容易|症状|"
    r"表现|心理|抑郁症|患者|人群|"
    r"有些人|很多人|不少人|年轻人|打工人|上班族|家长|专家|研究|可能是|原因|缓解|建议|\byou\b|\byour\b|\bif\b|"
    r"\bpeople\b"
)
_RELAYED = pattern(
    r"喊着?|喊道|写下|写着|写道|留言|对.{1,6}说|唱着?|吐槽称?|直呼|感叹|感慨|哭诉|哭着|念叨|自称|坦言|called|titled|"
    r"(?:ruled|argued|heard|held|found) that|alleg"
)
_SINGULAR = pattern(
    r"(?<![自唯忘大])我(?!们|为|国|市|省|区|县|局|州|院|校|军|方|党|所|队|处|站|台|馆|镇|乡|村|部|委|厅|办|署|"
    r"中心|支队|大队|街道|社区|单位|"
    r"辖区|驻|航天|科学家|海军|空军|陆军|外交|家乡|司|会)|本人|老子|老娘|本宝宝|人家|\bi\b|\bmy\b|\bme\b"
)
_OFFICE = pattern(
    r"您|请(?!假|客|吃)|贵(?:方|单位|公司)|广大|市民|群众|居民|村民|同学们|朋友们|小伙伴|大家|"
    r"全[市县区省国镇州](?!都)|我[市县区省局院校镇州]|"
    r"本[市县区省局院校]|[局厅署委](?=[,。:]|获悉|介绍|回复)|办理|公告|通知|通报|发布|提醒|温馨|[她他]说|缉毒|"
    r"主犯|获刑|被判|被拘|开庭|落网|抓获|案件|探访|【|[“”「]|微博视频|时段|攻略|指南|收藏|转发(?!这)|转起|别信|"
    r"骗局|新生活|课堂|大熊猫|朱鹮|出壳|一线|边防|天气|文明|别再|请勿|切勿|警方|民警|消防|交警|队员|干部|职工|"
    r"(?<!庆)祝|致敬|"
    r"工作人员|志愿|为民|咨询|热线|窗口|讲座|专家|记者|来源|欢迎|报名|推荐|如何|怎么办|你(?!是)|我们|误区|偏见|"
    r"谣言|辟谣|言论|防范|警惕|"
    r"责任|政府|部门|单位|公益|本报|法庭|人民|英雄|烈士|祖国|中国|医护|小编|展览|展出|馆|开幕|首映|上映|主题|故事|"
    r"讲述|项目|获奖|辩题|"
    r"\b(?:we|our|ours|us|your?|please|council|residents?|officers?|police|department|county|city|staff|services?|"
    r"said|says|"
    r"community|register|join|visit|deputies|firefighters|crews?|helpline|inspectors?|volunteers?|admits|he added|"
    r"support line|public|consultation|exhibition|library|film festival)\b"
)
_SUBJECTS = pattern(
    r"专家|记者|中国|法庭|人民|故事|主题|上映|首映|馆|项目|政府|部门|我们(?!认为|支持|反对|将)|大家|如何|"
    r"(?<!市)局|\b(?:public|film|library|us)\b"
)
_STRANGERS = pattern(
    r"网友|女子|男子|女孩|男孩|女生|男生|小伙|老人|学生|家长|粉丝|医生|护士|战士|乘客|司机|店主|游客|用户|考生|"
    r"当事人|丈夫|妻子|(?<!老)[父母]亲|爷爷|"
    r"奶奶|被告|原告|某|有人|人们|孩子|环卫|外卖员|老师|[男女]方|夫妻|\b(?:residents?|people|many|man(?! alive)|"
    r"woman|pupils?|students?)\b"
)
_NOTICE = pattern(
    r"会议|推进会|座谈|街道|乡镇|全[市县区省]|[市县区省][^,。]{0,8}[局委办厅站台]|据[^,。]{2,20}(?:介绍|消息|"
    r"通报)|公告|发布|负责人|部署|"
    r"\b(?:council|county|office|residents|department|officers|city|mayor|services?|meeting|works)\b"
)
NEAR = 12
NOTICE = 40
"""Characters that a notice has at least."""


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


def voiced(reading: Reading) -> str:
    """The folded text with everything in another's voice and all headlines blanked: same length, same places."""
    text = _HEADLINES.sub(lambda match: " " * len(match[0]), reading.folded)
    for span in reading.spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def official(text: str) -> bool:
    """Whether folded text has a word of an office: it speaks to its public, of its work or of itself as a body."""
    return _OFFICE.search(text) is not None


def formal(text: str) -> bool:
    """The same for a text about public matters, whose mere subjects do not make it official."""
    return official(_SUBJECTS.sub(" ", text))


def of_others(text: str) -> bool:
    """Whether folded text tells of other persons before a first person singular speaks."""
    stranger, first_person = _STRANGERS.search(text), _SINGULAR.search(text)
    return stranger is not None and (first_person is None or stranger.start() < first_person.start())


def beside_notice(reading: Reading, start: int) -> bool:
    """Whether the paragraph at `start` stands apart from a matter-of-fact one: a slip in the midst of a notice."""
    first, last = _paragraph(reading.folded, start)
    rest = (reading.folded[:first], reading.folded[last:])
    return any(len(part) > NOTICE and _NOTICE.search(part) for part in rest) and not _NOTICE.search(
        reading.folded, first, last
    )


def _paragraph(text: str, start: int) -> tuple[int, int]:
    last = text.find("\n", start)
    return text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last


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
