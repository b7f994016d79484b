"""Values of the register in the words of a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from plumbline.reports.words import ACCOUNT_STATUS, PLATFORM
from plumbline.rulebook.model import Text
from plumbline.server.audit.models import Entry
from plumbline.server.site.language import lang, say
from plumbline.workflow.account import FILING, HAND_OVER, KEEPER_CHECK, KINDS

WAYS: Mapping[str, Text] = {
    "comments": Text(zh="评论", en="comments"),
    "messages": Text(zh="私信留言", en="messages"),
    "form": Text(zh="表单", en="form"),
    "none": Text(zh="未提供互动渠道", en="none is offered"),
}
_WORDS: Mapping[str, Mapping[str, Text]] = {
    "platform": PLATFORM,
    "status": ACCOUNT_STATUS,
    "interaction": WAYS,
    "filing": {**KINDS, **FILING.states},
    "points": {**KEEPER_CHECK, **HAND_OVER},
    "side": {"given": Text(zh="移交人", en="giver"), "taken": Text(zh="接收人", en="taker")},
}


def shown(name: str, value: Any) -> str:
    """A field's value as a page shows it; a dash for nothing."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return say("yes", "是") if value else say("no", "否")
    if isinstance(value, list):
        words = say(", ", "、").join(_word(name, one) for one in value)
        return words or (WAYS["none"].of(lang()) if name == "interaction" else "—")
    if isinstance(value, date):
        return value.isoformat()
    return _word(name, value)


def told(entry: Entry) -> list[tuple[str, str, str]]:
    """The changes of an entry of the log: field, old and new, in words."""
    return [(name, shown(name, old), shown(name, new)) for name, (old, new) in entry.change.items()]


def _word(name: str, value: Any) -> str:
    word = _WORDS.get(name, {}).get(str(value))
    return word.of(lang()) if word else str(value)
