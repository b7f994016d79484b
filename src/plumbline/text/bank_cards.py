"""Bank card numbers: issuer ranges and the Luhn check digit."""

from plumbline.text.patterns import pattern

_ISSUERS = pattern(
    r"62\d{14,17}|9558\d{12}(?:\d{3})?|60\d{14}(?:\d{3})?|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|9\d{15,18}"
)


def is_card(digits: str) -> bool:
    """Whether the digits lie in an issuer's range and the Luhn sum is right."""
    return _ISSUERS.fullmatch(digits) is not None and luhn(digits)


def speaks_for_itself(digits: str) -> bool:
    """Whether a card number needs no word beside it: UnionPay in one of its two usual lengths."""
    return digits.startswith("62") and len(digits) in (16, 19)


def luhn(digits: str) -> bool:
    """Whether the Luhn sum of the digits is a multiple of ten."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0
