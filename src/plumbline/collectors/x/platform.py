"""X's endpoints, version 2, after its public description. Every item read costs money: see `plumbline collect --plan`.

Names changed over the years (tweet, post; retweet, repost): both are read. A listing reaches back 3,200 posts.
What X takes for the post beside a repost is not told: the price here is that of the posts listed.
"""

from collections.abc import Mapping
from dataclasses import replace

from plumbline.collectors.endpoint import Call, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.x.answers import read, referred
from plumbline.collectors.x.rows import known, post, profile, state
from plumbline.rulebook.model import Text

FIELDS = (
    "created_at,public_metrics,referenced_tweets,edit_history_tweet_ids,entities,note_tweet,source,in_reply_to_user_id,"
    "attachments"
)


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """With the token; an account that is registered by its name is asked for by that."""
    bearer = f"Bearer {held['bearer_token']}"
    start, _, name = call.url.rpartition("/2/users/")
    url = call.url if not start or "/" in name or name.isdigit() else f"{start}/2/users/by/username/{name.lstrip('@')}"
    headers = {**call.headers, "authorization": bearer}
    return replace(call, url=url, headers=headers, secrets=(held["bearer_token"], bearer))


_CODES: Mapping[str, Kind] = {
    "resource-not-found": Kind.GONE, "not-authorized-for-resource": Kind.HIDDEN, "resource-unavailable": Kind.HIDDEN,
    "suspended": Kind.WITHDRAWN, "usage-capped": Kind.QUOTA, "credits": Kind.QUOTA,
    "client-forbidden": Kind.PERMISSION, "unsupported-authentication": Kind.PERMISSION,
    "not-authorized-for-field": Kind.PERMISSION, "oauth1-permissions": Kind.PERMISSION,
    "operational-disconnect": Kind.RETRY,
}  # fmt: skip
_CITIZENS = ("entities.mentions.*", "in_reply_to_user_id", "author_id", "note_tweet.entities.mentions.*",
             "note_post.entities.mentions.*")  # fmt: skip
_LISTED = tuple(f"{place}.*.{who}" for place in ("data", "includes.tweets", "includes.posts") for who in _CITIZENS)
PLATFORM = Platform(
    name="x",
    title=Text(zh="X", en="X"),
    base="https://api.x.com",
    needs=("bearer_token",),
    takes=("base",),
    sign=signed,
    zone="UTC",
    errors=Errors(
        paths=("problem",), codes=_CODES, messages=("title", "detail"),
        statuses={401: Kind.PERMISSION, 402: Kind.QUOTA},
    ),
    endpoints=(
        Endpoint(
            "user", Purpose.PROFILE, "/2/users/{platform_id}", profile, params={"user.fields": "public_metrics"},
            items="data", learn=known, parse=read, price=0.01, most=1,
            schema={"id": "string", "username": "string", "public_metrics.followers_count": "integer"},
        ),
        Endpoint(
            "timeline", Purpose.POSTS, "/2/users/{native_id}/tweets", post, parse=read, learn=referred, items="data",
            key="id",
            params={"max_results": 100, "tweet.fields": FIELDS, "expansions": "referenced_tweets.id"},
            paging=Paging("cursor", param="pagination_token", next="meta.next_token"), listing="window",
            persons=("includes.users.*", *_LISTED), price=0.005, most=100,
            schema={"id": "string", "text": "string", "created_at": "string", "public_metrics": "object"},
        ),
        Endpoint(
            "post", Purpose.SINGLE, "/2/tweets/{native_post}", post, parse=read, items="data", price=0.005, most=1,
            params={"tweet.fields": "created_at,in_reply_to_user_id"}, state=state,
            persons=("data.in_reply_to_user_id", "data.author_id", "data.entities.mentions.*"),
        ),
    ),
)  # fmt: skip
