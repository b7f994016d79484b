"""Errors of the API as problem+json (RFC 9457)."""

import json
from http import HTTPStatus

from django.http import HttpResponse

KIND = "application/problem+json"


class Wrong(Exception):  # noqa: N818  the asker's mistake, not ours
    """A question that cannot be answered."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def problem(status: int, detail: str) -> HttpResponse:
    """The answer to such a question."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=KIND)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
