"""A stand-in: a real HTTP server on 127.0.0.1 that behaves like a platform, and misbehaves when it is told to.

A platform is a subclass whose methods are marked with `@route("GET", "/path")`; each gets an `Asked` and gives an
`Answer`. Use as a context manager:

    with WeChat(clock) as server:
        server.base                                  # http://127.0.0.1:PORT
        server.misbehave(Fault(When("batchget", call=2), TokenDies()))
        ...
        server.calls("batchget"), server.log, server.fired()
        server.http.get(...)                         # a plain client for the test's own questions

What the test's own thread changes and what the clients ask is kept apart by `server.lock`.
"""

import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import httpx

from .clock import Clock
from .delivery import deliver
from .faults import Armed, Fault
from .messages import Answer, Asked, heard
from .tokens import Spent, Tokens

Handler = Callable[[Any, Asked], Answer]


def route(method: str, *paths: str) -> Callable[[Handler], Handler]:
    """Marks a method as the answer to these paths (compared without .json and without a last slash)."""

    def mark(handler: Handler) -> Handler:
        handler.routes = [(method, path) for path in paths]  # type: ignore[attr-defined]
        return handler

    return mark


class StandIn:
    """What all stand-ins share: the socket, the log, the faults."""

    prefixes: tuple[str, ...] = ("",)
    free: frozenset[str] = frozenset()  # paths that ask for no token and count against no quota

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.lock = threading.RLock()
        self.log: list[Asked] = []
        self.broken: list[BaseException] = []
        self.closing = threading.Event()
        self.armed: list[Armed] = []
        self.memory: dict[str, Any] = {}  # what faults must remember from page to page
        self.spent_on: date | None = None  # the day whose calls a fault has spent
        self.tokens = Tokens(self.clock)
        self.spent = Spent(self.clock)
        self.routes = dict(self._routes())
        self._server = _Server(("127.0.0.1", 0), _Line)
        self._server.stand_in = self
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loads no certificates, which is what makes a client slow
        self.http = httpx.Client(verify=plain, trust_env=False, timeout=10)  # for a test's own questions
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def _routes(self) -> Iterator[tuple[tuple[str, str], Handler]]:
        for name in dir(type(self)):
            handler = getattr(type(self), name)
            for method, path in getattr(handler, "routes", ()):
                yield (method, bare(path)), handler

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.http.close()
        self.closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        if self.broken and not any(trouble):
            raise AssertionError("a stand-in broke down itself") from self.broken[0]

    # what the test may ask and tell

    def misbehave(self, *faults: Fault) -> None:
        """From now on these faults too; each counts its calls from here."""
        with self.lock:
            self.armed += [Armed(fault) for fault in faults]

    def behave(self) -> None:
        """No more faults."""
        with self.lock:
            self.armed.clear()
            self.memory.clear()

    def calls(self, path: str = "") -> int:
        """How many requests whose path holds these words were heard."""
        return sum(path in asked.path for asked in self.log)

    def fired(self) -> int:
        """How many times a fault was done."""
        return sum(armed.done for armed in self.armed)

    def secrets(self) -> set[str]:
        """Every word that must stand nowhere in a dossier, a log or an archive: tokens and lasting secrets."""
        return {*self.tokens.given, *self.lasting()}

    # what a platform must know

    def lasting(self) -> set[str]:
        """The secrets that do not run out."""
        raise NotImplementedError

    def citizens(self) -> set[str]:
        """Every id and name of somebody who follows or comments: must stand nowhere either."""
        raise NotImplementedError

    def refusal(self, code: int, words: str, asked: Asked) -> Answer:
        """An error in the platform's own form."""
        raise NotImplementedError

    def lost(self, asked: Asked) -> Answer:
        """The answer to a path that the platform does not have."""
        return Answer({"error": "not found"}, status=404)

    def token_dead(self, asked: Asked) -> Answer:
        """The platform's answer to a token that has run out."""
        raise NotImplementedError

    def quota_out(self, asked: Asked) -> Answer:
        """The platform's answer when the day's calls are spent."""
        raise NotImplementedError

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        """The refusal of a call that has no token, no right, no quota; None where it may pass."""
        raise NotImplementedError

    def end_tokens(self) -> None:
        """All access tokens given so far are dead."""
        self.tokens.end_all("access")

    # one exchange

    def answer(self, asked: Asked) -> Answer:
        """The answer with all faults done to it; under the lock."""
        with self.lock:
            self.log.append(asked)
            due = [armed for armed in self.armed if armed.due(asked)]
            asked.fault = " ".join(armed.name for armed in due)
            for armed in due:
                armed.what.before(self, asked)
            answer = self._instead(due, asked) or self._honest(asked)
            for armed in due:
                answer = armed.what.after(self, asked, answer)
            answer.headers.setdefault("Date", self.clock.http_date())
            asked.status = answer.status
            return answer

    def _instead(self, due: list[Armed], asked: Asked) -> Answer | None:
        return next(filter(None, (armed.what.instead(self, asked) for armed in due)), None)

    def _honest(self, asked: Asked) -> Answer:
        for prefix in self.prefixes:
            path = bare(asked.path.removeprefix(prefix))
            handler = self.routes.get((asked.method, path))
            if asked.path.startswith(prefix) and handler:
                stop = None if path in self.free else self.stopped(path, asked)
                return stop or handler(self, asked)
        return self.lost(asked)


def bare(path: str) -> str:
    return path.removesuffix("/").removesuffix(".json")


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64
    stand_in: StandIn

    def __init__(self, *words: Any) -> None:
        self.lines: set[socket.socket] = set()
        super().__init__(*words)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.lines.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Ends the lines that clients keep open, so that their threads come home."""
        for line in list(self.lines):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # already gone

    def handle_error(self, request: Any, client_address: Any) -> None:
        trouble = sys.exc_info()[1]
        if trouble and not isinstance(trouble, ConnectionError | TimeoutError | OSError):
            self.stand_in.broken.append(trouble)


class _Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def version_string(self) -> str:
        return "stand-in"

    def log_message(self, format: str, *args: Any) -> None:
        return  # the stand-in keeps its own log

    def _exchange(self) -> None:
        stand_in = self.server.stand_in
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = heard(self.command, self.path, dict(self.headers.items()), body, stand_in.clock.now)
        deliver(stand_in.answer(asked), self, stand_in.closing)

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = _exchange  # noqa: N815 - names of the standard library
