"""What a damaged row may and may not do to a verdict."""

import gzip
from pathlib import Path

import pytest
from judging import judged

POSTS = "account_id,post_id,posted_at,text\nlive,p1,2026-03-30 09:00,晴\ndead,p2,2026-03-01 09:00,晴\n"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "fleet"
    folder.mkdir()
    rows = "live,weibo,青溪发布,comments\ndead,weibo,云汀发布,comments\n"
    (folder / "accounts.csv").write_text("account_id,platform,name,interaction\n" + rows, "utf-8")
    (folder / "posts.csv").write_text(POSTS, "utf-8")
    return folder


def verdict_of_the_silent(dossier: Path) -> str:
    verdicts = judged(dossier, as_of="2026-03-31").verdicts
    return str(dict(verdicts.select("account_id", "verdict").iter_rows())["dead"])


@pytest.mark.parametrize(
    "line",
    ["\x00\x00\x00", "%%%", "somebody,p9,2026-03-30 09:00,x,y,z", ",p9,2026-03-30 09:00,x", "live,p9,2026-13-45,x"],
    ids=["NUL bytes", "noise", "a stranger's", "nobody's", "another account's"],
)
def test_a_damaged_row_that_does_not_name_the_account_leaves_its_verdict(dossier: Path, line: str) -> None:
    (dossier / "posts.csv").write_text(POSTS + line + "\n", "utf-8")
    assert verdict_of_the_silent(dossier) == "fail"


@pytest.mark.parametrize("line", ["dead,p9,昨天,x", "dead,p9,2026-03-32,x", "dead,p9", 'dead,p9,2026-03-30 09:00,"x'])
def test_a_damaged_row_of_the_account_itself_may_be_the_missing_post(dossier: Path, line: str) -> None:
    (dossier / "posts.csv").write_text(POSTS + line + "\nlive,p8,2026-03-29 09:00,x\n", "utf-8")
    assert verdict_of_the_silent(dossier) == "unknown"


def test_a_damaged_row_of_the_account_from_long_before_excuses_nothing(dossier: Path) -> None:
    (dossier / "posts.csv").write_text(POSTS + "dead,p9,2026-02-30 09:00,x\n", "utf-8")
    assert verdict_of_the_silent(dossier) == "fail"


def test_a_file_that_is_cut_off_leaves_no_silence_proven(dossier: Path) -> None:
    packed = gzip.compress(POSTS.encode() + b"live,p7,2026-03-29 09:00,x\n" * 1)
    (dossier / "posts.csv").unlink()
    (dossier / "posts.csv.gz").write_bytes(packed[:-12])
    assert verdict_of_the_silent(dossier) == "unknown"
