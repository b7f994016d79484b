"""Personal views on an official account: opinions, verdicts of taste, sides taken, quarrels and guesses of a person.

Method: the text is searched for the forms of a private view (lexicon `opinion`): set phrases that declare it, a first
person singular that thinks or takes sides, verdicts on films, stars, teams and brands, on politicians and candidates,
on courts, quarrels with media and netizens, speculation. Words in another's voice (quotations, headlines, speakers,
other persons as subject) do not count. In a text of at most `longest_signs` characters without a word of an office the
words of groups `judge` and `sting` count too: with a subject of taste or politics, a first person and the tone of talk
they must sum to `signs`. A text longer than `longest` characters, a comment column, or a mere "I think" in a text of
more than `longest_thought` is a `hint` (unless a paragraph stands apart from notices): an essay, or an interview whose
quotation marks are missing.

Blind spots: views without such a form; irony; interviews printed without any mark of who speaks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Hit
from plumbline.text.patterns import pattern
from plumbline.text.private_voice import beside_notice, formal, own, voiced
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("hint",)
LEXICONS = ("opinion",)
MODELS = ("emotion",)

_COLUMN = pattern(
    r"锐评|微评|快评|短评|时评|评论员|人民日报评论|夜读|读者|来信|来稿|投稿|作文|征文|信箱|专访|访谈|对话|口述|"
    r"演讲|影评|书评|——一|辩论赛|辩题|反面教材|被通报|editorial|column|op-ed"
)
_WEAK = ("judge", "sting")
_SORTS = {"judge": "form", "sting": "taste"}
_SIGNS = (
    pattern(
        r"电影|片子|[这那某]部|剧|综艺|歌|演员|[男女]主|演技|导演|编剧|评[审委]|冠军|选秀|春晚|小品|球队|国足|"
        r"男足|女排|裁判|主裁|教练|[主客]队|足球|球员|"
        r"手机|国产|牌子|品牌|车|奶茶|火锅|餐厅|[这那]家|店|景区|月饼|粽子|豆腐脑|[中西]医|转基因|房[价子]|股市|"
        r"油价|专家|媒体|记者|网友|大妈|大爷|年轻人|"
        r"外地人|老人|[男女]人|女孩|单身|丁克|彩礼|婚|生孩子|二胎|同性|议员|总统|首相|候选人|党|大选|选举|提案|"
        r"政策|规定|法律|判|法官|官司|死刑|战争|打仗|"
        r"俄|乌克兰|美国|日本|西方|老师|医生|公司|明星|偶像|游戏|小说|作家|诗|画|建筑|大学|学历|退休|高铁|航空|"
        r"快递|外卖|骑手|保险|直播|网红|博主|相声|段子|苹果|发布会|设计|点球|判罚|女星|男星|偶像|话题|热搜|歌曲|"
        r"菜|火锅|医院|学校|小区|养狗|凶手|案|英语|教育|考公|"
        r"动画|票价|门票|门户|app|系统|logo"
    ),
    pattern(
        r"\b(?:movie|film|show|song|album|band|team|refs?|referee|coach|phone|brand|place|restaurant|food|burger|"
        r"actor|singer|party|mayor|senator|"
        r"president|minister|government|election|judges?|trial|verdict|jury|war|press|media|journalists|strikers|"
        r"art|logo)\b"
    ),
    pattern(r"我|本人|俺|老子|\b(?:imo|i|honestly|tbh|me)\b"),
    pattern(
        r"[吗吧呢啊啦嘛呗][?!。,~]|[吗吧呢啊啦嘛呗]$|\?\?|!!|💩|🤮|🙄|呵呵|真的|就是|简直|也太|全是|都是|肯定|"
        r"绝对|居然|竟然|千万|算了|什么破|又来"
    ),
)
"""Subjects of taste and politics, a first person, the tone of talk: one point each."""
_THINKING = ("think", "guess")


@dataclass(frozen=True)
class Params:
    """Lengths (characters) up to which a form, and a mere "I think", is taken for the account's own view."""

    longest: int
    longest_thought: int
    longest_signs: int
    signs: int
    signs_per_mille: int


@dataclass(frozen=True)
class Facts:
    """What sort of view, and the words."""

    sort: str
    words: str


def wants(params: Params) -> Wants:
    """Texts with a form of a private view, or that the model finds emotional."""
    return Wants(LEXICONS, {"emotion": params.signs_per_mille})


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag for all forms in the account's own voice."""
    own_hits = [hit for hit in reading.hits("opinion") if own(reading, hit.start, hit.end)]
    hits = [hit for hit in own_hits if hit.group not in _WEAK]
    if not hits and _weighs(reading, own_hits, params):
        hits = own_hits
    if not hits:
        return [_whole(reading)] if not own_hits and _weighs(reading, [], params) else []
    marks = tuple(reading.mark(hit.start, hit.end) for hit in hits)
    facts = {"sort": _SORTS.get(hits[0].group, hits[0].group), "words": marks[0].quote}
    if _essay(reading, hits, params):
        return [Flag(marks, "hint", "low", facts)]
    return [Flag(marks, None, "high" if any(hit.group == "form" for hit in hits) else "medium", facts)]


def _essay(reading: Reading, hits: list[Hit], params: Params) -> bool:
    thought = all(hit.group in _THINKING for hit in hits)
    limit = params.longest_thought if thought else params.longest
    if _COLUMN.search(reading.folded):
        return True
    return len(reading.folded) > limit and not any(beside_notice(reading, hit.start) for hit in hits)


def _weighs(reading: Reading, hits: list[Hit], params: Params) -> bool:
    """Whether weak signs of a short text sum to a view."""
    moved = reading.score("emotion") >= params.signs_per_mille
    if not (hits or moved) or len(reading.folded) > params.longest_signs or formal(reading.folded):
        return False
    if _COLUMN.search(reading.folded):
        return False
    words = {group: {hit.term for hit in hits if hit.group == group} for group in _WEAK}
    points = sum(2 * bool(terms) + (len(terms) > 1) for terms in words.values())
    text = voiced(reading)
    points += moved + sum(sign.search(text) is not None for sign in _SIGNS)
    return points >= params.signs + (not hits)


def _whole(reading: Reading) -> Flag:
    mark = reading.mark(*reading.sentence(0))
    return Flag((mark,), None, "medium", {"sort": "taste", "words": mark.quote})
