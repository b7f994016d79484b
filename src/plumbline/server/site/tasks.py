"""What waits for a person: the lines of the dashboard."""

from dataclasses import dataclass
from datetime import datetime

from plumbline.rulebook.model import Text


@dataclass(frozen=True)
class Task:
    """One thing to do. `due_at` None: no deadline. `kind`: the app it comes from. `urgent`: named before all others."""

    title: Text
    url: str
    kind: str
    due_at: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Figure:
    """A number about one's own units, with its word and the page behind it."""

    name: Text
    number: str
    url: str
    note: Text | None = None
