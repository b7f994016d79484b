"""The menu of the desk: what this person may open."""

from dataclasses import dataclass
from typing import Any

from plumbline.rulebook.model import Text
from plumbline.server.people.rights import Action

ENTRIES = (
    ("/desk/", Action.DESK_SEE, Text(zh="今日待办", en="Due today")),
    ("/desk/accounts/", Action.REGISTER_READ, Text(zh="账号备案", en="Register")),
    ("/desk/drafts/", Action.DRAFT_READ, Text(zh="先审后发", en="Drafts")),
    ("/desk/inspections/", Action.INSPECTION_READ, Text(zh="检查", en="Inspections")),
    ("/desk/findings/", Action.FINDING_READ, Text(zh="问题", en="Findings")),
    ("/desk/cases/", Action.CASE_READ, Text(zh="整改台账", en="Cases")),
    ("/desk/calendar/", Action.CASE_READ, Text(zh="期限日历", en="Calendar")),
    ("/desk/notices/", Action.NOTICE_READ, Text(zh="通报", en="Bulletins")),
    ("/desk/units/", Action.REGISTER_READ, Text(zh="单位", en="Units")),
    ("/desk/people/", Action.PEOPLE_READ, Text(zh="人员", en="People")),
    ("/desk/messages/", Action.MESSAGE_SETTINGS, Text(zh="消息", en="Messages")),
    ("/desk/audit/", Action.AUDIT_READ, Text(zh="操作日志", en="Log of changes")),
)


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    url: str
    name: Text
    here: bool


def navigation(path: str, can: Any) -> list[Entry]:
    """The lines for somebody (`can`: `people.rights.Cans`) on the page at `path`."""
    if not path.startswith("/desk/"):
        return []
    return [
        Entry(url, name, here=path == url if url == "/desk/" else path.startswith(url))
        for url, action, name in ENTRIES
        if can.has(action)
    ]
