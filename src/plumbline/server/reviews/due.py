"""Due work of reviews: who has not decided in time is reminded, then those who name deputies are told."""

from datetime import timedelta

from plumbline.rulebook.model import Text
from plumbline.server.notices.services import tell
from plumbline.server.people.actions import Role
from plumbline.server.people.selectors import holders
from plumbline.server.reviews.entitlement import could_decide
from plumbline.server.reviews.models import Draft
from plumbline.server.site.clock import now
from plumbline.server.work.services import Claim
from plumbline.server.work.worker import Recurring

LATE = "reviews.late"


def late(claim: Claim) -> None:
    """Once for each step that is late: the reviewers of the level and the supervisors, who may name a deputy."""
    with claim.done():
        rows = Draft.objects.filter(state="review", due_at__lt=now()).select_related("account__unit")
        for draft in rows:
            unit = draft.account.unit
            if unit is None:
                continue
            people = {*could_decide(draft), *holders(Role.SUPERVISOR, unit.path)}
            named = f"{draft.account} · {draft.title}"
            told = Text(zh=f"审核逾期：{named}", en=f"Review is late: {named}")
            body = Text(zh="请尽快审核；审核人不在岗的，请指定代审人。", en="Review it, or name a deputy.")
            tell(sorted(people, key=lambda one: one.username), kind="review", subject=told, body=body,
                 url=f"/desk/drafts/{draft.pk}/", card=f"draft:{draft.pk}", severity="minor", minutes=5,
                 key=f"late:{draft.pk}:{draft.due_at}")  # fmt: skip


HANDLERS = {LATE: late}
RECURRING = (Recurring(LATE, every=timedelta(minutes=15)),)
