"""Names of accounts: what is the same name written otherwise, and what is made to look like it."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

PLATFORM_WORDS = (
    "微信公众平台", "微信公众号", "微信订阅号", "微信服务号", "微信视频号", "官方公众号", "官方视频号",
    "官方抖音号", "官方头条号", "官方快手号", "官方百家号", "官方微信", "官方微博", "官方账号", "官方帐号",
    "官方号", "新浪微博", "今日头条号", "今日头条", "公众号", "订阅号", "服务号", "视频号", "抖音号", "快手号",
    "头条号", "百家号", "小红书号", "小红书", "哔哩哔哩", "微信", "微博", "抖音", "快手", "b站", "官微", "官博",
    "官方", "official", "weibo", "wechat", "douyin", "kuaishou", "toutiao", "bilibili", "twitter", "facebook",
    "instagram", "youtube",
)  # fmt: skip
"""Words in a name that only say on which platform it stands or that it is official: folded, longer before shorter."""

_GROUPS = (
    "oо0ο", "aаα", "eеε", "cс", "pрρ", "xхχ", "yу", "lіι1ıi", "sѕ", "jј", "hһ", "dԁ", "bв", "kкκ", "mм", "tтτ",
    "nη", "vν", "uυ", "日曰", "己已巳", "土士", "人入", "未末", "干千于", "大太犬", "州洲", "口囗", "发發髮",
    "布佈", "网網", "镇鎮", "县縣", "区區", "级級", "团團", "国國", "际際", "务務", "门門", "号號", "闻聞", "讯訊",
    "东東", "长長", "阳陽", "宁寧", "广廣", "兰蘭", "龙龍",
)  # fmt: skip
_LOOKS: Mapping[int, str] = MappingProxyType({ord(other): group[0] for group in _GROUPS for other in group[1:]})
_WORDS = re.compile("|".join(PLATFORM_WORDS))
_ORNAMENT = r"[\p{P}\p{S}\p{Z}\p{C}]+"


def folded(name: pl.Expr) -> pl.Expr:
    """Name (String) in one width and case, without spaces, punctuation, emoji and (if more is left) platform words."""
    plain = name.str.normalize("NFKC").str.to_lowercase().str.replace_all(_ORNAMENT, "")
    rest = plain.str.replace_many(dict.fromkeys(PLATFORM_WORDS, ""), leftmost=True)
    return pl.when(rest.str.len_chars() > 0).then(rest).otherwise(plain)


def fold(name: str) -> str:
    """One name in one width and case, letters and digits only; platform words stay."""
    wide = unicodedata.normalize("NFKC", name).lower()
    return "".join(letter for letter in wide if unicodedata.category(letter)[0] not in "PSZC")


def skeleton(name: str) -> str:
    """The name with one letter for all that look alike: equal skeletons are mistaken for each other."""
    return fold(name).translate(_LOOKS).replace("rn", "m").replace("vv", "w")


def bare(name: str) -> str:
    """The name without platform words, if anything is left: 青溪发布官方微博 is mistaken for 青溪发布."""
    plain = fold(name)
    return _WORDS.sub("", plain) or plain


def one_edit(left: str, right: str) -> bool:
    """Whether one letter put in, left out, changed, or two neighbours swapped turn one text into the other."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    start = _shared(left, right)
    a, b = left[start:], right[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def _shared(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


def mistakable(asked: str, names: pl.Series, *, shortest: int = 4) -> pl.Series:
    """Which of `names` (String) a reader could mistake for `asked` (Boolean): same skeleton, or one edit apart.

    One edit counts only for texts of at least `shortest` letters: two short names differ by one letter all the time.
    """
    bone = skeleton(bare(asked))
    half = len(bone) // 2
    distinct = names.drop_nulls().unique()
    bones = pl.Series([skeleton(bare(name)) for name in distinct], dtype=pl.String)
    near = bones.str.starts_with(bone[:half]) | bones.str.ends_with(bone[half + 1 :])
    alike = [
        name
        for name, other, close in zip(distinct, bones, near, strict=True)
        if bone and (other == bone or (close and len(bone) >= shortest and one_edit(bone, other)))
    ]
    return names.is_in(alike)
