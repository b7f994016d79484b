"""YouTube's endpoints, after the Data interface's own discovery document (v3).

A video that cannot be looked up any more is deleted or private: nobody but its owner can tell, so it counts as not
visible. Comments are asked for without the names of those who wrote them; what is sent all the same is taken out.
"""

from collections.abc import Mapping
from dataclasses import replace

from plumbline.collectors.endpoint import Call, Each, Endpoint, Errors, Kind, Paging, Platform, Purpose
from plumbline.collectors.youtube.rows import COMMENTS, channel, comments, counted, state, unnamed, uploads, video
from plumbline.ledger.quotas import Quota
from plumbline.rulebook.model import Text


def signed(call: Call, held: Mapping[str, str]) -> Call:
    """With the owner's token or the key, which goes into the address; a handle is asked for as one.

    KeyError: the list of uploads is not known, because there is no such channel.
    """
    query = dict(call.query)
    if call.url.endswith("/playlistItems") and "playlistId" not in query:
        raise KeyError("uploads")
    name = query.get("id", "")
    if call.url.endswith("/channels") and not name.startswith("UC"):
        del query["id"]
        query["forHandle"] = f"@{name.lstrip('@')}"
    if token := held.get("access_token"):
        bearer = f"Bearer {token}"
        return replace(call, query=query, headers={**call.headers, "authorization": bearer}, secrets=(token, bearer))
    return replace(call, query=query | {"key": held["api_key"]}, secrets=(held["api_key"],))


_CODES: Mapping[str, Kind] = {
    "quotaExceeded": Kind.QUOTA, "dailyLimitExceeded": Kind.QUOTA, "dailyLimitExceededUnreg": Kind.QUOTA,
    "rateLimitExceeded": Kind.RETRY, "userRateLimitExceeded": Kind.RETRY, "backendError": Kind.RETRY,
    "internalError": Kind.RETRY, "processingFailure": Kind.RETRY,
    "keyInvalid": Kind.PERMISSION, "keyExpired": Kind.PERMISSION, "forbidden": Kind.PERMISSION,
    "accessNotConfigured": Kind.PERMISSION, "ipRefererBlocked": Kind.PERMISSION, "authError": Kind.PERMISSION,
    "insufficientPermissions": Kind.PERMISSION, "playlistItemsNotAccessible": Kind.PERMISSION,
    "API_KEY_INVALID": Kind.PERMISSION, "API_KEY_EXPIRED": Kind.PERMISSION, "SERVICE_DISABLED": Kind.PERMISSION,
    "API_KEY_SERVICE_BLOCKED": Kind.PERMISSION, "ACCESS_TOKEN_EXPIRED": Kind.PERMISSION,
    "playlistNotFound": Kind.GONE, "videoNotFound": Kind.GONE, "channelNotFound": Kind.GONE,
    "channelSuspended": Kind.WITHDRAWN, "channelClosed": Kind.GONE, "commentsDisabled": Kind.HIDDEN,
}  # fmt: skip
_NAMES = ("authorChannelId", "authorDisplayName", "authorProfileImageUrl", "authorChannelUrl",
          "authorGoogleplusProfileUrl")  # fmt: skip
_COMMENT = "id,snippet(authorChannelId,textOriginal,textDisplay,publishedAt,updatedAt,likeCount)"
_FIELDS = f"nextPageToken,items(id,snippet/topLevelComment({_COMMENT}),replies/comments({_COMMENT}))"
_PAGES = Paging("cursor", param="pageToken", next="nextPageToken")
PLATFORM = Platform(
    name="youtube",
    title=Text(zh="YouTube", en="YouTube"),
    base="https://www.googleapis.com",
    needs=("api_key|access_token",),
    takes=("base",),
    sign=signed,
    zone="UTC",
    quota=Quota("youtube", 10_000, zone="America/Los_Angeles"),
    quota_by="api_key",
    errors=Errors(
        paths=("error.errors.0.reason", "error.details.0.reason"), codes=_CODES,
        fine=frozenset({"", "0", "None", "badRequest"}), statuses={401: Kind.PERMISSION},
    ),
    endpoints=(
        Endpoint(
            "channel", Purpose.PROFILE, "/youtube/v3/channels", channel, learn=uploads,
            params={"part": "contentDetails,statistics", "id": "{platform_id}"},
            schema={"items.*.id": "string", "items.*.contentDetails.relatedPlaylists.uploads": "string"},
        ),
        Endpoint(
            "uploads", Purpose.POSTS, "/youtube/v3/playlistItems", video, items="items", key="contentDetails.videoId",
            params={"part": "snippet,contentDetails,status", "playlistId": "{uploads}", "maxResults": 50},
            paging=_PAGES, listing="complete",
            schema={"snippet.title": "string", "snippet.description": "string", "contentDetails.videoId": "string",
                    "contentDetails.videoPublishedAt": "string"},
        ),
        Endpoint(
            "video", Purpose.SINGLE, "/youtube/v3/videos", video, params={"part": "status", "id": "{post_id}"},
            state=state,
        ),
        Endpoint(
            "statistics", Purpose.COUNTS, "/youtube/v3/videos", counted, items="items", key="id",
            params={"part": "statistics", "id": "{post_ids}"}, each=Each.POSTS, most=50,
            schema={"id": "string", "statistics.viewCount": "string", "statistics.likeCount": "string"},
        ),
        Endpoint(
            "comments", Purpose.COMMENTS, "/youtube/v3/commentThreads", comments, items="items", key="id",
            parse=unnamed,
            params={"part": "snippet,replies", "videoId": "{post_id}", "maxResults": 100, "order": "time",
                    "textFormat": "plainText",
                    "fields": _FIELDS},
            paging=_PAGES, each=Each.POST, most=20, wanted=True,
            persons=tuple(f"{where}.{name}" for where in COMMENTS for name in _NAMES),
        ),
    ),
)  # fmt: skip
