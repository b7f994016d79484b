"""The words in which offices record a review: levels, decisions and content classes, in Chinese and English."""

from collections.abc import Mapping
from functools import lru_cache
from re import Pattern
from types import MappingProxyType

from plumbline.text.fold import fold
from plumbline.text.patterns import pattern

AUTHOR, FIRST, REVIEWER, FINAL, HEAD = "author", "first_reviewer", "reviewer", "final_reviewer", "head"
ROLES = (AUTHOR, FIRST, REVIEWER, FINAL, HEAD)
"""From the writer up. `first_reviewer` is a first review by name or number; elsewhere the author is the first level."""
APPROVED, RETURNED, SUBMITTED = "approved", "returned", "submitted"

_GAPS = pattern(r"[\s_\-—:：.、，,（）()/]+")
_LEVELS = MappingProxyType(
    {
        AUTHOR: pattern(
            r"0|author|writer|drafter|editor|operator|submitter|creator|作者|小编|采编|"
            r".*(?:拟稿|起草|撰稿|编辑|报送|提交|送审|经办).*|运营(?:人|员|人员)?"
        ),
        HEAD: pattern(
            r"4|head|head ?of ?(?:the ?)?(?:office|unit)|unit ?head|(?:level|l)4|"
            r".*(?:四审|四级|主要领导|主要负责|单位负责|一把手).*|[局厅部]长"
        ),
        FINAL: pattern(
            r"3|third(?: ?review(?:er)?)?|final(?: ?(?:review(?:er)?|approval|approver))?|leader|approver|"
            r"issuer|(?:chief|managing) ?editor|(?:level|l)3|"
            r".*(?:三审|终审|终核|三级|签发|审签|审批|分管|总编|主编).*"
        ),
        FIRST: pattern(r"1|first(?: ?review(?:er)?)?|(?:level|l)1|.*(?:一审|初审|初核|一级).*"),
        REVIEWER: pattern(
            r"2|second(?: ?review(?:er)?)?|review(?:er)?|checker|section ?head|(?:level|l)2|"
            r".*(?:二审|复审|复核|二级|审核|审稿|部门负责|科室?负责|科长|处长).*"
        ),
    }
)
_DECISIONS = MappingProxyType(
    {
        RETURNED: pattern(
            r"return(?:ed|s)?|reject(?:ed|s)?|refuse[ds]?|denied|declined?|sent ?back|changes ?requested|"
            r"withdr[ae]wn?|void(?:ed)?|revoked?|not ?(?:approved|passed|agreed)|false|no|"
            r".*(?:退回|驳回|不同意|不通过|未通过|否决|不予|撤回|作废|不批准|不准).*"
        ),
        SUBMITTED: pattern(
            r"(?:re)?submit(?:ted|s)?|draft(?:ed)?|written|wrote|edit(?:ed)?|change[ds]?|create[ds]?|"
            r"file[ds]?|.*(?:送审|提交|拟稿|起草|报送|修改|撰写).*"
        ),
        APPROVED: pattern(
            r"approve[ds]?|approval|accept(?:ed|s)?|agree[ds]?|pass(?:ed|es)?|ok|okay|yes|true|"
            r"sign(?:ed|s)?(?: ?off)?|confirmed|.*(?:同意|通过|批准|签发|准予|可发|无误).*"
        ),
    }
)
_CLASSES = MappingProxyType(
    {
        "A": pattern(r"(?:class)?a(?:类)?|ordinary|general|routine|.*(?:一般|普通|常规|一类).*"),
        "C": pattern(r"(?:class)?c(?:类)?|sensitive|major|.*(?:敏感|重大|突发|三类).*"),
        "B": pattern(r"(?:class)?b(?:类)?|important|.*(?:重要|二类).*"),
    }
)


@lru_cache(maxsize=4096)
def role_of(level: str) -> str:
    """Which of `ROLES` a level is; empty where it is none that is known."""
    return _first(_LEVELS, level)


@lru_cache(maxsize=4096)
def decision_of(word: str) -> str:
    """approved, returned, submitted; empty for anything else (read, published)."""
    return _first(_DECISIONS, word)


@lru_cache(maxsize=4096)
def class_of(word: str) -> str:
    """A, B or C; empty where it is none."""
    return _first(_CLASSES, word)


def _first(words: Mapping[str, Pattern[str]], word: str) -> str:
    plain = _GAPS.sub(" ", fold(word).text).strip()
    tries = (plain, plain.replace(" ", ""))
    return next((name for name, form in words.items() if any(form.fullmatch(one) for one in tries)), "")
