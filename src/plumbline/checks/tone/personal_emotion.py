"""Private mood and private life on an official account: moods, fan talk, intimacies, posts meant for another account.

Method: the text is searched for what a person says among friends (lexicon `emotion`): moods, complaints about work,
fan talk, intimacies; variant `wrong_account`: meals, family, wishes to win a prize draw, texts that apps make to be
shared; variant `gibberish`: a short post of nothing but meaningless letters. Words in another's voice (quotations,
headlines, speakers, other persons as subject) and sentences about people in general do not count. A text of at most
`longest_felt` characters with a first person singular is also a mood if the model `emotion` gives `felt_per_mille`
(`answer_per_mille` for answers) or more. A text of at most `longest_signs` characters without a word of an office is a
mood if the model gives `signs_per_mille` and its weak signs (a first person, private persons and scenes, feelings,
interjections, the model's score) sum to `signs`. Variant `hint`: such words in a text of more than `longest`
characters (`longest_unsigned` without a first person singular; not where a private paragraph stands between notices),
or `hint_per_mille` from the model alone.

Blind spots: moods told in pictures, lyrics or hints; long essays in the first person (only a hint); feelings that an
office shares with its city.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Hit
from plumbline.text.patterns import pattern
from plumbline.text.private_voice import at_large, beside_notice, of_others, official, own, persons, singular, voiced
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("wrong_account", "gibberish", "hint")
LEXICONS = ("emotion",)
MODELS = ("emotion",)

_SPOKEN = ("mood", "work", "fan", "intimacy")
_MISPLACED = ("private_life",)
_STRAY = ("mix_up", "wish", "share")
_TO_SOMEBODY = ("intimacy", "fan", *_STRAY)
"""Kinds that may well contain the word you."""
_RISES = (600, 750, 900)
"""Scores of the model at which the sum rises by one."""
_POINTS = {"self": 1, "person": 2, "scene": 1, "feeling": 1, "cry": 2, "tone": 1}
"""What one sign of a kind weighs; a second one of the same kind adds one."""
_SIGNS = {
    "self": pattern(r"我|俺|本宝宝|劳资|\b(?:i|my|me|myself)\b"),
    "person": pattern(
        r"[我咱][妈爸哥弟姐妹娘爷奶]|[我咱]家|老[妈爸公婆]|媳妇|男朋友|女朋友|男友|女友|对象|闺蜜|室友|舍友|前任|"
        r"婆婆|丈母娘|岳母|公公|女儿|闺女|儿子|"
        r"娃|小家伙|小朋友|老母亲|老父亲|姐妹|家人们|宝子|兄弟们|集美|宝宝|宝贝|同桌|死党|主子|毛孩子|狗子|猫咪?|"
        r"爱豆|我担|本命|他俩|暗恋|"
        r"一家[三四]口|娘家|初恋|亲爱的|哥哥|男神|女神|偶像|同事|"
        r"\b(?:mom|mum|dad|boyfriend|girlfriend|husband|wife|hubby|bf|gf|ex|crush|roommate|flatmate|sister|"
        r"brother|bestie|bff|"
        r"cat|dog|puppy|kitten|daughter|son|toddler|baby|babe|him|her|he|she|mother-in-law|grandma|nan|boss)\b"
    ),
    "scene": pattern(
        r"被窝|枕头|宿舍|[上下加]班|周[末一五]|今[晚早天]|昨[晚天]|明天|凌晨|半夜|深夜|熬夜|通宵|[追刷看]剧|健身|"
        r"火锅|烧烤|奶茶|外卖|快递|减肥|体重|工资|房贷|房租|"
        r"合租|相亲|分手|约会|演唱会|门票|年假|请假|闹钟|起床|赖床|午睡|泡面|咖啡|电影|游戏|地铁|早八|期末|论文|"
        r"科目[二三]|考研|上岸|彩票|购物车|剁手|自拍|"
        r"头发|发型|美甲|口红|裙子|包包|搬家|装修|纪念日|领导|老板|甲方|开会|一整天|材料|放假|假期|回家|做饭|洗碗|"
        r"[做梦][梦见到]|感冒|[胃牙头]疼|嗓子|"
        r"生日|蛋糕|失恋|花呗|大结局|追完|马甲线|早高峰|蹦极|电梯里|快乐水|配速|体重秤|小龙虾|螺蛳粉|麻辣烫|"
        r"黑眼圈|发际线|挂科|ddl|毕设|情人节|盲盒|宿醉|蹦迪|零食|甜品|夜宵|啤酒|手机|楼上|隔壁|一个人|单身|考试|"
        r"排队|堵车|花光|[抢买没]到票|没抢到|新歌|专辑|直播|"
        r"\b(?:mondays?|weekend|tonight|last night|bed|coffee|wine|pizza|gym|netflix|tickets?|front row|date|"
        r"wedding|birthday|rent|"
        r"payday|traffic|shift|work|concert|hair|shoes|dress|diet|hangover|episode|season finale|engaged|morning|"
        r"midnight|3 ?am|homework|"
        r"exam|nap|couch|sofa|pajamas|chocolate|ice cream|fries|brunch|new phone|breakup|alone|lasagne|pasta|"
        r"burger|home|day ever|flight|airport|beach|drinks?)\b"
    ),
    "feeling": pattern(
        r"(?:好|太|超|真|很|巨|贼|特别|有点|快|要|真是|好想|真想|也太)(?:累|困|烦|丧|饿|馋|冷|热|气|酸|甜|爽|疼|"
        r"痛|慌|难|惨|香|想|爱|美|帅|可爱|崩|疯|炸|吃|喝|懒)|"
        r"[累困饿气热冷笑哭馋疼烦吓][死瘫哭懵晕趴成到]|爆炸|炸了|崩溃|崩了|吃土|想哭|哭了|再也[不没吃]|[这好]没用|"
        r"[浪嗨爽漫]死|喂了狗|废了|犯困|睁不开|求老天|没合眼|无语|装死|迟到|清空|爆棚|心跳|昏倒|崩溃|又没|"
        r"[,。]烦$|[哼呜]$|什么运气|塌房|加鸡腿|淋湿|落枕|闪了腰|五味杂陈|犒劳|馋|好帅|心都化|想家|酷刑|抓地|"
        r"哭笑不得|退货|罪过|比不上|不干了|"
        r"起不来|睡过头|忍不住|鼻子一酸|流泪|眼泪|泪流|想[他她你家]|爱了|心动|失眠|睡不着|没睡|好想|"
        r"不想[动起说上去回面活干]|受不了|服了|裂开|麻了|开心|幸福|难过|难受|委屈|心疼|骄傲|后悔|尴尬|社死|上头|"
        r"好吃|好喝|绝了|满足|治愈|快乐|想[吃喝睡回]|"
        r"期待|激动|孤独|寂寞|空虚|无聊|暴躁|烦躁|焦虑|迷茫|羡慕|嫉妒|心累|心酸|心碎|舍不得|舒服|可惜|倒霉|疲惫|"
        r"泪崩|怀疑人生|一贫如洗|空落落|不敢|没味道|想摔|飞起|没有?一个人|没人[爱疼管记陪]|腿软|好梦里|快去买|"
        r"笑出|饿着|掉了|湿了|挤得|真香|等了|爱你|头大|没心情|破防|"
        r"\b(?:cry(?:ing)?|cried|tears|faint|shaking|tired|exhausted|sleepy?|asleep|love|hate|happy|happiest|sad|"
        r"bored|boring|hungry|starving|"
        r"excited|can[''’]?t (?:wait|believe|stop|even|deal|sleep|cope)|obsessed|dying|dead|die|miss|missing|"
        r"lonely|stressed|heartbroken|hungover|"
        r"laughing|perfect|delicious|jealous|annoyed|annoying|angry|scream(?:ing)?|sobbing|proud|so good|yes!|"
        r"done|happiest|over it|need|want|wish|"
        r"favou?rite|best|worst|embarrass(?:ed|ing)|regret|broke|nervous|freaking out|curl up|bawled|regrets?|"
        r"kill me|great start|job|lost|missed|spilled|ruined|hurts?|luck|craving|dumped|help|classy)\b"
    ),
    "cry": pattern(
        r"呜呜|啊啊啊|嘤嘤|救命|绝绝子|yyds|awsl|唧唧|\b555+|[😭😩😡🤮😢🥺😍🥰😤💔]|哈哈哈|嘿嘿|嘻嘻|走起|走一个|"
        r"嗨嗨|<3|唉|哎呀|天呐|妈呀|我的天|卧槽|我靠|家人们谁懂|谁懂啊|"
        r"\b(?:omg+|ugh+|lol|lmao|wtf|smh|fml|aww+|yay+|argh+|sigh|literally|omfg|nooo+|whyyy*|sooo+|ffs)\b"
    ),
    "tone": pattern(
        r"[啊呀啦嘛哇噢喔哦耶咯惹捏吧呢](?=[,。!?~.\s…]|$)|!!|~|\.\.|真的|居然|竟然|终于|刚刚?|\b(?:so|just|still|"
        r"finally|really)\b"
    ),
}
_LINKS = pattern(r"https?://\S+|@\S+|#[^#\n]+#|\[[^\]\n]{1,6}\]")
_NONSENSE = pattern(r"[a-z;',./\[\]\\ -]{5,40}")
_VOWELS = pattern(r"[aeiou]")


@dataclass(frozen=True)
class Params:
    """Thresholds of the model (per mille) and the lengths up to which words alone are enough."""

    longest: int
    longest_unsigned: int
    longest_felt: int
    felt_per_mille: int
    answer_per_mille: int
    hint_per_mille: int
    longest_signs: int
    signs_per_mille: int
    signs: int


@dataclass(frozen=True)
class Facts:
    """What sort of slip, and the words."""

    sort: str
    words: str


def wants(params: Params) -> Wants:
    """Texts with a private word, or that the model finds emotional."""
    alone = params.hint_per_mille
    return Wants(
        LEXICONS,
        {"emotion": min(alone, params.felt_per_mille, params.signs_per_mille)},
        {"emotion": min(alone, params.answer_per_mille, params.signs_per_mille)},
    )


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag for moods, one for what was meant for another account, else gibberish, else a hint."""
    if nonsense := _gibberish(reading):
        return [nonsense]
    hits = [
        hit for hit in reading.hits("emotion") if hit.group in _SPOKEN + _MISPLACED + _STRAY and _private(reading, hit)
    ]
    sure = any(singular(reading, hit.start) for hit in hits)
    if hits and len(reading.folded) > (params.longest if sure else params.longest_unsigned):
        hits, essay = [hit for hit in hits if sure and beside_notice(reading, hit.start)], hits
        if not hits:
            return [_flag(reading, essay, "hint", "low")]
    return list(_by_sort(reading, hits)) or list(_signs(reading, params)) or list(_felt(reading, params))


