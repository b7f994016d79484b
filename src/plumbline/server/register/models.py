"""Accounts of the register."""

from typing import ClassVar

from django.db import models

from plumbline.server.people.models import Person, Unit
from plumbline.server.site.keys import Keyed

STATUS = (("active", "active"), ("suspended", "suspended"), ("closing", "closing"), ("closed", "closed"))


class Account(Keyed):
    """One official account, with the columns of the dossier's table `accounts`."""

    account_id = models.CharField(max_length=200, unique=True)
    platform = models.CharField(max_length=30, db_index=True)
    platform_id = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, db_index=True)
    url = models.CharField(max_length=1000, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="accounts")
    status = models.CharField(max_length=12, choices=STATUS, default="active", db_index=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    filing_no = models.CharField(max_length=100, blank=True)
    verified = models.BooleanField(null=True)
    verified_as = models.CharField(max_length=200, blank=True)
    verified_until = models.DateField(null=True, blank=True)
    main_account = models.BooleanField(null=True)
    interaction = models.JSONField(null=True, blank=True)
    mission = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["account_id"]
        indexes: ClassVar = [models.Index(fields=["unit", "status"], name="account_unit_status")]

    def __str__(self) -> str:
        return self.name


class Filing(Keyed):
    """A request about an account, approved by somebody else. `proposed`: the fields as they are to be.

    `objections`: what spoke against it when it was filed; `exception`: why it shall be done all the same.
    """

    kind = models.CharField(max_length=12)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="filings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="filings")
    proposed = models.JSONField(default=dict)
    why = models.TextField()
    objections = models.JSONField(default=list)
    exception = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="filed", db_index=True)
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remarks = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-filed_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.account or self.proposed.get('name', '')}"


class HandOver(Keyed):
    """An account passes from one keeper to another: both confirm the checklist, then the roles follow."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    due_at = models.DateTimeField()
    given = models.JSONField(default=dict)
    taken = models.JSONField(default=dict)
    why = models.TextField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.account}: {self.giver} → {self.taker}"


class KeeperCheck(Keyed):
    """Somebody has checked who keeps an account: every point of the list was found in order."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="keeper_checks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    keepers = models.JSONField(default=list)
    remarks = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.account}: {self.at:%Y-%m-%d}"


class Revision(models.Model):
    """How often the register has changed: one row, so that copies in memory know when they are old."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.number)
