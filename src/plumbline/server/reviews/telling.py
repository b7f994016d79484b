"""Messages about drafts."""

from plumbline.rulebook.model import Text
from plumbline.server.notices.services import tell
from plumbline.server.people.models import Person
from plumbline.server.reviews.entitlement import could_decide
from plumbline.server.reviews.models import Draft


def call(draft: Draft) -> None:
    """Tell those who may take the next step."""
    people = could_decide(draft)
    told = Text(zh=f"待审稿件：{draft.account} · {draft.title}", en=f"To review: {draft.account} · {draft.title}")
    _tell(draft, people, told, severity="veto" if draft.urgent else "minor")


def tell_author(draft: Draft, what: Text) -> None:
    """Tell the author what has become of it."""
    told = Text(zh=f"{draft.title}：{what.zh}", en=f"{draft.title}: {what.en}")
    _tell(draft, [draft.author], told, severity="minor")


def _tell(draft: Draft, people: list[Person], told: Text, *, severity: str) -> None:
    tell(
        people, kind="review", subject=told, body=Text(zh="", en=""), url=f"/desk/drafts/{draft.pk}/",
        card=f"draft:{draft.pk}", severity=severity, minutes=5, key=f"draft:{draft.pk}:{draft.decisions.count()}",
    )  # fmt: skip
