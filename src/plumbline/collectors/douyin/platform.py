"""Douyin's endpoints, after the vendor's own SDKs (npm @open-dy/open_api_sdk, bytedance/douyin-openapi-sdk-go).

Every answer is HTTP 200 with its error inside. The owner's consent gives an access token (15 days) and a refresh token
(30 days, renewable some times); with the application's key the first is got again from the second. Answers below
comments are not read (an interface of its own, closed to new applications). Shapes are provisional until
`plumbline probe` has met the real interface.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from plumbline.collectors.douyin.rows import audience, comment, fans, follower, state, video
from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.tokens import Exchange, Token
from plumbline.importers.cells import count
from plumbline.rulebook.model import Text

USUAL_LIFE = 15 * 86_400
REFRESH_MARGIN = 10 * 86_400
"""Seconds: a refresh token that runs out so soon is renewed too (five times at most), or a weekly run came too late."""


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """The token goes into a header, the owner's id for this application into the address."""
    token = held["access_token"]
    return replace(call, headers={**call.headers, "access-token": token}, secrets=(token,))


def token(exchange: Exchange, held: Mapping[str, str], base: str) -> Token | None:
    """A new access token from the refresh token, which is renewed too when its own time comes near."""
    lasting, client = held.get("refresh_token"), held.get("client_key")
    if not lasting or not client:
        return None
    form = {"client_key": client, "grant_type": "refresh_token", "refresh_token": lasting}
    found = _given(exchange.post(f"{base}/oauth/refresh_token/", form=form), "access_token")
    if found is None:
        return None
    span = count(found.get("expires_in")) or USUAL_LIFE
    fresh, left = str(found.get("refresh_token") or lasting), count(found.get("refresh_expires_in"))
    if left is not None and left <= REFRESH_MARGIN:
        form = {"client_key": client, "refresh_token": fresh}
        renewed = _given(exchange.post(f"{base}/oauth/renew_refresh_token/", form=form), "refresh_token")
        fresh, left = (str(renewed["refresh_token"]), count(renewed.get("expires_in"))) if renewed else (fresh, None)
    if left is not None:
        span = min(span, max(left - REFRESH_MARGIN, 0))
    until = exchange.now() + timedelta(seconds=span)
    return Token({"access_token": str(found["access_token"]), "refresh_token": fresh}, until)


def identity(account: Mapping[str, object]) -> str | None:
    """The account's id; what the interface goes by is `open_id` among the credentials."""
    return str(account.get("platform_id") or "") or str(account["account_id"]).removeprefix("douyin:") or None


def _given(answer: Any, name: str) -> Mapping[str, Any] | None:
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) and data.get(name) else None


_CODES: Mapping[str, Kind] = {
    "2100001": Kind.RETRY, "2100004": Kind.RETRY, "28001005": Kind.RETRY, "28001006": Kind.RETRY,
    "2190001": Kind.QUOTA, "28003017": Kind.QUOTA,
    "2190002": Kind.RENEW, "2190008": Kind.RENEW, "10008": Kind.RENEW, "28001003": Kind.RENEW, "28001008": Kind.RENEW,
    "2190003": Kind.PERMISSION, "2190004": Kind.PERMISSION, "2190015": Kind.PERMISSION, "2190016": Kind.PERMISSION,
    "2100007": Kind.PERMISSION, "2100009": Kind.PERMISSION, "28001014": Kind.PERMISSION, "28001016": Kind.PERMISSION,
    "28001018": Kind.PERMISSION, "28001019": Kind.PERMISSION,
}  # fmt: skip
_WHO = {"open_id": "{open_id}"}
_PAGES = Paging("cursor", param="cursor", next="data.cursor", more="data.has_more", start=0)
PLATFORM = Platform(
    name="douyin",
    title=Text(zh="抖音", en="Douyin"),
    base="https://open.douyin.com",
    needs=("open_id", "access_token|refresh_token"),
    takes=("base", "client_key"),
    personal=("open_id", "access_token", "refresh_token"),
    sign=signed,
    token=token,
    identity=identity,
    errors=Errors(
        paths=("data.error_code", "extra.error_code", "err_no"), codes=_CODES, messages=("description", "err_msg")
    ),
    endpoints=(
        Endpoint(
            "videos", Purpose.POSTS, "/api/douyin/v1/video/video_list/", video, params={**_WHO, "count": 20},
            items="data.list", key="item_id", pinned="is_top", paging=_PAGES, listing="complete",
            schema={"item_id": "string", "title": "string", "create_time": "integer", "is_top": "boolean",
                    "video_status": "integer", "share_url": "string", "statistics": "object"},
        ),
        Endpoint(
            "video", Purpose.SINGLE, "/api/douyin/v1/video/video_basic_info/", video, method="POST", query=_WHO,
            params={"item_ids": ["{post_id}"]}, items="data.list", state=state,
        ),
        Endpoint(
            "fans", Purpose.DAYS, "/data/external/user/fans/", fans, params={**_WHO, "date_type": 15},
            items="data.result_list",
            schema={"date": "string", "total_fans": "integer", "new_fans": "integer"},
        ),
        Endpoint(
            "audience", Purpose.AUDIENCE, "/api/douyin/v1/user/fans_data/", audience, params=_WHO,
            items="data.fans_data", permission="fans.data.bind",
            schema={"all_fans_num": "integer", "age_distributions": "array"},
        ),
        Endpoint(
            "comments", Purpose.COMMENTS, "/item/comment/list/", comment,
            params={**_WHO, "item_id": "{post_id}", "count": 50}, items="data.list", key="comment_id", paging=_PAGES,
            each=Each.POST, most=40, persons=("data.list.*.comment_user_id",), wanted=True,
            permission="item.comment",
        ),
        Endpoint(
            "followers", Purpose.FOLLOWERS, "/fans/list/", follower, params={**_WHO, "count": 20}, items="data.list",
            key="open_id", paging=_PAGES, persons=("data.list.*",), wanted=True, permission="fans.list",
        ),
    ),
)  # fmt: skip