def score(reading: Reading, params: Params) -> int:
    """The model's score; what is flagged for more than a hint lies above all that is not."""
    likely = reading.score("emotion")
    found = any(flag.variant != "hint" for flag in find(reading, params))
    return 500 + likely // 2 if found else likely * 499 // 1000


def _private(reading: Reading, hit: Hit) -> bool:
    if not own(reading, hit.start, hit.end):
        return False
    return hit.group in _TO_SOMEBODY or not at_large(reading, hit.start)


def _by_sort(reading: Reading, hits: list[Hit]) -> Iterator[Flag]:
    for variant, groups in (("wrong_account", _STRAY), (None, _SPOKEN), ("wrong_account", _MISPLACED)):
        mine = [hit for hit in hits if hit.group in groups]
        if mine:
            yield _flag(reading, mine, variant, "high" if singular(reading, mine[0].start) else "medium")
            return


def _flag(reading: Reading, hits: list[Hit], variant: str | None, confidence: str) -> Flag:
    marks = tuple(reading.mark(hit.start, hit.end) for hit in hits)
    return Flag(marks, variant, confidence, {"sort": hits[0].group, "words": marks[0].quote})


def _felt(reading: Reading, params: Params) -> Iterator[Flag]:
    """What only the model finds: a mood where a first person speaks in few words, else a hint."""
    floor = params.answer_per_mille if reading.is_answer else params.felt_per_mille
    if reading.language == "en":  # an office that says I, or loves its town, is common in English
        floor = params.hint_per_mille
    if (score := reading.score("emotion")) < min(floor, params.hint_per_mille):
        return
    person = next(persons(reading), None) if len(reading.folded) <= params.longest_felt else None
    if person is not None and score >= floor and not official(reading.folded):
        yield _of_model(reading, person, None, "medium")
    elif score >= params.hint_per_mille:
        yield _of_model(reading, 0, "hint", "low")


