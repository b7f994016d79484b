"""Repositories of Bluesky accounts: walked from the commit, every block proven, clocks compared."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import libipld
import pytest

from plumbline.domain.errors import DossierError

DID = "did:plc:citydesk2222222222222222"
STRANGER = "did:plc:anna22222222222222222222"
TID = "234567abcdefghijklmnopqrstuvwxyz"
POSTS, REPOSTS = "app.bsky.feed.post", "app.bsky.feed.repost"
DAY = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 2, 1, tzinfo=UTC)


def key(at: datetime) -> str:
    number = int(at.timestamp() * 1_000_000) << 10
    return "".join(TID[number >> shift & 31] for shift in range(60, -1, -5))


def link(data: bytes, codec: int = 0x71) -> bytes:
    return bytes([1, codec, 0x12, 0x20]) + hashlib.sha256(data).digest()


def varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


class Repository:
    """Blocks of a repository in the order they are written."""

    def __init__(self) -> None:
        self.blocks: dict[bytes, bytes] = {}

    def put(self, content: object) -> bytes:
        data = bytes(libipld.encode_dag_cbor(content))
        cid = link(data)
        self.blocks[cid] = data
        return cid

    def tree(self, records: Mapping[str, object], left: Mapping[str, object] | None = None) -> bytes:
        """A node whose entries share the beginnings of their keys, as the protocol wants it; a subtree to the left."""
        entries, before = [], ""
        for path, record in sorted(records.items()):
            shared = next((n for n, (a, b) in enumerate(zip(before, path, strict=False)) if a != b), len(before))
            entries.append({"p": shared, "k": path[shared:].encode(), "v": self.put(record), "t": None})
            before = path
        return self.put({"l": self.tree(left) if left else None, "e": entries})

    def commit(self, tree: bytes) -> bytes:
        return self.put({"did": DID, "rev": key(LATER), "sig": b"s" * 64, "data": tree, "prev": None, "version": 3})

    def written(self, root: bytes, *, without: bytes | None = None, cut: int = 0) -> bytes:
        head = bytes(libipld.encode_dag_cbor({"roots": [root], "version": 1}))
        out = varint(len(head)) + head
        for cid, data in self.blocks.items():
            if cid != without:
                out += varint(len(cid + data)) + cid + data
        return out[: len(out) - cut]


def post(text: str, at: str = "2026-01-05T08:30:00.000Z", **more: object) -> dict[str, object]:
    return {"$type": POSTS, "text": text, "createdAt": at, "langs": ["en"]} | more


def path(at: datetime = DAY, collection: str = POSTS) -> str:
    return f"{collection}/{key(at)}"


@pytest.fixture
def read(tmp_path: Path, read_all: Any) -> Callable[..., Any]:
    def reading(records: Mapping[str, object], left: Mapping[str, object] | None = None) -> Any:
        repository = Repository()
        file = tmp_path / "repo.car"
        file.write_bytes(repository.written(repository.commit(repository.tree(records, left))))
        return read_all(file)

    return reading


def test_names_the_account_its_name_and_the_state_it_is_of(read: Callable[..., Any]) -> None:
    found = read({"app.bsky.actor.profile/self": {"displayName": "City Desk"}, path(): post("Road closed")})
    assert found.format == "bluesky-car"
    assert (found.stated.platform_id, found.stated.name) == (DID, "City Desk")
    assert found.stated.observed_at == LATER


def test_reads_posts_with_the_ids_of_the_network_also_from_subtrees(read: Callable[..., Any]) -> None:
    first = DAY.replace(hour=7)
    found = read({path(): post("second")}, {path(first): post("first", "2026-01-05T07:30:00Z")})
    rows = found.rows("posts")
    assert [row["text"] for row in rows] == ["first", "second"]
    assert rows[1]["post_id"] == key(DAY)
    assert (rows[1]["posted_at"], rows[1]["kind"]) == (DAY, "post")
    assert not found.faults


def test_likes_and_follows_are_passed_over_undecoded(read: Callable[..., Any]) -> None:
    found = read(
        {
            path(collection="app.bsky.feed.like"): {"subject": {"uri": f"at://{STRANGER}/x/1"}},
            path(collection="app.bsky.graph.follow"): {"subject": STRANGER},
        }
    )
    assert found.passed == ["not_ours", "not_ours"]
    assert STRANGER not in repr(list(found))


def test_links_pictures_and_their_descriptions_are_taken(read: Callable[..., Any]) -> None:
    blob = link(b"picture", 0x55)
    record = post(
        "See city.example/ro…",
        facets=[{"index": {}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://city.example/road"},
                                           {"$type": "app.bsky.richtext.facet#mention", "did": STRANGER}]}],
        embed={"$type": "app.bsky.embed.images",
               "images": [{"alt": "Map of the bridge", "image": {"ref": blob, "mimeType": "image/png"}}]},
    )  # fmt: skip
    (row,) = read({path(): record}).rows("posts")
    assert row["urls"] == ["https://city.example/road"]
    assert (row["media"], row["media_text"]) == ([libipld.encode_cid(blob)], "Map of the bridge")
    assert STRANGER not in repr(row)


def test_cards_and_quotes_are_links(read: Callable[..., Any]) -> None:
    quote = {"record": {"record": {"uri": f"at://did:plc:fire/{POSTS}/3k"}},
             "media": {"external": {"uri": "https://city.example/card"}}}  # fmt: skip
    (row,) = read({path(): post("a", embed=quote)}).rows("posts")
    assert row["urls"] == ["https://city.example/card", "https://bsky.app/profile/did:plc:fire/post/3k"]
    assert row["media"] == []


def test_answers_to_others_are_replies_without_their_names_and_own_threads_are_posts(read: Callable[..., Any]) -> None:
    own, other = f"at://{DID}/{path()}", f"at://{STRANGER}/{POSTS}/3k"
    rows = read(
        {
            path(DAY.replace(hour=9)): post("2/2", reply={"parent": {"uri": own}}),
            path(DAY.replace(hour=10)): post("yes", reply={"parent": {"uri": other}}),
        }
    ).rows("posts")
    assert [row["kind"] for row in rows] == ["post", "reply"]
    assert [row["in_reply_to"] for row in rows] == [key(DAY), "3k"]
    assert STRANGER not in repr(rows)


def test_a_repost_says_whose_post_it_passes_on(read: Callable[..., Any]) -> None:
    subject = {"uri": f"at://did:plc:fire/{POSTS}/3k"}
    (row,) = read({path(collection=REPOSTS): {"subject": subject, "createdAt": "2026-01-05T08:30:00Z"}}).rows("posts")
    assert (row["kind"], row["text"], row["quoted_source"]) == ("repost", "", "did:plc:fire")
    assert row["post_id"] == f"repost:{key(DAY)}"


def test_a_time_far_from_the_clock_of_the_key_is_told_and_a_near_one_is_not(read: Callable[..., Any]) -> None:
    found = read({path(): post("backdated", "2019-01-05T08:30:00Z")})
    assert found.faults == [("clocks_apart", "createdAt")]
    assert found.rows("posts")[0]["posted_at"].year == 2019
    assert read({path(): post("drafted", "2026-01-05T20:30:00Z")}).faults == []


def test_a_time_of_the_future_or_unreadable_gives_way_to_the_clock_of_the_key(read: Callable[..., Any]) -> None:
    found = read({path(): post("a", "2031-01-01T00:00:00Z"), path(DAY.replace(hour=9)): post("b", "soon")})
    assert [row["posted_at"] for row in found.rows("posts")] == [DAY, DAY.replace(hour=9)]
    assert found.faults == [("clocks_apart", "createdAt"), ("not_a_time", "createdAt")]


def test_a_record_without_any_time_is_told(read: Callable[..., Any]) -> None:
    found = read({f"{POSTS}/self": {"text": "a"}, path(): post("b")})
    assert ("no_time", "createdAt") in found.faults
    assert [row["text"] for row in found.rows("posts")] == ["b"]


@pytest.mark.parametrize("harm", ["altered", "missing", "no_record"])
def test_a_damaged_record_is_told_and_the_others_go_on(harm: str, tmp_path: Path, read_all: Any) -> None:
    repository = Repository()
    bad = ["list"] if harm == "no_record" else post("to be damaged")
    tree = repository.tree({path(): bad, path(DAY.replace(hour=9)): post("whole")})
    cid = link(bytes(libipld.encode_dag_cbor(bad)))
    root = repository.commit(tree)
    data = repository.written(root, without=cid if harm == "missing" else None)
    file = tmp_path / "repo.car"
    file.write_bytes(data.replace(b"to be damaged", b"to be DAMAGED") if harm == "altered" else data)
    found = read_all(file)
    assert found.faults == [("damaged", "record")]
    assert [row["text"] for row in found.rows("posts")] == ["whole"]


def test_a_file_cut_off_gives_what_it_holds_and_says_so(tmp_path: Path, read_all: Any) -> None:
    repository = Repository()
    root = repository.commit(repository.tree({path(): post("whole")}))
    last = repository.put(post("behind the end"))
    file = tmp_path / "repo.car"
    file.write_bytes(repository.written(root, cut=20))
    found = read_all(file)
    assert last
    assert ("damaged", "") in found.faults
    assert [row["text"] for row in found.rows("posts")] == ["whole"]


def test_a_damaged_node_of_the_tree_is_told(tmp_path: Path, read_all: Any) -> None:
    repository = Repository()
    lost = repository.tree({path(DAY.replace(hour=7)): post("a")})
    top = repository.put({"l": lost, "e": [{"p": 0, "k": path().encode(), "v": repository.put(post("b")), "t": None}]})
    file = tmp_path / "repo.car"
    file.write_bytes(repository.written(repository.commit(top), without=lost))
    found = read_all(file)
    assert found.faults == [("damaged", "")]
    assert [row["text"] for row in found.rows("posts")] == ["b"]


@pytest.mark.parametrize("lost", [True, False])
def test_without_a_commit_the_file_is_refused_in_words(*, lost: bool, tmp_path: Path, read_all: Any) -> None:
    repository = Repository()
    root = repository.commit(repository.tree({path(): post("a")})) if lost else repository.put({"no": "commit"})
    file = tmp_path / "repo.car"
    file.write_bytes(repository.written(root, without=root if lost else None))
    with pytest.raises(DossierError, match="commit"):
        read_all(file)
