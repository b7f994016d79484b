"""Hostile words of one text that are meant: said in the account's own voice, at somebody, and not talked about.

The lexicon `abuse` names its groups by class and condition: `-answer` counts only in what is said to a person, `-word`
and `-name` only when aimed at somebody, `-glee` only beside a disaster, `scorn-` only when two meet in a short text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from plumbline.text.lexicon import Hit
from plumbline.text.reading import Reading

LEXICON = "abuse"
NEAR_DISASTER = 40
"""Characters around a word of joy in which a disaster makes it mockery."""
SHORT_ANSWER = 14
"""An answer of at most so many characters says its ordinary insult to the one who asked, with or without "you"."""
BRIEF_ANSWER = 60
"""An answer of at most so many characters speaks to the one who asked; in a longer one a "you" must be near."""
LONG_ANSWER = 120
"""An answer of more characters is read like a post."""
SHORT_POST = 280
"""Longest text in which two weak words of contempt are an attack."""

_YOU = re.compile(r"你|妳|您|尔等|汝|阁下|楼主|某些人|有些人|\b(?:you|your|ur|u)\b")
_YOU_THERE = re.compile(r"(?:你|妳)(?!好)|某些人|有些人|\b(?:you|your|ur|u)\b")
_AIMED = re.compile(
    r"(?:你们?|妳|某些人|有些人)(?:他妈)?(?:就|真|才|可|还|都|也|简直|果然|分明|不过|怕)*(?:是|这|那|个|帮|群|些|种"
    r"|只|条|头|堆|一|当代|大|老|死|臭|小|等)*$"
)
_VOCATIVE = re.compile(r"^(?:们|东西|玩意)?[,!。:~ ]{1,2}(?:你|给我|滚|闭嘴|看清楚|听好|听着|醒醒)")
_SPARED = re.compile(
    r"(?:(?:(?<!还)不是|别说|别再说|不要说|谁说|不等于|并非|不会是|不该叫|不要叫|别叫|拒绝|不当|别当|不要当|不做"
    r"|别做)[^,。!?;\n]{0,6}|骂(?!我)(?!.*我们)[^,。!?;\n]{0,3})$"
)
_MET = re.compile(r"(?:变成|沦为|成为|防|谨防|警惕|远离|识破|遇到|碰到|揭穿|觉得|像个?|当成?)[^,。!?;\n]{0,6}$")
_COURTESY = re.compile(
    r"您好|请|感谢|谢谢|抱歉|对不起|致歉|欢迎|建议您|拨打|咨询|依法|规定|办理|核实|祝|please|thank|sorry|welcome"
)
_SELF = re.compile(
    r"(?:我|咱|小编|官微君|官微|小微|小官|自己)(?:们)?(?:真|就|可|也|都|真的|这个|实在)*(?:是|像|个|这|一)*(?:个|只"
    r"|条)?$"
)
_THING = re.compile(
    r"^(?:桶|箱|袋|站|车|分类|处理|清运|短信|邮件|电话|信息|儿童|患|症|学|科|医院|病院|卫生|人士|者|器|反应|变量"
    r"|瓜子|面|般|相机|动物|行骗|团伙|套路|集团|窝点|案|罪|的套路|的手法|的谎)"
)
_SCORNFUL_SIGN = re.compile(r"[🙄💩🖕🤡🤮]|\[(?:鄙视|白眼|吐|呵呵|抠鼻|挖鼻|哼)\]")
_SPEAKER = re.compile(
    r"(?:网友|网民|游客|市民|业主|当事人|司机|男子|女子|对方|乘客|顾客|店主|老板|骗子|同学|孩子|家长|评论|有人|他"
    r"|她|对方|弹幕)们?(?:\d)?:[^。\n]*$"
)
_DENIED_GLEE = re.compile(
    r"(?:不|别|勿|切莫|莫|绝非|难言|何谈|不是|没有什么|不必|禁止|严禁|不要|不该|不应|忌|避免|少)[^,。!?;\n]{0,4}$"
)
_RELIEF = re.compile(
    r"救|抓获|落网|归案|破获|脱险|扑灭|平安|演习|演练|解除|防治|防控|康复|治愈|出院|清零|抗击|抗疫|战胜|重建|复工"
    r"|安全|rescue|saved|recover|survivor"
)


@dataclass(frozen=True, slots=True)
class Hostility:
    """Words found and the class they belong to; `plain` where they need no context to be what they are."""

    start: int
    end: int
    kind: str
    plain: bool


def hostilities(reading: Reading) -> tuple[Hostility, ...]:
    """All hostile words that are meant, by start."""
    hits = [hit for hit in reading.hits(LEXICON) if hit.group in _CONDITIONS]
    meant = [hit for hit in hits if _CONDITIONS[hit.group](reading, hit) and _own_voice(reading, hit)]
    return tuple(
        Hostility(hit.start, hit.end, _kind(hit), hit.group in _PLAIN)
        for hit in meant
        if not hit.group.startswith("scorn") or _enough(reading, meant)
    )


def courteous(reading: Reading) -> bool:
    """Whether an answer has the words of an ordinary official one, which a model of raw comments does not know."""
    return _COURTESY.search(reading.folded) is not None or len(reading.folded) > LONG_ANSWER


def spoken_of(reading: Reading) -> bool:
    """Whether the text reports, judges, advises on or explains hostile words rather than using them."""
    return bool(reading.hits(LEXICON, "about-answer" if reading.is_answer else "about"))


def misleading(reading: Reading) -> bool:
    """Whether the text holds harmless words that a model takes for abuse: the waste bin, the stray dog, the cheat."""
    return bool(reading.hits(LEXICON, "innocent"))


def loudness(reading: Reading) -> int:
    """How many of the lexicon's words stand in the text at all, meant or not; disaster and context words left out."""
    return sum(
        hit.group in _CONDITIONS and not hit.group.startswith(("dead", "scorn")) for hit in reading.hits(LEXICON)
    )


