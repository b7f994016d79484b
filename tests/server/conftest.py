"""A small province with its people, and a clock that stands."""

import os
from collections.abc import Callable

import pytest
from django.test import Client
from office import Clock, World, account, person, unit

from plumbline.server.people.models import Person
from plumbline.server.people.rights import Role
from plumbline.settings import environment

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's library runs a loop in the thread of the tests


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The office's clock, standing at START."""
    found = Clock()
    monkeypatch.setattr(environment, "now", lambda: found.now)
    return found


@pytest.fixture
def world(db: None) -> World:
    """See `World`."""
    province = unit("p", "青岭省", None, "province")
    city = unit("c", "云川市", province, "city")
    county = unit("cc", "石桥县", city, "county")
    other = unit("o", "临江市", province, "city")
    found = World(
        province, city, county, other,
        account("weibo:5044281001", "云川发布", city), account("wechat:1002", "云川发布", city),
        account("weibo:5044281003", "石桥发布", county), account("weibo:5044281004", "临江发布", other),
    )  # fmt: skip
    for role in Role:
        mine = role == Role.OPERATOR
        found.people[role] = person(str(role), role, city, found.weibo if mine else None)
        found.strangers[role] = person(f"other_{role}", role, other, found.foreign if mine else None)
    return found


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(who: Person) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
