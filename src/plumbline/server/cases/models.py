"""Cases: one a fault and account over all runs; their steps; bulletins."""

from typing import ClassVar

from django.db import models

from plumbline.server.inspections.models import Finding, Inspection
from plumbline.server.people.models import Person, Unit
from plumbline.server.register.models import Account
from plumbline.server.site.keys import Keyed


class Case(Keyed):
    """A fault of an account, followed until it is mended. `key` names fault and account once and for all."""

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=10, default="case")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    check_name = models.CharField(max_length=80, blank=True)
    severity = models.CharField(max_length=10)
    told = models.JSONField(default=dict)
    state = models.CharField(max_length=14, db_index=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    days = models.IntegerField(default=5)
    notified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    mended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    mended_at = models.DateTimeField(null=True)
    appealed_from = models.CharField(max_length=14, blank=True)
    machine = models.CharField(max_length=10, blank=True)
    machine_run = models.ForeignKey(Inspection, null=True, on_delete=models.PROTECT, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    post_url = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "opened_at"]

    def __str__(self) -> str:
        return self.number


class CaseFinding(models.Model):
    """Which findings a case is about."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="case_link")

    def __str__(self) -> str:
        return f"{self.case_id} {self.finding_id}"


class CaseStep(Keyed):
    """One step of a case: who, when, why, with which evidence."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=20)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    link = models.CharField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=14, blank=True)
    target = models.CharField(max_length=14, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.name}"


class Counter(models.Model):
    """The last number of a year's cases."""

    year = models.IntegerField(primary_key=True)
    last = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Bulletin(Keyed):
    """A bulletin drawn from the confirmed findings of a run; frozen once issued."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="bulletins")
    number = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    sha256 = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.number or f"{self.inspection}"
