"""Likes, follows, downloads, reposts or votes demanded of people, as a duty or as a condition of a service.

Method: a demand in the account's own voice. `condition`: an account to follow or a post to pass on before a service
is given, or a refusal without it. `duty`: named people who must do so, or whose doing so is counted, reported by
screenshot, assessed. `quota`: targets for followers, installs, likes. `vote`: votes again and again, with proof.
`urged`: strong wording without sanction. `prize_draw`: a draw among those who repost. What is to be followed, liked
or passed on must be named (an account, a post, an app): 关注 mostly means attention. Bans, denials, free choice,
reports on others and the passing on of warnings are left alone. Where no set phrase stands, an act of engagement near
words of command, a tally, a number or a tie to a service is a demand, too. Excuses count in the line of the demand and
in the headline. High confidence only for a plain duty or condition.

Blind spots: demands by telephone, in groups or in pictures; steps of a service that enforce following without saying
so; wording that no pattern foresees; a demand in a text that also reports on such demands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Hit
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("condition", "duty", "quota", "vote", "urged", "prize_draw")
LEXICONS = ("engagement",)
MODELS = ()

FOREIGN = ("quote", "title", "reported")
COUNT_REACH = 24
"""Within how many characters of an act a number belongs to it."""
PRESSES = {
    "command": ("oblige", "addressee"),
    "tally": ("tally", "tally_more"),
    "tied": ("tied",),
    "number": ("number",),
}
SET_PHRASES = {"condition", "app_condition", "proof", "duty", "vote", "quota", "urged", "prize_draw"}
ACTS = ("act", "install")

_ACTION = pattern(
    r"关注|点赞|转发|集赞|投票|投\d|下载|安装|分享|助力|评论|留言|加粉|涨粉|增粉|吸粉|粉丝|在看|转评赞"
    r"|follow|lik(?:e|ing)|shar(?:e|ing)|retweet|repost|download|install|vote|subscri|comment"
)
_MUST = pattern(r"必须|一律|强制|均须|须|应当|拒不|\bmust\b|\bshall\b|required|have to|has to|mandatory|compulsory")
_SERVICE = pattern(
    r"办|领|受理|取号|取件|报名|预约|申请|申领|进入|入场|入园|入学|参加|查询|回复|答复|解答|发放|享受|缴费|咨询|就诊|挂号|登记|报销|评优|补贴|"
    r"处理|接待|提问|审批|盖章|apply|book|receive|register|access|served|collect|claim|service|appointment|application|answer|permit|benefit|reply"
)
_ATTENTION = pattern(
    r"(?:高度|持续|密切|重点|共同|时刻|长期|更加|真正|关心|多)关注|关注(?:民生|群众|每|天气|疫情|细节|孩子|自身|健康|安全|老人|儿童|弱势|基层|现实|热点)"
)
_PENALTY = pattern(r"通报|点名|约谈|考核|追究|问责|扣|旷|罚|后果|停发|disciplin|marked|fined")
_INSTALL = pattern(r"下载|安装")
_PRAISE = pattern(r"关注|点赞|转发|投票|在看|集赞")
_STRONG = pattern(r"必须|一律|强制|务必")
_OPTIONAL = pattern(r"可[^,]{0,4}投|限投|最多|至多|不超过|上限|up to|at most|maximum")


@dataclass(frozen=True)
class Params:
    """`reach`: within how many characters of the demand its object or its tally must stand."""

    reach: int


@dataclass(frozen=True)
class Facts:
    """`tally`: how it is checked (a screenshot, an appraisal …), in the text's own words; null where it is not."""

    tally: str | None


def wants(params: Params) -> Wants:
    """Texts with the wording of a demand."""
    return Wants(lexicons=LEXICONS)


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """The gravest demand of a text, one flag for all its marks."""
    if not _may_demand({hit.group for hit in reading.hits("engagement")}):
        return
    for variant, judge in (
        ("condition", _condition),
        ("vote", _vote),
        ("duty", _duty),
        ("quota", _quota),
        ("urged", _urged),
        ("prize_draw", _draw),
    ):
        found = judge(reading, params.reach)
        if found:
            yield _flag(reading, variant, found, params.reach)
            return
        if variant == "urged" and (pressed := _pressed(reading, params.reach)):
            yield _flag(reading, *pressed, params.reach)
            return


