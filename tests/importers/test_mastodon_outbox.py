"""Archives of Mastodon: what was said to everybody is read, what was said to some stays unread."""

import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError

HOST = "https://social.city.example"
ME = f"{HOST}/users/CityDesk"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{ME}/followers"
WHISPER = "between two people only"


def said(number: int, content: str, *, to: Any = PUBLIC, cc: Any = FOLLOWERS, **more: Any) -> dict[str, Any]:
    to, cc = ([one] if isinstance(one, str) else one for one in (to, cc))
    note = {
        "id": f"{ME}/statuses/{number}",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": "2026-01-05T08:30:00Z",
        "url": f"{HOST}/@CityDesk/{number}",
        "attributedTo": ME,
        "to": to,
        "cc": cc,
        "sensitive": False,
        "content": content,
        "attachment": [],
        "tag": [],
    }
    return {
        "id": f"{ME}/statuses/{number}/activity",
        "type": "Create",
        "actor": ME,
        "published": "2026-01-05T08:30:00Z",
        "to": to,
        "cc": cc,
        "object": note | more,
    }


def boost(number: int, address: str, *, to: str = PUBLIC) -> dict[str, Any]:
    return {
        "id": f"{ME}/statuses/{number}/activity",
        "type": "Announce",
        "actor": ME,
        "published": "2026-01-06T08:30:00Z",
        "to": [to],
        "cc": [FOLLOWERS],
        "object": address,
    }


def outbox(*items: object) -> str:
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": "outbox.json",
            "type": "OrderedCollection",
            "totalItems": len(items),
            "orderedItems": list(items),
        }
    )


def alone(folder: Path, *items: object) -> Path:
    path = folder / "outbox.json"
    path.write_text(outbox(*items), encoding="utf-8")
    return path


ACTOR = json.dumps(
    {"id": ME, "type": "Person", "preferredUsername": "CityDesk", "name": "City Desk", "url": f"{HOST}/@CityDesk"}
)
LIKES = json.dumps({"orderedItems": [WHISPER]})


def test_an_outbox_alone_names_its_account_by_the_actor(tmp_path: Path, read_all: Any) -> None:
    found = read_all(alone(tmp_path, said(11, "<p>Road closed</p>")))
    assert found.format == "mastodon-outbox"
    assert (found.stated.platform_id, found.stated.url) == ("CityDesk@social.city.example", ME)
    (row,) = found.rows("posts")
    assert (row["post_id"], row["text"], row["kind"]) == ("11", "Road closed", "post")
    assert row["posted_at"] == datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "folder"])
def test_the_whole_archive_is_read_in_every_wrapping(kind: str, tmp_path: Path, read_all: Any) -> None:
    content = {"actor.json": ACTOR, "likes.json": LIKES, "outbox.json": outbox(said(11, "<p>Road closed</p>"))}
    path = tmp_path / f"archive.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in content.items():
                archive.writestr(name, text)
    elif kind == "tar.gz":
        with tarfile.open(path, "w:gz") as bundle:
            for name, text in content.items():
                entry = tarfile.TarInfo(f"./{name}")
                entry.size = len(text.encode())
                bundle.addfile(entry, io.BytesIO(text.encode()))
    else:
        path.mkdir()
        for name, text in content.items():
            (path / name).write_text(text, encoding="utf-8")
    found = read_all(path)
    assert (found.stated.name, found.stated.url) == ("City Desk", f"{HOST}/@CityDesk")
    assert [row["text"] for row in found.rows("posts")] == ["Road closed"]
    assert WHISPER not in repr(list(found))


def test_only_what_is_addressed_to_everybody_is_read(tmp_path: Path, read_all: Any) -> None:
    found = read_all(
        alone(
            tmp_path,
            said(1, "public"),
            said(2, "unlisted", to=FOLLOWERS, cc=PUBLIC),
            said(3, WHISPER, to=FOLLOWERS, cc=[]),
            said(4, WHISPER, to="https://other.example/users/anna", cc=[]),
            boost(5, "https://other.example/users/anna/statuses/9", to=FOLLOWERS),
        )
    )
    assert [row["text"] for row in found.rows("posts")] == ["public", "unlisted"]
    assert found.passed == ["private"] * 3
    assert WHISPER not in repr(list(found))
    assert "anna" not in repr(list(found))


def test_a_public_envelope_does_not_make_a_private_post_public(tmp_path: Path, read_all: Any) -> None:
    inside = said(1, WHISPER, to=FOLLOWERS, cc=[])
    found = read_all(alone(tmp_path, inside | {"to": [PUBLIC]}))
    assert found.passed == ["private"]


