"""Values of filing tables as offices write them: months without a day, serial numbers of a spreadsheet."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

from plumbline.dossier.names import english_value, list_words
from plumbline.dossier.names import fold as folded
from plumbline.importers import cells
from plumbline.importers.cells import Unreadable, bare, blank

_MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$|^((?:19|20)\d{2})(0[1-9]|1[0-2])$")
_YEAR = re.compile(r"^((?:19|20)\d{2})\s*年?$")
_SERIAL = re.compile(r"^[34]\d{4}(?:\.\d+)?$")
_NO = re.compile(r"未|否|无|没有|不是|过期|失效|取消|待|申请中|办理中|^no$|^n$", re.IGNORECASE)
_YES = re.compile(r"是|已|认证|加v|蓝v|黄v|橙v|有|√|✓|^yes$|^y$|^v$", re.IGNORECASE)

_STATUS = (
    (re.compile(r"(?:拟|正在|申请|待|即将)\S{0,4}(?:注销|关停|关闭|停办)|(?:注销|关停|关闭)中"), "closing"),
    (re.compile(r"注销|关停|关闭|停办|撤销|已迁移|整合关"), "closed"),
    (re.compile(r"停|休眠|不更新|未更新|未运[行营]|非正常|不正常|异常"), "suspended"),
    (re.compile(r"正常|在用|运[行营]|更新|活跃|开通"), "active"),
)


def day(text: str, zone: str) -> tuple[date | None, bool]:
    """A day, and whether all of it was given (2019年3月 is its first day). Unreadable(not_a_time)."""
    plain = bare(text).rstrip("起止至。.")
    if blank(plain):
        return None, True
    if _SERIAL.match(plain):
        return date(1899, 12, 30) + timedelta(days=int(float(plain))), True
    found = _MONTH.match(plain)
    if found:
        year, month = (int(part) for part in found.groups() if part)
        if 1 <= month <= 12:
            return date(year, month, 1), False
    found = _YEAR.match(plain)
    if found:
        return date(int(found[1]), 1, 1), False
    return cells.day(plain.replace("．", "."), zone), True


def verified(text: str) -> tuple[bool, str | None]:
    """Whether an account is verified, and as whom if the cell says so. Unreadable(unknown_word)."""
    known = english_value("accounts", "verified", text)
    if known:
        return known == "true", None
    if _NO.search(text):
        return False, None
    if _YES.search(text):
        return True, None
    if len(folded(text)) >= 4:
        return True, bare(text)
    raise Unreadable("unknown_word")


def choice(table: str, column: str, text: str) -> str:
    """The contract's word for one of a table. Unreadable(unknown_word)."""
    plain = re.sub(r"[（(].*?[)）]", "", text)
    found = english_value(table, column, text) or english_value(table, column, plain)
    if found is None:
        raise Unreadable("unknown_word")
    return found


def status(text: str) -> str:
    """How an account runs, by the contract's words or by those within longer ones. Unreadable(unknown_word)."""
    with suppress(Unreadable):
        return choice("accounts", "status", text)
    found = next((value for pattern, value in _STATUS if pattern.search(text)), None)
    if found is None:
        raise Unreadable("unknown_word")
    return found


def flag(table: str, column: str, text: str) -> bool:
    """是 or 否. Unreadable(unknown_word)."""
    return choice(table, column, text) == "true"


def ways(text: str) -> list[str] | None:
    """Ways of answering people; [] for none, None for not known. Unreadable(unknown_word) if no word is known."""
    if folded(text) in list_words("none"):
        return []
    if folded(text) in list_words("unknown"):
        return None
    words = [bare(word) for word in re.split(r"[、,，;；/\s]+", text) if bare(word)]
    found = [english_value("accounts", "interaction", word) for word in words]
    if not any(found):
        raise Unreadable("unknown_word")
    return list(dict.fromkeys(word for word in found if word))


KINDS: Mapping[str, str] = {
    **dict.fromkeys(("opened_on", "closed_on", "notice_on", "filed_on", "verified_until"), "day"),
    **dict.fromkeys(("main_account",), "flag"),
    "status": "status",
    "interaction": "ways",
    "verified": "verified",
}
"""How a column of accounts is read; the others are words as they stand."""
