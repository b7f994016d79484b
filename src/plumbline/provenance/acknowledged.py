"""Whether a post acknowledges where its text comes from, and whether a known text names the account as its source."""

from collections.abc import Iterable
from enum import Enum

from plumbline.domain.provenance import Credit, Origin
from plumbline.domain.wording import Utterance
from plumbline.provenance.credits import credits
from plumbline.provenance.domains import host_of
from plumbline.text.fold import fold
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

SHORTEST_NAME = 3
_SPEAKER = pattern(
    r"(?:^|[\s,。;!?:】#|])(?:据|由|来自)?(?P<name>[\u4e00-\u9fff]{2,14}[委局厅部办署院会台])(?:权威)?(?:温馨)?"
    r"(?:提示|提醒|发布|通报|介绍|公布|通知|通告|公告|解答|建议|消息|表示|:)"
)
"""An office that is said to speak, or that stands before a colon."""


class Acknowledged(Enum):
    """`yes`: this source, another that holds the text or is recognised; `other`: somebody else; `no`: nobody."""

    YES = "yes"
    OTHER = "other"
    NO = "no"


def acknowledged(reading: Reading, held: Iterable[Origin]) -> Acknowledged:
    """Whether the post names one of the texts' sources: as a credit, in its words, or by a link to its site."""
    named = reading.kept(credits)
    for origin in held:
        if _names(reading, named, origin):
            return Acknowledged.YES
    if any(_is_recognised(reading, credit) for credit in named):
        return Acknowledged.YES
    return Acknowledged.OTHER if named else Acknowledged.NO


def comes_from(reading: Reading, origin: Origin) -> bool:
    """Whether the known text itself names the account as its source."""
    own = fold(reading.utterance.account_name).text
    if len(own) < SHORTEST_NAME:
        return False
    if own in fold(origin.text + " " + origin.title).text:
        return True
    named = credits(Reading(Utterance(origin.text)))
    return any(len(credit.name) >= SHORTEST_NAME and fold(credit.name).text in own for credit in named)


def _names(reading: Reading, named: tuple[Credit, ...], origin: Origin) -> bool:
    sources = reading.sources
    if sources and any(sources.same(credit.name, origin.source_id) for credit in named):
        return True
    name = fold(origin.name).text
    if len(name) >= SHORTEST_NAME and name in reading.folded:
        return True
    if any(_is_short_for(found["name"], name) for found in _SPEAKER.finditer(reading.folded)):
        return True
    older = fold(origin.text).text
    if any(len(credit.name) >= SHORTEST_NAME and fold(credit.name).text in older for credit in named):
        return True
    host = host_of(origin.url)
    return bool(host) and host in map(host_of, reading.utterance.urls)


def _is_short_for(short: str, full: str) -> bool:
    """Whether an office's name is a short form of another: its characters in order (省卫健委, 澜州省卫生健康委员会)."""
    rest = iter(full)
    return full != "" and all(char in rest for char in short)


def _is_recognised(reading: Reading, credit: Credit) -> bool:
    sources, on = reading.sources, reading.utterance.said_on
    if sources is None or credit.personal:
        return False
    return sources.named(credit.name, on) is not None or sources.at(credit.name, on) is not None
