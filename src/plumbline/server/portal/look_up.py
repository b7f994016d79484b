"""The look-up of the API: an answer in bytes, remembered as long as the register stays as it is."""

import json
from functools import lru_cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from plumbline.addresses.address import NoAddress
from plumbline.addresses.lookup import Answer
from plumbline.rulebook.model import Text
from plumbline.server.portal.answers import LONGEST, NO_ADDRESS, verdict
from plumbline.server.portal.problems import Wrong, problem
from plumbline.server.portal.register import Held, held

REMEMBERED, SHORT = 10_000, 300
"""So many answers are remembered, of texts that are no longer than this."""
UNKNOWN_NAME = Text(
    zh="这不是链接，登记册中也没有使用这个名称或者相近名称的账号：请提供账号主页链接。",
    en="This is no address, and no registered account has this name or one like it: give the address of its page.",
)


def verify(request: HttpRequest) -> HttpResponse:
    """``?url=`` an address, a registered name, or what a QR code says. 400 where it leads to no account."""
    asked = request.GET.getlist("url")
    if len(asked) != 1:
        return problem(400, "give one parameter url: the address of the account's page")
    if len(asked[0]) > LONGEST:
        return problem(400, f"url is longer than {LONGEST} characters")
    tell = _remembered if len(asked[0]) <= SHORT else _told
    try:
        body, tag = tell(asked[0], held())
    except Wrong as wrong:
        return problem(wrong.status, wrong.detail)
    same = tag in request.headers.get("If-None-Match", "")
    answer = HttpResponseNotModified() if same else HttpResponse(body, content_type="application/json")
    if not same:
        answer.headers["Content-Length"] = str(len(body))
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _told(text: str, register: Held) -> tuple[bytes, str]:
    found = register.index.look_up(text)
    _refuse_no_url(found)
    body = json.dumps(verdict(found, register), ensure_ascii=False).encode("utf-8", "replace")
    return body, f'"{sha256(body).hexdigest()[:32]}"'


_remembered = lru_cache(maxsize=REMEMBERED)(_told)


def _refuse_no_url(found: Answer) -> None:
    """Wrong for a text that is neither an address nor the name, or nearly the name, of a registered account."""
    if found.reason and found.reason != NoAddress.DISGUISED:
        raise Wrong(400, NO_ADDRESS[found.reason].en)
    if found.by_name and not found.entry and not found.lookalikes:
        raise Wrong(400, UNKNOWN_NAME.en)
