"""The sources that a post names: read from its words and from the platform's fields, with their places.

Method: each form has its own grammar (labels, reports, agencies, reposts, mentions, links, English); a name ends at a
mark or a note of the desk, and must not be a law, a class (媒体, 专家), a person who is quoted, a picture's credit, or
the account itself. Read is a form of the text of the same length, so that offsets are those of the original.
"""

from collections.abc import Iterator

from plumbline.domain.provenance import Credit
from plumbline.domain.wording import Mark, Utterance
from plumbline.provenance.credit_english import english
from plumbline.provenance.credit_labels import labels, links, passed_on
from plumbline.provenance.credit_mentions import mentions
from plumbline.provenance.credit_names import Spelled, is_private, plain
from plumbline.provenance.credit_reports import agencies, reports
from plumbline.provenance.domains import host_of
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

MOST = 16
_OWN_TAIL = pattern(r"(?:客户端|官方)?(?:微博|微信|微信公众号|公众号|客户端|网|app|新媒体|记者.*|的.*)?")
_NO_SOURCE = pattern(
    r"(?:新浪|腾讯)?(?:微博|微信|公众号|视频号|抖音|快手|头条号?|小红书|哔哩哔哩|b站)(?:公众号|视频号|视频|网页版|客户端|手机版|超话|\s?weibo\.com)?"
    r"|原创|本站|本站原创|本网|无|转载|(?:iphone|android|ipad|huawei|xiaomi).*|.*(?:手机|浏览器)"
)
"""What stands in a platform's source field and is none: the platform, the device, a word for "original"."""
_RANK = {form: rank for rank, form in enumerate(("repost", "label", "via", "link", "report", "agency", "mention"))}
_HIDDEN = "网页链接"
_ENGLISH_LABEL = pattern(r"(?:sources?|via|credit|courtesy|h/t)\b")
"""Such words in brackets are a label before the name, which `english` reads."""


def credits(reading: Reading) -> tuple[Credit, ...]:
    """All sources that the post names, by place; those of the platform's fields last. At most `MOST` from the text.

    Offsets are those of the original text (or of the field that `mark.field` names). One name is given once.
    """
    said = reading.utterance
    found = sorted(set(_in_text(said)), key=lambda credit: (credit.mark.start, _RANK[credit.form], -credit.mark.end))
    kept: list[Credit] = []
    for credit in found:
        inside = any(credit.mark.start < other.mark.end for other in kept)
        if not inside and all(credit.name != other.name for other in kept):
            kept.append(credit)
        if len(kept) == MOST:
            break
    return (*kept, *_in_fields(said))


def _in_text(said: Utterance) -> Iterator[Credit]:
    text = said.text
    spelled = Spelled(text, plain(text))
    for first, last, form in (*labels(spelled), *passed_on(spelled)):
        yield from _credit(said, spelled, first, last, form)
    for first, last, hearsay in reports(spelled):
        yield from _credit(said, spelled, first, last, "report", hearsay=hearsay)
    for first, last in agencies(spelled):
        if not _ENGLISH_LABEL.match(spelled.plain, first, last):
            yield from _credit(said, spelled, first, last, "agency")
    for first, last in mentions(spelled):
        yield from _credit(said, spelled, first, last, "mention")
    for first, last, form in english(spelled):
        yield from _credit(said, spelled, first, last, form)
    yield from _links(said, spelled)


def _credit(
    said: Utterance, spelled: Spelled, first: int, last: int, form: str, *, hearsay: bool = False
) -> Iterator[Credit]:
    name = spelled.plain[first:last]
    if len(name) >= 2 and not _is_own(name, plain(said.account_name)):
        shown = spelled.text[first:last]
        yield Credit(shown, form, Mark(first, last, shown), hearsay or is_private(name))


def _links(said: Utterance, spelled: Spelled) -> Iterator[Credit]:
    for first, last in links(spelled):
        shown = spelled.text[first:last]
        if shown != _HIDDEN:
            yield from _link(shown, Mark(first, last, shown))
        elif len(said.urls) == 1:
            yield from _link(said.urls[0], Mark(0, len(said.urls[0]), said.urls[0], field="urls"))


def _link(url: str, mark: Mark) -> Iterator[Credit]:
    host = host_of(url)
    if host:
        yield Credit(host, "link", mark)


def _in_fields(said: Utterance) -> Iterator[Credit]:
    for field, form in (("quoted_source", "quoted"), ("source_name", "field")):
        written = getattr(said, field)
        shown, name = written.strip("@ "), plain(written.strip("@ "))
        if name and not _is_own(name, plain(said.account_name)) and not _NO_SOURCE.fullmatch(name):
            yield Credit(shown, form, Mark(0, len(written), written, field=field), is_private(name))


def _is_own(name: str, account: str) -> bool:
    """Whether a name is that of the account: the same, its beginning (央视 of 央视新闻), or itself on a platform."""
    if not account:
        return False
    rest = name.removeprefix(account)
    return account.startswith(name) or (rest != name and _OWN_TAIL.fullmatch(rest) is not None)
