"""Accounts that a micro-blog names with an @ as the one who said it: “@…：” at the head, one “@…” at the end."""

from collections.abc import Iterator

from plumbline.provenance.credit_names import Spelled, is_medium, is_organ
from plumbline.text.patterns import pattern

_NAME = r"[\w·•\-]{2,30}"
_TAIL = pattern(
    r"(?:\s|原图|\[组图共\d{1,3}张\]|网页链接|\.{3}展开全文|(?<=\s)\.|https?://[!-~]{1,60}|[^\s@#】)。!?]{2,20}的(?:微博|秒拍)视频|[)】|])+$"
)
_LAST = pattern(rf"(?P<lead>.?.?)@(?P<name>{_NAME})\s*$")
_HEAD = pattern(rf"(?:^|[】#\n。]|(?<=\s))\s?@(?P<name>{_NAME})\s?(?::|正式测定|消息|通报|报道|发布(?=[,:])|讯)")
_TOGETHER = pattern(
    r"(?:关注|邀请|点击|[和与及、跟]|请|戳|感谢|欢迎|加入|联合|召唤|致敬|[\w]@|提醒|就|找|为|给|让|帮|并|也|[一两二三]位)\s?$"
)
_ANYBODY = pattern(r"好友|朋友|家人|同学$|身边|^你|^ta$")
_WINDOW = 90


def mentions(spelled: Spelled) -> Iterator[tuple[int, int]]:
    """Bounds of the names, in plain text."""
    text = spelled.plain
    if "@" not in text:
        return
    for found in _HEAD.finditer(text):
        if _is_account(found["name"]):
            yield found.span("name")
    end = _end(text)
    last = _LAST.search(text, max(0, end - _WINDOW), end)
    if last and _alone(text, last.start("name") - 1) and _is_account(last["name"]):
        yield last.span("name")


def _end(text: str) -> int:
    """Where the text ends when what the platform hangs on is left out."""
    start = max(0, len(text) - _WINDOW)
    found = _TAIL.search(text, start)
    return found.start() if found else len(text)


def _alone(text: str, at: int) -> bool:
    """Whether the @ at `at` is not one of several, and nobody is asked to follow or join it."""
    before = text[max(0, at - 36) : at]
    return "@" not in before and _TOGETHER.search(before) is None


def _is_account(name: str) -> bool:
    """A name of two or three Han characters that no body bears is a person's."""
    if _ANYBODY.search(name):
        return False
    return len(name) > 3 or is_medium(name) or is_organ(name) or not ("\u4e00" <= name[0] <= "\u9fff")
