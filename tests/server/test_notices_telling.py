"""Messages: once each, not at night, not more than one can bear, and only to where they may go."""

import json
import threading
from collections.abc import Iterator
from datetime import time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from office import START, Clock, World

from plumbline.rulebook.model import Text
from plumbline.server.notices.burden import burden
from plumbline.server.notices.models import Message
from plumbline.server.notices.services import earliest, prefer, preference, tell
from plumbline.server.people.models import Person
from plumbline.server.people.services import Refused
from plumbline.server.work.models import Due
from plumbline.server.work.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_address(world: World) -> None:
    Person.objects.filter(pk=world.operator.pk).update(email="clerk@example.org")
    world.operator.refresh_from_db()


def told(world: World, number: int, *, severity: str = "minor", card: str = "") -> int:
    return tell(
        [world.operator], kind="case", subject=Text(zh=f"第 {number} 件", en=f"No {number}"),
        body=Text(zh="请办理", en="do"),
        url="/desk/", card=card or f"card:{number}", severity=severity, minutes=10, key=f"key:{number}",
    )  # fmt: skip


def states() -> list[str]:
    return list(Message.objects.order_by("key").values_list("state", flat=True))


def test_the_same_key_is_told_once(world: World) -> None:
    assert [told(world, 1), told(world, 1)] == [1, 0]
    work_off()
    work_off()
    assert [(message.subject, message.to) for message in mail.outbox] == [("第 1 件", ["clerk@example.org"])]


def test_what_is_over_the_ceiling_is_held_back_unless_it_is_a_veto(world: World) -> None:
    for number in range(5):
        told(world, number)
    assert states() == ["waiting"] * 3 + ["held"] * 2
    assert told(world, 9, severity="veto") == 1
    assert (burden(world.operator).cards, burden(world.operator).minutes) == (4, 40)


def test_one_card_counts_once_however_often_it_is_spoken_of(world: World) -> None:
    for number in range(6):
        told(world, number, card="case:1")
    assert states() == ["waiting"] * 6
    assert burden(world.operator).cards == 1


def test_a_new_quarter_begins_at_nothing(world: World, clock: Clock) -> None:
    for number in range(4):
        told(world, number)
    clock.advance(days=60)
    assert burden(world.operator).cards == 0
    assert told(world, 8) == 1


@pytest.mark.parametrize(
    ("hour", "expected"), [(3, 10.5), (11, 11), (23, 34.5)], ids=["in the night", "by day", "in the evening"]
)
def test_nobody_is_disturbed_in_their_quiet_hours(hour: float, expected: float, world: World) -> None:
    """Quiet from 21:00 to 08:30 in Beijing; hours here are from nine in the morning there minus nine."""
    prefer(world.operator, quiet_from=time(21), quiet_until=time(8, 30))
    midnight = START - timedelta(hours=9)
    found = earliest(preference(world.operator), midnight + timedelta(hours=hour))
    due = {10.5: 8.5, 11: 11, 34.5: 32.5}[expected]
    assert found == midnight + timedelta(hours=due)


def test_a_digest_gathers_the_day_in_one_message(world: World, clock: Clock) -> None:
    prefer(world.operator, digest=True)
    for number in range(3):
        told(world, number)
    assert work_off() == 0
    clock.advance(days=1)
    work_off()
    (message,) = mail.outbox
    assert "3 项" in message.subject
    assert states() == ["sent"] * 3


class Receiver(BaseHTTPRequestHandler):
    """Keeps what is posted."""

    got: list[tuple[str, dict[str, object]]] = []  # noqa: RUF012  emptied by the fixture

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.got.append((str(self.headers["Idempotency-Key"]), json.loads(self.rfile.read(length))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[int]:
    Receiver.got.clear()
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_webhook_goes_only_to_hosts_that_the_installation_names(
    world: World, receiver: int, settings: pytest.FixtureRequest
) -> None:
    target = f"http://127.0.0.1:{receiver}/hook"
    with pytest.raises(Refused):
        prefer(world.operator, channel="webhook", address=target)
    settings.WEBHOOK_HOSTS = (f"127.0.0.1:{receiver}",)  # type: ignore[attr-defined]  # the fixture of pytest-django
    prefer(world.operator, channel="webhook", address=target)
    told(world, 1)
    work_off()
    assert not Due.objects.exclude(error="").exists(), Due.objects.values("error")
    ((key, body),) = Receiver.got
    assert key
    assert body["title"] == "第 1 件"
    assert states() == ["sent"]


def test_what_cannot_be_delivered_is_tried_again_and_said(
    world: World, clock: Clock, settings: pytest.FixtureRequest
) -> None:
    settings.WEBHOOK_HOSTS = ("127.0.0.1:9",)  # type: ignore[attr-defined]  # the fixture of pytest-django
    prefer(world.operator, channel="webhook", address="http://127.0.0.1:9/hook")
    told(world, 1)
    assert work_off() == 1
    assert states() == ["sending"]
    clock.advance(hours=1)
    assert work_off() == 1, "it is tried again"


@pytest.mark.parametrize("token", ["", "abc/../x", "https://evil.example/", "a b"])
def test_a_robots_token_is_a_token_and_no_address(token: str, world: World) -> None:
    with pytest.raises(Refused):
        prefer(world.operator, channel="dingtalk", address=token)


def test_a_wish_without_any_address_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        prefer(world.reviewer, channel="email", address="")
