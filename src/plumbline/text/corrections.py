"""Words with which an office says that something it published was wrong, has changed, or was taken back."""

from plumbline.text.patterns import pattern

NOTICE = (
    "更正", "勘误", "订正", "有误", "误发", "错发", "误删", "误传", "笔误", "错误", "致歉", "道歉", "歉意", "抱歉",
    "澄清", "情况说明", "特此说明", "作废", "撤回", "撤下", "撤销", "删除", "删帖", "重新发布",
    "不实", "不准确", "不当", "更新", "变更", "调整", "改为", "改到", "改期", "延期", "取消",
    "correct", "errat", "clarif", "apolog", "sorry", "retract", "withdr", "delet", "removed", "in error", "mistake",
    "taken down", "took down", "updated", "changed", "postponed", "cancel", "wrong", "inaccura", "unauthori",
)  # fmt: skip
"""One of these stands in every text that may be a notice, in small or capital letters."""

_OUTRIGHT = pattern(
    r"(?i)更正|勘误|订正|有误|误发|错发|误删|误传|笔误|输入错误|致歉|道歉|歉意|抱歉|澄清|情况说明|特此说明"
    r"|(?:原|前|上|该|此)[^。;；!！\n]{0,14}(?:作废|撤销)|撤回|撤下|已删除|删帖|重新发布"
    r"|correct(?:ion|ed)\b|errat(?:um|a)\b|clarif|apolog|\bsorry\b|retract|\bwithdr(?:aw|ew)|\bdeleted\b|in error\b"
    r"|\bmistake|\b(?:taken|took) down\b"
)
_CHANGED = pattern(
    r"(?i)更新|变更|调整|改为|改到|改期|延期|取消|\bupdated?\b|\bchanged? to\b|\bpostponed\b|\bcancell?ed\b"
)
_WHEN = r"(?:刚[才刚]|[今昨前][天日晚早]|此前|之前|日前|前述|上一?[条则篇]|[该本原前这][条则篇]|早些时候|我们?)"
_THING = r"(?:发布|推送|发出|转发|发表|微博|推文|图文|文章|视频|信息|消息|内容|通知|公告|通告)"
_WRONG = r"(?:有误|错误|误发|错发|不实|不准确|不当|更正|撤回|删除|撤下|致歉|道歉|歉意|抱歉)"
_POST = (
    r"\b(?:earlier|previous|last|that|this|our|an?|the) (?:\w+ ){0,3}"
    r"(?:post|tweet|toot|message|notice|video|article)\b"
)
_WRONGLY = (
    r"\b(?:error|incorrect\w*|wrong\w*|deleted|removed|retract\w*|correct(?:ed|ion)|apologi[sz]e\w*|apology|inaccura\w*"
    r"|mistak\w*|taken down|took down|withdr[ae]w\w*|unauthori[sz]ed|sorry)\b"
)
_TAKEN_BACK = pattern(
    rf"(?i){_WHEN}[^。!！\n]{{0,40}}{_THING}[^。!！\n]{{0,40}}{_WRONG}|误发[^。\n]{{0,12}}{_THING}|{_THING}[^。\n]{{0,6}}误发"
    rf"|{_POST}[^\n]{{0,100}}{_WRONGLY}|{_WRONGLY}[^\n]{{0,60}}{_POST}"
)
_MARK = pattern(
    r"(?i)更正|勘误|订正|更新|修改|修订|编辑[于:：]|改正|致歉|以此为准|以本[^。]{0,6}为准|补充"
    r"|\bedit(?:ed)?\s*[:\]）)\-–—]|\[edit(?:ed)?|\bupdated?\b|\bcorrect(?:ion|ed)\b|\berrat(?:um|a)\b|\bclarification\b"
)


def is_notice(text: str) -> bool:
    """Whether a text says outright that something published was wrong or has been taken back."""
    return _OUTRIGHT.search(text) is not None


def is_change(text: str) -> bool:
    """Whether a text says that a matter is changed: of use only where it names the matter."""
    return _CHANGED.search(text) is not None


def takes_back(text: str) -> bool:
    """Whether a text says of something published before it that it was wrong or is gone, without naming it."""
    return _TAKEN_BACK.search(text) is not None


def admits_change(added: str) -> bool:
    """Whether what was put into a text says that the text was changed (更正：…, Edited: …)."""
    return _MARK.search(added) is not None
