"""Entries of the audit log, and the head of their chain."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One change. Holds the words and ids of what it speaks of, not references, so that it survives their deletion."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    who = models.UUIDField(null=True)
    who_name = models.CharField(max_length=200)
    action = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=200, db_index=True)
    subject_name = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    change = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"


class Head(models.Model):
    """The last entry's number and hash: one row, locked by whoever adds an entry."""

    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
