"""The nation's texts: hardly one like another, some copied word for word; about 130 characters, of videos about 40.

A post is a lead of a usual form (in one of three), sentences put together word by word, figures of its own, and often
the words of a reporter; a small share repeats one of many circulars as it stands. So most texts share turns of phrase
with others, few share text, and about as many as in real posts hold words that some check looks at.
"""

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import polars as pl

from plumbline.demo.moment import TODAY
from plumbline.demo.phrasing import phrase

SHORT_PLATFORMS = ("douyin", "bilibili", "kuaishou", "wechat_channels")
"""Where a text is the caption of a video."""
POSTS_A_CIRCULAR = 200
COPIED_SHARE = 0.06
"""So many posts repeat a circular word for word: each is told about twelve times over."""
LEAD_SHARE = 0.35
_FURTHER_SHARES = (1.0, 0.85, 0.6, 0.35)
"""So many posts have a first, second, third, fourth sentence besides."""
_COUNTED_SHARE = 0.4
_REPORTED_SHARE = 0.45
"""So many longer posts name where their news comes from."""
_LEADS = 20_000
_SLOTS = ("weather", "traffic", "police", "culture", "health", "education", "market", "government", "emergency")
_NAMES = "澜云青沧桐松临望雁石柳竹梅兰白古南北东西清平安永嘉宁泰康和顺"
_SECOND_NAMES = "溪汀湾渡坪湖州川岭原河江浦阳丰乐昌源泽林桥台岗城塘口关丘陵洲"
_PLACES = "镇 街道 社区 新区 老街 开发区 乡 村委会 工业园 客运站 码头 大道沿线 片区 林场 农贸市场 体育馆"
_TIMES = (
    "今天上午 昨日下午 近日 本周 月初以来 连日来 春节前后 入春以来 日前 截至目前 周末期间 一季度 凌晨 "
    "雨后 汛期前 开学首日"
)
_WHO = (
    "工作人员 志愿者 网格员 民警 值班干部 施工单位 社区医生 供电员工 环卫工人 消防员 执法队员 技术骨干 "
    "驻村队员 教师代表 窗口同事 护林员 食品检验员 水务职工 农技专家 辅导员 退役军人 青年突击队 巡查小组 "
    "调解员 养护班组 人大代表 企业负责人 返乡青年"
)
_HOW = (
    "逐户 连夜 分批 提前 主动 依法 现场 全程 多次 统一 就近 错峰 逐项 冒雨 限时 滚动 定点 联合 细致 公开 "
    "及时 按图 挂牌 逐一 一线 入户 稳步 同步"
)
_DID = (
    "走访 排查 清理 加固 疏通 宣讲 检测 修缮 登记 更换 抢修 回访 改造 转运 核实 公示 巡护 布置 培训 慰问 "
    "丈量 补种 消杀 疏导 收储 办结 督办 验收 调试 翻新 归集 对接 勘查 铺设 架设 回收 统计 引导 协调 帮扶 "
    "通报 抽查 建档 优化 演练 复核"
)
_WHAT = (
    "老旧管网 井盖 路灯 公交站牌 河道淤泥 危房 电梯 消防通道 校车 图书室 养老餐桌 托育点位 果树苗 "
    "水库大坝 停车泊位 绿道 充电桩 分类投放亭 低洼路段 农田沟渠 桥梁支座 广告牌 燃气软管 供水泵房 "
    "食堂后厨 快递柜 健身器材 噪声点位 扶贫车间 古树名木 乡村小道 便民窗口 审批材料 社保账户 残疾人坡道 "
    "校园围墙 雨污管线 护栏 隧道照明 防汛沙袋 温室大棚 冷链仓库 文化礼堂 非遗作坊 旧书摊 夜市摊位 "
    "共享单车 游园步道 监测站点 蓄水池 牲畜圈舍 疫苗冷柜 急救药箱 法律文书 工资专户 来信来访"
)
_SO = (
    "居民出行更方便 商户反映良好 学生家长放心 老人不再绕路 积水点明显减少 群众少跑两趟 用水压力恢复正常 "
    "车辆有序停放 春耕用水有保障 游客秩序平稳 邻里纠纷当场化解 隐患全部销号 施工期间请绕行 "
    "具体时间另行公告 欢迎拨打热线反映 名单已在门户网站公开 下一步将扩大范围 经费来自财政专项 "
    "结果将于月底公布 有关建议正在研究 办理进度可在线查询 提醒市民注意安全 剩余部分五月完工 后续还有三场"
)
_REPORTED = (
    "记者从当地有关部门获悉， 据新华社消息， 据市融媒体中心报道， 记者了解到， （来源：青溪日报） 综合各地消息， 今天，"
)


