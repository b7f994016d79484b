"""The door through which every request of the program leaves: to public addresses only, and never for ever.

A link in a post, a redirect, a name that changes its address between check and connection must not lead the program
into the office's own net. Every request, each hop of a redirect for itself, goes through `guarded_transport`.
"""

import time
from collections.abc import Mapping
from types import TracebackType

import httpcore
import httpx

from plumbline.collectors.guard_bodies import Body, as_httpx, coding_of, read_bounded
from plumbline.collectors.guard_names import Resolver, resolved
from plumbline.collectors.guard_places import PORTS, Place, place
from plumbline.collectors.guard_policy import Policy, Reason, Refused
from plumbline.collectors.guard_rules import Rules, rules
from plumbline.collectors.guard_sockets import Backend, Plain, Span
from plumbline.domain.errors import UsageError

__all__ = ["Policy", "Reason", "Refused", "guarded_transport", "read_bounded"]
_MOST_CONNECTIONS, _KEPT, _KEPT_SECONDS = 32, 8, 15.0


def guarded_transport(policy: Policy, *, resolver: Resolver = resolved) -> httpx.BaseTransport:
    """The transport for `httpx.Client(transport=…)`. `resolver` gives the addresses of a name (tests give their own).

    Raises beside httpx's own errors: Refused, for what is not sent or not read on. Proxies of the environment are not
    used; `policy.proxy` is, and then the proxy connects where it likes. UsageError: a policy that is none.
    """
    return _Guard(policy, resolver)


class _Guard(httpx.BaseTransport):
    def __init__(self, policy: Policy, resolver: Resolver) -> None:
        self._policy, self._rules = policy, rules(policy)
        self._pool = _pool(policy, self._rules, resolver)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = _place(request)
        self._rules.admit(asked)
        try:
            answer = self._pool.handle_request(_sent(request, asked, self._timeouts(request)))
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise as_httpx(error) from error
        except (httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:
            raise as_httpx(error) from error
        return self._response(answer, asked)

    def close(self) -> None:
        self._pool.close()

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self.close()

    def _response(self, answer: httpcore.Response, asked: Place) -> httpx.Response:
        try:
            coding = coding_of(answer.headers, asked.host)
        except Refused:
            answer.close()
            raise
        body = Body(answer.stream, coding, self._policy.most_bytes, asked.host)  # type: ignore[arg-type]  # of the sync pool
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=dict(answer.extensions))

    def _timeouts(self, request: httpx.Request) -> Mapping[str, float]:
        """The caller's time-outs where they are shorter than the policy's, all within the whole exchange."""
        given = request.extensions.get("timeout") or {}
        ends = time.monotonic() + self._policy.most_seconds
        most = {
            "connect": self._policy.connect_seconds, "pool": self._policy.most_seconds,
            "read": self._policy.idle_seconds, "write": self._policy.idle_seconds,
        }  # fmt: skip
        return {step: Span(min(given.get(step) or seconds, seconds), ends) for step, seconds in most.items()}


def _place(request: httpx.Request) -> Place:
    """The one reading of the request's address. Refused where httpx or the Host header names another host."""
    asked = place(str(request.url))
    read = request.url.raw_host.decode("ascii").strip("[]").removesuffix(".").lower()
    if read != asked.host and not (":" in read and ":" in asked.host):
        raise Refused(Reason.BAD_URL, asked.host)
    named = request.headers.get("host", "").lower().removesuffix(".")
    if named not in {"", asked.netloc, asked.host, request.url.netloc.decode("ascii").lower()}:
        raise Refused(Reason.BAD_HEADER, asked.host)
    return asked


def _sent(request: httpx.Request, asked: Place, timeouts: Mapping[str, float]) -> httpcore.Request:
    port = None if asked.port == PORTS[asked.scheme] else asked.port
    headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=asked.scheme, host=asked.host, port=port, target=request.url.raw_path),
        headers=[(b"Host", asked.netloc.encode("ascii")), *headers],
        content=request.stream,
        extensions={"timeout": dict(timeouts)},
    )


def _pool(policy: Policy, ready: Rules, resolver: Resolver) -> httpcore.ConnectionPool:
    tls = policy.tls or httpx.create_ssl_context()
    if policy.proxy:
        proxy = _proxy(policy.proxy)
        return httpcore.HTTPProxy(
            httpcore.URL(scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=b"/"),
            proxy_auth=proxy.raw_auth, ssl_context=tls, max_connections=_MOST_CONNECTIONS,
            max_keepalive_connections=_KEPT, keepalive_expiry=_KEPT_SECONDS, network_backend=Plain(),
        )  # fmt: skip
    return httpcore.ConnectionPool(
        ssl_context=tls, max_connections=_MOST_CONNECTIONS, max_keepalive_connections=_KEPT,
        keepalive_expiry=_KEPT_SECONDS, network_backend=Backend(ready, resolver),
    )  # fmt: skip


def _proxy(url: str) -> httpx.Proxy:
    try:
        proxy = httpx.Proxy(url)
    except (ValueError, httpx.InvalidURL):
        proxy = None
    if proxy is None or proxy.url.scheme not in PORTS or not proxy.url.host:
        raise UsageError(
            "this is no address of a proxy / 代理地址无效", "proxy", "http://proxy.example:3128"
        )  # its text is not shown: it may hold a password
    return proxy
