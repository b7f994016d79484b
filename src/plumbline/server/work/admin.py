"""The queue, for reading."""

from plumbline.server.site.tables import ReadOnly, site
from plumbline.server.work.models import Due


class Queue(ReadOnly):
    """Due work."""

    list_display = ("kind", "key", "due_at", "state", "attempts", "error")
    list_filter = ("state", "kind")


site.register(Due, Queue)
