"""Homes of people named in a text: addresses finer than a town that the words around make somebody's dwelling."""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.text.lexicon import Hit
from plumbline.text.number_holders import NAME, SURNAMES
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

BEFORE, AFTER = 45, 14
_HOUSE_LIKE = pattern(
    r"[室户房号单幢栋组队社屯lrh-](?:(?<=\d[室户房])|(?<=\d[a-z][室户房])|(?<=单)元"
    r"|(?<=[一二三四五六七八九十\d]号)|(?<=号)楼|(?<=[幢栋])"
    r"|(?<=-)\d{3}|(?<=[组队社屯])[\d一二三四五六七八九十]|(?<=l)iv(?:e|ing)|(?<=r)esid|(?<=h)ome address)"
)
"""What every address of the lexicon contains: most texts need not be searched for its words."""
_START = pattern(r"[一-鿿a-z\d()-]{0,24}$")
_CUE = pattern(
    r".*(?:家住址?|住址|现住址?|居住地?[在于址]?|住在|租住[在于]?|暂住[在于]?|住于|地址|户籍所?在?地?址?|户主|住|位于|老家|家在|系|是|在|到|往|为)[:为是在于]?"
)
_COMMON = "王李张刘陈杨赵周吴徐孙胡朱何郭罗梁宋郑谢韩唐冯董曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
"""Surnames that seldom begin another word."""
_SOMEONE_AFTER = pattern(
    rf"(?:(?:的|[( :])?(?:业主|住户|居民|户主|村民|租客|房主)[:( ]?(?:[{_COMMON}][一-鿿]{{1,2}})"
    rf"|(?:的|[( :])(?:[{_COMMON}][一-鿿]{{1,2}}))"
    rf"|(?:的|的?(?:业主|住户|居民|户主|村民|租客|房主))[{SURNAMES}][一-鿿]{{1,2}}(?=[来到于在去请至本前已因是同家系,。;:)(\s]|$)"
    r"|[的,:( ]{0,2}[一-鿿](?:某|先生|女士|大爷|大妈|阿姨|奶奶|爷爷|老人|婆婆|师傅|家[,。])"
)
_SOMEONE_BEFORE = pattern(
    rf"(?:^|[\s,、;:|(\d.。\]】])(?:(?:{NAME})(?:[\s,:(|、]{{1,2}}|(?=[男女住]|家住|现住|户籍|租住|暂住))"
    r"|[一-鿿]{1,3}(?:先生|女士|某{1,2}|大爷|大妈|阿姨|奶奶|老人|同学)[\s,:(|、]{0,2})(?:[男女][\s,、|]{0,2})?"
    r"(?:\d{1,3}岁?[\s,、|]{0,2})?(?:[一-鿿]{1,3}族[\s,、|]{0,2})?[一-鿿\d*:]{0,24}$"
    r"|[一-鿿]某{1,2}[\s,:(|、]{0,2}[一-鿿\d*:]{0,24}$"
)
_NAMED_BEFORE = pattern(
    rf"(?:^|[\s,、;:|(\d.。\]】户人员者民生长子童妇])(?!.?某|.某|常住|居住|户籍|祖籍|家住|年|月)(?:{NAME})[^。;\n]{{0,24}}$"
)
_OUTRIGHT = frozenset(("家庭住址", "家庭地址", "户籍地址", "home address"))
_ABSTRACT = pattern(r"[一-鿿](?:公司|中心|局|所|店|厂|馆|学校|医院|银行)[一-鿿]{0,6}$")


@dataclass(frozen=True, slots=True)
class Home:
    """Folded characters [start, end) of a home's address; `sure` where somebody is said to live there."""

    start: int
    end: int
    sure: bool


def homes(reading: Reading) -> Iterator[Home]:
    """All homes of one text."""
    if not _HOUSE_LIKE.search(reading.folded):
        return
    reach = 0
    for hit in sorted(_addresses(reading), key=lambda hit: (hit.start, -hit.end)):
        found = _home(reading, hit)
        if found is not None and found.start >= reach:
            reach = found.end
            yield found


def _addresses(reading: Reading) -> Iterator[Hit]:
    fine = reading.hits("privacy", "home")
    yield from fine
    if fine or reading.hits("privacy", "label"):
        yield from reading.hits("privacy", "house")


def _home(reading: Reading, hit: Hit) -> Home | None:
    first, last = reading.sentence(hit.start)
    near = [other for other in reading.hits("privacy") if first <= other.start < min(last, hit.end + AFTER)]
    said = [other for other in near if other.group == "residence" and _is_home_word(reading, hit, other)]
    head = reading.folded[max(first, hit.start - BEFORE) : max([hit.start, *(other.start for other in said)])]
    if hit.group == "house" and not (_NAMED_BEFORE.search(head) or any(other.term in _OUTRIGHT for other in said)):
        return None
    known = _SOMEONE_BEFORE.search(head) is not None or _SOMEONE_AFTER.match(reading.folded, hit.end) is not None
    person = known or any(other.group == "person" for other in near)
    premises = [other for other in near if other.group == "premises" and other.start < hit.end]
    plain = any(other.term in _OUTRIGHT for other in said)
    if said and (person or plain or not premises):
        start = _first(reading, hit)
        return Home(start, hit.end, sure=person) if person or plain or hit.group == "home" else None
    if hit.group == "home" and known and not premises and not _office_word(head):
        return Home(_first(reading, hit), hit.end, sure=False)
    return None


def _is_home_word(reading: Reading, hit: Hit, word: Hit) -> bool:
    """Whether a word of dwelling stands before the address and is not a company's seat."""
    return hit.start - BEFORE <= word.start < hit.end and reading.folded[word.end : word.end + 1] != "所"


def _office_word(head: str) -> bool:
    return _ABSTRACT.search(head) is not None or "地址" in head


def _first(reading: Reading, hit: Hit) -> int:
    """Where the address begins: after the word that introduces it."""
    if hit.term.startswith("\\b"):
        return hit.start
    head = _START.search(reading.folded, max(0, hit.start - BEFORE), hit.start)
    begin = head.start() if head else hit.start
    cue = _CUE.match(reading.folded, begin, hit.end)
    return cue.end() if cue and cue.end() < hit.end else begin
