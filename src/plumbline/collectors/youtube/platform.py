"""YouTube's endpoints, after the Data interface's own discovery document (v3).

Comments are not read: the interface puts the commenter's name beside the words without an object of its own, so it
could not be taken out with certainty. A video that cannot be looked up any more is deleted or private: nobody but its
owner can tell, so it counts as not visible.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.youtube.rows import channel, counted, uploads, video
from plumbline.ledger.quotas import Quota
from plumbline.rulebook.model import Text


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """The key goes into the address; a channel that is registered by its handle is asked for by that."""
    query = {**call.query, "key": held["api_key"]}
    name = query.get("id", "")
    if call.url.endswith("/channels") and not name.startswith("UC"):
        query = {key: value for key, value in query.items() if key != "id"} | {"forHandle": f"@{name.lstrip('@')}"}
    return replace(call, query=query, secrets=(held["api_key"],))


def there(data: Any) -> str:
    """Whether a video can be looked up."""
    found = data.get("items") or []
    private = found and (found[0].get("status") or {}).get("privacyStatus") == "private"
    return "present" if found and not private else "not_visible"


_CODES: Mapping[str, Kind] = {
    "quotaExceeded": Kind.QUOTA, "dailyLimitExceeded": Kind.QUOTA, "rateLimitExceeded": Kind.RETRY,
    "userRateLimitExceeded": Kind.RETRY, "backendError": Kind.RETRY, "internalError": Kind.RETRY,
    "keyInvalid": Kind.PERMISSION, "keyExpired": Kind.PERMISSION, "forbidden": Kind.PERMISSION,
    "accessNotConfigured": Kind.PERMISSION, "ipRefererBlocked": Kind.PERMISSION, "playlistNotFound": Kind.GONE,
    "videoNotFound": Kind.GONE, "channelNotFound": Kind.GONE, "channelSuspended": Kind.WITHDRAWN,
    "channelClosed": Kind.GONE,
}  # fmt: skip
PLATFORM = Platform(
    name="youtube",
    title=Text(zh="YouTube", en="YouTube"),
    base="https://www.googleapis.com",
    needs=("api_key",),
    takes=("base",),
    sign=signed,
    zone="UTC",
    quota=Quota("youtube", 10_000, zone="America/Los_Angeles"),
    errors=Errors(paths=("error.errors.0.reason",), codes=_CODES),
    endpoints=(
        Endpoint(
            "channel", Purpose.PROFILE, "/youtube/v3/channels", channel, learn=uploads, items="items",
            params={"part": "contentDetails,statistics", "id": "{platform_id}"},
            schema={"id": "string", "statistics.subscriberCount": "string",
                    "contentDetails.relatedPlaylists.uploads": "string"},
        ),
        Endpoint(
            "uploads", Purpose.POSTS, "/youtube/v3/playlistItems", video, items="items", key="contentDetails.videoId",
            params={"part": "snippet,contentDetails", "playlistId": "{uploads}", "maxResults": 50},
            paging=Paging("cursor", param="pageToken", next="nextPageToken"), listing="complete",
            schema={"snippet.title": "string", "snippet.description": "string", "contentDetails.videoId": "string",
                    "contentDetails.videoPublishedAt": "string"},
        ),
        Endpoint(
            "video", Purpose.SINGLE, "/youtube/v3/videos", video, params={"part": "status", "id": "{post_id}"},
            state=there,
        ),
        Endpoint(
            "statistics", Purpose.COUNTS, "/youtube/v3/videos", counted, items="items", key="id",
            params={"part": "statistics", "id": "{post_ids}"}, each=Each.POSTS, most=50,
            schema={"id": "string", "statistics.viewCount": "string", "statistics.likeCount": "string"},
        ),
    ),
)  # fmt: skip
