"""Writing about drafts: four eyes by person, approvals bound to the exact text."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction

from plumbline.rulebook.model import Text
from plumbline.server.audit.services import changed, record
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, may, require
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.reviews.entitlement import require_decider
from plumbline.server.reviews.judging import grave
from plumbline.server.reviews.levels import levels
from plumbline.server.reviews.models import Decision, Draft, DraftText
from plumbline.server.reviews.telling import call, tell_author
from plumbline.server.site.clock import now
from plumbline.workflow.draft import DRAFT, hours

LONGEST = 200_000


class Stale(Refused):
    """The text has changed since it was shown."""


@dataclass(frozen=True)
class Weighed:
    """A text, by its hash, and whether something grave stands in it that nobody has given a reason for."""

    sha256: str
    unexcused: bool


def digest(text: str) -> str:
    """SHA-256 of the exact text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def tidied(text: str) -> str:
    """The text with one kind of line end: what a form sends is what is shown and approved."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@transaction.atomic
def begin(
    by: Person, account: Account, *, content_class: str, title: str, text: str, urgent: bool = False
) -> Draft:  # fmt: skip
    """A new draft. Forbidden, Refused."""
    require(by, Action.DRAFT_WRITE, account=account)
    text = tidied(text)
    _bounded(text)
    draft = Draft.objects.create(
        account=account, content_class=content_class, title=title, text=text, sha256=digest(text), author=by,
        urgent=urgent, made_at=now(),
    )  # fmt: skip
    _kept(draft, by)
    record(who=by, action="reviews.begin", subject=draft, change={"sha256": (None, draft.sha256)})
    return draft


@transaction.atomic
def edit(
    by: Person, draft: Draft, *, text: str, title: str, content_class: str, urgent: bool, shown: str | None = None
) -> Draft:  # fmt: skip
    """Another text, class or title: everything approved so far is void. Forbidden, NotNow, Refused, Stale."""
    found = _locked(draft)
    target = DRAFT.step("edit", found.state).target
    if not _may_write(by, found):
        raise Forbidden(str(Action.DRAFT_WRITE))
    if shown is not None:
        _same(found, shown)
    text = tidied(text)
    _bounded(text)
    new = {"text": text, "sha256": digest(text), "title": title, "content_class": content_class, "urgent": urgent}
    change = {name: pair for name, pair in changed(found, **new).items() if name != "text"}
    if not change:
        return found
    if "sha256" in change:
        _kept(found, by)
    _void(found)
    found.state = "returned" if found.state == "returned" else target
    found.save()
    _decided(found, "edit", by)
    record(who=by, action="reviews.edit", subject=found, change=change)
    return found


def submit(by: Person, draft: Draft, *, shown: str, why: str = "") -> Draft:
    """Hand in for review. A finding that would be a veto needs a reason. Forbidden, NotNow, Refused, Stale."""
    return _submit(by, draft, shown=shown, why=why, weighed=_weighed(draft, why))


@transaction.atomic
def _submit(by: Person, draft: Draft, *, shown: str, why: str, weighed: Weighed) -> Draft:
    found = _locked(draft)
    target = DRAFT.step("submit", found.state).target
    if not _may_write(by, found):
        raise Forbidden(str(Action.DRAFT_WRITE))
    _same(found, shown)
    _same_text(found, weighed)
    if weighed.unexcused:
        raise Refused(
            "something in it would fail the account: mend it, or say why it stands",
            "存在单项否决问题，请修改或者说明理由",
        )
    _void(found)
    found.state = target
    _clock(found)
    found.save()
    _decided(found, "submit", by, level="author", remarks=why)
    record(who=by, action="reviews.submit", subject=found, why=why, change={"sha256": (None, found.sha256)})
    call(found)
    return found


def approve(by: Person, draft: Draft, *, shown: str, remarks: str = "") -> Draft:
    """Approve exactly the text that was shown, at the level that is due. Forbidden, NotNow, Refused, Stale.

    `shown`: the seal of the draft as it was shown (`Draft.seal`).
    """
    return _approve(by, draft, shown=shown, remarks=remarks, weighed=_weighed(draft, remarks))


@transaction.atomic
def _approve(by: Person, draft: Draft, *, shown: str, remarks: str, weighed: Weighed) -> Draft:
    found = _locked(draft)
    DRAFT.step("approve", found.state)
    level, instead = require_decider(by, found)
    _same(found, shown)
    _same_text(found, weighed)
    if weighed.unexcused:
        raise Refused("something grave stands in it: return it, or say why it may go out",
                      "存在严重问题，请退回或者说明同意理由")  # fmt: skip
    _decided(found, "approve", by, level=level, remarks=remarks, instead_of=instead)
    found.level += 1
    done = found.level >= len(levels(found.content_class))
    if done:
        found.state, found.approved_at, found.due_at = DRAFT.step("pass", found.state).target, now(), None
    else:
        _clock(found)
    found.save()
    record(who=by, action="reviews.approve", subject=found, why=remarks,
           change={"level": (None, level), "sha256": (None, found.sha256)})  # fmt: skip
    if done:
        tell_author(found, Text(zh="审核通过，可以发布", en="approved: it may go out"))
    else:
        call(found)
    return found


@transaction.atomic
def send_back(by: Person, draft: Draft, *, shown: str, remarks: str, quote: str = "") -> Draft:
    """Return with remarks, to a passage or the whole. Forbidden, NotNow, Refused, Stale."""
    found = _locked(draft)
    target = DRAFT.step("return", found.state).target
    level, instead = require_decider(by, found)
    _same(found, shown)
    if not remarks.strip():
        raise Refused("say what is to be changed", "请填写修改意见")
    quote_at = found.text.find(quote) if quote else None
    if quote_at == -1:
        raise Refused("the passage is not in the text", "引用的内容不在稿件中")
    _void(found)
    _decided(found, "return", by, level=level, remarks=remarks, quote=quote, quote_at=quote_at, instead_of=instead)
    found.state = target
    found.save()
    record(who=by, action="reviews.return", subject=found, why=remarks)
    tell_author(found, Text(zh="稿件被退回修改", en="your draft was returned"))
    return found


@transaction.atomic
def withdraw(by: Person, draft: Draft) -> None:
    """The author takes a draft back. Forbidden, NotNow."""
    found = _locked(draft)
    target = DRAFT.step("withdraw", found.state).target
    if not _may_write(by, found):
        raise Forbidden(str(Action.DRAFT_WRITE))
    _void(found)
    found.state = target
    found.save()
    _decided(found, "withdraw", by)
    record(who=by, action="reviews.withdraw", subject=found)


@transaction.atomic
def publish(by: Person, draft: Draft, *, url: str) -> None:
    """Note that the approved text was published, and where. Forbidden, NotNow, Refused."""
    found = _locked(draft)
    found.state = DRAFT.step("publish", found.state).target
    if not _may_write(by, found):
        raise Forbidden(str(Action.DRAFT_WRITE))
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise Refused("give the address of the post, beginning with https://", "请填写以 https:// 开头的发布链接")
    found.published_at, found.published_url = now(), url
    found.save()
    _decided(found, "publish", by)
    record(who=by, action="reviews.publish", subject=found, change={"url": (None, url)})


def _may_write(by: Person, draft: Draft) -> bool:
    return may(by, Action.DRAFT_WRITE, account=draft.account)


def _locked(draft: Draft) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",))  # only the draft: an account's unit may be none
    return rows.select_related("account__unit", "author").get(pk=draft.pk)


def _weighed(draft: Draft, reason: str) -> Weighed:
    """Reading a long text takes a second: it is done before the database is held."""
    present = Draft.objects.select_related("account").get(pk=draft.pk)
    return Weighed(present.sha256, unexcused=not reason.strip() and grave(present.text, present.account))


def _same_text(draft: Draft, weighed: Weighed) -> None:
    if weighed.sha256 != draft.sha256:
        raise _stale()


def _same(draft: Draft, shown: str) -> None:
    if shown != draft.seal:
        raise _stale()


def _stale() -> Stale:
    return Stale("the draft has changed since it was shown: read it again", "稿件内容已变化，请重新阅读后再办理")


def _void(draft: Draft) -> None:
    Decision.objects.filter(draft=draft, name="approve", standing=True).update(standing=False)
    draft.level, draft.due_at, draft.approved_at = 0, None, None


def _clock(draft: Draft) -> None:
    draft.due_at = now() + timedelta(hours=hours(draft.content_class, urgent=draft.urgent))


def _kept(draft: Draft, by: Person) -> None:
    number = draft.texts.count() + 1
    DraftText.objects.create(draft=draft, number=number, text=draft.text, sha256=draft.sha256, by=by, at=now())


def _decided(
    draft: Draft, name: str, by: Person, *, level: str = "", remarks: str = "", quote: str = "",
    quote_at: int | None = None, instead_of: Person | None = None,
) -> None:  # fmt: skip
    number = draft.decisions.count() + 1
    Decision.objects.create(
        number=number, draft=draft, name=name, level=level, by=by, at=now(), sha256=draft.sha256, remarks=remarks,
        quote=quote, quote_at=quote_at, instead_of=instead_of,
    )  # fmt: skip


def _bounded(text: str) -> None:
    if not text.strip():
        raise Refused("the text is empty", "正文不能为空")
    if len(text) > LONGEST:
        raise Refused(f"longer than {LONGEST} characters", f"正文超过 {LONGEST} 字")
