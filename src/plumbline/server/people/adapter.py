"""Sign-in is closed: administrators make accounts; single sign-on links to those only. Every attempt is logged."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from plumbline.server.audit.services import record
from plumbline.server.people.models import Person
from plumbline.server.site.errors import forbidden


class Closed(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> Any:
        """Note who has signed in."""
        with transaction.atomic():
            record(who=user, action="people.sign_in", subject=user)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a failed attempt at a name that exists; what was typed is never kept."""
        super().authentication_failed(request, **credentials)
        tried = Person.objects.filter(username=credentials.get("username") or "").first()
        if tried:
            with transaction.atomic():
                record(who=None, action="people.sign_in_failed", subject=tried)

    def set_password(self, user: Person, password: str) -> None:
        """A password of one's own."""
        with transaction.atomic():
            user.first_password = False
            super().set_password(user, password)
            record(who=user, action="people.own_password", subject=user)


class ClosedSocial(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Single sign-on for people whom an administrator has entered: found by the claim that the settings name."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link the identity to the person of that name, once. Refused where there is none."""
        if sociallogin.is_existing:
            return
        named = str(sociallogin.account.extra_data.get(settings.OIDC_CLAIM) or _nested(sociallogin) or "")
        person = Person.objects.filter(username=named, is_active=True).first() if named else None
        if person is None:
            raise ImmediateHttpResponse(forbidden(request))
        sociallogin.connect(request, person)
        with transaction.atomic():
            record(who=person, action="people.single_sign_on", subject=person)


def _nested(sociallogin: Any) -> Any:
    """The claim where the provider tells it beside the token."""
    found = sociallogin.account.extra_data.get("userinfo") or sociallogin.account.extra_data.get("id_token") or {}
    return found.get(settings.OIDC_CLAIM) if isinstance(found, dict) else None
