"""Tables of messages, for reading."""

from plumbline.server.notices.models import Message
from plumbline.server.site.tables import ReadOnly, site


class Messages(ReadOnly):
    """Messages."""

    list_display = ("person", "kind", "card", "state", "at")


site.register(Message, Messages)
