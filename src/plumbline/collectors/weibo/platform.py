"""Weibo's endpoints, after the platform's own wiki. Two products: ``open`` (own account, 100 calls a day and account)
and ``business`` (by contract, 50,000 an hour). Listings reach back some 200 posts. Shapes are provisional until
`plumbline probe` has met the real interface.
"""

from collections.abc import Mapping
from dataclasses import replace

from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.weibo.rows import age_group, comment, counted, follower, own_comment, profile, status
from plumbline.ledger.quotas import Quota
from plumbline.rulebook.model import Text

OPEN, BUSINESS = "open", "business"
STATUS: Mapping[str, str] = {
    "id": "integer", "idstr": "string", "mid": "string", "created_at": "string", "text": "string", "source": "string",
    "reposts_count": "integer", "comments_count": "integer", "attitudes_count": "integer", "user": "object",
}  # fmt: skip
_OF_PERSONS = ("statuses.*.retweeted_status.user",)


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """The token goes into the address: so it is taken out of what is kept."""
    token = held["access_token"]
    return replace(call, query={**call.query, "access_token": token}, secrets=(token,))


def product(held: Mapping[str, str]) -> str:
    """The product that the credentials say they are for; the open one if they do not."""
    return BUSINESS if held.get("product", "").lower() == BUSINESS else OPEN


def identity(account: Mapping[str, object]) -> str | None:
    """The account's number; None if the register only has a name."""
    given = str(account.get("platform_id") or account["account_id"]).removeprefix("weibo:")
    return given if given.isdigit() else None


_CODES: Mapping[str, Kind] = {
    "10001": Kind.RETRY, "10002": Kind.RETRY, "10009": Kind.RETRY, "10010": Kind.RETRY, "10011": Kind.RETRY,
    "10004": Kind.QUOTA, "10022": Kind.QUOTA, "10023": Kind.QUOTA, "10024": Kind.QUOTA,
    "21301": Kind.RENEW, "21314": Kind.RENEW, "21315": Kind.RENEW, "21316": Kind.RENEW, "21317": Kind.RENEW,
    "21319": Kind.RENEW, "21327": Kind.RENEW, "21332": Kind.RENEW,
    "10005": Kind.PERMISSION, "10006": Kind.PERMISSION, "10014": Kind.PERMISSION, "21321": Kind.PERMISSION,
    "21335": Kind.PERMISSION, "20101": Kind.GONE, "20003": Kind.GONE, "20112": Kind.HIDDEN, "20132": Kind.WITHDRAWN,
    "10020": Kind.RETIRED, "10021": Kind.RETIRED,
}  # fmt: skip
_PAGES = Paging("below", param="max_id")
PLATFORM = Platform(
    name="weibo",
    title=Text(zh="微博", en="Weibo"),
    base="https://api.weibo.com",
    needs=("access_token",),
    takes=("base", "product"),
    sign=signed,
    product=product,
    identity=identity,
    quota=Quota("weibo", 100),
    unmetered=frozenset({BUSINESS}),
    errors=Errors(paths=("error_code",), codes=_CODES, messages=("error",), statuses={400: Kind.FATAL}),
    endpoints=(
        Endpoint(
            "user", Purpose.PROFILE, "/2/users/show.json", profile, params={"uid": "{platform_id}"},
            schema={"id": "integer", "screen_name": "string", "followers_count": "integer", "verified": "boolean"},
        ),
        Endpoint(
            "timeline", Purpose.POSTS, "/2/statuses/user_timeline.json", status,
            params={"uid": "{platform_id}", "count": 100}, items="statuses", key="idstr", pinned="isTop", paging=_PAGES,
            listing="window", persons=_OF_PERSONS, products=frozenset({OPEN}), schema=STATUS,
        ),
        Endpoint(
            "timeline", Purpose.POSTS, "/2/statuses/user_timeline/biz.json", status,
            params={"uid": "{platform_id}", "count": 100}, items="statuses", key="idstr", pinned="isTop", paging=_PAGES,
            listing="window", persons=_OF_PERSONS, products=frozenset({BUSINESS}), base="https://c.api.weibo.com",
            schema=STATUS,
        ),
        Endpoint(
            "status", Purpose.SINGLE, "/2/statuses/show.json", status, params={"id": "{post_id}"},
            persons=("retweeted_status.user",),
        ),
        Endpoint(
            "reads", Purpose.COUNTS, "/2/media_statuses/count_sp/biz.json", counted, params={"ids": "{post_ids}"},
            each=Each.POSTS, most=100, products=frozenset({BUSINESS}), base="https://c.api.weibo.com", key="id",
            permission="media_statuses", schema={"id": "integer", "reads": "integer"},
        ),
        Endpoint(
            "comments", Purpose.COMMENTS, "/2/comments/show.json", comment, params={"id": "{post_id}", "count": 50},
            items="comments", key="id", paging=_PAGES, each=Each.POST, most=40, wanted=True,
            persons=("comments.*.user", "comments.*.reply_comment", "comments.*.status"),
        ),
        Endpoint(
            "own_comments", Purpose.REPLIES, "/2/comments/by_me/biz.json", own_comment, params={"count": 50},
            items="comments", key="id", paging=_PAGES, products=frozenset({BUSINESS}), base="https://c.api.weibo.com",
            persons=("comments.*.reply_comment",),
        ),
        Endpoint(
            "own_comments", Purpose.REPLIES, "/2/comments/by_me.json", own_comment, params={"count": 50},
            items="comments", key="id", paging=_PAGES, products=frozenset({OPEN}), wanted=True,
            persons=("comments.*.reply_comment",),
        ),
        Endpoint(
            "ages", Purpose.AUDIENCE, "/2/friendships/followers/age_group_count.json", age_group, items="result.ages",
            products=frozenset({BUSINESS}), base="https://c.api.weibo.com", permission="followers",
            schema={"age": "string", "count": "string"},
        ),
        Endpoint(
            "followers", Purpose.FOLLOWERS, "/2/friendships/followers.json", follower,
            params={"uid": "{platform_id}", "count": 200}, items="users", key="id",
            paging=Paging("cursor", param="cursor", next="next_cursor"), persons=("users.*",), wanted=True,
            products=frozenset({OPEN}),
        ),
    ),
)  # fmt: skip
