"""Sources in the words of reporters: 据…报道, …报道称, （…社）, 新华社北京电, …记者从; and accounts named with an @."""

from collections.abc import Iterator

from plumbline.provenance.credit_names import (
    LONGEST,
    Spelled,
    body_in,
    is_medium,
    is_organ,
    is_private,
    named_in,
    trimmed,
)  # fmt: skip
from plumbline.text.patterns import pattern

_VERB = (
    r"(?:报道|报导|消息|通报|介绍|统计|披露|透露|公布|发布|数据|通告|公告|测定|评估|监测|获悉|了解|预测|电(?=[,，讯\s]))"
    r"(?!中心|总站|站|局|台|员|会|厅|栏目|系统|平台|网|社|报)"
)
_REPORT = pattern(
    rf"(?<![依数证收占票单论凭图盘拮契割窃字照片])据(?P<name>[^,。:;!?、\n()\[\]【】据]{{1,40}}?)"
    rf"(?:的|最新|官方|综合)*(?P<verb>{_VERB})"
)
_SEVERAL = pattern(
    rf"(?<![依数证收占票单论凭图根])据(?P<names>[^,。:;!?\n()\[\]【】据、]{{2,20}}(?:、[^,。:;!?\n()\[\]【】据、]{{2,20}}){{1,4}}?)"
    rf"(?:\d{{1,2}}日|综合|等)*(?P<verb>{_VERB})"
)
_BARE = pattern(r"(?<![根依数证收占票单论凭图盘])据(?P<name>@?[^,。:;!?、\n()\[\]【】据]{2,40}?)\s?[,:]")
_HEARSAY = pattern(r"(?:网传|传闻|坊间|小道消息|朋友圈|微信群|自媒体|网络传|网上|网友爆料|网络消息|网络爆料|群里|群友)")
_CITIZEN = pattern(r"据(?P<name>(?:知情)?网友[^,。\n]{0,12}?)(?:爆料|透露)")
_VAGUE = pattern(
    r"了解|悉|此|称|说|介绍|统计|不完全|初步|我们|我所|他|她|其|记者|目前|当地(?!报)|现场|相关|有(?:关|人|网友|媒体)|最新|权威|外媒|"
    r"媒体|多家|国外|境外|海外|知情|目击|业内|专家|民警|警方|办案|家属|网友|报[道导]|消息|该|公司|可靠|官方|内部|前方|公开|调查|测算|预测|分析|"
    r"气象(?:部门|条件)|天气|群众|市民|村民|居民|店主|业主|学校|医生|院方|校方|一些|以往|往年|历史|监控|视频|聊天|判决|文件|公告|通知|上述|"
    r"本(?:报|台|网|社|次|案|局|所|站|地)|各地|全国各|\d|经验|民间|传|估|推|数据|.{0,8}媒体|.媒|国家规定|法律|合同|规定|要求|计划|安排"
)
_VAGUE_END = pattern(
    r"(?:媒体|外媒|日媒|美媒|英媒|韩媒|港媒|俄媒|人士|专家|群众|网友|民警|负责人|发言人|工作人员|医生|家属|目击者)$"
)
_LAW = pattern(
    r"《[^》]{0,60}(?:法|条例|办法|规定|意见|通知|方案|纲要|决定|预案|细则|标准|指南|规划|公告|通告|规则|准则|协定|条约)[^》]{0,12}》|第.{1,6}[条款章]"
)
_SAID_OF = pattern(r"^.{0,24}(?:介绍|透露|了解)$")
_SAYS = pattern(r"(?:报道|报导|刊文|刊发|电)(?:称(?![赞道呼])|说|,|:|指出)|记者(?:从|\d{1,2}日从|获悉|昨日从|今日从)")
_SUBJECT = pattern(
    r"(?:^|[\s,。;!?、#】)(:…])(?P<name>(?:[a-z]{2,10} ){0,2}[^\s,。;!?、#】)(:…据获被]{2,16}?)"
    r"(?:(?:当地时间|北京时间)?\d{1,2}[月日号]?\d{0,2}日?|昨[日天]|今[日天]|早些时候|援引.{0,10}|消息)*$"
)
_BRACKET = pattern(r"[(【\[](?P<inside>[^()\[\]【】\n]{2,40})[)\]】]")
_BEFORE, _AFTER = (
    "。!?…\"”#】~↓.)' \n～",
    pattern(r"\s*(?:$|\n|https?:|[(\[#]|原图|网页链接|\.{3}展开|\S{1,20}的(?:微博|秒拍)视频)"),
)
_BLANK = pattern(r"\s")
_DATELINE = pattern(
    r"(?:^|[\n】(。!?:]|#\s?)\s{0,3}(?P<name>[\u4e00-\u9fffa-z]{2,10}[社报网台])(?:[\u4e00-\u9fff/·、]{0,12}?(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)?[^\n,。]{0,14}?(?:电|讯)(?=[\s,:()]|$)"
)


