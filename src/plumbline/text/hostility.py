"""Hostile words of one text that are meant: said in the account's own voice, at somebody, and not talked about.

The lexicon `abuse` names its groups by class and condition: `-answer` counts only in what is said to a person, `-word`
and `-name` only when aimed at somebody, `-glee` only beside a disaster, `scorn-` only when two meet in a short text.
A short answer is held to more: an office has no use for any word of contempt there, so one clear sign is enough.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plumbline.domain.wording import SHORT_ANSWER as SHORT
from plumbline.text.lexicon import Hit
from plumbline.text.patterns import pattern
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

_YOU = pattern(r"你|妳|您|尔等|汝|阁下|楼主|某些人|有些人|\b(?:you|your|ur|u)\b")
_YOU_THERE = pattern(r"(?:你|妳)(?!好)|某些人|有些人|\b(?:you|your|ur|u)\b")
_AIMED = pattern(
    r"(?:你们?|妳|某些人|有些人)(?:他妈)?(?:就|真|才|可|还|都|也|简直|果然|分明|不过|怕)*(?:是|这|那|个|帮|群|些|种"
    r"|只|条|头|堆|一|当代|大|老|死|臭|小|等)*$"
)
_VOCATIVE = pattern(r"^(?:们|东西|玩意)?[,!。:~ ]{1,2}(?:你|给我|滚|闭嘴|看清楚|听好|听着|醒醒)")
_SPARED = pattern(
    r"(?:(?:(?<!还)不是|别说|别再说|不要说|谁说|不等于|并非|不会是|不该叫|不要叫|别叫|拒绝|不当|别当|不要当|不做"
    r"|别做)[^,。!?;\n]{0,6}|骂(?!我)(?!.*我们)[^,。!?;\n]{0,3})$"
)
_MET = pattern(r"(?:变成|沦为|成为|防|谨防|警惕|远离|识破|遇到|碰到|揭穿|觉得|像个?|当成?)[^,。!?;\n]{0,6}$")
_COURTESY = pattern(
    r"您好|请|感谢|谢谢|抱歉|对不起|致歉|欢迎|建议您|拨打|咨询|依法|规定|办理|核实|祝|please|thank|sorry|welcome"
)
_SELF = pattern(
    r"(?:我|咱|小编|官微君|官微|小微|小官|自己)(?:们)?(?:真|就|可|也|都|真的|这个|实在)*(?:是|像|个|这|一)*(?:个|只"
    r"|条)?$"
)
_THING = pattern(
    r"^(?:已|被|终|都被|落|们?已|桶|箱|袋|站|车|分类|处理|清运|短信|邮件|电话|信息|儿童|患|症|学|科|医院|病院|卫生|人士|者|器|反应|变量"
    r"|瓜子|面|般|相机|动物|行骗|团伙|套路|集团|窝点|案|罪|的套路|的手法|的谎)"
)
_HUMBLE = pattern(
    r"我们(?:自己|不|太|的错|失职|疏忽|没做|有错)|是我们|小编(?:的|也|自己|被|真|笑)|谢谢|感谢|抱歉|对不起|不好意思|致歉"
    r"|(?<!邀)请(?!你|回|自|闭|滚|走|先|去|出|查|注意你)|欢迎|已(?:经)?(?:清|修|更|处|转|派|联)|预约|门诊|办理|登记"
)
_SCORNFUL_SIGN = pattern(r"[🙄💩🖕🤡🤮]|\[(?:鄙视|白眼|吐|呵呵|抠鼻|挖鼻|哼)\]")
_SPEAKER = pattern(
    r"(?:网友|网民|游客|市民|业主|当事人|司机|男子|女子|对方|乘客|顾客|店主|老板|骗子|同学|孩子|家长|评论|有人|他"
    r"|她|对方|弹幕)们?(?:\d)?:[^。\n]*$"
)
_DENIED_GLEE = pattern(
    r"(?:不|别|勿|切莫|莫|绝非|难言|何谈|不是|没有什么|不必|禁止|严禁|不要|不该|不应|忌|避免|少)[^,。!?;\n]{0,4}$"
)
_RELIEF = pattern(
    r"救|抓获|落网|归案|破获|脱险|扑灭|平安|演习|演练|解除|防治|防控|康复|治愈|出院|清零|抗击|抗疫|战胜|重建|复工"
    r"|安全|rescue|saved|recover|survivor"
)
_CONTEMPT = pattern(
    # mind and schooling
    r"智商|情商|弱智|大聪明|脑(?:子|袋|壳)(?:呢|进|有|坏|不|带|里|长|是)|[没带长]脑子|[没长少]个?心眼|用(?:脚|屁股|膝盖)"
    r"|眼睛?[^,。]{0,4}(?:出气|摆设|瞎)|没长(?:眼|脑|手|耳|嘴)|(?:幼儿园|小学|初中)[^,。]{0,4}毕业|没(?:文化|见识|见过世面|读过书|念过书|教养|家教)"
    r"|(?:不识|识不识|认不认|认)字(?:吗|吧|啊|么)?(?:[,?!。]|$)|[说听]?人话|[读念]几年书|回去(?:多)?[读念]书|[读念]书少"
    r"|石器时代|原始人|山顶洞|[蠢贱]|笨(?:死|得|蛋|猪|吗|啊|还)|(?<!傻)傻(?!瓜式|瓜相|傻|地)|丑(?:人|八|成|死)|你[妈娘爹爸](?!妈可|爸可|妈的|爸的)"
    r"|你全家|你祖宗|谁(?:教|生)你|怎么长大"
    # animals and things
    r"|(?:你|你们|您)(?:就)?(?:是|这|个|条|只|像)+(?:猪|狗|驴|苍蝇|虫|牲口)|猪(?:都|脑(?![部花炎])|一样)|狗(?:眼|嘴)|[你在乱]狗[叫吠]|[乱狂]吠"
    r"|[垃废](?:圾|物)(?:人|一个|玩意|话)|渣(?:渣|滓)|败类|东西你|什么(?:玩意|东西)$"
    # standing
    r"|你(?:也)?配|[不也]配(?!合|置|备|套)|算老几|你谁(?:啊|呀)|轮(?:得|不)到你|要你管|管得着|谁稀罕|没人(?:求|稀罕|在乎|想听|理你|问你)"
    r"|不?上天呢|装(?:什么|逼|瞎|聋|大)|充(?:英雄|大爷|大头|什么)|怂|懒(?:人|鬼|汉|死|得动)|穷(?:怪|鬼|逼|就|还|酸|疯|山)|哭穷"
    r"|没钱(?:就别|还|你)|(?:要|讨)饭的?(?!店)|[叽唧]{2}歪歪|白眼狼|刁民|泼妇|骂街|杠精|喷子|巨婴|键盘侠|玻璃心|矫情|碰瓷|讹(?:钱|人)|无赖"
    r"|没事(?:找事|干|闲)|找[茬碴]|闲[得的着](?:慌|没|蛋|无聊|发|也)|吃饱了?(?:撑|没)|戏精|水军|阴魂|心[理里]阴暗|见不得(?:别|人|我)|眼红|小人"
    r"|老(?:东西|糊涂|年痴呆|不死|屁股|头子)|一把年纪|更年期|(?:女人|妇道|娘们|丫头)家?(?:懂|也|还|少|就)|乡(?:下人|巴佬)|农村来的|土包子"
    r"|(?:外地|打工|扫地|送外卖|送快递|种地|捡垃圾|农村)(?:人|的)(?:也|还|就)(?:敢|配|想|好意思|谈|来|要|这|别)"
    # away with you
    r"|滚(?![动烫筒水石滚轮床雪存])|闭嘴|一边(?:儿)?(?:去|玩|凉快|待)|退下|烦(?:人|死|不烦|着呢|透)|[太真好]烦|讨厌|太吵|吵死|(?:吵|闹)什么"
    r"|[哪那](?:儿|里)?凉快|回家(?:抱|带孩|做饭|洗|种|喂|哄|吃奶)|[看查治](?:查|治|看)?(?:脑|精神科)|(?:没|忘|该|停)了?吃?药(?:了|吧|啊)"
    r"|药(?:吃了|不能停|停了|没)|(?:你|真|怕是|是不是|您)有病|有病[吧啊吗]|没病[吧啊]|神经病(?![学科])|精神病(?![院学科人患])|[你发]疯|投胎|去死"
    # sneers
    r"|笑(?:死|掉大牙|话你)|可笑|真逗|好意思|活该|自找的|自作自受|怪谁|怪你自己|素质(?:真|太|就|这么|实在)*[低差]|伺候|带不动|有脸|脸皮|脸真?大"
    r"|丢人|现眼|德[行性]$|嘴脸|叫什么叫|嚷嚷|眼瞎|瞎(?:了|吗|叫|闹|扯)|废话|屁(?!股)|放肆|有完没完|阴阳怪气|带节奏|谁给你的|想[钱红火]想?疯"
    r"|有能耐|能耐(?:啊|吗|了)|比你(?:明|懂|强|有|聪)|睁眼瞎|看心理医生|心理医生吧|装可怜|开银行的|打什么算盘|蹦迪|浪费(?:粮|空|养|资)|一股味|离远点|人不人鬼|[要不]要脸"
    r"|接着[骂闹作]|当笑话|轮(?:得)?到你|不长[脑眼心记]|自杀(?!干预|热线|倾)|小样|[跟和]我们(?:斗|玩|横)|吃低保的|哪来(?:这么|那么)多要求"
    r"|[扇抽揍踹]你|扇过去|舔(?!一舔)|嚼舌|老太婆|糟老|嘴[脸欠臭贱闲碎]|破嘴|货色|好自为之|你行你|耍嘴皮|光会|做梦[吧呢]|你家开的|体育老师教|下三|狗腿|教养|没事找事|哼"
    r"|高人一等|比你们(?:高贵|强)|蹬鼻子|给脸|不知好歹|不识(?:抬举|相|好)|恬不知耻|无耻|厚颜|没出息|没用的|窝囊|可怜虫|垃圾(?!桶|箱|袋|车|站|分|清|投|处|焚|房|池|场|收|堆|都"
    r"|已|点|厂|屋|回|费|太|很|没|还|今|明|昨|每|短|邮)"
    r"|对牛弹琴|[少别]在(?:这|网上|我)|少(?:来|装|废)|嫌[^,。]{1,3}(?:就|可以|你)?(?:别|滚|走人|搬|去[死投])|爱[来住看信听][^,。]{0,2}不|不会吧[,]?不会吧"
    # evasions
    r"|[沙傻煞][\W_]?[雕比笔逼b叉缺]|脑[\W_]?[惨瘫]|脑[\W_]?残(?![留疾余存])|智[\W_]?障(?!人|儿)|伞兵一|二货|2货|逗比"
    r"|(?<![a-z\d])(?:s[.\W_]?b|n[.\W_]?t|z[.\W_]?z|2[.\W_]?b|n[.\W_]?c|c[.\W_]?n[.\W_]?m|t[.\W_]?m[.\W_]?d"
    r"|mdzz|nmsl)(?![a-z\d])"
)
_MENACE = pattern(
    r"知道你(?:住|家|在哪|是谁|叫)|你(?:的)?(?:身份|信息|ip|地址|单位|电话|号码|底细)[^,。]{0,6}(?:都有|都查|掌握|记下|清楚|有数)|查(?:到)?你|你等着"
    r"|等着(?:警察|吧你|瞧|收|坐|挨)|小心(?:你|您)?的?(?:饭碗|工作|孩子|家人|皮|狗命|嘴|我们|老子|点儿?你)|(?:自己|好好|你)掂量|信不信|别逼(?:我|人)|弄(?:死|你)"
    r"|收拾你|教训你|(?:让|叫)你[^,。]{0,8}(?:开不|好看|后悔|吃不了|混不|没饭|滚|闭嘴)|再(?:发|说|告|闹|投诉|骂|吵|问|打|瞎|多嘴|啰嗦)[^,。]{0,6},?"
    r"(?:就(?:把|让|拉|抓|拘|封|查|对)|小心|别怪|拉黑|抓|拘|查|后果|试试|封)|[抓拘关](?:了)?你|(?:低保|补贴|补助|工作|执照|饭碗|孩子)[^,。]{0,4}(?:别想|没了|就没|保不住)"
    r"|(?:上门|派人)[^,。]{0,3}(?:找你|抓)|老实(?:点|待|实)|(?:把|给)你(?:拉黑|抓|封|拘)|走夜路|后悔(?:的|药|去)"
)
_GLEE = pattern(
    r"哈哈|嘻嘻|活该|鸡腿|[放]鞭炮|干杯|开香槟|清静|清净|开眼|报应|痛快|真爽|太爽|爽了|大快|喜闻|普奔|庆祝|又不是(?:什么)?好人|死(?:得|的)[真太]?好|死就死|淹就淹"
    r"|自然淘汰|早该|下饭|下辈子|喂鱼|省(?:粮|油|钱)|又少|热闹|省得|也好|蹦迪|烤熟|恭喜|😂|🤣|🎉|👏|\b(?:lol|lmao|haha|karma|good"
    r"|natural selection|darwin|one less|fewer|serves?)\b"
)
_DEATH = pattern(
    r"[淹烧撞摔炸震病猝坠]死|死(?:了|得|的|就|亡|个|光|完)|身亡|人亡|遇难|又炸|炸了|淹了|塌了|翻船|坠[机楼海]|掉[水河江海]里|溺水|跳(?:下去|楼)|猝|沉了|地震|洪水|大火"
    r"|\b(?:died?|dead|deaths?|drown\w*|killed|crash\w*|burn\w*|rip|earthquake|flood\w*)\b"
)
_QUOTED = pattern(r"[“「『\"][^”」』\"]{3,}[”」』\"]")
_LAWFUL = pattern(r"依法|依规|违法|违规|犯罪|规定|法律|隐私|诈骗|骗子|报警")


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
    found = tuple(
        Hostility(hit.start, hit.end, _kind(hit), hit.group in _PLAIN)
        for hit in meant
        if not hit.group.startswith("scorn") or _enough(reading, meant)
    )
    return found or tuple(_in_short_answer(reading))


def courteous(reading: Reading) -> bool:
    """Whether an answer has the words of an ordinary official one, which a model of raw comments does not know."""
    return _COURTESY.search(reading.folded) is not None or len(reading.folded) > LONG_ANSWER


def spoken_of(reading: Reading) -> bool:
    """Whether the text reports, judges, advises on or explains hostile words rather than using them."""
    return bool(reading.hits(LEXICON, "about-answer" if reading.is_answer else "about"))


def misleading(reading: Reading) -> bool:
    """Whether the text holds harmless words that a model takes for abuse: the waste bin, the stray dog, the cheat."""
    return bool(reading.hits(LEXICON, "innocent"))


def quotes(reading: Reading) -> bool:
    """Whether the text holds somebody's words in quotation marks, which a model cannot tell from the account's own."""
    return _QUOTED.search(reading.folded) is not None


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


def _in_short_answer(reading: Reading) -> Iterator[Hostility]:
    """One clear sign of contempt, a threat or glee at a death in an answer too short to hold much else."""
    if not reading.is_answer or len(reading.folded) > SHORT:
        return
    if _GLEE.search(reading.folded) and _DEATH.search(reading.folded):
        yield from _told(reading, _GLEE, "dead")
    elif not _LAWFUL.search(reading.folded):
        yield from _told(reading, _MENACE, "threat")
    yield from _told(reading, _CONTEMPT, "insult")


def _told(reading: Reading, words: re.Pattern[str], kind: str) -> Iterator[Hostility]:
    for found in words.finditer(reading.folded):
        hit = Hit(found.start(), found.end(), kind, found[0], LEXICON)
        if _own_voice(reading, hit) and _always(reading, hit) and not _of_ourselves(reading, hit):
            yield Hostility(hit.start, hit.end, kind, plain=False)


def _of_ourselves(reading: Reading, hit: Hit) -> bool:
    """Whether it is said of the office itself, or in thanks or excuse."""
    first, last = reading.sentence(hit.start)
    return _HUMBLE.search(reading.folded[first:last]) is not None


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
