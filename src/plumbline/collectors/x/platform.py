"""X's endpoints, version 2, after its public description. Every item read costs money: see `plumbline collect --plan`.

Names changed over the years (tweet, post; retweet, repost): both are read. A listing reaches back 3,200 posts.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plumbline.collectors.endpoint import Call, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.x.rows import known, post, profile
from plumbline.rulebook.model import Text

FIELDS = (
    "created_at,public_metrics,referenced_tweets,edit_history_tweet_ids,entities,note_tweet,source,in_reply_to_user_id,"
    "attachments,author_id"
)


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """With the token; an account that is registered by its name is asked for by that."""
    bearer = f"Bearer {held['bearer_token']}"
    start, _, name = call.url.rpartition("/2/users/")
    url = call.url if not start or "/" in name or name.isdigit() else f"{start}/2/users/by/username/{name.lstrip('@')}"
    headers = {**call.headers, "authorization": bearer}
    return replace(call, url=url, headers=headers, secrets=(held["bearer_token"], bearer))


def parsed(body: bytes) -> Any:
    """The answer, each post with the one it refers to; an empty page as an empty list, a refusal by its title."""
    try:
        answer = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    included = answer.get("includes") or {}
    others = {str(one.get("id")): one for name in ("tweets", "posts") for one in included.get(name) or []}
    found = answer.get("data")
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict):
            referred = item.get("referenced_posts") or item.get("referenced_tweets") or []
            item["refers_to"] = [{**others.get(str(one.get("id")), {}), "how": one.get("type")} for one in referred]
    if found is None and (answer.get("meta") or {}).get("result_count") == 0:
        answer["data"] = []
    if found is None and answer.get("errors"):
        answer["failure"] = str(answer["errors"][0].get("title") or answer["errors"][0].get("type"))
    return answer


_CODES: Mapping[str, Kind] = {
    "Not Found Error": Kind.GONE, "Authorization Error": Kind.HIDDEN, "Forbidden": Kind.PERMISSION,
    "UsageCapExceeded": Kind.QUOTA, "CreditsDepleted": Kind.QUOTA, "Unauthorized": Kind.PERMISSION,
    "Client Forbidden": Kind.PERMISSION, "Too Many Requests": Kind.RETRY, "Service Unavailable": Kind.RETRY,
}  # fmt: skip
PLATFORM = Platform(
    name="x",
    title=Text(zh="X", en="X"),
    base="https://api.x.com",
    needs=("bearer_token",),
    takes=("base",),
    sign=signed,
    zone="UTC",
    errors=Errors(paths=("failure", "title"), codes=_CODES, statuses={401: Kind.PERMISSION, 402: Kind.QUOTA}),
    endpoints=(
        Endpoint(
            "user", Purpose.PROFILE, "/2/users/{platform_id}", profile, params={"user.fields": "public_metrics"},
            items="data", learn=known, price=0.01, most=1,
            schema={"id": "string", "username": "string", "public_metrics.followers_count": "integer"},
        ),
        Endpoint(
            "timeline", Purpose.POSTS, "/2/users/{native_id}/tweets", post, parse=parsed, items="data", key="id",
            params={"max_results": 100, "tweet.fields": FIELDS, "expansions": "referenced_tweets.id"},
            paging=Paging("cursor", param="pagination_token", next="meta.next_token"), listing="window",
            persons=("data.*.entities.mentions.*", "includes.users.*", "data.*.in_reply_to_user_id"), price=0.005,
            most=100, schema={"id": "string", "text": "string", "created_at": "string", "public_metrics": "object"},
        ),
        Endpoint(
            "post", Purpose.SINGLE, "/2/tweets/{native_post}", post, parse=parsed, items="data", price=0.005, most=1,
            params={"tweet.fields": "created_at"},
        ),
    ),
)  # fmt: skip
