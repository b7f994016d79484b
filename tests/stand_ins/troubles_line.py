"""Troubles of the line: the status, the bytes, the pace, the way."""

import gzip
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from .delivery import Cut, Delivery, Drip, Endless, Silence
from .faults import What
from .messages import Answer, Asked

LOGIN = "<!DOCTYPE html><html><head><title>登录</title></head><body><form action='/login'>请先登录</form></body></html>"
METADATA = "http://169.254.169.254/latest/meta-data/"


@dataclass(frozen=True)
class Status(What):
    """A bare HTTP status with a page of the gateway: 500, 502, 503, 403 …"""

    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)

    def instead(self, server: Any, asked: Asked) -> Answer:
        page = f"<html><body><h1>{self.status}</h1><center>nginx</center></body></html>"
        return Answer(status=self.status, headers=dict(self.headers), body=page.encode(), kind="text/html")


def too_many(retry_after: str = "1") -> Status:
    """429 with Retry-After (seconds, or an HTTP date)."""
    return Status(429, {"Retry-After": retry_after})


@dataclass(frozen=True)
class Redirect(What):
    """302 to somewhere; without a place to itself, which is a loop."""

    to: str = ""
    status: int = 302

    def instead(self, server: Any, asked: Asked) -> Answer:
        return Answer(status=self.status, headers={"Location": self.to or asked.target}, body=b"", kind="text/html")


def to_metadata() -> Redirect:
    """The redirect that steals the keys of a cloud machine."""
    return Redirect(METADATA)


@dataclass(frozen=True)
class Bytes(What):
    """Any bytes in place of the answer, with status 200 and the type of JSON."""

    body: bytes = b"\x00\xff\xfe\x80garbage\x00\x01"
    kind: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    def instead(self, server: Any, asked: Asked) -> Answer:
        return Answer(body=self.body, kind=self.kind, headers=dict(self.headers))


def login_page() -> Bytes:
    """An HTML login page with status 200."""
    return Bytes(LOGIN.encode(), "text/html; charset=utf-8")


def empty_body() -> Bytes:
    return Bytes(b"")


def no_gzip() -> Bytes:
    """Says gzip and is none."""
    return Bytes(b'{"errcode":0,"item":[]}', headers={"Content-Encoding": "gzip"})


def gzip_bomb(megabytes: int = 64) -> Bytes:
    """A small answer that swells to many megabytes."""
    return Bytes(gzip.compress(b" " * (megabytes << 20)), headers={"Content-Encoding": "gzip"})


@dataclass(frozen=True)
class Truncated(What):
    """The JSON stops in the middle, and the length told agrees with it: only parsing shows it."""

    share: float = 0.6

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        whole = answer.bytes()
        answer.body = whole[: int(len(whole) * self.share)]
        return answer


@dataclass(frozen=True)
class Sent(What):
    """The right answer, sent in a bad way (see `delivery`)."""

    way: Delivery

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        answer.delivery = self.way
        return answer


def drip(bytes_at_once: int = 1, pause: float = 0.01, most: int = 1_000_000) -> Sent:
    """Slow drip: the whole answer, a few bytes at a time (at most so many pieces, then the rest at once)."""
    return Sent(Drip(bytes_at_once, pause, most))


def reset(share: float = 0.5) -> Sent:
    """The connection is reset in the middle of the answer."""
    return Sent(Cut(share, "reset"))


def hung_up(share: float = 0.5) -> Sent:
    """The connection is closed politely, but too early."""
    return Sent(Cut(share, "close"))


def endless() -> Sent:
    return Sent(Endless())


def silence(seconds: float = 60.0) -> Sent:
    """No answer at all."""
    return Sent(Silence(seconds))


@dataclass(frozen=True)
class ClockSkew(What):
    """The server's Date is hours off (times within the answer: see `TimesOff`)."""

    hours: float = 7.0

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        answer.headers["Date"] = server.clock.http_date(timedelta(hours=self.hours))
        return answer
