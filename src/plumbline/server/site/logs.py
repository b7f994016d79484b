"""Log lines: JSON for machines, plain for people. Only what is listed here gets into JSON; no names, no addresses."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plumbline.domain.errors import UsageError

FORMS = ("", "plain", "json")
FIELDS = ("route", "method", "status", "duration_ms", "kind", "outcome", "attempt")
"""What our own lines may carry beside the message."""
OURS = "plumbline"
request_id: ContextVar[str] = ContextVar("request_id", default="")


class Json(logging.Formatter):
    """One JSON object a line.

    Of libraries only the wording of a message is kept, not what was put into it, and of an error its kind and the
    places in the code, not its words: there stand addresses, names and what people typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": moment, "level": record.levelname.lower(), "logger": record.name, "message": _message(record),
        }  # fmt: skip
        line |= {"request_id": known} if (known := request_id.get()) else {}
        line |= {name: record.__dict__[name] for name in FIELDS if name in record.__dict__} if _ours(record) else {}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "trace": _places(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=False)


class Plain(logging.Formatter):
    """A line that a person reads."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its fields behind it."""
        told = " ".join(f"{name}={record.__dict__[name]}" for name in FIELDS if name in record.__dict__)
        return f"{super().format(record)} {told}".rstrip()


def configuration(form: str, level: str) -> dict[str, Any]:
    """What Django configures logging with. `form`: json, plain, or empty (warnings alone). UsageError."""
    if form not in FORMS:
        raise UsageError("this form of log is not known", f"PLUMBLINE_LOG={form}", "json or plain")
    plain = "%(asctime)s %(levelname)s %(name)s %(message)s" if form else "%(message)s"
    known = {"json": {"()": f"{__name__}.Json"}, "plain": {"()": f"{__name__}.Plain", "format": plain}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": known,
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form or "plain"}},
        "root": {"handlers": ["stderr"], "level": level or "WARNING"},
        "loggers": {
            OURS: {"level": level or ("INFO" if form else "WARNING")},
            "django.request": {"level": "ERROR" if form else "NOTSET"},  # what was refused stands in our own line
        },
    }


def _ours(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] == OURS


def _message(record: logging.LogRecord) -> str:
    if _ours(record):
        return record.getMessage()
    if record.name.startswith("django.request") and isinstance(record.args, tuple) and record.args:
        return str(record.args[0])  # "Not Found", without the address
    return str(record.msg)


def _places(trace: Any) -> list[str]:
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
