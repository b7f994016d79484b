"""The way of a draft through review before publication (先审后发): each class of content needs more levels."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from plumbline.rulebook.model import Text
from plumbline.workflow.graph import Graph, Step

DRAFT = Graph(
    states={
        "writing": Text(zh="撰写中", en="being written"),
        "review": Text(zh="审核中", en="in review"),
        "returned": Text(zh="已退回", en="returned"),
        "approved": Text(zh="审核通过", en="approved"),
        "published": Text(zh="已发布", en="published"),
        "withdrawn": Text(zh="已撤回", en="withdrawn"),
    },
    steps=(
        Step("submit", ("writing", "returned"), "review", Text(zh="提交审核", en="submit")),
        Step("approve", ("review",), "review", Text(zh="同意", en="approve")),
        Step("pass", ("review",), "approved", Text(zh="审核通过", en="approved")),
        Step("return", ("review",), "returned", Text(zh="退回修改", en="return")),
        Step("edit", ("writing", "returned", "review", "approved"), "writing", Text(zh="修改", en="edit")),
        Step("publish", ("approved",), "published", Text(zh="登记发布", en="note the publication")),
        Step("withdraw", ("writing", "review", "returned", "approved"), "withdrawn", Text(zh="撤回", en="withdraw")),
    ),
)
CLASSES: Mapping[str, Text] = MappingProxyType(
    {
        "A": Text(zh="A 类：一般信息", en="A: ordinary information"),
        "B": Text(zh="B 类：重要信息（领导活动、重要会议、政策发布）", en="B: important (leaders, meetings, policies)"),
        "C": Text(zh="C 类：敏感信息（突发事件、热点舆情）", en="C: sensitive (emergencies, hot issues)"),
    }
)
LEVELS: Mapping[str, Text] = MappingProxyType(
    {
        "author": Text(zh="拟稿", en="author"),
        "first_reviewer": Text(zh="初审", en="first review"),
        "reviewer": Text(zh="复审", en="review"),
        "final_reviewer": Text(zh="终审", en="final review"),
        "head": Text(zh="主要负责人审签", en="head of the office"),
    }
)
HOURS = MappingProxyType({"A": 24, "B": 24, "C": 8})
"""Hours for one step, by class; an urgent draft has two. Our own: no instrument names them."""
URGENT_HOURS = 2


def hours(content_class: str, *, urgent: bool) -> int:
    """Hours in which a step is to be taken."""
    return URGENT_HOURS if urgent else HOURS[content_class]


def barred(person: object, author: object, editors: Sequence[object], decided: Sequence[object]) -> str:
    """Why this person may not decide now: ``author``, ``editor``, ``twice``; empty where nothing speaks against it."""
    if person == author:
        return "author"
    if person in editors:
        return "editor"
    return "twice" if person in decided else ""
