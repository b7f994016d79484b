"""What answers of Mastodon and Bluesky become: words, pictures, reposts, and nothing of what is not public."""

from datetime import UTC, datetime
from typing import Any

from plumbline.collectors.bluesky import rows as bluesky
from plumbline.collectors.endpoint import Scope
from plumbline.collectors.mastodon import rows as mastodon

ACCOUNT = {"account_id": "mastodon:o", "platform_id": "office@social.example"}
SCOPE = Scope(ACCOUNT, datetime(2026, 11, 20, tzinfo=UTC), "urn:uuid:1", lambda who: f"key-of-{len(who)}",
              parent={"post_id": "1"}, known={"native_id": "77"})  # fmt: skip
STATUS: dict[str, Any] = {
    "id": "1", "created_at": "2026-11-19T08:00:00.000Z", "visibility": "public", "spoiler_text": "",
    "content": "<p>Road closed: <a href='https://gov.example/x'>map</a></p>", "account": {"id": "77"},
    "media_attachments": [], "favourites_count": 3, "reblogs_count": 1, "replies_count": 0, "reblog": None,
}  # fmt: skip
POST: dict[str, Any] = {
    "uri": "at://did:plc:office/app.bsky.feed.post/3abc", "cid": "x",
    "value": {"text": "Road closed", "createdAt": "2026-11-19T08:00:00Z"},
}  # fmt: skip


def statuses(**changed: Any) -> list[dict[str, Any]]:
    return [dict(seen.row) for seen in mastodon.status({**STATUS, **changed}, SCOPE) if seen.table == "posts"]


def records(**changed: Any) -> list[dict[str, Any]]:
    return [dict(seen.row) for seen in bluesky.record({**POST, "value": {**POST["value"], **changed}}, SCOPE)]


def test_words_and_links_of_a_status() -> None:
    (row,) = statuses()
    assert (row["text"], row["urls"], row["likes"]) == ("Road closed: map", ["https://gov.example/x"], 3)


def test_a_status_for_followers_or_for_one_person_is_left_unread() -> None:
    assert statuses(visibility="private") == statuses(visibility="direct") == []


def test_a_boost_is_a_repost_without_the_originals_counts() -> None:
    (row,) = statuses(reblog={**STATUS, "id": "9", "account": {"acct": "press@news.example"}})
    assert (row["kind"], row["quoted_source"], row.get("likes")) == ("repost", "press@news.example", None)


def test_an_answer_to_somebody_is_a_reply_and_a_thread_is_not() -> None:
    (other,) = statuses(in_reply_to_id="5", in_reply_to_account_id="88")
    (own,) = statuses(in_reply_to_id="5", in_reply_to_account_id="77")
    assert (other["kind"], own["kind"]) == ("reply", "post")


def test_descriptions_of_pictures_are_words_of_the_media_and_not_of_the_text() -> None:
    picture = {"url": "https://social.example/1.png", "description": "A map of the road works"}
    (row,) = statuses(content="", media_attachments=[picture])
    assert (row["text"], row["media_text"], row["media"]) == ("", "A map of the road works", [picture["url"]])
    (record,) = records(text="", embed={"images": [{"alt": "A map", "image": {"ref": {"$link": "bafk"}}}]})
    assert (record["text"], record["media_text"], record["media"]) == ("", "A map", ["bafk"])


def test_a_comment_keeps_no_name_of_anybody() -> None:
    item = {**STATUS, "account": {"id": "501", "acct": "citizen@home.example"}, "content": "<p>@office when?</p>"}
    (seen,) = mastodon.reply(item, SCOPE)
    assert (seen.row["text"], seen.row["actor_key"]) == ("when?", "key-of-3")


def test_words_beside_a_name_and_addresses_of_mail_stay() -> None:
    item = {**STATUS, "account": {"id": "501"}, "content": "<p>@office@gov.example您好，write to hall@gov.example</p>"}
    (seen,) = mastodon.reply(item, SCOPE)
    assert seen.row["text"] == "您好，write to hall@gov.example"


def test_a_link_behind_a_name_does_not_take_the_words_between_with_it() -> None:
    name = '<a href="https://home.example/@ann" class="u-url mention">@ann</a>'
    content = f'<p>Open again, <span>{name} asked</span> see <span><a href="https://gov.example/x">map</a></span></p>'
    (row,) = statuses(content=content, in_reply_to_id="5", in_reply_to_account_id="88")
    assert (row["text"], row["urls"]) == ("Open again, @… asked see map", ["https://gov.example/x"])


def test_a_thread_of_the_accounts_own_is_kept_as_it_is() -> None:
    above = {"uri": "at://did:plc:office/app.bsky.feed.post/3aaa"}
    (row,) = records(text="with @press.example", reply={"root": above, "parent": above})
    assert row["text"] == "with @press.example"


def test_a_follower_is_counted_and_not_named() -> None:
    item = {"id": "501", "username": "zhang1234", "note": "<p>hello</p>", "avatar": "https://x/missing.png",
            "created_at": "2020-01-01T00:00:00.000Z", "followers_count": 2}  # fmt: skip
    (seen,) = mastodon.follower(item, SCOPE)
    assert (seen.row["name_digits"], seen.row["has_avatar"], seen.row["has_bio"]) == (4, False, True)
    assert "zhang" not in str(seen.row)


def test_a_record_of_bluesky_is_known_by_its_key() -> None:
    (row,) = records()
    assert (row["post_id"], row["kind"], row["text"]) == ("3abc", "post", "Road closed")


def test_a_reply_of_bluesky_names_no_person() -> None:
    (row,) = records(reply={"parent": {"uri": "at://did:plc:citizen/app.bsky.feed.post/3xyz"}})
    assert (row["kind"], row["in_reply_to"]) == ("reply", "3xyz")
    assert "citizen" not in str(row)
