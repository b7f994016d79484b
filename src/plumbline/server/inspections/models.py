"""Inspections, what they said of each account, what was found, and what people made of it."""

from typing import ClassVar

from django.db import models

from plumbline.server.people.models import Person, Unit
from plumbline.server.register.models import Account
from plumbline.server.site.keys import Keyed

STATES = ("waiting", "running", "done", "failed")
JUDGED = ("open", "asked", "confirm_proposed", "reject_proposed", "confirmed", "rejected")


class Schedule(Keyed):
    """Inspections that come again: at a time of day, each day, week or quarter from `first_on` on (None: the day on
    which it was set up). `whole_days`: judged as of the end of the day before, not of the moment of the run."""

    every = models.CharField(max_length=10)
    at = models.TimeField()
    first_on = models.DateField(null=True)
    whole_days = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rulebook = models.CharField(max_length=100)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.every} {self.at}"


class Inspection(Keyed):
    """One run over the accounts of a unit and all below it.

    `as_of` is what was asked for, `moment` the instant that was judged. `schedule` and `slot` name the time of a
    schedule that it was made for: never two for one. `previous` is the run that it is compared with.
    """

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
    moment = models.DateTimeField(null=True)
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.PROTECT, related_name="inspections")
    slot = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["schedule", "slot"], name="slot_once")]

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
    """A fault, the same over all runs that find it (`finding_id` is stable).

    `first` and `last` are the runs that found it; `standing`: the last run that looked for it found it. `context` holds
    the texts that its evidence points into, by table and key. `grounds` is a hash of what a judgement rests on,
    `judged_grounds` the same when people judged.
    """

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
    standing = models.BooleanField(default=True)
    context = models.JSONField(default=dict)
    grounds = models.CharField(max_length=64, blank=True)
    judged_grounds = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "check_name"], name="finding_account_check"),
            models.Index(fields=["judged", "standing"], name="finding_waiting"),
        ]

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
    """What a person said of a finding: confirm, reject, ask; or what the operator answered. By nobody: `reopen`, when a
    run found it on other grounds than those that were judged."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="judgements")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.by}"


class Exemption(Keyed):
    """An exception from a check, for one account or for the accounts of one unit, asked for by one person and approved
    by another; a row of the dossier's table `exceptions` from `since` until `until` (or until it was ended)."""

    check_name = models.CharField(max_length=80)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="exemptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="exemptions")
    reason = models.TextField()
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, default="asked", db_index=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remarks = models.TextField(blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.check_name} {self.account or self.unit}"
