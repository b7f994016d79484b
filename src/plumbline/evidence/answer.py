"""What a platform was asked and what it answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """One exchange over HTTP.

    `url` (http or https) and `request_headers` as sent, secrets already taken out by the caller; `body` the bytes of
    the answer; `started_at` and `ended_at` aware; `remote` the address that answered ("" = not known). `raw_sha256`:
    digest of the body before persons in it were replaced by keys ("" = nothing was replaced).
    """

    url: str
    method: str
    request_headers: Headers
    request_body: bytes
    status: int
    reason: str
    headers: Headers
    body: bytes
    started_at: datetime
    ended_at: datetime
    remote: str = ""
    raw_sha256: str = ""
