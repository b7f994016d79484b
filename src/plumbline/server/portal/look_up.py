"""The look-up of the API: an answer in bytes, remembered as long as the register stays as it is."""

import json
from functools import lru_cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from plumbline.addresses.address import NoAddress
from plumbline.server.portal.answers import LONGEST, NO_ADDRESS, looked_up, verdict
from plumbline.server.portal.problems import Wrong, problem
from plumbline.server.portal.register import REMEMBERED, held


def verify(request: HttpRequest) -> HttpResponse:
    """``?url=`` an address, a name or what a QR code says. 400 where it leads to no account."""
    asked = request.GET.getlist("url")
    if len(asked) != 1:
        return problem(400, "give one parameter url: the address of the account's page, its name, or the QR text")
    if len(asked[0]) > LONGEST:
        return problem(400, f"url is longer than {LONGEST} characters")
    try:
        body, tag = _told(asked[0], held().made)
    except Wrong as wrong:
        return problem(wrong.status, wrong.detail)
    same = request.headers.get("If-None-Match") == tag
    answer = HttpResponseNotModified() if same else HttpResponse(body, content_type="application/json")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@lru_cache(maxsize=REMEMBERED)
def _told(text: str, made: int) -> tuple[bytes, str]:
    found = looked_up(text)
    if found.reason and found.reason != NoAddress.DISGUISED:
        raise Wrong(400, NO_ADDRESS[found.reason].en)
    body = json.dumps(verdict(found), ensure_ascii=False).encode("utf-8", "replace")
    return body, f'"{sha256(body).hexdigest()[:32]}"'
