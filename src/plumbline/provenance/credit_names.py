"""Names in credits: where a name begins and ends, and whether it is a medium, an organ, a private voice, or nothing.

Texts are read in a form of the same length as the original (`plain`), so that every offset is one of the original.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from plumbline.text.fold import fold_table
from plumbline.text.patterns import pattern

LONGEST = 36
"""A credit of more characters is a sentence."""

_OPENING, _CLOSING = " \u3000\t@\"'“”‘「『《〈:>—-·~", " \u3000\t\"'“”’」』:,;.~—-·"
_AHEAD = pattern(
    r"(?:综合整理自|综合自|综合|转载自|转自|来自|摘自|原载|据)(?=.)"
    r"|(?:微信公众号|官方微信|微信|公众号|新浪微博|官方微博|微博|抖音号?|快手号?|视频号|头条号|小红书|b站)(?=[\s@:“\"「《])"
)
_BEHIND = pattern(
    r"\s?(?:全媒体|融媒体|首席|特约|见习|实习|前方)?(?:记者|通讯员|评论员).{0,36}$|(?:综合)?报道$|消息$|整理$|,?侵删$|的?微博$|(?<=社)电$|(?:\d{1,2}月)?\d{1,2}日.{0,8}$|(?:援引|引述|援引自).{0,36}$"
)
_SPLIT = pattern(r"[、/|&+,;(”」]|\s+|(?<=[社报网台局委厅院办部闻心府])(?:以?及|和|与)(?=[^\s,]{2})")
_NOISE = pattern(
    r"责编|责任编辑|编辑|编审|编校|记者|通讯员|作者|审核|审签|校对|监制|值班|主编|初审|复审|终审|一审|二审|三审|"
    r"图[片源文/:]|图$|摄影|摄$|视频(?!号)|剪辑|制图|设计|版权|侵|如有|转载|转发|请|时间|日期|发布时间|点击|阅读|关注|声明|仅供|"
    r"联系|原标题|标题|文案|海报|播音|统筹|策划|部分|编译|综合$|网页链接|http|\d{4}[-年./]|\d{1,2}[:月日]|不明|未知|不详|"
    r"境外|本土|本地$|[本我](?:报|台|网|社|站|刊|号)|总台$|总台央视$|同上|以上|原创|自制|自采|内部"
)
_MEDIUM = pattern(
    r"[^:,。!?据\s]{0,16}?(?:..社|.报|..网|..电视|[^平后柜月窗舞阳讲站灶吧前]台|频道|央视频|新闻|传媒|客户端|周刊|杂志|在线|融媒|"
    r"融媒体中心|融媒体|资讯|头条|快讯|观察|财经|电讯|之声|发布|通讯|评论|视界|播报)"
    r"(?:app|网|版|海外版|客户端|官网|官微|官方微博|微博|微信|微信公众号|公众号|视频号)?"
    r"|(?:央视|央广|新华|中新)[\u4e00-\u9fff]{0,3}|(?:cctv|cgtn).{0,8}|.{0,30}(?:news|times|post|press|herald|tribune|journal|gazette|daily|"
    r"reuters|chronicle|guardian|telegraph|observer|radio|magazine|weekly|bbc|cnn|afp|ap)"
)
_NO_MEDIUM = pattern(
    r".*(?:旅行社|合作社|供销社|报社大院|出版社|互联网|官网|电网|路网|管网|水网|渔网|局域网|物联网|外网|内网|上网|全网|入网|"
    r"平台|海报|喜报|捷报|汇报|(?<!青)年报|周报告?|月报|简报|通报|预报|举报|申报|填报|上报|情报|警报|(?<!挑)战报|回报|公报|速报|直报|"
    r"发布会|天气播报|正式发布|联合发布|统一发布|最新发布|今日发布|近日发布|刚刚发布|权威发布|社会|社区|公社|村社)"
)
_ORGAN = (
    r"(?:人民政府|政府|政府网|官方网站|官网|网站|公安局|局|委员会|卫健委|[教发工科纪监政国宣]委|委|厅|署|法院|检察院|研究院|科学院|医院|"
    r"[教国外交财商民安水农卫]部|司法部|卫生部|劳动省|外务省|国防部|指挥部|部门|新闻办公室|办公室|新闻办|国新办|管委会|街道办|居委会|"
    r"村委会|协会|联合会|总工会|工会|红十字会|委|中心|监测网|台网|大学|学院|中学|小学|学校|研究所|派出所|公司|集团|航空|银行|"
    r"支队|总队|大队|中队|海关|边检站|车站|机场|领馆|领事馆|大使馆|使馆|世卫组织|组织|警方|交警|消防|平台|警察局|馆|"
    r"气象台|天文台|电视台|交易所|路透社|通讯社|[新美法朝韩俄塔莎合共华社联]社|[日晚早时午青年商邮市导]报|[\u4e00-\u9fff]{2}网(?!站)|新闻|发布|热线|客户端)"
)
_ORGANS = pattern(_ORGAN)
_WHOLE = pattern(rf"(?:.{{1,36}})?{_ORGAN}")
_PRIVATE = pattern(
    r"网友|自媒体|朋友圈|微信群|qq群|微信好友|群[友聊主]|网传|网上流传|网络(?:传|流传|爆料|消息|红人|主播|作家)|博主|up主|大[vV]$|主播|网红|"
    r"(?:抖音|快手|微博|小红书|b站|知乎|头条|微信)(?:用户|网友|达人|博主|作者)|爆料|传言|传闻|小道消息|坊间|知乎|贴吧|论坛|匿名|路人|业主群|(?:交流|工作|粉丝|同学|读者)群|"
    r"某(?:人|君|群|博主|网友)|私信|个人(?:微博|微信|公众号|账号|主页|空间)|^(?:公开)?(?:网络|互联网|网上)(?:综合|整理|素材|资料|图文|公开资料|搜集|收集|转载|截图|视频)?$|^(?:抖音|快手|小红书|微博|微信|b站|哔哩哔哩|头条|短视频平台?)$|"
    r"(?:netizen|internet|whatsapp|wechat group|tiktok user|reddit|a friend|social media)"
)
_HINTS = pattern(
    r"网友|自媒体|朋友圈|(?:微信|qq|业主|交流|工作|粉丝|同学|读者|某)群|群[友聊主里]|网传|网上|网络|互联网|博主|up主|大[vV]|主播|网红|"
    r"爆料|传言|传闻|小道消息|坊间|知乎|贴吧|论坛|匿名|路人|某人|某君|私信|个人|抖音|快手|小红书|微博|微信|b站|哔哩|头条|短视频|"
    r"netizen|internet|whatsapp|wechat|tiktok|reddit|a friend|social media"
)
"""One of these stands in every name that `is_private`, and in every hearsay."""
_HOUSES = pattern(r"(?:论坛(?:报|杂志)|网友之家)|.*(?:社|报|局|委|办|厅)$")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as written and, character for character, in plain form."""

    text: str
    plain: str


