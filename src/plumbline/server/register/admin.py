"""Tables of the register, for reading."""

from plumbline.server.register.models import Account, Filing, HandOver, KeeperCheck
from plumbline.server.site.tables import ReadOnly, site


class Accounts(ReadOnly):
    """Accounts."""

    list_display = ("account_id", "name", "platform", "unit", "status")
    search_fields = ("account_id", "name")


class Filings(ReadOnly):
    """Filings."""

    list_display = ("kind", "account", "state", "filed_by", "filed_at", "decided_by")


class HandOvers(ReadOnly):
    """Hand-overs."""

    list_display = ("account", "giver", "taker", "begun_at", "done_at")


class KeeperChecks(ReadOnly):
    """Verifications of administrators."""

    list_display = ("account", "by", "at")


site.register(KeeperCheck, KeeperChecks)
site.register(Account, Accounts)
site.register(Filing, Filings)
site.register(HandOver, HandOvers)
