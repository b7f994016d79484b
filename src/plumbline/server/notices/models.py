"""Messages to people, how they want them, and what they have been asked."""

from typing import ClassVar

from django.db import models

from plumbline.server.people.models import Person
from plumbline.server.site.keys import Keyed

STATES = ("waiting", "sending", "sent", "held", "failed", "shown")


class Preference(Keyed):
    """How a person wants to be told."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="preference")
    channel = models.CharField(max_length=12, default="email")
    address = models.CharField(max_length=500, blank=True)
    digest = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    ceiling = models.PositiveIntegerField(default=3)

    def __str__(self) -> str:
        return f"{self.person} {self.channel}"


class Message(Keyed):
    """One message to one person. `key` names it once and for all; `card` gathers those about one thing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    card = models.CharField(max_length=100)
    subject = models.JSONField()
    body = models.JSONField()
    url = models.CharField(max_length=300)
    severity = models.CharField(max_length=10)
    minutes = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="message_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.key}"
