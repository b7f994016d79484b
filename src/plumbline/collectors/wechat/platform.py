"""WeChat's endpoints for the owner of a public account, after the platform's own documents.

Two listings together show everything: `freepublish` what was sent with 发布, with its words; `getarticletotaldetail`,
day by day, also what was sent with 群发, of which no interface gives the words: only the title is known, and the
public address, from which the operator can import the text. Paging is by offset over a list that grows: it is read
again when its total changes. Shapes are provisional until `plumbline probe` has met the real interface.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.tokens import Exchange, Token
from plumbline.collectors.wechat.rows import (
    article_day,
    comment,
    comment_call,
    cumulated,
    follower,
    publication,
    state,
    summary,
)
from plumbline.rulebook.model import Text


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """The token goes into the address: so it is taken out of what is kept."""
    token = held["access_token"]
    return replace(call, query={**call.query, "access_token": token}, secrets=(token, held.get("secret", "")))


def token(exchange: Exchange, held: Mapping[str, str], base: str) -> Token | None:
    """The stable token: it does not end the one that other programs of the office use."""
    body = {"grant_type": "client_credential", "appid": held.get("appid"), "secret": held.get("secret")}
    found = exchange.post(f"{base}/cgi-bin/stable_token", body=body)
    if not isinstance(found, dict) or not found.get("access_token"):
        return None
    until = exchange.now() + timedelta(seconds=int(found.get("expires_in") or 0))
    return Token({"access_token": str(found["access_token"])}, until)


_CODES: Mapping[str, Kind] = {
    "-1": Kind.RETRY, "45011": Kind.RETRY, "40001": Kind.RENEW, "40014": Kind.RENEW, "41001": Kind.RENEW,
    "42001": Kind.RENEW, "45009": Kind.QUOTA, "48001": Kind.PERMISSION, "40164": Kind.PERMISSION,
    "88000": Kind.PERMISSION, "47009": Kind.RETIRED, "53600": Kind.GONE, "88001": Kind.GONE,
}  # fmt: skip
PLATFORM = Platform(
    name="wechat",
    title=Text(zh="微信公众号", en="WeChat public accounts"),
    base="https://api.weixin.qq.com",
    needs=("appid", "secret"),
    takes=("base",),
    personal=("appid",),
    sign=signed,
    token=token,
    errors=Errors(paths=("errcode",), codes=_CODES, messages=("errmsg",)),
    endpoints=(
        Endpoint(
            "publications", Purpose.POSTS, "/cgi-bin/freepublish/batchget", publication, method="POST",
            params={"count": 20, "no_content": 0}, items="item", key="article_id",
            paging=Paging("offset", param="offset", start=0, total="total_count"), listing="complete",
            schema={"article_id": "string", "content": "object", "update_time": "integer"},
        ),
        Endpoint(
            "articles", Purpose.POSTS, "/datacube/getarticletotaldetail", article_day, method="POST",
            params={"begin_date": "{day}", "end_date": "{day}"}, items="list", key="msgid", each=Each.DAY, most=30,
            schema={"ref_date": "string", "msgid": "string", "title": "string", "detail_list": "array"},
        ),
        Endpoint(
            "article", Purpose.SINGLE, "/cgi-bin/freepublish/getarticle", publication, method="POST",
            params={"article_id": "{native_post}"}, state=state,
        ),
        Endpoint(
            "comments", Purpose.COMMENTS, "/cgi-bin/comment/list", comment, method="POST",
            params={"msg_data_id": "{msg_data_id}", "index": "{index}", "count": 49, "type": 0}, items="comment",
            key="user_comment_id", paging=Paging("offset", param="begin", start=0, total="total"), each=Each.POST,
            derive=comment_call, most=40, persons=("comment.*.openid",),
            schema={"user_comment_id": "integer", "create_time": "integer", "content": "string", "reply": "object"},
        ),
        Endpoint(
            "user_summary", Purpose.DAYS, "/datacube/getusersummary", summary, method="POST",
            params={"begin_date": "{from_day}", "end_date": "{to_day}"}, items="list", each=Each.SPAN, most=7,
            schema={"ref_date": "string", "user_source": "integer", "new_user": "integer", "cancel_user": "integer"},
        ),
        Endpoint(
            "user_cumulate", Purpose.DAYS, "/datacube/getusercumulate", cumulated, method="POST",
            params={"begin_date": "{from_day}", "end_date": "{to_day}"}, items="list", each=Each.SPAN, most=7,
            schema={"ref_date": "string", "cumulate_user": "integer"},
        ),
        Endpoint(
            "followers", Purpose.FOLLOWERS, "/cgi-bin/user/get", follower, items="data.openid",
            paging=Paging("cursor", param="next_openid", next="next_openid"), persons=("data.openid.*", "next_openid"),
            wanted=True,
        ),
    ),
)  # fmt: skip