def _may_demand(groups: set[str]) -> bool:
    """Whether a set phrase stands in the text, or an act and what may press for it (`_is_demand`)."""
    if groups & SET_PHRASES:
        return True
    pressing = sum(not groups.isdisjoint(names) for names in PRESSES.values())
    return not groups.isdisjoint(ACTS) and (pressing > 1 or not groups.isdisjoint(PRESSES["tied"]))


def _flag(reading: Reading, variant: str, found: dict[Hit, str], reach: int) -> Flag:
    marks = tuple(reading.mark(hit.start, hit.end) for hit in sorted(found, key=lambda hit: (hit.start, hit.end)))
    tally = _near(reading, next(iter(found)), "tally", reach)
    shown = reading.mark(tally.start, tally.end).quote if tally else None
    return Flag(marks, variant, "high" if "high" in found.values() else "medium", {"tally": shown})


def _condition(reading: Reading, reach: int) -> dict[Hit, str]:
    plain = {hit: "high" for hit in _own(reading, "condition") if _is_condition(reading, hit, reach)}
    apps = {hit: "medium" for hit in _own(reading, "app_condition") if _is_condition(reading, hit, reach)}
    return {} if reading.hits("engagement", "alternative") else plain or apps


def _is_condition(reading: Reading, hit: Hit, reach: int) -> bool:
    said = reading.folded[hit.start : hit.end]
    if _ATTENTION.search(said) or _PENALTY.search(said) or not _named(reading, hit, reach):
        return False
    if reading.hits("engagement", "reward") and not _SERVICE.search(said):
        return False
    return bool(_SERVICE.search(reading.window(hit.start, hit.end, 24, 16)) or _sanction(said))


def _sanction(said: str) -> bool:
    return bool(re.match(r"(?:不|未|没|拒)", said)) or "without" in said or "failure" in said or "those who" in said


def _duty(reading: Reading, reach: int) -> dict[Hit, str]:
    found = {hit: "high" for hit in _own(reading, "condition") if _is_punished(reading, hit, reach)}
    found |= {hit: "high" for hit in _own(reading, "proof") if _is_proof_of_duty(reading, hit, reach)}
    for hit in _own(reading, "duty"):
        tally = _near(reading, hit, "tally", reach)
        must = _MUST.search(reading.folded, hit.start, hit.end)
        if (tally or must) and _named(reading, hit, reach) and _is_addressed(reading, hit, is_counted=bool(tally)):
            found[hit] = "high" if must or tally else "medium"
    return found


def _is_proof_of_duty(reading: Reading, hit: Hit, reach: int) -> bool:
    """A screenshot that people are told to hand in, and not the ticket of a prize draw."""
    is_told = _near(reading, hit, "addressee", reach) is not None
    return is_told and not reading.hits("engagement", "reward") and _is_addressed(reading, hit, is_counted=True)


def _is_punished(reading: Reading, hit: Hit, reach: int) -> bool:
    is_penal = _PENALTY.search(reading.folded, hit.start, hit.end) is not None
    return is_penal and _named(reading, hit, reach) and _is_addressed(reading, hit, is_counted=True)


def _is_addressed(reading: Reading, hit: Hit, *, is_counted: bool) -> bool:
    """Not attention, not an election, not free, and not the passing on of a warning, unless it is counted."""
    said = reading.folded[hit.start : hit.end]
    if _ATTENTION.search(said) or any(reading.hits("engagement", group) for group in ("election", "alternative")):
        return False
    return is_counted or not (reading.hits("engagement", "safety") or _is_mild_install(said))


def _is_mild_install(said: str) -> bool:
    """An app that the law or a procedure asks for: no demand, unless in the strongest words."""
    return bool(_INSTALL.search(said)) and not (_PRAISE.search(said) or _STRONG.search(said))


def _vote(reading: Reading, reach: int) -> dict[Hit, str]:
    found: dict[Hit, str] = {}
    for hit in _own(reading, "vote"):
        is_counted = _near(reading, hit, "tally", reach) is not None
        is_free = _OPTIONAL.search(reading.folded, hit.start, hit.end) is not None and not is_counted
        if not is_free and _is_addressed(reading, hit, is_counted=is_counted):
            found[hit] = "high" if is_counted else "medium"
    return found


def _quota(reading: Reading, reach: int) -> dict[Hit, str]:
    return {
        hit: "high"
        for hit in _own(reading, "quota")
        if re.search("粉|关注|赞|转发|follower|likes|fans|shares|subscribers", reading.folded[hit.start : hit.end])
        or _named(reading, hit, reach)
    }


