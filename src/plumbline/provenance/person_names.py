"""Names of people beside an office or a verb of speech, and of places, where they can be told without a lexicon."""

from dataclasses import dataclass

from plumbline.text.patterns import pattern

REACH = 12
"""Characters around a place in which a name that holds it begins and ends."""
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温俞章鲁葛柳岳齐梅庄涂"
    "沙麦游诸甄聂祁窦茅柏云费岑倪滕殷毕乐卞康伍元卜穆湛臧庞纪舒屈项祝阮蓝闵席季娄危童盛刁骆樊凌霍虞柯房缪宗杭洪吉钮邢裴荣翁荀"
    "羊惠曲封储靳富焦牧隗谷车宓蓬班仰秋仲伊宫宁仇栾甘厉戎景詹幸司韶薄印怀蒲卓蔺屠池乔阴胥苍闻莘党翟贡劳姬申扶冉宰雍桑桂牛寿燕"
    "冀尚晏柴瞿慕茹习艾易慎戈衡耿弘匡寇禄阙欧沃蔚隆巩厍晁勾敖融冷辛阚简饶]"
)
_OFFICE = (
    "书记|市长|县长|区长|省长|镇长|乡长|局长|主任|部长|厅长|院长|校长|处长|所长|科长|会长|队长|站长|主席|总理|委员|教授|医生|民警"
    "|庭长|政委|馆长|店主|船长|机长|司机|茶农|果农|农户|农民|渔民|教师|老师|护士|队员|选手|负责人|发言人"
    "|同志|先生|女士|经理|专家|村民|市民|记者|代表"
)
_SPEECH = "表示|指出|强调|介绍|主持|出席|致辞|讲话|率队|调研|要求|透露|告诉|认为|说"
_GIVEN = "[^\\W\\da-z的了在是可以全都常和与及就也很天日们一不心注到要有说去过让把被]"
_DOUBLE = "诸葛|欧阳|司马|上官|夏侯|慕容|司徒|令狐|皇甫|尉迟|公孙|东方"
_PERSON = pattern(
    rf"(?:{_OFFICE})(?P<behind>(?:{_DOUBLE}|{_SURNAME})[\u4e00-\u9fff]{{1,2}}?)(?=一行|[等,，。、;；\s]|{_SPEECH})"
    rf"|(?<![\u4e00-\u9fff])(?P<before>{_SURNAME}[\u4e00-\u9fff]{{1,2}}?)(?={_SPEECH})"
    rf"|(?:{_OFFICE})(?P<plain>{_SURNAME}{_GIVEN}{{2}})"
    r"|\b(?:Mayor|Minister|President|Governor|Secretary|Director|Dr|Mrs|Mr|Ms|Chief|Professor|Commissioner|Inspector)"
    r"\.? (?P<english>[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15})?)"
)
_PLACE = pattern(
    r"(?P<place>[\u4e00-\u9fff]{2}(?<![我全本该各城超都地小社校农乡街景园片辖])(?:省|市|县|区|乡|镇|村))(?![场民委长域级内])"
)
_BODY = pattern(r"(?P<body>[\u4e00-\u9fff]{2,4}[处科司股室])(?=[处科司股主]|工作人员|表示|介绍)")
_REACH_OF = pattern(r"(?P<section>[\u4e00-\u9fff]{2}(?<![时阶路地波频片分手])段)")
_FULL = pattern(r"\b(?P<full>[A-Z][a-z]{1,15} [A-Z][a-z]{1,15})\b")
_OUR = frozenset("我全本该各")

_KINDS = (("person", _PERSON), ("place", _PLACE), ("body", _BODY), ("place", _REACH_OF), ("person", _FULL))


@dataclass(frozen=True, slots=True)
class Named:
    """Characters [start, end) are a name; `kind` is person or place."""

    start: int
    end: int
    kind: str
    name: str


def named(text: str, start: int, end: int) -> Named | None:
    """The name that the characters [start, end) are part of; an empty stretch is part of none."""
    if start >= end or end - start > REACH * 2:
        return None
    for kind, expression in _KINDS:
        for match in expression.finditer(text, max(0, start - 2 * REACH), end + REACH):
            group = match.lastgroup or ""
            first, last = match.span(group)
            if first <= start and end <= last and _OUR.isdisjoint(match[group]):
                return Named(first, last, kind, match[group])
    return None
