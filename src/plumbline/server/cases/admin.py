"""Tables of cases, for reading."""

from plumbline.server.cases.models import Bulletin, Case, CaseStep
from plumbline.server.site.tables import ReadOnly, site


class Cases(ReadOnly):
    """Cases."""

    list_display = ("number", "kind", "account", "check_name", "state", "due_at")


class Steps(ReadOnly):
    """Steps."""

    list_display = ("case", "name", "by", "at")


class Bulletins(ReadOnly):
    """Bulletins."""

    list_display = ("number", "inspection", "issued_by", "issued_at")


site.register(Case, Cases)
site.register(CaseStep, Steps)
site.register(Bulletin, Bulletins)