def _urged(reading: Reading, reach: int) -> dict[Hit, str]:
    hits = [*_own(reading, "urged"), *_own(reading, "duty")]
    return {
        hit: "medium"
        for hit in sorted(hits, key=lambda hit: hit.start)
        if _named(reading, hit, reach) and _is_addressed(reading, hit, is_counted=False)
    }


def _pressed(reading: Reading, reach: int) -> tuple[str, dict[Hit, str]] | None:
    """The first act of engagement under pressure: which variant, and what presses."""
    for act in (hit for group in ACTS for hit in _own(reading, group)):
        said = reading.folded[act.start : act.end]
        if _ATTENTION.search(said) or any(_is_beside(reading, act, group) for group in ("mild", "safety", "election")):
            continue
        presses = {name: _pressing(reading, act, groups, reach) for name, groups in PRESSES.items()}
        presses["number"] = [hit for hit in presses["number"] if -COUNT_REACH <= hit.start - act.end <= COUNT_REACH]
        if _is_demand(reading, act, presses):
            first = [hits[0] for hits in presses.values() if hits][:2]
            sure = "high" if len([hits for hits in presses.values() if hits]) > 2 else "medium"
            return _pressed_variant(presses), {act: sure} | dict.fromkeys(first, sure)
    return None


def _pressing(reading: Reading, act: Hit, groups: tuple[str, ...], reach: int) -> list[Hit]:
    start, end = _line(reading, act)
    return [
        hit
        for group in groups
        for hit in reading.hits("engagement", group)
        if max(start, act.start - reach) <= hit.start and hit.end <= min(end, act.end + reach)
    ]


def _is_demand(reading: Reading, act: Hit, presses: dict[str, list[Hit]]) -> bool:
    """An act pressed by a command with a tally, a tie or a number; a sign-up only where counted or tied."""
    commanded, counted, tied, numbered = (bool(presses[name]) for name in PRESSES)
    if act.group == "install":
        return commanded and (counted or tied) and bool(_pressing(reading, act, ("software",), 24))
    return (
        (commanded and (counted or numbered))
        or (tied and (commanded or _is_service(reading, act)))
        or (counted and numbered)
    )


def _is_service(reading: Reading, act: Hit) -> bool:
    return _SERVICE.search(reading.window(act.start, act.end, 24, 24)) is not None


def _pressed_variant(presses: dict[str, list[Hit]]) -> str:
    if presses["tied"]:
        return "condition"
    return "quota" if presses["number"] and not presses["tally"] else "duty"


def _is_beside(reading: Reading, act: Hit, group: str) -> bool:
    """Whether something of a group stands in the line of an act or in the headline."""
    start, end = _line(reading, act)
    return any(
        start <= hit.start < end or hit.end <= reading.sentence(0)[1] for hit in reading.hits("engagement", group)
    )


def _line(reading: Reading, hit: Hit) -> tuple[int, int]:
    end = reading.folded.find("\n", hit.end)
    return reading.folded.rfind("\n", 0, hit.start) + 1, end if end >= 0 else len(reading.folded)


def _draw(reading: Reading, reach: int) -> dict[Hit, str]:
    return dict.fromkeys(_own(reading, "prize_draw"), "medium")


def _own(reading: Reading, group: str) -> list[Hit]:
    """Hits in the account's own voice that are not denied."""
    return [
        hit
        for hit in reading.hits("engagement", group)
        if reading.quoted(hit.start, hit.end) not in FOREIGN
        and not _is_denied(reading, hit)
        and not _is_beside(reading, hit, "report")
    ]


def _is_denied(reading: Reading, hit: Hit) -> bool:
    """Whether the sentence says no before the action is named."""
    start = reading.sentence(hit.start)[0]
    action = _ACTION.search(reading.folded, hit.start, hit.end)
    end = action.start() if action else hit.end
    return any(start <= no.start and no.end <= end for no in reading.hits("engagement", "negation"))


def _named(reading: Reading, hit: Hit, reach: int) -> bool:
    return _near(reading, hit, "object", reach) is not None


def _near(reading: Reading, hit: Hit, group: str, reach: int) -> Hit | None:
    """The first hit of a group that touches the stretch around a demand."""
    near = (
        other
        for other in reading.hits("engagement", group)
        if hit.start - reach <= other.start and other.end <= hit.end + reach
    )
    return next(near, None)
