"""Sexual services, pornography, gambling, forged papers, drugs or weapons offered on an official account.

Method: what is offered (a term or code word in the account's own voice) and, near it, a way to get there: a private
contact, a link, a group, a download, a registration. Separators, homophones and full-width letters are folded away
first. Words that mostly mean something else count only beside a private contact or others of the kind; papers, drugs
and weapons need words of trade or a private contact. High confidence where the contact is private, the address shady
or a second thing of the kind named; else medium. Texts with words of police, courts, warning or the press are left
alone; so are public contexts (official draws, tourism, prevention, tax offices), unless contact and offer are both
plain. The giveaways of hijackers are the variant `giveaway`.

Blind spots: pictures, videos and what stands behind a link; vulgar wording without an offer; new code words; an offer
that is dressed up as a warning; other languages than Chinese and English.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Hit
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("solicitation", "pornography", "gambling", "forged", "drugs", "weapons", "giveaway")
LEXICONS = ("explicit", "advert")
MODELS = ()

CONTRABAND = ("forged", "drugs", "weapons")
FOREIGN = ("quote", "title", "reported")


@dataclass(frozen=True)
class Params:
    """`reach`: within how many characters of what is offered the way to get there must stand."""

    reach: int


@dataclass(frozen=True)
class Facts:
    """`named`: how many different terms of the kind the text names."""

    named: int


def wants(params: Params) -> Wants:
    """Texts that name something of these kinds."""
    return Wants(lexicons=("explicit",))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag for each kind that is offered."""
    for kind in VARIANTS:
        hits = _own(reading, kind)
        ways = _ways(reading, kind, hits, params.reach) if hits else []
        if hits and (ways or kind == "giveaway" or (kind not in CONTRABAND and _different(reading, hits) > 1)):
            yield from _flag(reading, kind, hits, ways)


def _own(reading: Reading, kind: str) -> list[Hit]:
    """What is named in the account's own voice, and not in a line of police, courts, warning or the press."""
    return [
        hit
        for hit in reading.hits("explicit", kind)
        if reading.quoted(hit.start, hit.end) not in FOREIGN and not _is_reported(reading, hit)
    ]


def _flag(reading: Reading, kind: str, hits: list[Hit], ways: list[Hit]) -> Iterable[Flag]:
    is_private = any(way.lexicon == "advert" for way in ways)
    named, plain = _different(reading, hits), _different(reading, _plain(reading, hits))
    is_public = any(_is_beside(reading, other, hits[0]) for other in reading.hits("explicit", "innocent"))
    if is_public and not (is_private and named > 1):
        return
    if not (is_private or plain or (ways and named + _different(reading, ways) > 2)):
        return
    is_shady = bool(plain and reading.hits("explicit", "shady")) or (kind == "giveaway" and bool(ways))
    sure = is_private or is_shady or (plain > 0 and named > 1 and (bool(ways) or kind == "giveaway"))
    marked = sorted({*hits[:3], *ways[:1]}, key=lambda hit: (hit.start, hit.end))
    marks = tuple(reading.mark(hit.start, hit.end) for hit in marked)
    yield Flag(marks, kind, "high" if sure else "medium", {"named": named})


def _different(reading: Reading, hits: list[Hit]) -> int:
    return len({reading.folded[hit.start : hit.end] for hit in hits})


def _plain(reading: Reading, hits: list[Hit]) -> list[Hit]:
    """Those that mean nothing else."""
    doubtful = reading.hits("explicit", "ambiguous")
    return [hit for hit in hits if not any(_covers(other, hit) for other in doubtful)]


def _ways(reading: Reading, kind: str, hits: list[Hit], reach: int) -> list[Hit]:
    """Ways to get there near one of the hits, private contacts first; to contraband only where it is traded."""
    ways = [*reading.hits("advert", "contact"), *reading.hits("advert", "handle")]
    if kind not in CONTRABAND or reading.hits("explicit", "trade"):
        ways += reading.hits("explicit", "visit")
    return [way for way in ways if any(_near(way, hit, reach) for hit in hits)]


def _near(way: Hit, hit: Hit, reach: int) -> bool:
    """Within reach, and neither inside the other."""
    return 0 <= way.start - hit.end <= reach or 0 <= hit.start - way.end <= reach


def _is_reported(reading: Reading, hit: Hit) -> bool:
    protests = reading.hits("advert", "protest")
    return any(
        _is_beside(reading, other, hit)
        and not _covers(hit, other)
        and not any(_covers(assured, other) for assured in protests)
        for lexicon, group in (("advert", "report"), ("explicit", "enforcement"))
        for other in reading.hits(lexicon, group)
    )


def _is_beside(reading: Reading, excuse: Hit, hit: Hit) -> bool:
    """In the same line, or in the headline."""
    start = reading.folded.rfind("\n", 0, hit.start) + 1
    end = reading.folded.find("\n", hit.end)
    return (start <= excuse.start and (end < 0 or excuse.end <= end)) or excuse.end <= reading.sentence(0)[1]


def _covers(outer: Hit, inner: Hit) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
