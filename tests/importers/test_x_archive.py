"""Archives of X accounts: posts in full, edits as versions, and nothing opened besides the files of posts."""

import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plumbline.domain.errors import DossierError
from plumbline.importers import bundles

OWNER = "3100200300"
CANARY = "canary-between-two-people"


def tweet(number: int, text: str, **more: Any) -> dict[str, Any]:
    return {
        "tweet": {
            "edit_info": {"initial": {"editTweetIds": [str(number)], "editsRemaining": "5", "isEditEligible": True}},
            "retweeted": False,
            "source": '<a href="https://mobile.example.com" rel="nofollow">Duty Desk</a>',
            "entities": {"hashtags": [], "user_mentions": [], "urls": []},
            "display_text_range": ["0", str(len(text))],
            "favorite_count": "7",
            "retweet_count": "3",
            "id_str": str(number),
            "id": str(number),
            "created_at": "Tue Mar 05 14:02:11 +0000 2024",
            "full_text": text,
            "lang": "en",
        }
        | more
    }


def script(name: str, content: object) -> str:
    return f"window.YTD.{name} = " + json.dumps(content, indent=2)


ACCOUNT = script(
    "account.part0",
    [{"account": {"email": "desk@city.example", "username": "CityDesk", "accountId": OWNER,
                  "createdAt": "2015-01-01T00:00:00.000Z", "accountDisplayName": "City Desk"}}],
)  # fmt: skip
MANIFEST = "window.__THAR_CONFIG = " + json.dumps(
    {"userInfo": {"accountId": OWNER}, "archiveInfo": {"generationDate": "2025-01-22T05:46:38.082Z"}}
)


def files(*tweets: object, **more: str) -> dict[str, str]:
    return {
        "data/account.js": ACCOUNT,
        "data/manifest.js": MANIFEST,
        "data/tweets.js": script("tweets.part0", list(tweets)),
        "data/direct-messages.js": script("direct_messages.part0", [{"dmConversation": CANARY}]),
        "data/direct-messages-group.js": script("direct_messages_group.part0", [CANARY]),
        "data/follower.js": script("follower.part0", [{"follower": {"accountId": "9", "userLink": CANARY}}]),
    } | {f"data/{name.replace('_', '-')}.js": text for name, text in more.items()}


def packed(folder: Path, content: Mapping[str, str]) -> Path:
    path = folder / "twitter-2025-01-22-abc.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def test_names_its_account_and_the_moment_it_was_made(tmp_path: Path, read_all: Any) -> None:
    found = read_all(packed(tmp_path, files(tweet(1765021150348529665, "Road closed"))))
    assert found.format == "x-archive"
    assert (found.stated.platform_id, found.stated.name) == (OWNER, "City Desk")
    assert found.stated.url == "https://x.com/CityDesk"
    assert found.stated.observed_at == datetime(2025, 1, 22, 5, 46, 38, 82_000, tzinfo=UTC)


def test_reads_a_post_with_its_counts_links_and_client(tmp_path: Path, read_all: Any) -> None:
    links = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://city.example/road"}], "media": []}
    media = {"media": [{"media_url_https": "https://pbs.example/1.jpg", "type": "photo", "ext_alt_text": "Map"}]}
    one = tweet(1765021150348529665, "Road &amp; rail closed https://t.co/a", entities=links, extended_entities=media)
    (row,) = read_all(packed(tmp_path, files(one))).rows("posts")
    assert row["post_id"] == "1765021150348529665"
    assert row["text"] == "Road & rail closed https://t.co/a"
    assert row["posted_at"] == datetime(2024, 3, 5, 14, 2, 11, tzinfo=UTC)
    assert (row["likes"], row["reposts"], row.get("reads"), row.get("comments")) == (7, 3, None, None)
    assert (row["urls"], row["client"]) == (["https://city.example/road"], "Duty Desk")
    assert (row["media"], row["media_text"], row["kind"]) == (["https://pbs.example/1.jpg"], "Map", "post")


