"""What a finished review says, in both languages: the share with its interval, the peers beside it, the cautions."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from plumbline.cli.words import say
from plumbline.followers.agreement import FLOOR, Agreement
from plumbline.followers.prevalence import Prevalence, reviews_for
from plumbline.followers.review import Listed
from plumbline.followers.review_figures import Figure, Outcome

AIM = 0.035
"""Half an interval of seven points: what 300 reviews give with a score that helps."""


def sentence(figure: Figure, lang: str) -> str:
    """The one sentence: between which bounds the share lies, of whom, and what it rests on."""
    found, (low, high) = figure.prevalence, bounds(figure.prevalence)
    whom, agreed = _whom(figure.listed, lang), kappa(figure.agreement, lang)
    if found.method == "counted":
        return say(
            lang,
            f"{low}% of {whom} show purchase marks (every one reviewed, {agreed}).",
            f"{whom}中，{low}%带有购买特征（逐一核查，{agreed}）。",
        )
    return say(
        lang,
        f"Between {low}% and {high}% of {whom} show purchase marks (95%, {found.reviewed} reviewed, {agreed}).",
        f"{whom}中，有{low}%至{high}%带有购买特征（95%置信区间，双人盲审{found.reviewed}名，{agreed}）。",
    )


def bounds(found: Prevalence) -> tuple[str, str]:
    """The interval in per cent, rounded outwards: whole numbers, one decimal where all is below ten."""
    step = Decimal("0.1") if found.high < 0.1 else Decimal(1)
    if found.method == "counted":
        return (f"{100 * found.share:.1f}",) * 2
    low, high = (Decimal(repr(round(100 * value, 6))) for value in (found.low, found.high))
    return str(low.quantize(step, ROUND_FLOOR)), str(high.quantize(step, ROUND_CEILING))


def kappa(agreement: Agreement, lang: str) -> str:
    """How far two readers agreed."""
    if agreement.kappa is None:
        return say(lang, "both readers gave one and the same answer throughout", "两名读者意见完全一致")
    return say(lang, f"kappa {_points(agreement.kappa)}", f"一致性系数κ={agreement.kappa:.2f}")


def told(found: Outcome, lang: str) -> Iterator[str]:
    """All lines of a finished review in one language."""
    yield sentence(found.account, lang)
    yield from _doubt(found.account, lang)
    yield from _beside(found, lang)
    yield from _wide(found.account.prevalence, lang)
    yield say(
        lang,
        "This counts what two readers call a mark by the coding sheet, not who bought anything: silent people and "
        "newcomers can show marks too, others can push fakes onto an account, and nobody sees from profiles who paid. "
        "The account is to be heard.",
        "以上是两名读者按核查说明认定的特征占比，并非购买的证明：沉默用户、新用户也可能符合，也可能是他人所为；仅凭资料无法判断由谁付费。"
        "认定前须听取账号主办单位说明。",
    )


def refused(found: Outcome, lang: str) -> str:
    """Why no share is told."""
    worst = min((one for one in (found.overall, found.account.agreement) if one.kappa is not None),
                key=lambda one: one.kappa or 0.0)  # fmt: skip
    return say(
        lang,
        f"No share is told: the two readers agreed too little ({kappa(worst, lang)}; {_points(FLOOR)} is needed), "
        "so the coding sheet did not work. Mend it or teach the readers, and draw anew with other readers.",
        f"不输出占比：两名读者一致性不足（{kappa(worst, lang)}，至少须达到{FLOOR:.2f}），说明核查说明未起作用。"
        "请修改说明或者培训读者，另请读者重新抽取核查。",
    )


def _points(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1)


def _whom(listed: Listed, lang: str) -> str:
    en = {
        "whole": "all {} followers",
        "recent": "the {} most recent followers",
        "collected": "the {} followers collected",
    }
    zh = {"whole": "全部{}名粉丝", "recent": "最近关注的{}名粉丝", "collected": "所采集的{}名粉丝"}
    return say(lang, en[listed.kind].format(f"{listed.size:,}"), zh[listed.kind].format(listed.size))


def _doubt(figure: Figure, lang: str) -> Iterator[str]:
    if figure.unclear:
        yield say(
            lang,
            f"{figure.unclear} profiles could not be told and count as unmarked.",
            f"有{figure.unclear}份资料无法判断，按没有特征计。",
        )


def _beside(found: Outcome, lang: str) -> Iterator[str]:
    if not found.peers:
        yield say(
            lang,
            "No peer was reviewed: what is usual on this platform is not known.",
            "没有核查同类账号，不知道该平台通常的水平。",
        )
        return
    shares = (f"{chr(65 + place)} {'–'.join(bounds(peer.prevalence))}%" for place, peer in enumerate(found.peers))
    listed = say(lang, ", ", "，").join(shares)
    yield say(lang, f"Peers reviewed the same way: {listed}.", f"同样核查的同类账号：{listed}。")
    yield _against(found, lang)
    if any(peer.listed.kind != found.account.listed.kind for peer in found.peers):
        yield say(
            lang,
            "The lists are not alike: some hold all followers, others only the latest or a part; compare with care.",
            "名单口径不一：有的为全部粉丝，有的只含最近关注者或者部分粉丝，比较时须谨慎。",
        )


def _against(found: Outcome, lang: str) -> str:
    count = len(found.peers)
    if found.above == count:
        return say(lang, f"It lies above all {count} peers.", f"高于全部{count}个同类账号。")
    return say(
        lang,
        f"It lies above {found.above} of {count} peers: honest accounts differ, and this alone is no sign.",
        f"仅高于{count}个同类账号中的{found.above}个：正常账号之间本有差异，不能单独作为迹象。",
    )


def _wide(found: Prevalence, lang: str) -> Iterator[str]:
    if (found.high - found.low) / 2 > AIM:
        needed = reviews_for(found, AIM)
        yield say(
            lang,
            f"For an interval of ±{100 * AIM:.1f} points about {needed} reviews would be needed.",
            f"如需把区间缩小到±{100 * AIM:.1f}个百分点，约需核查{needed}名。",
        )
