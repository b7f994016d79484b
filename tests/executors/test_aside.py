"""Folders of a run: gone when it ends, cleared away by the next one if it was killed, left alone while it lives."""

from pathlib import Path

from plumbline.executors.aside import HELD, aside


def test_what_a_killed_run_left_is_cleared_by_the_next_one(tmp_path: Path) -> None:
    left = tmp_path / "run-left"
    left.mkdir()
    (left / HELD).touch()
    (left / "texts").write_text("x")
    with aside(tmp_path, "run-") as folder:
        assert not left.exists()
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


def test_a_run_that_lives_and_a_folder_that_is_no_run_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "run-notes").mkdir()
    (tmp_path / "other").mkdir()
    with aside(tmp_path, "run-") as one, aside(tmp_path, "run-") as other:
        assert one.is_dir()
        assert other.is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "run-notes"]


def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / HELD).touch()
    (tmp_path / "run-link").symlink_to(elsewhere)
    with aside(tmp_path, "run-"):
        pass
    assert (elsewhere / HELD).is_file()
