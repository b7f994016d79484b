"""Tables of reviews, for reading."""

from plumbline.server.reviews.models import Decision, Deputy, Draft
from plumbline.server.site.tables import ReadOnly, site


class Drafts(ReadOnly):
    """Drafts."""

    list_display = ("title", "account", "content_class", "state", "author", "made_at")


class Decisions(ReadOnly):
    """Decisions."""

    list_display = ("draft", "name", "level", "by", "at", "standing")


class Deputies(ReadOnly):
    """Deputies."""

    list_display = ("person", "deputy", "since", "until")


site.register(Draft, Drafts)
site.register(Decision, Decisions)
site.register(Deputy, Deputies)
