"""A commercial advert on an official account: goods or a service, and a call to buy, to add a contact or to order.

Method: two independent keys in the account's own voice and near each other: a call (add a private contact, order, a
shop's code or link, a sales line, a merchant's prize draw, a referral code) and goods of a kind, a price or an offer.
Words of warning, of enforcement and of the press in the text excuse it. Public notices (auctions, tenders, vouchers,
recruitment, tickets, appointments, insurance funds) excuse a call that leads to no private contact. Sales organised to
help farmers are the variant ``aid_sale``, which is only advice. A private
contact in an evasive spelling needs no goods. There, and where the call is weak and no price stands beside it, the
confidence is medium. Where no such pair stands, the tones of an advert are weighed: what only sellers say, with goods,
a price, a seller's voice or a next step in the same or the next sentences, away from the words of public bodies.
Excuses count in the line of the offer and in the headline, not anywhere.

Blind spots: adverts in pictures, videos and behind links; praise of a product without any call; wording that no list
foresees; an advert that also warns; what a repost passes on without saying it.
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
VARIANTS = ("aid_sale",)
LEXICONS = ("advert",)
MODELS = ()

PRIVATE = ("contact", "code", "handle")
WEAK = ("buy", "phone", "realty", "merchant_draw", "referral")
KINDS = ("beauty", "liquor", "property", "loan", "insurance", "parttime", "medical", "training", "fortune", "goods")
SHARED = ("phone", "handle")
"""Calls that any unit gives: beside them, and without an offer, kinds of which units also speak do not count."""
PLAIN_KINDS = {"phone": ("training", "goods"), "handle": ("goods", "medical", "beauty")}
FOREIGN = ("quote", "title", "reported")
GOODS = (*KINDS, "wares")
SPOKEN = {"pitch", "lure"}
SECOND_KEYS = {*KINDS, "token", "offer", "merchant_draw", "evasive"}
CALLS = (*PRIVATE, "buy", "phone", "referral", "realty", "selling")
ENOUGH = 3
"""Weight that makes an advert: two for a plain pitch, one for each lure or further pitch, for goods, price and call."""
MOST = 30
"""Calls of one kind that are looked at: a text of thousands is spam by the first few."""


@dataclass(frozen=True)
class Params:
    """`reach`: within how many characters of the call the goods or the offer must stand."""

    reach: int


@dataclass(frozen=True)
class Facts:
    """`goods`: the kind of what is sold; `call`: how the text tells people to buy it."""

    goods: str
    call: str


def wants(params: Params) -> Wants:
    """Texts with any call to buy or to get in touch."""
    return Wants(lexicons=LEXICONS)


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag: the call and what it sells."""
    if not _may_sell({hit.group for hit in reading.hits("advert")}):
        return
    said = [hit for group in (*PRIVATE, *WEAK) for hit in _own(reading, group)[:MOST]]
    calls = [hit for hit in said if not _excused(reading, hit)]
    private = [hit for hit in calls if hit.group in PRIVATE]
    found = _pair(reading, private, params.reach) or _pair(reading, calls, params.reach) or _evasion(reading, private)
    if found is not None:
        yield _paired(reading, *found)
        return
    toned = next((tones for hit in _spoken(reading)[:MOST] if (tones := _tones(reading, hit, params.reach))), None)
    if toned is not None:
        yield _toned(reading, toned)


def _may_sell(groups: set[str]) -> bool:
    """Whether a seller's phrase stands in the text, or a call and any second key."""
    return bool(groups & SPOKEN) or (not groups.isdisjoint((*PRIVATE, *WEAK)) and bool(groups & SECOND_KEYS))


def _paired(reading: Reading, call: Hit, key: Hit) -> Flag:
    marks = tuple(reading.mark(hit.start, hit.end) for hit in sorted({call, key}, key=lambda hit: hit.start))
    facts = {"goods": _kind(call, key), "call": call.group}
    if _is_aid(reading):
        return Flag(marks, "aid_sale", "medium", facts)
    is_sure = _sure(reading, call) and (call != key or call.group == "merchant_draw")
    return Flag(marks, None, "high" if is_sure else "medium", facts)


def _is_aid(reading: Reading) -> bool:
    return bool(reading.hits("advert", "aid_sale"))


def _toned(reading: Reading, tones: list[Hit]) -> Flag:
    marks = tuple(reading.mark(hit.start, hit.end) for hit in sorted(tones, key=lambda hit: (hit.start, hit.end)))
    kind = next((hit.group for hit in tones if hit.group in KINDS), "goods")
    call = next((hit.group for hit in tones if hit.group in CALLS and hit.group != "selling"), "buy")
    variant = "aid_sale" if _is_aid(reading) else None
    return Flag(marks, variant, "medium", {"goods": kind, "call": call})


