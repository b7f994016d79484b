"""``{% load plumbline %}``: two languages, days, terms."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings

from plumbline.reports import words
from plumbline.rulebook.model import Text
from plumbline.server.people.terms import ROLE
from plumbline.server.site import clock
from plumbline.server.site.history import ACTIONS, FIELDS
from plumbline.server.site.language import lang
from plumbline.server.site.language import say as said

register = template.Library()
WEEKDAYS = tuple(
    Text(zh=f"星期{zh}", en=f"{en}day")
    for zh, en in zip("一二三四五六日", ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"), strict=True)
)


@register.simple_tag
def say(en: str, zh: str) -> str:
    """One of two wordings."""
    return said(en, zh)


@register.filter
def of(text: Text | str | None) -> str:
    """A `Text` in the language of the page."""
    return text.of(lang()) if isinstance(text, Text) else str(text or "")


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-23, in the office's time zone; an empty string for nothing."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return value.isoformat() if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-23 09:05, in the office's time zone; an empty string for nothing."""
    return value.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def weekday(value: date) -> str:
    """星期一 or Monday."""
    return WEEKDAYS[value.weekday()].of(lang())


@register.filter
def away(value: datetime | None) -> str:
    """How far off a deadline is, in natural days of the office; an empty string for none."""
    if value is None:
        return ""
    days = (clock.day(value) - clock.today()).days
    if value < clock.now():
        return said(f"{_days(-days)} overdue", f"逾期 {-days} 天") if days else said("overdue today", "今天逾期")
    return said(f"in {_days(days)}", f"还有 {days} 天") if days else said("today", "今天")


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


@register.simple_tag
def term(table: str, key: Any) -> str:
    """A term of the reports: ``{% term "SEVERITY" finding.severity %}``; the key itself where it is not known."""
    found = getattr(words, table).get(str(key))
    return found.of(lang()) if found else str(key or "")


@register.filter
def platform_name(key: str) -> str:
    """The name of a platform."""
    return term("PLATFORM", key)


@register.filter
def role_name(key: str) -> str:
    """The name of a role."""
    return ROLE[key].of(lang()) if key in ROLE else key


@register.filter
def action_name(key: str) -> str:
    """What an entry of the log tells, in words; the key itself where no words are known."""
    return ACTIONS[key].of(lang()) if key in ACTIONS else key


@register.filter
def field_name(key: str) -> str:
    """The name of a field in the log; the key itself where no words are known."""
    return FIELDS[key].of(lang()) if key in FIELDS else key
