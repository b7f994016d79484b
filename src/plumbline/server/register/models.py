"""Accounts of the register."""

from typing import ClassVar

from django.db import models

from plumbline.server.people.models import Unit
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


class Revision(models.Model):
    """How often the register has changed: one row, so that copies in memory know when they are old."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.number)
