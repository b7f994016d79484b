"""The way of an incident: words from an official channel that must come down at once and be answered for."""

from plumbline.rulebook.model import Text
from plumbline.workflow.graph import Graph, Step

CHECKS = ("tone.abusive_language", "safety.explicit_content", "safety.personal_data", "safety.classification_marking")
"""Confirmed findings of these checks are incidents."""
HOURS = {"reported": 1, "taken_down": 24, "answered": 48, "explained": 120, "measured": 240}
"""Hours from the report by which a state is to be left (EMG-3: an answer within 48 hours; the others are our own)."""
INCIDENT = Graph(
    states={
        "reported": Text(zh="已报告，待处置", en="reported"),
        "taken_down": Text(zh="已删除，待致歉或者更正", en="taken down, to be answered for"),
        "answered": Text(zh="已致歉或者更正，待说明原因", en="apology or correction published"),
        "explained": Text(zh="已说明原因，待落实措施", en="cause explained"),
        "measured": Text(zh="已落实措施，待销号", en="measure taken"),
        "closed": Text(zh="已销号", en="closed"),
        "withdrawn": Text(zh="已撤销", en="withdrawn"),
    },
    steps=(
        Step("take_down", ("reported",), "taken_down", Text(zh="报告已删除", en="report it taken down")),
        Step("answer", ("taken_down",), "answered", Text(zh="报送致歉或者更正链接", en="link the apology")),
        Step("explain", ("answered",), "explained", Text(zh="说明原因", en="explain the cause")),
        Step("measure", ("explained",), "measured", Text(zh="报送整改措施", en="report the measure")),
        Step("return", ("measured",), "explained", Text(zh="退回", en="return")),
        Step("close", ("measured",), "closed", Text(zh="销号", en="close")),
        Step("withdraw", ("reported", "taken_down", "answered", "explained", "measured"), "withdrawn",
             Text(zh="撤销", en="withdraw")),
        Step("reopen", ("closed", "withdrawn"), "reported", Text(zh="再次发现", en="found again")),
    ),
)  # fmt: skip
