"""Keys that nobody can count through."""

import uuid

from django.db import models


class Keyed(models.Model):
    """A row with a random key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
