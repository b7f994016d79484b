"""Mastodon's endpoints, after the project's own API documentation and its public OpenAPI description."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plumbline.addresses.canonical import canonical
from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.mastodon.answers import public, said
from plumbline.collectors.mastodon.rows import account_facts, follower, native, reply, status
from plumbline.rulebook.model import Text

STATUS: Mapping[str, str] = {
    "id": "string", "uri": "string", "created_at": "string", "edited_at": "string|null", "content": "string",
    "spoiler_text": "string", "visibility": "string", "language": "string|null", "reblog": "object|null",
    "in_reply_to_id": "string|null", "replies_count": "integer", "reblogs_count": "integer",
    "favourites_count": "integer", "media_attachments": "array", "account": "object",
}  # fmt: skip
_OTHERS = ("account", "mentions.*", "in_reply_to_account_id")
PERSONS = (*_OTHERS[1:], *(f"{inner}.{place}" for inner in ("reblog", "quote.quoted_status") for place in _OTHERS))
"""Where somebody else than the account stands in a status of its own."""


def base(account: Mapping[str, Any]) -> str:
    """The account's own server, from its address or its name ``user@server``."""
    _, _, server = str(account.get("platform_id") or "").strip("@").partition("@")
    if server:
        return f"https://{server}"
    address = canonical(str(account.get("url") or ""))
    where = str(address.key if address else account["account_id"]).rpartition("@")[2]
    return f"https://{where}"


def identity(account: Mapping[str, Any]) -> str | None:
    """The account as ``user@server``; None if the register does not say."""
    given = str(account.get("platform_id") or "").strip().removeprefix("@")
    if "@" in given:
        return given
    address = canonical(str(account.get("url") or ""))
    if address is not None and address.platform == "mastodon":
        return str(address.key).removeprefix("@")
    rest = str(account["account_id"]).removeprefix("mastodon:").removeprefix("@")
    return rest if "@" in rest else None


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """With the token, where there is one: public posts are read without."""
    token = held.get("access_token")
    if not token:
        return call
    return replace(
        call, headers={**call.headers, "authorization": f"Bearer {token}"}, secrets=(token, f"Bearer {token}")
    )


_BY_LINK = Paging("link")
PLATFORM = Platform(
    name="mastodon",
    title=Text(zh="Mastodon", en="Mastodon"),
    base="",
    base_of=base,
    identity=identity,
    sign=signed,
    takes=("access_token", "base"),
    zone="UTC",
    errors=Errors(messages=("error",), statuses={401: Kind.PERMISSION, 403: Kind.PERMISSION, 422: Kind.FATAL}),
    endpoints=(
        Endpoint(
            "account", Purpose.PROFILE, "/api/v1/accounts/lookup", account_facts,
            params={"acct": "{platform_id}"}, learn=native,
            schema={"id": "string", "acct": "string", "followers_count": "integer", "statuses_count": "integer"},
        ),
        Endpoint(
            "statuses", Purpose.POSTS, "/api/v1/accounts/{native_id}/statuses", status,
            params={"limit": 40, "exclude_replies": "false"}, key="id", public=public, paging=_BY_LINK,
            listing="complete", persons=tuple(f"*.{place}" for place in PERSONS),
            schema=STATUS,
        ),
        Endpoint(
            "status", Purpose.SINGLE, "/api/v1/statuses/{post_id}", status, public=public,
            persons=PERSONS,
        ),
        Endpoint(
            "followers", Purpose.FOLLOWERS, "/api/v1/accounts/{native_id}/followers", follower, params={"limit": 80},
            key="id", paging=_BY_LINK, persons=("*",), wanted=True,
        ),
        Endpoint(
            "context", Purpose.COMMENTS, "/api/v1/statuses/{post_id}/context", reply, items="descendants",
            public=said, each=Each.POST, most=20, wanted=True, persons=("descendants.*.account",),
        ),
    ),
)  # fmt: skip