def _signs(reading: Reading, params: Params) -> Iterator[Flag]:
    """A mood by many weak signs in a short text."""
    if len(reading.folded) > params.longest_signs or official(reading.folded):
        return
    rare = {hit.term for hit in reading.hits("emotion", "sign")}
    score = reading.score("emotion")
    text = voiced(reading)
    if (not rare and score < params.signs_per_mille) or of_others(text):
        return
    found = {kind: set(expression.findall(text)) for kind, expression in _SIGNS.items()}
    kinds = any(found.values())
    points = sum(_POINTS[kind] * bool(words) + (len(words) > 1) for kind, words in found.items()) + min(len(rare), 2)
    points += sum(score >= rise for rise in _RISES)
    if kinds and points >= params.signs + (not (found["self"] or found["person"] or rare)):
        yield _of_model(reading, 0, None, "medium")


def _of_model(reading: Reading, start: int, variant: str | None, confidence: str) -> Flag:
    mark = reading.mark(*reading.sentence(start))
    return Flag((mark,), variant, confidence, {"sort": "mood", "words": mark.quote})


def _gibberish(reading: Reading) -> Flag | None:
    """A short text that is one or two runs of letters without vowels or with punctuation inside, not in capitals."""
    bare = _LINKS.sub("", reading.folded).strip()
    if not reading.hits("emotion", "gibberish") or not _NONSENSE.fullmatch(bare) or _sensible(bare, reading.text):
        return None
    start = reading.folded.find(bare)
    if start < 0:
        return None
    mark = reading.mark(start, start + len(bare))
    return Flag((mark,), "gibberish", "high", {"sort": "gibberish", "words": mark.quote})


def _sensible(bare: str, original: str) -> bool:
    letters = [char for char in bare if char.isalpha()]
    capitals = sum(char.isupper() for char in original)
    vowels = len(_VOWELS.findall(bare))
    words = bare.split()
    return len(words) > 3 or len(letters) < 4 or 2 * capitals > len(letters) or 4 * vowels > len(letters)
