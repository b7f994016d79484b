"""The API keeps to its own description, whatever is asked."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from office import World

from plumbline.server.portal import limits, register
from plumbline.server.site.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture
def description(world: World, settings: pytest.FixtureRequest) -> Iterator[object]:
    settings.PORTAL_PER_MINUTE = 10**9  # type: ignore[attr-defined]  # the fixture of pytest-django
    limits.forget()
    register.forget()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own client does: the test's transaction stays open
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    register.forget()


def test_the_description_is_openapi_3_1(description: schemathesis.BaseSchema) -> None:
    assert description.raw_schema["openapi"].startswith("3.1")
    assert {"/api/v1/verify", "/api/v1/accounts", "/api/v1/accounts/{account_id}", "/api/v1/units"} <= set(
        description.raw_schema["paths"]
    )


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_every_answer_is_as_described(mode: schemathesis.GenerationMode, description: schemathesis.BaseSchema) -> None:
    asked = 0
    for found in description.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # a description that cannot be read fails here

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case[Any]) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate()

        with contextlib.suppress(Unsatisfiable):  # nothing can be wrong with a question without parameters
            ask()
    assert asked >= 12 * 3
