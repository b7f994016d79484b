"""Inspections, what they said of each account, what was found, and what people made of it."""

from typing import ClassVar

from django.db import models

from plumbline.server.people.models import Person, Unit
from plumbline.server.register.models import Account
from plumbline.server.site.keys import Keyed

STATES = ("waiting", "running", "done", "failed")
JUDGED = ("open", "asked", "confirm_proposed", "reject_proposed", "confirmed", "rejected")


class Schedule(Keyed):
    """Inspections that come again."""

    every = models.CharField(max_length=10)
    at = models.TimeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rulebook = models.CharField(max_length=100)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.every} {self.at}"


class Inspection(Keyed):
    """One run over the accounts of a unit and all below it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections")
    rulebook = models.CharField(max_length=100)
    as_of = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    run = models.JSONField(default=dict)
    result_sha256 = models.CharField(max_length=64, blank=True)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.unit} {self.asked_at:%Y-%m-%d}"


class VerdictRow(models.Model):
    """What an inspection said of an account."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="verdicts")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="verdicts")
    account_ref = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    platform = models.CharField(max_length=30)
    unit_ref = models.CharField(max_length=100, blank=True)
    verdict = models.CharField(max_length=12, db_index=True)
    vetoes = models.IntegerField()
    findings = models.IntegerField()
    abstentions = models.IntegerField()
    coverage_pct = models.FloatField(null=True)
    rules = models.TextField(blank=True)
    abstained = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["inspection", "account_ref"], name="verdict_once")]

    def __str__(self) -> str:
        return f"{self.account_ref} {self.verdict}"


class Finding(Keyed):
    """A fault, the same over all runs that find it (`finding_id` is stable)."""

    finding_id = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="findings")
    account_ref = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="findings")
    post_id = models.CharField(max_length=200, blank=True)
    check_name = models.CharField(max_length=80, db_index=True)
    clause = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, db_index=True)
    confidence = models.CharField(max_length=10)
    reader = models.CharField(max_length=12)
    fails = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    exhibit = models.TextField(blank=True)
    mend_by = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=10)
    variant = models.CharField(max_length=40, blank=True)
    first = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    last = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    judged = models.CharField(max_length=18, default="open", db_index=True)
    judged_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "check_name"], name="finding_account_check")]

    def __str__(self) -> str:
        return f"{self.check_name} {self.account_ref}"


class Seen(models.Model):
    """That an inspection found a fault."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="seen")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="seen")
    status = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["inspection", "finding"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.finding_id}"


class Judgement(Keyed):
    """What a person said of a finding: confirm, reject, ask; or what the operator answered."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="judgements")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.by}"
