"""The way of a case: from the notice to mend until it is closed (销号)."""

from plumbline.rulebook.model import Text
from plumbline.workflow.graph import Graph, Step

CASE = Graph(
    states={
        "open": Text(zh="待通知", en="to be notified"),
        "noticed": Text(zh="已通知，待签收", en="notice sent"),
        "acknowledged": Text(zh="整改中", en="being mended"),
        "mended": Text(zh="已整改，待复核", en="mended, to be re-checked"),
        "appealed": Text(zh="申诉中", en="under appeal"),
        "closed": Text(zh="已销号", en="closed"),
        "withdrawn": Text(zh="已撤销", en="withdrawn"),
    },
    steps=(
        Step("notify", ("open",), "noticed", Text(zh="发出整改通知", en="send the notice")),
        Step("acknowledge", ("noticed",), "acknowledged", Text(zh="签收", en="acknowledge")),
        Step("mend", ("noticed", "acknowledged"), "mended", Text(zh="报送整改结果", en="report it mended")),
        Step("return", ("mended",), "acknowledged", Text(zh="退回继续整改", en="return")),
        Step("close", ("mended",), "closed", Text(zh="销号", en="close")),
        Step("appeal", ("noticed", "acknowledged"), "appealed", Text(zh="申诉", en="appeal")),
        Step("uphold", ("appealed",), "acknowledged", Text(zh="维持", en="uphold")),
        Step("grant", ("appealed",), "withdrawn", Text(zh="采纳申诉并撤销", en="grant and withdraw")),
        Step("withdraw", ("open", "noticed", "acknowledged", "mended"), "withdrawn", Text(zh="撤销", en="withdraw")),
        Step("reopen", ("closed", "withdrawn"), "open", Text(zh="再次发现", en="found again")),
    ),
)
STANDING = ("open", "noticed", "acknowledged", "mended", "appealed")
DUE = ("noticed", "acknowledged")
"""States whose deadline runs."""
