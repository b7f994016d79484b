"""Sentences from phrases: a text is a phrase whose `{slots}` are filled in, again and again, until none is left."""

import re
from datetime import date
from random import Random

from plumbline.demo.shipped import festivals, phrases

_SLOT = re.compile(r"\{(\w+)\}")
_WEEKDAYS = "一二三四五六日"
_LOWEST = {12: (-2, 4), 1: (-4, 3), 2: (-1, 6), 3: (4, 11)}


def phrase(slot: str, rng: Random, day: date) -> str:
    """One sentence of a kind (`weather`, `answer`), as it would be written on that day."""
    return _filled(rng.choice(phrases()[slot]), rng, day)


def greeting(rng: Random, day: date) -> str | None:
    """A greeting for the day, if it is one that is greeted."""
    choices = festivals().get(f"{day:%m-%d}")
    return _filled(rng.choice(choices), rng, day) if choices else None


def _filled(text: str, rng: Random, day: date) -> str:
    given = _given(rng, day)
    while _SLOT.search(text):
        text = _SLOT.sub(lambda found: given.get(found[1]) or rng.choice(phrases()[found[1]]), text)
    return text


def _given(rng: Random, day: date) -> dict[str, str]:
    low = rng.randint(*_LOWEST.get(day.month, (10, 20)))
    return {
        "month": str(day.month),
        "day": str(day.day),
        "weekday": f"星期{_WEEKDAYS[day.weekday()]}",
        "low": str(low),
        "high": str(low + rng.randint(4, 10)),
    }
