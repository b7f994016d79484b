"""How `plumbline archive stamp --tsa` reaches an authority."""

from urllib.parse import urlsplit

import httpx

from plumbline.collectors.guard import Policy, Refused, guarded_transport
from plumbline.evidence.sentences import ArchiveUsageError
from plumbline.settings.environment import variable

_MOST_BYTES = 1024 * 1024
_TYPE = "application/timestamp-query"


def answered(url: str, request: bytes) -> bytes:
    """The authority's answer to a time-stamp request (RFC 3161, section 3.4). UsageError where none comes.

    The address is the operator's own word, so an authority in the office's own net may be asked; a redirect is not
    followed.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ArchiveUsageError("no_authority", url[:80], how="http(s)://")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    allowed = f"{host}:{parts.port}" if parts.port else host
    policy = Policy((allowed,), most_bytes=_MOST_BYTES, most_seconds=60.0, proxy=variable("PLUMBLINE_PROXY"))
    try:
        with httpx.Client(transport=guarded_transport(policy), trust_env=False, timeout=30.0) as http:
            answer = http.post(url, content=request, headers={"Content-Type": _TYPE})
    except (httpx.HTTPError, Refused) as error:
        raise ArchiveUsageError("no_authority", host, how=error or type(error).__name__) from None
    if answer.status_code != 200:
        raise ArchiveUsageError("no_authority", host, how=f"HTTP {answer.status_code}")
    return answer.content