@cache
def _same_length() -> dict[str, str]:
    return {chr(point): to for point, to in fold_table().mapping.items() if to is not None and len(to) == 1}


def plain(text: str) -> str:
    """The text in one width, case and script variant, character for character."""
    return _plain_name(text) if len(text) <= LONGEST else _plain(text)


@lru_cache(maxsize=16_384)
def _plain_name(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    table = _same_length()
    for char in _to_change().intersection(text):
        text = text.replace(char, table[char])
    return text


@cache
def _to_change() -> frozenset[str]:
    return frozenset(_same_length())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the name in plain [start, end): without marks, words that lead to it, and reporters; may be empty."""
    start = _past(text, start, end)
    ahead = _AHEAD.match(text, start, end)
    start = _past(text, ahead.end() if ahead else start, end)
    behind = _BEHIND.search(text, start, end)
    end = behind.start() if behind else end
    while end > start and (text[end - 1] in _CLOSING or (text[end - 1] == "》" and "《" not in text[start:end])):
        end -= 1
    return start, end


def named_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Bounds of every name in a list of names; what follows the first line of notes (editor, date) is left out."""
    for number, (first, last) in enumerate(_pieces(text, start, end)):
        first, last = trimmed(text, first, last)
        piece = text[first:last]
        if not piece or _NOISE.match(piece):
            if piece or number:
                return
            continue
        if len(piece) > LONGEST or (number and not (is_medium(piece) or is_organ(piece) or is_private(piece))):
            return
        yield first, last


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    latin = text[start : start + 1].isascii()
    for cut in _SPLIT.finditer(text, start, end):
        if latin and cut[0].isspace():
            continue
        yield start, cut.start()
        start = cut.end()
        latin = text[start : start + 1].isascii()
    yield start, end


@lru_cache(maxsize=16_384)
def is_medium(name: str) -> bool:
    """Whether a plain name looks like a news medium, or like an account that publishes."""
    return _MEDIUM.fullmatch(_bare(name)) is not None and _NO_MEDIUM.fullmatch(_bare(name)) is None


@lru_cache(maxsize=16_384)
def is_organ(name: str) -> bool:
    """Whether a plain name ends as names of bodies do."""
    return _WHOLE.fullmatch(_bare(name)) is not None


def body_in(name: str) -> str:
    """The beginning of a plain name up to the last word that ends a body's name; empty if there is none."""
    ends = [found.end() for found in _ORGANS.finditer(name)]
    return name[: ends[-1]] if ends and ends[-1] > 2 else ""


def is_private(name: str) -> bool:
    """Whether the words of a plain name say hearsay, a private person's account, or merely "the internet"."""
    return _PRIVATE.search(name) is not None and _HOUSES.match(name) is None


def may_be_private(text: str) -> bool:
    """Whether a plain text may hold a name that `is_private`, or a hearsay; quick, and often no."""
    return _HINTS.search(text) is not None


def _past(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _OPENING:
        start += 1
    return start


def _bare(name: str) -> str:
    return name.replace("《", "").replace("》", "")
