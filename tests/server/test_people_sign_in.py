"""Signing in: passwords, lock-out, second factor, recovery codes, what the log keeps."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as django_settings
from django.contrib.auth.hashers import get_hashers
from django.core.cache import cache
from django.test import Client
from office import World

from plumbline.server.audit.models import Entry
from plumbline.server.people.models import Person
from plumbline.server.site import settings as office

pytestmark = pytest.mark.django_db
PASSWORD = "horse-battery-11"


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    cache.clear()


def ready(world: World) -> Person:
    world.operator.set_password(PASSWORD)
    world.operator.save()
    return world.operator


def sign_in(browser: Client, password: str = PASSWORD, username: str = "operator") -> str:
    answer = browser.post("/accounts/login/", {"login": username, "password": password})
    return answer.headers.get("Location", "")


def test_the_right_password_opens_the_desk_and_a_wrong_one_does_not(world: World) -> None:
    ready(world)
    assert sign_in(Client(), "wrong-wrong-wrong") == ""
    assert sign_in(Client()) == "/desk/"
    assert [one.action for one in Entry.objects.order_by("seq")] == ["people.sign_in_failed", "people.sign_in"]
    assert "wrong-wrong-wrong" not in str(list(Entry.objects.values()))


def test_after_five_failures_even_the_right_password_waits(world: World) -> None:
    ready(world)
    browser = Client()
    for _ in range(5):
        sign_in(browser, "wrong-wrong-wrong")
    assert sign_in(browser) == ""
    assert sign_in(Client(REMOTE_ADDR="10.9.8.7")) == ""


def test_the_answer_does_not_tell_whether_a_name_exists(world: World) -> None:
    ready(world)
    told = [
        Client().post("/accounts/login/", {"login": name, "password": "wrong-wrong-wrong"}).content.decode()
        for name in ("operator", "nobody")
    ]
    assert told[0].count("error") == told[1].count("error")


def test_nobody_signs_up(world: World) -> None:
    answer = Client().post("/accounts/closed/", {"username": "x1", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.filter(username="x1").exists()
    assert answer.status_code in (200, 302)


def test_a_second_factor_is_asked_for_and_a_recovery_code_serves_once(world: World) -> None:
    person = ready(world)
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    browser = Client()
    assert sign_in(browser) == "/accounts/2fa/authenticate/"
    assert browser.get("/desk/me/").status_code == 302
    counter = next(iter(yield_hotp_counters_from_time()))
    right = format_hotp_value(hotp_value(secret, counter))
    assert browser.post("/accounts/2fa/authenticate/", {"code": right}).status_code == 302
    assert browser.get("/desk/me/").status_code == 200
    for expected in (200, 302):
        again = Client()
        sign_in(again)
        again.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert again.get("/desk/me/").status_code == expected


def test_who_needs_a_second_factor_is_led_to_it_first(world: World, settings: pytest.FixtureRequest) -> None:
    settings.SECOND_FACTOR = "roles"  # type: ignore[attr-defined]  # the fixture of pytest-django
    for role, place in (("supervisor", "/accounts/2fa/totp/activate/"), ("operator", "")):
        browser = Client()
        browser.force_login(world.people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        assert browser.get("/desk/me/").headers.get("Location", "") == place
    Authenticator.objects.create(user=world.supervisor, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = Client()
    browser.force_login(world.supervisor, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/desk/me/").status_code == 200


def test_passwords_are_kept_with_argon2_in_the_real_settings() -> None:
    assert office.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert django_settings.PASSWORD_HASHERS != office.PASSWORD_HASHERS
    assert get_hashers()


def test_a_form_from_elsewhere_is_refused(world: World) -> None:
    ready(world)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/accounts/login/", {"login": "operator", "password": PASSWORD}).status_code == 403


def test_pages_forbid_foreign_scripts_and_frames(world: World) -> None:
    headers = Client().get("/accounts/login/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
