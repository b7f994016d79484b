"""What a probe found out about one address, in the words of the table `links`."""

import ssl
from dataclasses import dataclass, field

import httpx

from plumbline.collectors.guard_policy import Reason, Refused
from plumbline.collectors.guard_sockets import NoLookUp, NoName
from plumbline.evidence.answer import Answer

_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED


@dataclass(frozen=True)
class Told:
    """`outcome` alive, dead, moved, unreachable or not_tried; `reason` a word of `docs/links.md`; the last status."""

    outcome: str
    reason: str
    status: int | None = None
    final_url: str | None = None
    wait: bool = False
    """The server asked us to stay away for a while."""
    answer: Answer | None = field(default=None, compare=False, repr=False)
    """The last exchange, where a finding may rest on it."""

    @property
    def certain(self) -> bool:
        """Whether a finding may rest on it, so that our own line must be known to work."""
        return self.outcome in {"dead", "moved"}


def not_sent(refused: Refused, *, first: bool) -> Told:
    """The guard refused the address (`first`: the one in the post, not one that it redirected to)."""
    if refused.reason in {Reason.TOO_LARGE, Reason.BAD_CODING}:
        return Told("unreachable", "http_other")
    wrong = refused.reason in {Reason.BAD_URL, Reason.CREDENTIALS}
    return Told("not_tried" if first else "unreachable", "bad_url" if wrong else "blocked_address")


def failed(error: Exception, final: str | None = None) -> Told:
    """No answer came. Only a name that surely does not exist is dead; all else may be our line or a passing fault."""
    causes = tuple(_causes(error))
    if any(isinstance(cause, NoName) for cause in causes):
        return Told("dead", "dns_no_name", None, final)
    if any(isinstance(cause, NoLookUp) for cause in causes):
        return Told("unreachable", "dns_failed", None, final)
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if tls is not None:
        expired = getattr(tls, "verify_code", 0) == _EXPIRED
        return Told("unreachable", "tls_expired" if expired else "tls_invalid", None, final)
    if isinstance(error, httpx.TimeoutException) or any(isinstance(cause, TimeoutError) for cause in causes):
        return Told("unreachable", "timeout", None, final)
    return Told("unreachable", "refused" if isinstance(error, httpx.NetworkError) else "http_other", None, final)


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
