"""Due work: one row a piece, with a time, a lease and what became of it."""

from typing import ClassVar

from django.db import models

from plumbline.server.site.keys import Keyed

STATES = (("waiting", "waiting"), ("running", "running"), ("done", "done"), ("failed", "failed"))


class Due(Keyed):
    """A piece of work. (kind, key) names it once and for all: planning it again changes nothing."""

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    lease_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="due_once")]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="due_next")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
