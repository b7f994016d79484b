"""Looking up a name: by the machine's own resolver, in bounded time, with an answer that says how sure it is."""

import queue
import socket
import threading
from collections.abc import Callable, Sequence

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to addresses as text. NoSuchName where the name does not exist, LookUpFailed where nobody can say."""


class NoSuchName(OSError):  # noqa: N818  an answer, not a fault of ours
    """The name does not exist, and the resolver is sure of it (NXDOMAIN)."""


class LookUpFailed(OSError):  # noqa: N818  the same
    """The resolver could not say (SERVFAIL, no answer), or the name has no address."""


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a name by the machine's resolver."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except socket.gaierror as error:
        sure = error.errno == socket.EAI_NONAME
        raise (NoSuchName if sure else LookUpFailed)(f"{host}: {error.strerror}") from None
    except UnicodeError:
        raise LookUpFailed(f"{host}: no name") from None
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def within(resolver: Resolver, host: str, port: int, seconds: float) -> Sequence[str]:
    """As `resolver`, but TimeoutError after `seconds`: the machine's own resolver may take minutes."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(host, port))
        except Exception as error:  # handed over to the thread that asked
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise TimeoutError(f"{host}: no answer") from None
    if isinstance(answer, Exception):
        raise answer
    return answer