def test_short_names_of_the_public_count_too(tmp_path: Path, read_all: Any) -> None:
    assert len(read_all(alone(tmp_path, said(1, "a", to="as:Public"))).rows("posts")) == 1


def test_items_that_stand_in_two_lists_of_one_name_are_all_read(tmp_path: Path, read_all: Any) -> None:
    first, second = json.dumps([said(1, "a")]), json.dumps([said(2, "b")])
    for name, lists in (("one", f'"orderedItems": [], "orderedItems": {first}'),
                        ("two", f'"orderedItems": {first}, "orderedItems": {second}'),
                        ("three", f'"orderedItems": {first}, "orderedItems": []')):  # fmt: skip
        path = tmp_path / f"{name}.json"
        path.write_text(f'{{"type": "OrderedCollection", {lists}}}', encoding="utf-8")
        assert len(read_all(path).rows("posts")) == (2 if name == "two" else 1)


def test_a_boost_passes_on_an_address(tmp_path: Path, read_all: Any) -> None:
    (row,) = read_all(alone(tmp_path, boost(7, "https://Fire.example/users/brigade/statuses/42"))).rows("posts")
    assert (row["kind"], row["text"], row["quoted_source"]) == ("repost", "", "@brigade@fire.example")
    assert row["urls"] == ["https://Fire.example/users/brigade/statuses/42"]


def test_answers_to_others_are_replies_and_own_threads_are_posts(tmp_path: Path, read_all: Any) -> None:
    rows = read_all(
        alone(
            tmp_path,
            said(1, "yes", inReplyTo="https://other.example/users/a/statuses/5"),
            said(2, "2/2", inReplyTo=f"{ME}/statuses/1"),
        )
    ).rows("posts")
    assert [(row["kind"], row["in_reply_to"]) for row in rows] == [("reply", "5"), ("post", "1")]


def test_words_come_out_of_the_markup_with_warning_poll_and_links(tmp_path: Path, read_all: Any) -> None:
    page = (
        '<p>Bridge &amp; road<br>closed</p><p>See <a href="https://city.example/x">here</a> '
        '<a href="https://social.city.example/@fire" class="u-url mention">@<span>fire</span></a></p>'
    )
    poll = {"type": "Question", "oneOf": [{"type": "Note", "name": "Yes"}, {"type": "Note", "name": "No"}]}
    picture = {"type": "Document", "mediaType": "image/png", "url": "/media/1.png", "name": "Map of the bridge"}
    (row,) = read_all(alone(tmp_path, said(1, page, summary="Traffic", attachment=[picture], **poll))).rows("posts")
    assert row["text"] == "Traffic\n\nBridge & road\nclosed\n\nSee here @fire\n\nYes\nNo"
    assert row["urls"] == ["https://city.example/x"]
    assert (row["media"], row["media_text"]) == (["/media/1.png"], "Map of the bridge")


def test_an_edit_says_when_and_an_unedited_post_says_nothing(tmp_path: Path, read_all: Any) -> None:
    rows = read_all(
        alone(tmp_path, said(1, "a", updated="2026-01-05T09:00:00Z"), said(2, "b", updated="2026-01-05T08:30:00Z"))
    ).rows("posts")
    assert [row["edited_at"] for row in rows] == [datetime(2026, 1, 5, 9, tzinfo=UTC), None]


def test_what_is_no_post_is_told_and_the_others_go_on(tmp_path: Path, read_all: Any) -> None:
    found = read_all(
        alone(
            tmp_path,
            said(1, "a"),
            said(1, "a"),
            None,
            {"type": "Follow", "actor": ME},
            said(2, "b", published=None) | {"published": None},
            said(3, "c", published="soon"),
            said(4, "d") | {"object": f"{ME}/statuses/4"},
            said(5, "e") | {"actor": "https://other.example/users/anna"},
            said(6, "f", attachment="x", to={"odd": 1}) | {"to": PUBLIC, "cc": None},
        )
    )
    assert [row["post_id"] for row in found.rows("posts")] == ["1"]
    assert found.passed == ["same", "not_ours", "not_ours", "private"]
    assert [code for code, _ in found.faults] == ["not_an_object", "no_time", "not_a_time", "not_an_object"]
    assert "anna" not in repr(list(found))


def test_another_json_of_the_archive_is_refused(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "actor.json"
    path.write_text(ACTOR, encoding="utf-8")
    with pytest.raises(DossierError, match="no format"):
        read_all(path)
