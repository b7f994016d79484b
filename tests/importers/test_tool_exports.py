"""Exports of publishing tools: several networks and profiles in one file; the contents are made up."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from plumbline.importers.days import Days
from plumbline.importers.networks import profile

ReadAll = Callable[..., Any]
HOOTSUITE = (
    "Date (GMT),Post ID,Post Message,Post Permalink,Post Type,Social Network,Impressions,Reach,Engagement,Likes,"
    "Comments,Shares,Post Link Clicks,Video Views"
)
SPROUT = (
    "Date,Post ID,Network,Post Type,Content Type,Profile,Sent by,Link,Post,Impressions,Reach,Engagements,"
    "Engagement Rate (per Impression),Reactions,Comments,Shares,Saves,Post Link Clicks,Video Views"
)
PROFILES = (
    "Date,Profile,Network,Audience,Net Audience Growth,Audience Gained,Audience Lost,Impressions,Reactions,Comments,"
    "Shares"
)
REGISTER = [
    {"account_id": "x:harbour", "platform": "x", "name": "@harbouroffice", "url": "https://x.com/harbouroffice"},
    {"account_id": "facebook:harbour", "platform": "facebook", "name": "Harbour Office"},
]


def hootsuite(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("Post performance", "Jan 1 2026 - Jan 31 2026", HOOTSUITE, *lines)) + "\n")
    return path


def on_x(number: int, handle: str = "harbouroffice", kind: str = "Text") -> str:
    link = f"https://x.com/{handle}/status/{number}"
    return f'2026-01-05 10:05,{number},"High water at noon, mind the quay",{link},{kind},Twitter,900,800,20,7,1,3,0,55'


def test_hootsuite_is_read_below_its_two_lines_and_by_the_clock_of_greenwich(tmp_path: Path, read_all: ReadAll) -> None:
    read = read_all(hootsuite(tmp_path / "a.csv", on_x(11), on_x(12, kind="Video")), account="x:harbour")
    assert read.format == "hootsuite"
    first, second = read.rows("posts")
    assert first == {
        "post_id": "11", "posted_at": datetime(2026, 1, 5, 10, 5, tzinfo=UTC),
        "text": "High water at noon, mind the quay", "reads": None,
        "likes": 7, "reposts": 3, "comments": 1, "kind": "post",
    }  # fmt: skip
    assert second["reads"] == 55


def test_in_a_file_of_several_networks_only_registered_accounts_are_read(tmp_path: Path, read_all: ReadAll) -> None:
    stranger = on_x(13, "somebody").replace("High water", "Private words")
    facebook = on_x(14).replace("Twitter", "Facebook").replace("x.com/harbouroffice/status/", "www.facebook.com/photo/")
    read = read_all(hootsuite(tmp_path / "a.csv", on_x(11), stranger, facebook), account="x:harbour", register=REGISTER)
    assert [(row["account_id"], row["post_id"]) for row in read.rows("posts")] == [("x:harbour", "11")]
    assert read.passed == ["not_registered", "not_registered"]
    assert "Private words" not in str(list(read))


def test_a_file_of_one_profile_says_whose_it_is(tmp_path: Path, read_all: ReadAll) -> None:
    stated = read_all(hootsuite(tmp_path / "a.csv", on_x(11))).stated
    assert (stated.platform, stated.name, stated.url) == ("x", "harbouroffice", "https://x.com/harbouroffice")


def sprout(path: Path, *lines: str) -> Path:
    path.write_text("\ufeff" + "\n".join((SPROUT, *lines)) + "\n", encoding="utf-8")
    return path


def line(number: int, text: str = "Ferry hours", *, profile: str = "@harbouroffice", kind: str = "Post") -> str:
    return (
        f"03/15/2026 10:05 am,{number},X,{kind},Text,{profile},Jane Doe,https://x.com/harbouroffice/status/{number},{text},"
        "900,800,20,2.2%,9,1,3,0,4,0"
    )


def test_sprout_writes_the_month_first_by_the_clock_of_the_office(tmp_path: Path, read_all: ReadAll) -> None:
    read = read_all(sprout(tmp_path / "a.csv", line(1)), account="x:harbour", timezone="Europe/London")
    assert read.format == "sprout"
    post = read.rows("posts")[0]
    assert post["posted_at"] == datetime(2026, 3, 15, 10, 5, tzinfo=UTC)
    assert (post["likes"], post["comments"], post["reposts"], post["reads"]) == (9, 1, 3, None)


def test_the_name_of_the_member_of_staff_is_nowhere(tmp_path: Path, read_all: ReadAll) -> None:
    read = read_all(sprout(tmp_path / "a.csv", line(1), line(2).replace("am", "o'clock")), account="x:harbour")
    assert read.faults == [("not_a_time", "Date")]
    assert "Jane" not in str(list(read))


def test_private_messages_are_left_unread_and_replies_keep_their_kind(tmp_path: Path, read_all: ReadAll) -> None:
    lines = (line(1, "secret", kind="Direct Message"), line(2, kind="@Reply"), line(3, kind="Retweet"), line(4))
    read = read_all(sprout(tmp_path / "a.csv", *lines), account="x:harbour")
    assert [row["kind"] for row in read.rows("posts")] == ["reply", "repost", "post"]
    assert read.passed == ["private"]
    assert "secret" not in str(list(read))


def test_profiles_of_sprout_are_kept_apart(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        PROFILES
        + "\n03-15-2026,@harbouroffice,X,1200,3,5,2,900,9,1,3"
        + "\n03/16/2026,Harbour Office,Facebook,800,-1,0,1,900,4,0,0"
        + "\n03/16/2026,Somebody,Facebook,9,0,0,0,9,0,0,0\n"
    )
    read = read_all(path, register=REGISTER)
    assert read.format == "sprout-profiles"
    assert [(row["account_id"], row["date"], row["followers"]) for row in read.rows("metrics")] == [
        ("x:harbour", date(2026, 3, 15), 1200),
        ("facebook:harbour", date(2026, 3, 16), 800),
    ]
    assert [(row["measure"], row["number"]) for row in read.rows("inflows")] == [
        ("followers_gained", 5), ("followers_lost", 2), ("followers_gained", 0), ("followers_lost", 1),
    ]  # fmt: skip
    assert read.passed == ["not_registered"]


@pytest.mark.parametrize(
    ("network", "address", "expected"),
    [
        ("Twitter", "https://twitter.com/harbouroffice/status/1", "https://x.com/harbouroffice"),
        ("X (Twitter)", "https://x.com/i/status/1", None),
        ("Facebook", "https://www.facebook.com/harbour.office/posts/1", "https://www.facebook.com/harbour.office"),
        ("Facebook", "https://www.facebook.com/123/posts/1", None),
        ("Facebook", "https://www.facebook.com/permalink.php?id=1", None),
        ("Mastodon", "https://social.example/@harbour/1", "https://social.example/@harbour"),
        ("Bluesky", "https://bsky.app/profile/harbour.example/post/3k", "https://bsky.app/profile/harbour.example"),
        ("Instagram", "https://www.instagram.com/p/abc/", None),
        ("Facebook", "http://[", None),
        ("Myspace", None, None),
    ],
)
def test_the_profile_is_taken_from_the_address_only_where_it_is_sure(
    network: str, address: str | None, expected: str | None
) -> None:
    assert profile(network, None, address).address == expected


def test_a_day_without_any_figure_is_no_row() -> None:
    days = Days(rows={date(2026, 3, 5): {"reads": None}}, places={date(2026, 3, 5): (1, "")})
    assert list(days.taken()) == []
