"""Which files belong to a post."""

from pathlib import Path

import pytest

from plumbline.media.places import Key, places

POSTS: list[Key] = [("weibo:1", "49001"), ("weibo:1", "49002"), ("bsky:2", "at://did:x/3k"), ("weibo:3", "49002")]


def names(folder: Path, files: list[str], key: Key, media: list[str] | None = None) -> list[str]:
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    named = places(folder.parent, folder, POSTS).of(key, media)
    return [path.relative_to(folder).as_posix() for path in (*named.texts, *named.pictures)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


@pytest.mark.parametrize("account", ["weibo:1", "weibo_1", "weibo-1", "weibo/1"])
@pytest.mark.parametrize(
    "file", ["49001.jpg", "49001_2.PNG", "49001-3.webp", "49001 (4).jpeg", "49001.zh-CN.srt", "20260301T_49001_1.jpg",
             "20260301_49001.jpg", "49001/a.jpg"],
)  # fmt: skip
def test_a_file_named_after_a_post_in_the_folder_of_its_account_belongs_to_it(
    folder: Path, account: str, file: str
) -> None:
    assert names(folder, [f"{account}/{file}"], POSTS[0]) == [f"{account}/{file}"]


def test_pictures_come_by_their_numbers(folder: Path) -> None:
    files = [f"weibo_1/49001_{n}.jpg" for n in (10, 9, 1)]
    assert names(folder, files, POSTS[0]) == [f"weibo_1/49001_{n}.jpg" for n in (1, 9, 10)]


def test_files_of_another_post_another_account_or_of_no_use_are_left_alone(folder: Path) -> None:
    files = ["weibo_1/49002.jpg", "weibo_1/490011.jpg", "weibo_3/49001.jpg", "weibo_1/49001.docx", "weibo_1/.49001.jpg"]
    assert names(folder, files, POSTS[0]) == []


def test_a_file_beside_the_folders_counts_where_its_post_is_the_only_one_of_that_name(folder: Path) -> None:
    assert names(folder, ["49001.jpg", "49002.jpg"], POSTS[0]) == ["49001.jpg"]
    assert names(folder, [], POSTS[1]) == []


def test_an_id_that_no_file_can_bear_is_written_with_underscores(folder: Path) -> None:
    assert names(folder, ["bsky_2/at___did_x_3k.jpg"], POSTS[2]) == ["bsky_2/at___did_x_3k.jpg"]


def test_media_names_files_of_the_dossier_or_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pics").mkdir()
    (tmp_path / "pics" / "a.jpg").write_bytes(b"x")
    (folder / "b.jpg").write_bytes(b"x")
    named = places(tmp_path, folder, POSTS).of(POSTS[0], ["pics/a.jpg", "b.jpg", "https://example.cn/c.jpg", "d.jpg"])
    assert [path.name for path in named.pictures] == ["a.jpg", "b.jpg"]
    assert named.missing == ("https://example.cn/c.jpg", "d.jpg")
    assert not named.whole


def test_nothing_outside_the_folders_is_ever_opened(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.jpg"
    outside.write_bytes(b"x")
    (folder / "weibo_1").mkdir()
    (folder / "weibo_1" / "49001.jpg").symlink_to(outside)
    references = ["../outside.jpg", str(outside), "files/../../outside.jpg", "files/weibo_1/49001.jpg", "bad\0name.jpg",
                  "file:///etc/passwd", "//example.cn/a.jpg"]  # fmt: skip
    named = places(tmp_path, folder, POSTS).of(POSTS[0], references)
    assert named.pictures == ()
    assert set(named.missing) == set(references)


def test_a_transcript_stands_for_a_video_and_pictures_here_for_addresses(folder: Path) -> None:
    video, picture = "https://example.cn/v.mp4?token=1", "https://example.cn/a.jpg"
    assert not places(folder.parent, folder, POSTS).of(POSTS[0], [video]).whole
    names(folder, ["weibo_1/49001.srt"], POSTS[0])
    assert places(folder.parent, folder, POSTS).of(POSTS[0], [video]).whole
    assert not places(folder.parent, folder, POSTS).of(POSTS[0], [video, picture, picture + "2"]).whole
    names(folder, ["weibo_1/49001_1.jpg", "weibo_1/49001_2.jpg"], POSTS[0])
    assert places(folder.parent, folder, POSTS).of(POSTS[0], [video, picture, picture + "2"]).whole