@dataclass(frozen=True)
class Words:
    """What a nation writes with: leads, places, circulars, and words by their part of the sentence."""

    leads: pl.Series
    places: pl.Series
    circulars: pl.Series
    parts: tuple[pl.Series, ...]
    reported: pl.Series
    replies: pl.Series


def words(posts: int, dice: np.random.Generator) -> Words:
    """The words, and circulars for so many posts."""
    rng = Random(_LEADS)  # noqa: S311  made-up data wants repeatable dice
    leads = pl.Series([phrase(_SLOTS[number % len(_SLOTS)], rng, TODAY) for number in range(_LEADS)])
    places = pl.Series([one + two + kind for one in _NAMES for two in _SECOND_NAMES for kind in _PLACES.split()])
    parts = tuple(pl.Series(part.split()) for part in (_TIMES, _WHO, _HOW, _DID, _WHAT, _HOW, _DID, _WHAT, _SO))
    replies = pl.Series([phrase("answer", rng, TODAY) for _ in range(_LEADS)])
    alone = Words(leads, places, pl.Series([""]), parts, pl.Series(_REPORTED.split()), replies)
    number = max(1, posts // POSTS_A_CIRCULAR)
    return replace(alone, circulars=_own(alone, pl.repeat(False, number, eager=True), dice))  # noqa: FBT003  polars' own


def long_texts(using: Words, platform: pl.Series, kind: pl.Series, dice: np.random.Generator) -> pl.Series:
    """A text for each row: captions of videos and reposts of one sentence, replies, else posts of up to six."""
    short = platform.is_in(SHORT_PLATFORMS) | (kind != "post")
    copied = pl.Series(dice.random(short.len()) < COPIED_SHARE) & ~short
    told = _drawn(short.len(), using.circulars, dice).zip_with(copied, _own(using, short, dice))
    return _drawn(short.len(), using.replies, dice).zip_with(kind == "reply", told)


def _own(using: Words, short: pl.Series, dice: np.random.Generator) -> pl.Series:
    number = short.len()
    first, *further = (_sometimes(_sentence(number, using, dice), share, dice) for share in _FURTHER_SHARES)
    ahead = [
        _sometimes(_drawn(number, using.leads, dice), LEAD_SHARE, dice),
        _sometimes(_drawn(number, using.reported, dice), _REPORTED_SHARE, dice),
    ]
    behind = [*further, _sometimes(_counted(number, dice), _COUNTED_SHARE, dice)]
    nothing = pl.Series([""])
    ahead, behind = ([nothing.zip_with(short, piece) for piece in pieces] for pieces in (ahead, behind))
    return _joined([*ahead, first, *behind])


def _sentence(number: int, using: Words, dice: np.random.Generator) -> pl.Series:
    time, who, how, did, what, how_too, did_too, what_too, so = (_drawn(number, part, dice) for part in using.parts)
    place = _drawn(number, using.places, dice)
    comma, stop, too = pl.Series(["，"]), pl.Series(["。"]), pl.Series(["并"])
    return _joined([time, place, who, how, did, what, comma, too, how_too, did_too, what_too, comma, so, stop])


def _counted(number: int, dice: np.random.Generator) -> pl.Series:
    low_high = {"a": (20, 9000), "b": (10, 900), "c": (0, 10)}
    figures = pl.DataFrame({name: dice.integers(*bounds, number) for name, bounds in low_high.items()})
    return figures.select(pl.format("共受理{}件，办结{}件，满意率9{}%。", "a", "b", "c")).to_series()


def _drawn(number: int, of: pl.Series, dice: np.random.Generator) -> pl.Series:
    return of.gather(dice.integers(0, of.len(), number))


def _sometimes(texts: pl.Series, share: float, dice: np.random.Generator) -> pl.Series:
    return texts.zip_with(pl.Series(dice.random(texts.len()) < share), pl.Series([""]))


def _joined(pieces: list[pl.Series]) -> pl.Series:
    """Each row's pieces in one; a piece of one row stands in all of them."""
    number = max(piece.len() for piece in pieces)
    columns = {str(at): piece if piece.len() == number else piece.extend_constant(piece[0], number - 1)
               for at, piece in enumerate(pieces)}  # fmt: skip
    return pl.DataFrame(columns).select(pl.concat_str(pl.all())).to_series()
