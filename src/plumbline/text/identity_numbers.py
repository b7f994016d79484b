"""Chinese identity numbers: what makes one plausible (region, day of birth) and sound (check digit)."""

from datetime import date

PROVINCES = frozenset(map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)))) | {
    *("61", "62", "63", "64", "65", "71", "81", "82", "83")
}
LONG, SHORT = 18, 15
OLDEST, YOUNGEST = 1900, 2029
"""Years of birth that a long number may carry; a program without a clock sets a wide range."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10x98765432"


def is_plausible(number: str) -> bool:
    """Whether 18 (or 15) characters carry a province, a county and a real day of birth."""
    if number[:2] not in PROVINCES or number[2:6] == "0000" or not number[:-1].isdigit():
        return False
    if len(number) == SHORT:
        return number.isdigit() and _is_day("19" + number[6:12])
    return len(number) == LONG and number[4:6] != "00" and _is_day(number[6:14])


def is_sound(number: str) -> bool:
    """Whether the check digit of a plausible long number is right (a short one has none)."""
    if len(number) != LONG:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return number[-1] == _CHECK[total % 11]


def _is_day(written: str) -> bool:
    year, month, day = int(written[:4]), int(written[4:6]), int(written[6:])
    if not OLDEST <= year <= YOUNGEST:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