def _tones(reading: Reading, pitch: Hit, reach: int) -> list[Hit] | None:
    """The tones around a seller's phrase, one of each kind, if they weigh enough and no public body speaks."""
    if _excused(reading, pitch) or _within(reading, "venue", _line(reading, pitch)):
        return None
    zone = _zone(reading, pitch, reach)
    spoken = [hit for hit in _spoken(reading) if zone[0] <= hit.start and hit.end <= zone[1]]
    pitches = _apart_from(sorted(spoken, key=lambda hit: hit.group != "pitch"), [])[:3]
    tones = list(pitches)
    for groups in (GOODS, ("offer", "token"), CALLS):
        tones += _apart_from([hit for group in groups for hit in _within(reading, group, zone)], tones)[:1]
    weight = len(tones) + any(hit.group == "pitch" for hit in pitches)
    beside = tones[len(pitches) :]
    is_priced = len(pitches) > 1 or any(hit.group in ("offer", "token") for hit in beside)
    is_sold = weight > ENOUGH or any(hit.group not in GOODS for hit in beside)
    return tones if beside and weight >= ENOUGH and is_sold and (is_priced or not reading.is_answer) else None


def _spoken(reading: Reading) -> list[Hit]:
    """Sellers' phrases in the account's own voice, outside hashtags too."""
    return [
        hit for group in ("pitch", "lure") for hit in _own(reading, group) if not reading.is_foreign(hit.start, hit.end)
    ]


def _apart_from(hits: list[Hit], taken: list[Hit]) -> list[Hit]:
    """The hits that overlap neither those taken nor each other."""
    kept: list[Hit] = []
    for hit in hits:
        if all(hit.end <= other.start or other.end <= hit.start for other in (*taken, *kept)):
            kept.append(hit)
    return kept


def _within(reading: Reading, group: str, zone: tuple[int, int]) -> list[Hit]:
    return [hit for hit in reading.hits("advert", group) if zone[0] <= hit.start and hit.end <= zone[1]]


def _line(reading: Reading, hit: Hit) -> tuple[int, int]:
    end = reading.folded.find("\n", hit.end)
    return reading.folded.rfind("\n", 0, hit.start) + 1, end if end >= 0 else len(reading.folded)


def _zone(reading: Reading, hit: Hit, reach: int) -> tuple[int, int]:
    """The line of a hit, as far as the reach goes."""
    start, end = _line(reading, hit)
    return max(start, hit.start - reach), min(end, hit.end + reach)


def _near_excuse(reading: Reading, hit: Hit, excuse: Hit) -> bool:
    """In the same line, or in the headline."""
    start, end = _line(reading, hit)
    return start <= excuse.start < end or excuse.end <= reading.sentence(0)[1]


def _own(reading: Reading, group: str) -> list[Hit]:
    return [hit for hit in reading.hits("advert", group) if reading.quoted(hit.start, hit.end) not in FOREIGN]


def _excused(reading: Reading, hit: Hit) -> bool:
    """Whether report, warning or public notice stands in the line of a call or in the headline."""
    if _unprotested(reading, "report", hit):
        return True
    is_public = any(_near_excuse(reading, hit, other) for other in reading.hits("advert", "public_offer"))
    if hit.group in PRIVATE:
        return is_public and not reading.hits("advert", "offer")
    return is_public or bool(_unprotested(reading, "caution", hit))


def _unprotested(reading: Reading, group: str, near: Hit) -> list[Hit]:
    protests = reading.hits("advert", "protest")
    return [
        hit
        for hit in reading.hits("advert", group)
        if _near_excuse(reading, near, hit)
        and not any(assured.start <= hit.start and hit.end <= assured.end for assured in protests)
    ]


def _pair(reading: Reading, calls: list[Hit], reach: int) -> tuple[Hit, Hit] | None:
    """The first call that has its second key: goods of a kind, else a token of a shop, else an offer."""
    for call in calls:
        for group in _second_keys(reading, call.group):
            near = [key for key in reading.hits("advert", group) if _apart(call, key) <= reach and _beside(call, key)]
            if near:
                return call, min(near, key=lambda key: (_apart(call, key), key.start))
    return None


def _evasion(reading: Reading, private: list[Hit]) -> tuple[Hit, Hit] | None:
    """A private contact spelt so as to slip through: contact and evasion are the two keys."""
    evasive = reading.hits("advert", "evasive")
    calls = (call for call in private if any(call.start < hit.end and hit.start < call.end for hit in evasive))
    call = next(calls, None)
    return (call, call) if call else None


def _second_keys(reading: Reading, call: str) -> tuple[str, ...]:
    if call in SHARED and not reading.hits("advert", "offer"):
        return tuple(kind for kind in KINDS if kind not in PLAIN_KINDS[call])
    if call == "phone":
        return KINDS
    if call == "realty":
        return ("property",)
    if call == "merchant_draw":
        return ("merchant_draw",)
    if call == "referral":
        return (*KINDS, "offer")
    return (*KINDS, "token", "offer")


def _apart(one: Hit, other: Hit) -> int:
    return max(0, other.start - one.end, one.start - other.end)


def _beside(call: Hit, key: Hit) -> bool:
    """Two marks of their own, unless the call holds both (a merchant's draw)."""
    return call.group == "merchant_draw" or key.end <= call.start or call.end <= key.start


def _kind(call: Hit, key: Hit) -> str:
    if key.group in KINDS:
        return key.group
    return "goods" if call.group != "merchant_draw" else "merchant_draw"


def _sure(reading: Reading, call: Hit) -> bool:
    return call.group in PRIVATE or bool(reading.hits("advert", "offer")) or call.group == "merchant_draw"
