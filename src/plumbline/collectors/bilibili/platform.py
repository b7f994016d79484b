"""Bilibili's endpoints for owners (member.bilibili.com/arcopen), after other people's programs: the official ones only.

Every call is signed with the application's secret. `addit_info.state` shows a work that was taken down. Articles (专栏)
are not read: the shapes of their list that could be found contradict each other. Comments, followers and ages are not
offered. Shapes are provisional until `plumbline probe` has met the real interface.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from plumbline.collectors.bilibili.rows import counted, profile, state, work
from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.tokens import Exchange, Token
from plumbline.importers.cells import count
from plumbline.rulebook.model import Text

BASE, TOKENS = "https://member.bilibili.com", "https://api.bilibili.com"
USUAL_LIFE = 30 * 86_400
A_MOMENT = 1_000_000_000
"""`expires_in` is a span of seconds with some, a moment with others: from here on it is a moment."""


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """The six x-bili- headers in order, signed; a nonce serves once, so each attempt has its own."""
    token = held["access_token"]
    told = {
        "x-bili-accesskeyid": held["client_id"],
        "x-bili-content-md5": hashlib.md5(call.body, usedforsecurity=False).hexdigest(),
        "x-bili-signature-method": "HMAC-SHA256",
        "x-bili-signature-nonce": secrets.token_hex(16),
        "x-bili-signature-version": "2.0",
        "x-bili-timestamp": held["now"],
    }
    lines = "\n".join(f"{name}:{value}" for name, value in told.items())
    signature = hmac.new(held["client_secret"].encode(), lines.encode(), hashlib.sha256).hexdigest()
    proof = {"authorization": signature, "access-token": token, "content-type": "application/json"}
    return replace(call, headers={**call.headers, **told, **proof}, secrets=(token, signature))


def token(exchange: Exchange, held: Mapping[str, str], base: str) -> Token | None:
    """A new pair of tokens from the refresh token; they are given out by another host than the data."""
    wanted = ("client_id", "client_secret", "refresh_token")
    if any(not held.get(name) for name in wanted):
        return None
    form = {name: held[name] for name in wanted} | {"grant_type": "refresh_token"}
    where = TOKENS if base == BASE else base
    found = _data(exchange.post(f"{where}/x/account-oauth2/v1/refresh_token", form=form))
    if not found.get("access_token"):
        return None
    span = count(found.get("expires_in")) or USUAL_LIFE
    until = datetime.fromtimestamp(span, UTC) if span >= A_MOMENT else exchange.now() + timedelta(seconds=span)
    lasting = str(found.get("refresh_token") or held["refresh_token"])
    return Token({"access_token": str(found["access_token"]), "refresh_token": lasting}, until)


def identity(account: Mapping[str, object]) -> str | None:
    """The account's id; the interface itself goes by the token alone."""
    return str(account.get("platform_id") or "") or str(account["account_id"]).removeprefix("bilibili:") or None


def _data(answer: Any) -> Mapping[str, Any]:
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) else {}


_CODES: Mapping[str, Kind] = {
    "4004": Kind.RETRY, "-500": Kind.RETRY, "-502": Kind.RETRY, "-503": Kind.RETRY, "-504": Kind.RETRY,
    "127009": Kind.QUOTA, "-509": Kind.QUOTA, "-799": Kind.QUOTA,
    "127001": Kind.RENEW, "-101": Kind.RENEW, "127011": Kind.PERMISSION, "-403": Kind.PERMISSION,
    "-404": Kind.GONE, "122012": Kind.GONE,
}  # fmt: skip
_WORDS: tuple[tuple[str, Kind], ...] = (
    (r"access_?token|令牌", Kind.RENEW),
    (r"scope|permission|未授权|权限", Kind.PERMISSION),
    (r"频繁|too (?:many|fast)|rate.?limit", Kind.QUOTA),
    (r"稿件.{0,6}(?:不存在|已删除)|not.?found", Kind.GONE),
)
PLATFORM = Platform(
    name="bilibili",
    title=Text(zh="哔哩哔哩", en="Bilibili"),
    base=BASE,
    needs=("client_id", "client_secret", "access_token|refresh_token"),
    takes=("base",),
    personal=("access_token", "refresh_token"),
    sign=signed,
    token=token,
    identity=identity,
    errors=Errors(paths=("code",), codes=_CODES, messages=("message",), words=_WORDS),
    endpoints=(
        Endpoint(
            "figures", Purpose.PROFILE, "/arcopen/fn/data/user/stat", profile,
            schema={"data.following": "integer", "data.follower": "integer", "data.arc_passed_total": "integer"},
        ),
        Endpoint(
            "works", Purpose.POSTS, "/arcopen/fn/archive/viewlist", work, params={"ps": 50, "status": "all"},
            items="data.list", key="resource_id", paging=Paging("page", param="pn", start=1, total="data.page.total"),
            listing="complete",
            schema={"resource_id": "string", "title": "string", "desc": "string", "ctime": "integer",
                    "ptime": "integer", "addit_info": "object", "video_info": "object"},
        ),
        Endpoint(
            "work", Purpose.SINGLE, "/arcopen/fn/archive/view", work, params={"resource_id": "{post_id}"},
            items="data", state=state,
        ),
        Endpoint(
            "counts", Purpose.COUNTS, "/arcopen/fn/data/arc/stat", counted, params={"resource_id": "{post_id}"},
            each=Each.POST, most=50,
            schema={"data.view": "integer", "data.like": "integer", "data.reply": "integer", "data.share": "integer"},
        ),
    ),
)  # fmt: skip
