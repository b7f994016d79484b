"""How an answer goes over the line: whole, or in one of the ways in which lines fail."""

import socket
import struct
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Protocol

from .messages import Answer


class Delivery(Protocol):
    """A way to send an answer."""

    def send(self, answer: Answer, line: BaseHTTPRequestHandler, closing: threading.Event) -> None: ...


def head(answer: Answer, line: BaseHTTPRequestHandler, length: int | None) -> None:
    """Status and headers; `length` None sends no Content-Length and ends the answer by hanging up."""
    line.send_response_only(answer.status)
    named = {"Content-Type": answer.kind, **answer.headers}
    if length is None:
        line.close_connection = True
        named["Connection"] = "close"
    else:
        named.setdefault("Content-Length", str(length))
    for name, value in named.items():
        line.send_header(name, value)
    line.end_headers()


@dataclass(frozen=True)
class Whole:
    """As it should be."""

    def send(self, answer: Answer, line: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        body = answer.bytes()
        head(answer, line, len(body))
        if line.command != "HEAD":
            line.wfile.write(body)


@dataclass(frozen=True)
class Drip:
    """A few bytes, a pause, a few bytes: `most` pieces at the pace, then (`then_whole`) the rest at once."""

    bytes_at_once: int = 1
    pause: float = 0.01
    most: int = 1_000_000

    def send(self, answer: Answer, line: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        body = answer.bytes()
        head(answer, line, len(body))
        slow = self.most * self.bytes_at_once
        for start in range(0, min(len(body), slow), self.bytes_at_once):
            line.wfile.write(body[start : start + self.bytes_at_once])
            line.wfile.flush()
            if closing.wait(self.pause):
                return
        line.wfile.write(body[slow:])


@dataclass(frozen=True)
class Endless:
    """A body without end (told without length), until the client or the test has enough."""

    piece: bytes = b" " * 4096
    pause: float = 0.0

    def send(self, answer: Answer, line: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        head(answer, line, None)
        line.wfile.write(answer.bytes()[:-1])
        while not closing.wait(self.pause):
            line.wfile.write(self.piece)


@dataclass(frozen=True)
class Cut:
    """Tells the full length, sends only a part, hangs up; `reset` with a TCP RST instead of a polite end."""

    share: float = 0.5
    reset: str = "reset"  # or "close"

    def send(self, answer: Answer, line: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        body = answer.bytes()
        head(answer, line, len(body))
        line.wfile.write(body[: int(len(body) * self.share)])
        line.wfile.flush()
        if self.reset == "reset":
            line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.connection.close()
        line.close_connection = True


@dataclass(frozen=True)
class Silence:
    """Takes the request and says nothing at all until the client or the test gives up."""

    seconds: float = 60.0

    def send(self, answer: Answer, line: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        closing.wait(self.seconds)
        line.close_connection = True


def deliver(answer: Answer, line: BaseHTTPRequestHandler, closing: threading.Event) -> None:
    """Sends the answer in its own way."""
    way: Delivery = answer.delivery or Whole()
    way.send(answer, line, closing)
