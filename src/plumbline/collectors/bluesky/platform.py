"""Bluesky's endpoints, after its published lexicons.

The record itself is read from the account's own server (`com.atproto.repo.listRecords`, complete, deletions visible);
counts and followers come from the app view. An edit changes only the record's `cid`; `createdAt` is set by the client
and may lie, so the record's key, which carries a clock of its own, is kept as the post's id.
"""

from collections.abc import Mapping
from dataclasses import replace

from plumbline.collectors.bluesky.answers import feed, records, thread
from plumbline.collectors.bluesky.rows import (
    REPOSTED,
    asked_of,
    counted,
    feed_replies,
    follower,
    profile,
    record,
    reposted,
    resolved,
)
from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.rulebook.model import Text

VIEW = "https://public.api.bsky.app"


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """With the token, where there is one: public records are read without. A repost lies among the reposts."""
    key = call.query.get("rkey", "")
    if key.startswith(REPOSTED):
        named = {"rkey": key.removeprefix(REPOSTED), "collection": "app.bsky.feed.repost"}
        call = replace(call, query={**call.query, **named})
    token = held.get("access_token")
    if not token:
        return call
    return replace(
        call, headers={**call.headers, "authorization": f"Bearer {token}"}, secrets=(token, f"Bearer {token}")
    )


_CURSOR = Paging("cursor", param="cursor", next="cursor")
_GONE = {"RecordNotFound": Kind.GONE, "NotFound": Kind.GONE, "RepoNotFound": Kind.GONE,
         "AccountTakedown": Kind.WITHDRAWN, "RepoTakendown": Kind.WITHDRAWN, "RepoDeactivated": Kind.HIDDEN,
         "AccountDeactivated": Kind.HIDDEN,
         "ExpiredToken": Kind.RENEW, "InvalidToken": Kind.RENEW, "AuthMissing": Kind.PERMISSION,
         "AuthRequired": Kind.PERMISSION, "UpstreamFailure": Kind.RETRY, "UpstreamTimeout": Kind.RETRY,
         "NotEnoughResources": Kind.RETRY, "RateLimitExceeded": Kind.RETRY, "MethodNotImplemented": Kind.RETIRED,
         "XRPCNotSupported": Kind.RETIRED}  # fmt: skip
PLATFORM = Platform(
    name="bluesky",
    title=Text(zh="Bluesky", en="Bluesky"),
    base=VIEW,
    sign=signed,
    takes=("access_token", "base", "view"),
    defaults={"view": VIEW},
    zone="UTC",
    errors=Errors(paths=("error",), codes=_GONE, messages=("message",), fine=frozenset({"", "None", "InvalidRequest"}),
                  statuses={400: Kind.FATAL}),
    endpoints=(
        Endpoint(
            "repo", Purpose.PROFILE, "/xrpc/com.atproto.repo.describeRepo", profile, params={"repo": "{platform_id}"},
            learn=resolved, schema={"handle": "string", "did": "string", "handleIsCorrect": "boolean"},
        ),
        Endpoint(
            "posts", Purpose.POSTS, "{pds}/xrpc/com.atproto.repo.listRecords", record,
            params={"repo": "{did}", "collection": "app.bsky.feed.post", "limit": 100}, items="records", key="uri",
            public=records, paging=_CURSOR, listing="complete",
            schema={"uri": "string", "cid": "string", "value": "object"},
        ),
        Endpoint(
            "reposts", Purpose.POSTS, "{pds}/xrpc/com.atproto.repo.listRecords", reposted,
            params={"repo": "{did}", "collection": "app.bsky.feed.repost", "limit": 100}, items="records", key="uri",
            public=records, paging=_CURSOR, listing="complete",
        ),
        Endpoint(
            "record", Purpose.SINGLE, "{pds}/xrpc/com.atproto.repo.getRecord", record,
            params={"repo": "{did}", "collection": "app.bsky.feed.post", "rkey": "{post_id}"}, public=records,
        ),
        Endpoint(
            "followers", Purpose.FOLLOWERS, "{view}/xrpc/app.bsky.graph.getFollowers", follower,
            params={"actor": "{did}", "limit": 100}, items="followers", key="did", paging=_CURSOR,
            persons=("followers.*",), wanted=True,
        ),
        Endpoint(
            "feed", Purpose.COUNTS, "{view}/xrpc/app.bsky.feed.getAuthorFeed", counted,
            params={"actor": "{did}", "limit": 100}, items="feed", key="post.uri", paging=_CURSOR,
            public=feed,
        ),
        Endpoint(
            "thread", Purpose.COMMENTS, "{view}/xrpc/app.bsky.feed.getPostThread", feed_replies,
            params={"uri": "at://{did}/app.bsky.feed.post/{post_id}", "depth": 1}, items="thread.replies",
            public=thread, derive=asked_of, each=Each.POST, most=20, persons=("thread.replies.*.post.author",),
            wanted=True,
        ),
    ),
)  # fmt: skip
