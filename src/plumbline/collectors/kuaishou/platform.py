"""Kuaishou's endpoints, after other people's programs: nothing of the vendor's could be read.

Shares, texts of comments and ages are not offered. Access tokens live two days, refresh tokens 180, each use of which
gives a new pair. What a work is answered with that is gone is not documented: it is read off the words of the answer.
Shapes are provisional until `plumbline probe` has met the real interface.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from plumbline.collectors.endpoint import Call, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.kuaishou.rows import photo, profile, state
from plumbline.collectors.tokens import Exchange, Token
from plumbline.importers.cells import count
from plumbline.rulebook.model import Text

USUAL_LIFE = 48 * 3600


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """The token goes into the address: so it is taken out of what is kept."""
    token = held["access_token"]
    return replace(call, query={**call.query, "access_token": token}, secrets=(token,))


def token(exchange: Exchange, held: Mapping[str, str], base: str) -> Token | None:
    """A new pair of tokens from the refresh token."""
    wanted = ("app_id", "app_secret", "refresh_token")
    if any(not held.get(name) for name in wanted):
        return None
    form = {name: held[name] for name in wanted} | {"grant_type": "refresh_token"}
    found = exchange.post(f"{base}/oauth2/refresh_token", form=form)
    if not isinstance(found, dict) or not found.get("access_token"):
        return None
    until = exchange.now() + timedelta(seconds=count(found.get("expires_in")) or USUAL_LIFE)
    lasting = str(found.get("refresh_token") or held["refresh_token"])
    return Token({"access_token": str(found["access_token"]), "refresh_token": lasting}, until)


def identity(account: Mapping[str, object]) -> str | None:
    """The account's id; the interface itself goes by the token alone."""
    return str(account.get("platform_id") or "") or str(account["account_id"]).removeprefix("kuaishou:") or None


_CODES: Mapping[str, Kind] = {
    "100100402": Kind.QUOTA, "100100403": Kind.QUOTA, "100100404": Kind.QUOTA, "200100410": Kind.QUOTA,
    "100200101": Kind.RENEW, "100200103": Kind.PERMISSION, "100200301": Kind.GONE,
}  # fmt: skip
_WORDS: tuple[tuple[str, Kind], ...] = (
    (r"access_?token|token.{0,12}(?:expired|invalid)|令牌", Kind.RENEW),
    (r"scope|permission|unauthori[sz]ed|未授权|权限", Kind.PERMISSION),
    (r"rate.?limit|too (?:many|fast)|frequen|limited|频繁|限流", Kind.QUOTA),
    (r"(?:photo|video|work).{0,20}not.{0,4}exist|not.?found|(?:作品|视频)不存在|已删除", Kind.GONE),
    (r"busy|try again|timeout|internal|系统|稍后", Kind.RETRY),
)
_WHO = {"app_id": "{app_id}"}
PLATFORM = Platform(
    name="kuaishou",
    title=Text(zh="快手", en="Kuaishou"),
    base="https://open.kuaishou.com",
    needs=("app_id", "access_token|refresh_token"),
    takes=("base", "app_secret"),
    personal=("access_token", "refresh_token"),
    sign=signed,
    token=token,
    identity=identity,
    errors=Errors(
        paths=("result",), codes=_CODES, fine=frozenset({"", "None", "0", "1", "success", "SUCCESS"}),
        messages=("error_msg", "error"), words=_WORDS,
    ),
    endpoints=(
        Endpoint(
            "profile", Purpose.PROFILE, "/openapi/user_info", profile, params=_WHO,
            schema={"user_info.name": "string", "user_info.fan": "integer", "user_info.follow": "integer"},
        ),
        Endpoint(
            "works", Purpose.POSTS, "/openapi/photo/list", photo, params={**_WHO, "count": 200}, items="video_list",
            key="photo_id", paging=Paging("last", param="cursor", next="create_time"), listing="complete",
            schema={"photo_id": "string", "caption": "string", "create_time": "integer", "like_count": "integer",
                    "comment_count": "integer", "view_count": "integer", "pending": "boolean"},
        ),
        Endpoint(
            "work", Purpose.SINGLE, "/openapi/photo/info", photo, params={**_WHO, "photo_id": "{post_id}"},
            items="video_info", state=state,
        ),
    ),
)  # fmt: skip
