"""Units as a tree, persons, and what a person may do where."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from plumbline.server.site.keys import Keyed

LEVELS = ("national", "province", "city", "county", "town", "department", "body")


class Unit(Keyed):
    """An office. `path` lists the keys of all units above it and its own, so that a subtree is one comparison."""

    unit_id = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200, db_index=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    level = models.CharField(max_length=20, blank=True, choices=[(level, level) for level in LEVELS])
    region_code = models.CharField(max_length=20, blank=True)
    must_open = models.BooleanField(null=True)
    path = models.CharField(max_length=1000, db_index=True, editable=False)

    class Meta:
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path; moving a unit under another is `people.services.move_unit`."""
        if not self.path:
            self.path = f"{self.parent.path if self.parent else '/'}{self.id.hex}/"
        super().save(*args, **kwargs)

    def subtree(self) -> "models.QuerySet[Unit]":
        """This unit and everything below it."""
        return Unit.objects.filter(path__startswith=self.path)

    def above(self) -> list[str]:
        """Paths of this unit and of every unit above it."""
        parts = self.path.strip("/").split("/")
        return ["/" + "/".join(parts[:size]) + "/" for size in range(1, len(parts) + 1)]


class Person(Keyed, AbstractUser):
    """Somebody who signs in. `username`: what they type; `name`: how they are called in records."""

    first_name = None  # type: ignore[assignment]  # one name: family names come first or last
    last_name = None  # type: ignore[assignment]  # the same
    name = models.CharField(max_length=100)
    mobile = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh")
    first_password = models.BooleanField(default=False)
    """The password was given by somebody else: to be changed before anything is done."""
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """How the person is called."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: one name."""
        return str(self)


class Assignment(Keyed):
    """A person's role over a unit and all below it, or, for operators, over one account. Never deleted: ended."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    account = models.ForeignKey(
        "register.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "role"], name="assignment_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.account or self.unit}"