def _kind(hit: Hit) -> str:
    kind = hit.group.partition("-")[0]
    return "insult" if kind == "scorn" else kind


def _own_voice(reading: Reading, hit: Hit) -> bool:
    first, last = reading.sentence(hit.start)
    if reading.is_foreign(hit.start, hit.end) or _SPEAKER.search(reading.folded[first : hit.start]):
        return False
    if not spoken_of(reading):
        return True
    if reading.is_answer:
        spoken = reading.hits(LEXICON, "about-answer")
        return not any(first <= word.start < last and word.end != hit.end for word in spoken)
    return False


def _always(reading: Reading, hit: Hit) -> bool:
    return not _SPARED.search(_before(reading, hit))


def _in_answer(reading: Reading, hit: Hit) -> bool:
    if not reading.is_answer or not _always(reading, hit):
        return False
    first, last = reading.sentence(hit.start)
    return len(reading.folded) <= BRIEF_ANSWER or _YOU.search(reading.folded[first:last]) is not None


def _aimed(reading: Reading, hit: Hit) -> bool:
    """An ordinary word is an insult when it is said of "you": straight in a post, in the same sentence of an answer."""
    before, after = _before(reading, hit), reading.folded[hit.end : hit.end + 8]
    if any(spared.search(before) for spared in (_SPARED, _MET, _SELF)) or _THING.search(after):
        return False
    if _AIMED.search(before) or _VOCATIVE.search(after):
        return True
    if not reading.is_answer:
        return False
    if len(reading.folded.strip()) <= SHORT_ANSWER or _SCORNFUL_SIGN.search(reading.folded):
        return True
    first, last = reading.sentence(hit.start)
    return hit.group != "insult-name" and _said_to(reading.folded[first:last], hit.start - first)


def _said_to(sentence: str, place: int) -> bool:
    """Whether "you" stands close enough to be meant."""
    return _YOU_THERE.search(sentence[max(0, place - 10) : place + 10]) is not None


def _beside_disaster(reading: Reading, hit: Hit) -> bool:
    if _DENIED_GLEE.search(_before(reading, hit)):
        return False
    first, last = hit.start - NEAR_DISASTER, hit.end + NEAR_DISASTER
    if _RELIEF.search(reading.folded, max(0, first), last):
        return False
    return any(first <= word.start < last for word in reading.hits(LEXICON, "disaster"))


def _in_short_text(reading: Reading, hit: Hit) -> bool:
    return len(reading.folded) <= SHORT_POST and _always(reading, hit)


def _before(reading: Reading, hit: Hit) -> str:
    return reading.folded[max(0, hit.start - 14) : hit.start]


def _enough(reading: Reading, meant: list[Hit]) -> bool:
    """Two words of contempt, one of them for people, in an English text."""
    scorn = [hit for hit in meant if hit.group.startswith("scorn")]
    people = any(hit.group == "scorn-people" for hit in scorn)
    return people and len({hit.term for hit in scorn}) > 1 and reading.language == "en"


_PLAIN = ("insult", "hostile", "mockery", "accusation", "threat", "slur", "dead")
_CONDITIONS: dict[str, Callable[[Reading, Hit], bool]] = {
    **dict.fromkeys(_PLAIN, _always),
    **dict.fromkeys((f"{kind}-answer" for kind in _PLAIN), _in_answer),
    "insult-word": _aimed,
    "insult-name": _aimed,
    "dead-glee": _beside_disaster,
    "scorn-people": _in_short_text,
    "scorn-weak": _in_short_text,
}
