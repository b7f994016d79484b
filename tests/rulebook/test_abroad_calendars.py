"""Working days as data of a book: days off by law, and a year that is not known is never guessed."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from plumbline.domain.calendar import Calendar
from plumbline.domain.errors import RulebookError
from plumbline.rulebook.kept import kept, restore
from plumbline.rulebook.lint import problems
from plumbline.rulebook.load import load, read
from plumbline.series.working_days import CalendarUnknown, add_working_days, working_days_between, working_days_in
from plumbline.workflow.days import after_working_days, provisional

ONE_OFF = {  # proclaimed: weddings, jubilees, a funeral, a coronation, and May holidays moved to another day
    date(2011, 4, 29), date(2012, 6, 4), date(2012, 6, 5), date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3),
    date(2022, 9, 19), date(2023, 5, 8),
}  # fmt: skip
MOVED = {date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)}


def calendar(name: str) -> Calendar:
    found = load(name).working_days()
    assert found is not None
    return found


def weekday_of(year: int, month: int, weekday: int, which: int) -> date:
    """The `which`-th (from 1; -1 the last) of a weekday in a month."""
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    found = [day for day in days if day.month == month and day.weekday() == weekday]
    return found[which - 1 if which > 0 else which]


def american(year: int) -> Iterator[date]:
    """5 U.S.C. 6103: on a Saturday the Friday before is kept, on a Sunday the Monday after."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    for day in (*fixed, *([date(year, 6, 19)] if year >= 2021 else [])):
        yield day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
    for month, which in ((1, 3), (2, 3), (5, -1), (9, 1), (10, 2)):
        yield weekday_of(year, month, 0, which)
    yield weekday_of(year, 11, 3, 4)


def easter(year: int) -> date:
    """Easter Sunday (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + i - 7 * ((a + 11 * h + 22 * i) // 451) + 114, 31)
    return date(year, month, day + 1)


def english(year: int) -> Iterator[date]:
    """Bank holidays of England and Wales as a rule; on a weekend the next days that are worked are kept instead."""
    yield from (easter(year) - timedelta(days=2), easter(year) + timedelta(days=1))
    yield from (weekday_of(year, 5, 0, 1), weekday_of(year, 5, 0, -1), weekday_of(year, 8, 0, -1))
    for days in ([date(year, 1, 1)], [date(year, 12, 25), date(year, 12, 26)]):
        kept_days = [day for day in days if day.weekday() < 5]
        later = days[-1] + timedelta(days=1)
        while len(kept_days) < len(days):
            if later.weekday() < 5:
                kept_days.append(later)
            later += timedelta(days=1)
        yield from kept_days


def test_american_offices_rest_on_the_days_of_the_statute() -> None:
    found = calendar("us-federal")
    wanted = {day for year in range(found.first.year, found.last.year + 2) for day in american(year)}
    assert set(found.off) == {day for day in wanted if found.first <= day <= found.last}


def test_english_offices_rest_on_bank_holidays_and_on_days_proclaimed_once() -> None:
    found = calendar("uk-government")
    usual = {day for year in range(found.first.year, found.last.year + 1) for day in english(year)}
    assert set(found.off) == (usual - MOVED) | ONE_OFF


def test_nobody_answers_on_a_holiday_and_an_ordinary_weekend_is_none() -> None:
    uk = calendar("uk-government")
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 7), uk) == 1  # over Easter
    assert working_days_between(date(2026, 4, 9), date(2026, 4, 14), uk) == 3
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 7)) == 2  # China rests on the 6th alone
    assert add_working_days(date(2026, 12, 24), 1, uk) == date(2026, 12, 29)


def test_a_day_that_the_book_does_not_know_is_an_error_that_says_where_to_add_it() -> None:
    us = calendar("us-federal")
    with pytest.raises(CalendarUnknown, match="the calendar covers 2011–2030") as caught:
        add_working_days(date(2030, 12, 30), 2, us)
    assert "calendars/us-federal of the rulebook" in str(caught.value)
    unknown = pl.DataFrame({"a": [date(2030, 12, 30)], "b": [date(2031, 1, 2)]})
    assert unknown.select(n=working_days_in(pl.col("a"), pl.col("b"), us))["n"].to_list() == [None]


def test_a_deadline_beyond_the_known_days_is_provisional_by_the_book_of_the_office() -> None:
    uk = calendar("uk-government")
    late = after_working_days(date(2027, 12, 30), 2, uk)
    assert (late, provisional(late, uk)) == (date(2028, 1, 3), True)
    assert not provisional(after_working_days(date(2026, 3, 2), 2, uk), uk)
    assert after_working_days(date(2001, 5, 4), 1, uk) == date(2001, 5, 7)


def test_a_calendar_lives_on_in_the_book_that_a_run_keeps(tmp_path: Path) -> None:
    file = tmp_path / "rulebook.json"
    file.write_bytes(kept(load("us-federal")))
    assert restore(file).working_days() == calendar("us-federal")


HEAD = "name: veld\ntitle: {zh: 规则, en: Rules}\ncalendar: veld\n"


def book(folder: Path, calendars: str) -> Path:
    (folder / "book.yml").write_text(HEAD, "utf-8")
    (folder / "calendar.yml").write_text(calendars, "utf-8")
    return folder


def test_a_day_may_be_written_with_or_without_quotation_marks_and_a_weekend_may_be_another(tmp_path: Path) -> None:
    written = """
calendars:
  veld:
    since: 2026-01-01
    until: "2026-12-31"
    weekend: [friday]
    reason: {zh: 法律, en: a law}
    days_off: {2026-05-05: Founders' Day, "2026-05-06": the day after}
    worked: {2026-05-08: worked for the 6th}
"""
    veld = load(book(tmp_path, written)).working_days()
    assert veld is not None
    assert working_days_between(date(2026, 5, 3), date(2026, 5, 10), veld) == 5
    assert not problems(read(tmp_path))


@pytest.mark.parametrize(
    ("entry", "path", "what", "fatal"),
    [
        ("until: 2025-12-31", "calendars/veld/until", "before it begins", True),
        ("days_off: {2026-13-01: x}", "calendars/veld/days_off/2026-13-01", "is no day", True),
        ("days_off: {2027-03-01: x}", "calendars/veld/days_off/2027-03-01", "outside 2026-01-01", False),
        ("days_off: {2026-05-09: x}", "calendars/veld/days_off/2026-05-09", "nobody works anyway", False),
        ("worked: {2026-05-08: x}", "calendars/veld/worked/2026-05-08", "worked anyway", False),
    ],
)  # fmt: skip
def test_lint_finds_days_that_cannot_be(tmp_path: Path, entry: str, path: str, what: str, *, fatal: bool) -> None:
    rest = [] if entry.startswith("until") else ["until: 2026-12-31"]
    lines = ["since: 2026-01-01", "reason: {zh: 法律, en: a law}", *rest, entry]
    written = "calendars:\n  veld:\n" + "".join(f"    {line}\n" for line in lines)
    found = problems(read(book(tmp_path, written)))
    assert [(problem.path, problem.fatal) for problem in found] == [(path, fatal)]
    assert what in found[0].what


def test_a_book_that_names_a_calendar_which_nobody_wrote_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="there is no calendar 'veld'"):
        load(book(tmp_path, ""))
