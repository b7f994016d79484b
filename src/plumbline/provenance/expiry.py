"""Whether a text that was written for certain days is over: every day that it names lies behind.

A year that is left out is that of the day on which the text first came out. Days far from that day are history or law,
not what the text is about. What goes on from a day, or for a time without a date, has no end that can be read.
"""

from collections.abc import Iterator
from datetime import date

from plumbline.provenance.written_days import WrittenDay, written_days
from plumbline.text.patterns import pattern

AROUND = 75
"""Days before and after a text's first day within which the days of its matter lie."""
_IN_FORCE = pattern(r"[^,。;!?\n]{0,8}起?(?:正式)?(?:施行|实施|执行|生效|启用|通车|开通|运行|takes? effect|in force)")
_FROM = pattern(r"[^,。;!?\n至到]{0,8}(?<!引)起(?![^,。;!?\n]{0,8}[至到~—–-])")
_LASTING = pattern(
    r"为期|长期|有效期|全年|常年|年底|月底|暑期|暑假|寒假|汛期|另行通知前|until further notice|all year|all summer"
    r"|纪念日|宣传[日周月]"
)
_YEAR = pattern(r"(?<!\d)(20\d\d)(?=年|[^\d.]|$)")


def is_over(folded: str, first_on: date, said_on: date, *, urgent: bool) -> bool:
    """Whether all days of a folded text that first came out on `first_on` lie before `said_on`.

    False where none can be told, where one may as well mean a day ahead, where something goes on from a day (of
    `urgent` matters, which are soon over, only laws do), or where it tells of a season or a feast.
    """
    days = list(_days(folded, first_on))
    near = [meant for _, meant in days if abs((meant - first_on).days) <= AROUND]
    if not near or max(meant for _, meant in days) >= said_on or _comes_again(folded, max(near), said_on):
        return False
    if any(_IN_FORCE.match(folded, written.end) for written, _ in days):
        return False
    if urgent:
        return True
    return _LASTING.search(folded) is None and not any(_FROM.match(folded, written.end) for written, _ in days)


def _days(folded: str, first_on: date) -> Iterator[tuple[WrittenDay, date]]:
    """Each day with its meaning; one without a month has that of the date before it."""
    month, year = None, None
    for written in written_days(folded):
        month, year = written.month or month, (written.year if written.month else year)
        if month is None:
            continue
        full = WrittenDay(written.start, written.end, written.year or year, month, written.day, written.shift)
        meant = min(full.near(first_on), key=lambda day: abs((day - first_on).days), default=None)
        if meant is not None:
            yield full, meant


def _comes_again(folded: str, last: date, said_on: date) -> bool:
    """Whether a day without its year is nearer in the year to come than it was when it is over."""
    if any(found[1] == f"{last.year}" and last.year < said_on.year for found in _YEAR.finditer(folded)):
        return False
    return (said_on - last).days > 365 // 2
