"""What an answer means: by HTTP's status, and by the error that an answer with status 200 may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from plumbline.collectors.endpoint import Errors, Kind
from plumbline.collectors.paths import at

_STATUS: Mapping[int, Kind] = {
    401: Kind.RENEW, 403: Kind.PERMISSION, 404: Kind.GONE, 410: Kind.GONE, 408: Kind.RETRY, 425: Kind.RETRY,
    429: Kind.RETRY, 451: Kind.HIDDEN,
}  # fmt: skip
LONGEST_WAIT = 900.0
"""Seconds that a platform may ask us to wait; more is a quota."""


@dataclass(frozen=True)
class Meaning:
    """`code`: the platform's own code, or ``http_<status>``. `wait`: seconds that the platform asks for."""

    kind: Kind
    code: str = ""
    message: str = ""
    wait: float | None = None


def classified(status: int, headers: Mapping[str, str], answer: Any, errors: Errors, now: datetime) -> Meaning:
    """The meaning of an answer; `answer` is its JSON, None where it is none."""
    wait = retry_after(headers, now)
    codes = [str(found) for path in errors.paths if (found := at(answer, path)) is not None]
    code = next((found for found in codes if found not in errors.fine), "")
    message = _message(answer, errors)
    if code in errors.codes or (code and status < 400):
        return _limited(errors.codes.get(code) or _said(message, errors), code, message, wait)
    if 200 <= status < 300:
        return Meaning(Kind.OK) if answer is not None else Meaning(Kind.RETRY, "not_json")
    kind = errors.statuses.get(status) or _STATUS.get(status)
    if kind is None:
        kind = Kind.RETRY if status >= 500 else Kind.FATAL
    return _limited(kind, code or f"http_{status}", message, wait)


def _said(message: str, errors: Errors) -> Kind:
    return next((kind for pattern, kind in errors.words if re.search(pattern, message, re.IGNORECASE)), Kind.FATAL)


def _limited(kind: Kind, code: str, message: str, wait: float | None) -> Meaning:
    """A platform that wants us to wait for longer than a run lasts has closed for today."""
    if kind == Kind.RETRY and wait is not None and wait > LONGEST_WAIT:
        kind = Kind.QUOTA
    return Meaning(kind, code, message, wait)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait: Retry-After as a number or a date, or the reset time of X-RateLimit where nothing remains."""
    asked = headers.get("retry-after", "").strip()
    if asked.replace(".", "", 1).isdigit():
        return float(asked)
    if asked:
        return _until(asked, now)
    if headers.get("x-ratelimit-remaining", headers.get("x-rate-limit-remaining", "")).strip() == "0":
        reset = headers.get("x-ratelimit-reset", headers.get("x-rate-limit-reset", "")).strip()
        return max(0.0, int(reset) - now.timestamp()) if reset.isdigit() else _until(reset, now)
    return None


def _until(text: str, now: datetime) -> float | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
        except (ValueError, TypeError):
            continue
        return max(0.0, (moment - now).total_seconds()) if moment.tzinfo else None
    return None


def _message(answer: Any, errors: Errors) -> str:
    for path in (
        *errors.messages,
        *(f"{prefix}.{name}" for prefix in ("data", "extra", "error") for name in errors.messages),
    ):
        found = at(answer, path)
        if isinstance(found, str) and found:
            return found[:200]
    return ""
