"""Sources named in English: Source: …, according to …, … reports, (Reuters), h/t @…, courtesy of …."""

from collections.abc import Iterator

from plumbline.provenance.credit_names import Spelled, is_medium, trimmed
from plumbline.text.patterns import pattern

_CAPITALS = r"(?:[Tt]he |[Aa]n? )?[A-Z][\w&.'’\-]{1,24}(?: (?:of |for |and |the |on )?[A-Z][\w&.'’\-]{0,24}){0,6}"
_LABEL = pattern(
    rf"(?:^|[\n(\[|.;—–-])\s{{0,2}}(?:[Ss]ources?|SOURCE|[Vv]ia|[Cc]redit)\s?:\s?(?!http)@?(?P<name>{_CAPITALS}|\w{{2,30}})"
)
_ACCORDING = pattern(rf"[Aa]ccording to (?:a (?:report|story|post) (?:by|in|from) )?@?(?P<name>{_CAPITALS})")
_SAYS = pattern(rf"(?:^|[\n.;\"”] ?|, )@?(?P<name>{_CAPITALS}) (?:reports|reported|is reporting)(?= that\b|,|:)")
_BRACKET = pattern(rf"\((?:@|via )?(?P<name>{_CAPITALS})\)")
_THANKS = pattern(r"(?:(?<![\w/])[Hh]/[Tt]:?|[Hh]at tip(?: to)?:?)\s?@?(?P<name>[A-Za-z][\w.&]{1,30})")
_COURTESY = pattern(rf"[Cc]ourtesy (?:of |: ?)@?(?P<name>{_CAPITALS}|\w{{2,30}})")
_PHOTO = pattern(r"(?:photos?|images?|pictures?|graphic|map|music|artwork|logo)s? $")
_DEEDS = pattern(
    r".*\b(?:Act|Law|Section|Regulation|Regulations|Code|Plan|Policy|Schedule|Article|Rule|Rules|Order|Ordinance|Bill)\b"
)
_LABELLED = (
    (("source", "via:", "credit:", "via :"), _LABEL, "label"),
    (("h/t", "hat tip"), _THANKS, "via"),
    (("courtesy",), _COURTESY, "label"),
)
_TOLD = (
    (("according to",), _ACCORDING, "report"),
    ((" report", " is reporting"), _SAYS, "report"),
    (("(",), _BRACKET, "agency"),
)


def english(spelled: Spelled) -> Iterator[tuple[int, int, str]]:
    """Bounds of names with the form; media alone, but for labels, thanks and courtesies (not of pictures)."""
    text, lower = spelled.text, spelled.plain
    for words, expression, form in _LABELLED:
        for found in expression.finditer(text) if any(word in lower for word in words) else ():
            if not _PHOTO.search(lower[max(0, found.start() - 12) : found.start()]):
                yield *trimmed(lower, *found.span("name")), form
    for words, expression, form in _TOLD:
        for found in expression.finditer(text) if any(word in lower for word in words) else ():
            first, last = trimmed(lower, *found.span("name"))
            if is_medium(lower[first:last]) and not _DEEDS.match(found["name"]):
                yield first, last, form
