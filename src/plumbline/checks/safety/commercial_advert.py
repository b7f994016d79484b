"""A commercial advert on an official account: goods or a service, and a call to buy, to add a contact or to order.

Method: two independent keys in the account's own voice and near each other: a call (add a private contact, order, a
shop's code or link, a sales line, a merchant's prize draw, a referral code) and goods of a kind, a price or an offer.
Words of warning, of enforcement and of the press in the text excuse it. Public notices (auctions, tenders, vouchers,
recruitment, tickets, appointments, insurance funds) excuse a call that leads to no private contact. Sales organised to
help farmers are the variant ``aid_sale``, which is only advice. A private
contact in an evasive spelling needs no goods. There, and where the call is weak and no price stands beside it, the
confidence is medium.

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
    calls = [hit for group in (*PRIVATE, *WEAK) for hit in _own(reading, group)]
    private = [hit for hit in calls if hit.group in PRIVATE]
    if not calls or _excused(reading, is_private=bool(private)):
        return
    found = _pair(reading, private, params.reach) or _pair(reading, calls, params.reach) or _evasion(reading, private)
    if found is None:
        return
    call, key = found
    marks = tuple(reading.mark(hit.start, hit.end) for hit in sorted({call, key}, key=lambda hit: hit.start))
    facts = {"goods": _kind(call, key), "call": call.group}
    if reading.hits("advert", "aid_sale"):
        yield Flag(marks, "aid_sale", "medium", facts)
    else:
        yield Flag(
            marks,
            None,
            "high" if _sure(reading, call) and (call != key or call.group == "merchant_draw") else "medium",
            facts,
        )


def _own(reading: Reading, group: str) -> list[Hit]:
    return [hit for hit in reading.hits("advert", group) if reading.quoted(hit.start, hit.end) not in FOREIGN]


def _excused(reading: Reading, *, is_private: bool) -> bool:
    if _unprotested(reading, "report"):
        return True
    if is_private:
        return bool(reading.hits("advert", "public_offer")) and not reading.hits("advert", "offer")
    return bool(reading.hits("advert", "public_offer") or _unprotested(reading, "caution"))


def _unprotested(reading: Reading, group: str) -> list[Hit]:
    protests = reading.hits("advert", "protest")
    return [
        hit
        for hit in reading.hits("advert", group)
        if not any(assured.start <= hit.start and hit.end <= assured.end for assured in protests)
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
