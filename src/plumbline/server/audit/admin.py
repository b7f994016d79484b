"""Tables of the log, for reading."""

from plumbline.server.audit.models import Entry
from plumbline.server.site.tables import ReadOnly, site


class Entries(ReadOnly):
    """The log."""

    list_display = ("seq", "at", "who_name", "action", "subject_name")
    search_fields = ("subject", "subject_name", "who_name")


site.register(Entry, Entries)
