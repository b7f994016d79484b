"""Who must have a second factor, and who still lacks it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from plumbline.server.people.actions import Role
from plumbline.server.people.models import Assignment

DEMANDED = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.FINAL_REVIEWER)


def wanting(person: Any) -> bool:
    """Whether this person must set up a second factor before going on."""
    if settings.SECOND_FACTOR == "none" or not demanded(person):
        return False
    return not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def demanded(person: Any) -> bool:
    """Whether the installation demands a second factor of this person."""
    if settings.SECOND_FACTOR == "all":
        return True
    return Assignment.objects.filter(person=person, role__in=DEMANDED, until__isnull=True).exists()