def test_opens_the_files_of_posts_and_nothing_else(
    tmp_path: Path, read_all: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = bundles.member
    monkeypatch.setattr(
        bundles, "member", lambda path, name, *, largest: opened.append(name) or real(path, name, largest=largest)
    )
    found = read_all(packed(tmp_path, files(tweet(1, "old"))))
    assert sorted(set(opened)) == ["data/account.js", "data/manifest.js", "data/tweets.js"]
    assert CANARY not in repr(list(found))


def test_damaged_messages_beside_the_posts_hurt_nothing(tmp_path: Path, read_all: Any) -> None:
    path = packed(tmp_path, files(tweet(1, "old")))
    data = path.read_bytes()
    at = data.index(CANARY.encode())
    path.write_bytes(data[:at] + b"XXXX" + data[at + 4 :])
    assert len(read_all(path).rows("posts")) == 1


def test_an_unpacked_folder_is_read_and_fingerprinted_without_its_messages(
    tmp_path: Path, read_all: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(packed(tmp_path, files(tweet(1, "old")))) as archive:
        archive.extractall(folder)
    real = Path.read_bytes

    def guarded(path: Path) -> bytes:
        assert "direct-messages" not in path.name
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    assert len(read_all(folder).rows("posts")) == 1
    assert [data for name, _, data in bundles.opened(folder) if "messages" in name] == [b"", b""]


def test_several_parts_are_read_in_their_order(tmp_path: Path, read_all: Any) -> None:
    more = {"tweets_part1": script("tweets.part1", [tweet(2, "b")]), "tweets_part10": script("tweets.part10", [])}
    found = read_all(packed(tmp_path, files(tweet(1, "a"), **more)))
    assert [row["text"] for row in found.rows("posts")] == ["a", "b"]


def test_archives_of_2019_have_no_wrapper_and_another_name(tmp_path: Path, read_all: Any) -> None:
    content = files()
    del content["data/tweets.js"], content["data/manifest.js"]
    content["data/tweet.js"] = script("tweet.part0", [tweet(5, "old form")["tweet"]])
    found = read_all(packed(tmp_path, content))
    assert [row["text"] for row in found.rows("posts")] == ["old form"]
    assert found.stated.observed_at is None


def test_the_file_of_posts_alone_is_read_but_names_no_account(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "tweets.js"
    path.write_text("\ufeff" + files(tweet(1, "alone"))["data/tweets.js"] + ";\n", encoding="utf-8")
    found = read_all(path)
    assert found.stated is None
    assert len(found.rows("posts")) == 1


def test_another_script_of_the_archive_is_refused(tmp_path: Path, read_all: Any) -> None:
    path = tmp_path / "direct-messages.js"
    path.write_text(files()["data/direct-messages.js"], encoding="utf-8")
    with pytest.raises(DossierError, match="no format"):
        read_all(path)


def test_a_retweet_passes_on_the_words_of_another(tmp_path: Path, read_all: Any) -> None:
    (row,) = read_all(packed(tmp_path, files(tweet(1, "RT @Weather_Svc: Storm at six…")))).rows("posts")
    assert (row["kind"], row["text"], row["quoted_text"]) == ("repost", "", "Storm at six…")
    assert row["quoted_source"] == "@Weather_Svc"
    assert "likes" not in row  # those of the original


def test_answers_to_others_are_replies_and_own_threads_are_posts(tmp_path: Path, read_all: Any) -> None:
    other = tweet(2, "@a yes", in_reply_to_status_id_str="11", in_reply_to_user_id_str="99")
    own = tweet(3, "2/2", in_reply_to_status_id_str="1", in_reply_to_user_id_str=OWNER)
    rows = read_all(packed(tmp_path, files(tweet(1, "1/2"), other, own))).rows("posts")
    assert [(row["kind"], row["in_reply_to"]) for row in rows] == [("post", None), ("reply", "11"), ("post", "1")]


def test_an_edited_post_is_one_post_with_its_versions(tmp_path: Path, read_all: Any) -> None:
    first, second = 1765021150348529665, 1765021400000000000
    ids = {"editTweetIds": [str(first), str(second)]}
    old = tweet(first, "Road closd", edit_info={"initial": ids})
    new = tweet(
        second, "Road closed", created_at="Tue Mar 05 14:03:11 +0000 2024",
        edit_info={"edit": {"initialTweetId": str(first), "editControlInitial": ids}},
    )  # fmt: skip
    found = read_all(packed(tmp_path, files(new, old)))
    (row,) = found.rows("posts")
    assert (row["post_id"], row["text"]) == (str(first), "Road closed")
    assert row["edited_at"] - row["posted_at"] == timedelta(minutes=1)
    assert [(one["text"], one["post_id"]) for one in found.rows("versions")] == [
        ("Road closd", str(first)),
        ("Road closed", str(first)),
    ]


def test_of_an_edited_post_whose_beginning_is_not_there_the_id_still_tells_when(tmp_path: Path, read_all: Any) -> None:
    first, second = 1765014697800630349, 1765014949458870350
    info = {"edit": {"editControlInitial": {"editTweetIds": [str(first), str(second)]}}}
    (row,) = read_all(packed(tmp_path, files(tweet(second, "later", edit_info=info)))).rows("posts")
    assert row["post_id"] == str(first)
    assert row["posted_at"].replace(microsecond=0) == datetime(2024, 3, 5, 14, 1, 11, tzinfo=UTC)


def test_a_post_never_edited_has_no_versions(tmp_path: Path, read_all: Any) -> None:
    found = read_all(packed(tmp_path, files(tweet(1, "a"))))
    assert found.rows("versions") == []
    assert "edited_at" not in found.rows("posts")[0]


def test_a_long_post_is_read_in_full_and_a_short_one_stays(tmp_path: Path, read_all: Any) -> None:
    long = "All shelters are open tonight. " * 12
    note = {"noteTweet": {"noteTweetId": "88", "createdAt": "2024-03-05T14:02:11.000Z", "core": {"text": long}}}
    cut = tweet(1, long[:200].rstrip() + "… https://t.co/x2", truncated=True)
    rows = read_all(
        packed(tmp_path, files(cut, tweet(2, "Short"), note_tweet=script("note_tweet.part0", [note])))
    ).rows("posts")
    assert [row["text"] for row in rows] == [long, "Short"]


def test_a_deleted_post_says_when_it_went(tmp_path: Path, read_all: Any) -> None:
    gone = tweet(2, "Wrong hour", deleted_at="2024-03-06T01:00:00.000Z")
    deleted = script("deleted_tweets.part0", [gone])
    rows = read_all(packed(tmp_path, files(tweet(1, "a"), deleted_tweets=deleted))).rows("posts")
    assert [row["deleted_at"] for row in rows] == [None, datetime(2024, 3, 6, 1, tzinfo=UTC)]


def test_what_is_no_post_is_told_and_the_others_go_on(tmp_path: Path, read_all: Any) -> None:
    odd = [None, {"tweet": []}, tweet(1, "a", id_str=None, id=None), tweet(2, "b", created_at="soon")]
    liked = tweet(3, "c", favorite_count={"n": 1}, entities=[], retweet_count="many")
    found = read_all(packed(tmp_path, files(*odd, liked, liked)))
    assert found.faults == [
        ("not_an_object", "id_str"),
        ("not_an_object", "id_str"),
        ("no_id", "id_str"),
        ("not_a_time", "created_at"),
        ("not_a_count", "retweet_count"),
    ]
    assert [(row["post_id"], row["likes"], row["reposts"]) for row in found.rows("posts")] == [("3", None, None)]
    assert found.passed == ["same"]


def test_an_archive_cut_off_in_the_middle_is_refused_in_words(tmp_path: Path, read_all: Any) -> None:
    content = files(tweet(1, "a"))
    content["data/tweets.js"] = content["data/tweets.js"][:-30]
    with pytest.raises(DossierError, match="no JSON"):
        read_all(packed(tmp_path, content))
