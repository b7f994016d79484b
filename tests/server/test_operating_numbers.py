"""What machines ask of an office: is it ready, how is it doing. Strangers learn nothing, and nobody is named."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from office import Clock, World
from prometheus_client.parser import text_string_to_metric_families

from plumbline.domain.errors import UsageError
from plumbline.server.site import health, pending
from plumbline.server.site.access import Observed
from plumbline.server.site.logs import FIELDS, Json, configuration
from plumbline.server.site.metrics import counted
from plumbline.server.work import beat
from plumbline.server.work.services import plan, take
from plumbline.server.work.worker import one
from plumbline.settings.environment import variable

TOKEN = "a-token-of-the-tests"
BEARER = {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def tables_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests make their tables without migrations."""
    monkeypatch.setattr(pending, "_remembered", [True])
    monkeypatch.setattr(beat, "_last", [])


@pytest.fixture
def token(settings: object) -> None:
    """An office whose numbers may be asked for."""
    settings.METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]


def values(text: str) -> dict[str, float]:
    """Each line of the answer by name and labels."""
    return {
        f"{sample.name}{sorted(sample.labels.values()) or ''}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.django_db
def test_an_office_that_can_answer_is_healthy_and_ready_whatever_host_is_named() -> None:
    for place, word in (("/healthz", "ok\n"), ("/readyz", "ready\n")):
        answer = Client(HTTP_HOST="10.0.0.7:8000").get(place)
        assert (answer.status_code, answer.content.decode()) == (200, word)
        assert not answer.cookies
        assert Client().post(place).status_code == 405


@pytest.mark.django_db
def test_without_tables_of_this_version_it_is_not_ready_and_a_stranger_is_not_told_why(
    monkeypatch: pytest.MonkeyPatch, token: None
) -> None:
    monkeypatch.setattr(health, "pending", lambda: ["register.0002_more"])
    stranger, known = Client().get("/readyz"), Client().get("/readyz", **BEARER)
    assert (stranger.status_code, stranger.content) == (503, b"not ready\n")
    assert (known.status_code, known.json()["looked_at"]["migrations"]["told"]) == (503, "register.0002_more")


@pytest.mark.django_db
def test_a_missing_worker_or_a_full_disk_is_told_and_takes_nobody_off_the_net(
    token: None, settings: object, clock: Clock
) -> None:
    settings.DISK_FREE = 2**62  # type: ignore[attr-defined]
    answer = Client().get("/readyz", **BEARER)
    looked = answer.json()["looked_at"]
    assert (answer.status_code, looked["worker"]["good"], looked["disk"]["good"]) == (200, False, False)
    beat.beat()
    assert Client().get("/readyz", **BEARER).json()["looked_at"]["worker"]["good"]
    clock.advance(minutes=3)
    assert not Client().get("/readyz", **BEARER).json()["looked_at"]["worker"]["good"]
    plan("x", key="1", due_at=clock.now)
    take("a")
    assert Client().get("/readyz", **BEARER).json()["looked_at"]["worker"]["good"]  # it is at a long piece


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer 令牌"])
def test_numbers_are_for_who_bears_the_token(given: str, token: None) -> None:
    answer = Client().get("/metrics", **({"HTTP_AUTHORIZATION": given} if given else {}))
    assert (answer.status_code, b"plumbline_" in answer.content) == (401, False)


@pytest.mark.django_db
def test_without_a_token_in_the_settings_there_are_no_numbers() -> None:
    for given in ("Bearer ", "Bearer x"):
        assert Client().get("/metrics", HTTP_AUTHORIZATION=given).status_code == 404


@pytest.mark.django_db
def test_the_numbers_say_how_the_office_is_doing(token: None, world: World, clock: Clock) -> None:
    plan("x", key="late", due_at=clock.now - timedelta(minutes=7))
    plan("x", key="later", due_at=clock.now + timedelta(minutes=7))
    counted("portal:look_up", 200, 0.2)
    found = values(Client().get("/metrics", **BEARER).content.decode())
    assert found["plumbline_due_work['overdue']"] == 1
    assert found["plumbline_due_work['waiting']"] == 1
    assert found["plumbline_due_oldest_seconds"] == 420
    assert found["plumbline_cases_open"] == 0
    assert found["plumbline_audit_entries"] == 0
    assert found["plumbline_request_seconds_count['2xx', 'portal:look_up']"] >= 1
    assert "plumbline_worker_last_beat_timestamp_seconds" not in found


@pytest.mark.django_db
def test_no_number_names_a_person_a_unit_or_an_account(token: None, world: World) -> None:
    client = Client()
    client.force_login(world.supervisor, backend=settings.AUTHENTICATION_BACKENDS[0])
    observed(lambda request: HttpResponse())(RequestFactory().get("/account/weibo:5044281001?q=张三"))
    text = Client().get("/metrics", **BEARER).content.decode()
    labels = {
        label for family in text_string_to_metric_families(text) for one in family.samples for label in one.labels
    }
    assert labels <= {"route", "status", "le", "state", "version", "rulebook", "collector"}
    for word in ("5044281001", "云川", "supervisor", "张三", "青岭"):
        assert word not in text


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What was logged, as JSON."""
    written, logger = StringIO(), logging.getLogger("plumbline")
    handler, level = logging.StreamHandler(written), logger.level
    handler.setFormatter(Json())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(level)


def observed(answer: Callable[[HttpRequest], HttpResponse]) -> Observed:
    return Observed(answer)


def test_a_request_is_logged_by_its_route_and_says_nothing_of_who_asked_what(
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    asked = RequestFactory().get("/api/v1/verify?url=https://weibo.com/u/1", REMOTE_ADDR="192.0.2.77")
    answer = observed(lambda request: HttpResponse(status=404))(asked)
    (line,) = lines()
    assert (line["route"], line["status"], line["method"]) == ("look_up_api", 404, "GET")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert set(line) <= {"time", "level", "logger", "message", "request_id", *FIELDS}
    assert not re.search(r"weibo|192\.0\.2|/u/", json.dumps(line))


def test_a_proxy_of_ours_may_number_the_request_and_nobody_else(settings: object) -> None:
    settings.TRUSTED_PROXIES = ("10.0.0.1",)  # type: ignore[attr-defined]
    for sender, given, kept in (
        ("10.0.0.1", "abc-12345", True),
        ("192.0.2.1", "abc-12345", False),
        ("10.0.0.1", "a\nb" * 9, False),
    ):
        asked = RequestFactory().get("/", REMOTE_ADDR=sender, HTTP_X_REQUEST_ID=given)
        assert (observed(lambda request: HttpResponse())(asked).headers["X-Request-ID"] == given) is kept


@pytest.mark.django_db
def test_due_work_is_logged_with_kind_outcome_and_duration(
    lines: Callable[[], list[dict[str, object]]], clock: Clock
) -> None:
    def broken(claim: object) -> None:
        raise ValueError("张三 13800000000")

    plan("good", key="1", due_at=clock.now)
    plan("bad", key="1", due_at=clock.now)
    while claim := take("a"):
        one(claim, {"good": lambda claim: None, "bad": broken})
    told = [(line["kind"], line["outcome"], line["attempt"]) for line in lines()]
    assert sorted(told) == [("bad", "failed", 1), ("good", "done", 1)]
    assert "138" not in json.dumps(lines())


def test_words_of_libraries_and_of_errors_stay_out_of_json() -> None:
    try:
        raise KeyError("张三的身份证")
    except KeyError as error:
        fault = (type(error), error, error.__traceback__)
    record = logging.LogRecord("apprise", logging.ERROR, __file__, 1, "sent to %s", ("https://x/?token=1",), fault)
    line = json.loads(Json().format(record))
    assert (line["message"], line["error"]) == ("sent to %s", "KeyError")
    assert "test_words_of_libraries" in line["trace"][0]
    assert "张三" not in json.dumps(line, ensure_ascii=False)
    missing = logging.LogRecord("django.request", 30, __file__, 1, "%s: %s", ("Not Found", "/account/张三"), None)
    assert json.loads(Json().format(missing))["message"] == "Not Found"


def test_the_form_of_the_log_is_one_of_three() -> None:
    for form in ("", "plain", "json"):
        assert configuration(form, "")["root"]["level"] == "WARNING"
    with pytest.raises(UsageError):
        configuration("xml", "")


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "token"
    place.write_text("from the file\n")
    monkeypatch.setenv("PLUMBLINE_TRIED_FILE", str(place))
    assert variable("PLUMBLINE_TRIED") == "from the file"
    monkeypatch.setenv("PLUMBLINE_TRIED", "said")
    assert variable("PLUMBLINE_TRIED") == "said"
    monkeypatch.delenv("PLUMBLINE_TRIED")
    monkeypatch.setenv("PLUMBLINE_TRIED_FILE", str(tmp_path / "none"))
    with pytest.raises(UsageError):
        variable("PLUMBLINE_TRIED")
