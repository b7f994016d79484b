"""Drafts, their texts, what was decided about each, and who stands in for whom."""

import hashlib
import json
from typing import ClassVar

from django.db import models

from plumbline.server.people.models import Person
from plumbline.server.register.models import Account
from plumbline.server.site.keys import Keyed


class Draft(Keyed):
    """A text that is to be published by an account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="drafts")
    content_class = models.CharField(max_length=1, default="B")
    title = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="writing", db_index=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    level = models.PositiveIntegerField(default=0)
    """How many levels have approved the present text."""
    due_at = models.DateTimeField(null=True, db_index=True)
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_url = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def seal(self) -> str:
        """SHA-256 of all that a person decides about: the exact text, the title, the class, the account.

        Forms send the seal of what they showed, so that an old form decides nothing about something else.
        """
        said = [self.sha256, self.title, self.content_class, str(self.account_id)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


class DraftText(Keyed):
    """One text of a draft: every edit makes another."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="draft_text_once")]

    def __str__(self) -> str:
        return f"{self.draft} {self.number}"


class Decision(Keyed):
    """What a person did: submit, approve, return, edit, publish … `sha256`: of the text that was shown."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="decisions")
    name = models.CharField(max_length=10)
    level = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    remarks = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    quote_at = models.PositiveIntegerField(null=True)
    """Where the quoted passage begins: letters before it in the text with this `sha256`."""
    standing = models.BooleanField(default=True)
    """Whether it still counts: an edit or a return voids what was decided before."""
    number = models.PositiveIntegerField(default=1)
    """The how manyeth decision of its draft: two may fall into one second."""

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="decision_once")]

    def __str__(self) -> str:
        return f"{self.draft} {self.name}"


class Deputy(Keyed):
    """Who may decide in somebody's place, from when until when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputy_of")
    since = models.DateTimeField()
    until = models.DateTimeField()
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person} → {self.deputy}"