def reports(spelled: Spelled) -> Iterator[tuple[int, int, bool]]:
    """Bounds of names in "according to" and "reports", in plain text, with whether it is hearsay."""
    text = spelled.plain
    if "据" in text:
        for found in _REPORT.finditer(text):
            yield from _reporter(text, *found.span("name"), found["verb"])
        for found in _CITIZEN.finditer(text):
            yield *found.span("name"), True
        for found in _SEVERAL.finditer(text):
            yield from ((*bounds, False) for bounds in named_in(text, *found.span("names")) if _is_body(text, bounds))
        for found in _BARE.finditer(text):
            yield from _bare(text, *found.span("name"))
    for found in _SAYS.finditer(text):
        subject = _SUBJECT.search(text, max(0, found.start() - 32), found.start())
        if subject and is_medium(subject["name"]) and not _VAGUE.match(subject["name"]):
            yield *subject.span("name"), False


def agencies(spelled: Spelled) -> Iterator[tuple[int, int]]:
    """Bounds of media named in brackets beside the text, and in a dateline."""
    text = spelled.plain
    for found in _BRACKET.finditer(text):
        if _stands_apart(text, found.start(), found.end()):
            yield from _media(text, *found.span("inside"))
    if "电" in text or "讯" in text:
        for found in _DATELINE.finditer(text):
            if is_medium(found["name"]) and not found["name"].startswith("本"):
                yield found.span("name")


def _reporter(text: str, start: int, end: int, verb: str) -> Iterator[tuple[int, int, bool]]:
    while text[start] in " @":
        start += 1
    name = text[start:end]
    if _HEARSAY.match(text, start):
        yield start, end or start, True
    if not name or _VAGUE.match(name) or _VAGUE_END.search(name) or _LAW.search(name):
        return
    first, last = trimmed(text, start, _until_blank(text, start, end))
    spoken = verb in ("介绍", "透露", "了解", "获悉")
    body = body_in(text[first:last])
    if body and (not spoken or len(body) == last - first):
        yield first, first + len(body), False
    elif not spoken and verb in ("报道", "报导") and 2 < last - first <= LONGEST:
        yield first, last, False


def _bare(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    name = text[start:end]
    if _HEARSAY.match(name) and end - start < 12:
        yield start, end, True
    if _VAGUE.match(name) or _LAW.search(name):
        return
    first, last = trimmed(text, start, _until_blank(text, start, end))
    if name.startswith("@") or (last - first >= 3 and is_organ(text[first:last])) or is_medium(text[first:last]):
        yield first, last, False


def _until_blank(text: str, start: int, end: int) -> int:
    """Where a name ends before a blank; a Latin one may hold blanks."""
    while start < end and text[start] in " @":
        start += 1
    blank = None if text[start : start + 1].isascii() else _BLANK.search(text, start, end)
    return blank.start() if blank else end


def _is_body(text: str, bounds: tuple[int, int]) -> bool:
    name = text[slice(*bounds)]
    return (is_organ(name) or is_medium(name)) and not _VAGUE.match(name)


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a bracket closes or opens a text or a paragraph, rather than explaining a word within a sentence."""
    return start == 0 or text[start - 1] in _BEFORE or _AFTER.match(text, end) is not None


def _media(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in named_in(text, start, end):
        if is_medium(text[first:last]) and not is_private(text[first:last]):
            yield first, last
