"""From the ledger into the tables: the newest stands, the older is kept beside it, what people wrote stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.ledger import publish as publishing
from plumbline.ledger.ledger import Ledger, Watch
from plumbline.ledger.publish import publish
from plumbline.ledger.sightings import Missing, returned, sighted, state_of
from plumbline.ledger.stretches import Observation

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
ACCOUNT = {"account_id": "weibo:1", "platform": "weibo", "name": "某局"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "d") as held:
        yield held


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def post(text: str, post_id: str = "1", **more: object) -> Observation:
    row = {"account_id": "weibo:1", "post_id": post_id, "posted_at": START, "text": text, **more}
    return Observation("posts", row, f"urn:uuid:{text}")


def run(
    ledger: Ledger, *rows: Observation, day: float, origin: str = "collect:weibo", kind: str = "collect"
) -> dict[str, int]:
    number = ledger.begin_run(kind, origin, at(day))
    with ledger.writing():
        ledger.take([Observation("accounts", ACCOUNT), *rows], origin=origin, at=at(day), run_id=number)
    return publish(ledger, form="csv", lang="en")


def table(ledger: Ledger, name: str) -> pl.DataFrame:
    rejects = Rejects()
    frame, report = read_table(scan(ledger.folder, whole=False), name, rejects=rejects)
    assert (report.rejected, report.values_rejected, report.unknown_columns) == (0, 0, ())
    return frame


def test_a_first_run_makes_the_tables(ledger: Ledger) -> None:
    assert run(ledger, post("A", likes=3), day=0) == {"accounts": 1, "posts": 1}
    row = table(ledger, "posts").row(0, named=True)
    assert (row["text"], row["likes"], row["record"]) == ("A", 3, "urn:uuid:A")
    assert (row["first_seen_at"], row["last_seen_at"]) == (at(0), at(0))


def test_publishing_again_changes_nothing(ledger: Ledger) -> None:
    run(ledger, post("A"), day=0)
    before = {path.name: path.read_bytes() for path in ledger.folder.glob("*.csv")}
    assert publish(ledger, form="csv", lang="en") == {}
    assert {path.name: path.read_bytes() for path in ledger.folder.glob("*.csv")} == before


def test_an_edit_and_its_undoing_are_three_versions(ledger: Ledger) -> None:
    for day, text in enumerate("ABA"):
        run(ledger, post(text), day=day)
    assert table(ledger, "versions")["text"].to_list() == ["A", "B", "A"]
    assert table(ledger, "posts")["text"].to_list() == ["A"]


def test_a_text_that_never_changed_has_no_versions(ledger: Ledger) -> None:
    run(ledger, post("A"), day=0)
    run(ledger, post("A"), day=1)
    assert "versions" not in scan(ledger.folder, whole=False).files


def test_two_tools_that_write_a_text_differently_make_no_versions(ledger: Ledger) -> None:
    run(ledger, post("The road is closed until Friday noon."), day=0, origin="one")
    run(ledger, post("The road is closed…全文"), day=1, origin="other")
    assert "versions" not in scan(ledger.folder, whole=False).files
    assert table(ledger, "posts")["text"].to_list() == ["The road is closed until Friday noon."]


def test_an_older_export_that_comes_later_does_not_replace_a_newer(ledger: Ledger) -> None:
    run(ledger, post("new", likes=9), day=5, origin="tool", kind="import")
    run(ledger, post("old", likes=2), day=1, origin="tool", kind="import")
    row = table(ledger, "posts").row(0, named=True)
    assert (row["text"], row["likes"]) == ("new", 9)
    assert table(ledger, "versions")["text"].to_list() == ["old", "new"]


def test_a_file_that_was_imported_is_no_sighting(ledger: Ledger) -> None:
    run(ledger, post("A"), day=5, origin="tool", kind="import")
    assert table(ledger, "posts")["first_seen_at"].to_list() == [None]


def test_counts_of_one_moment_from_two_files_do_not_collide(ledger: Ledger) -> None:
    for origin, reads in (("one", 10), ("other", 7)):
        seen = Observation("post_metrics", {"account_id": "weibo:1", "post_id": "1", "reads": reads})
        run(ledger, post("A"), seen, day=0, origin=origin)
    run(ledger, post("A"), day=1)
    assert table(ledger, "post_metrics").height == 1


def test_a_post_that_stood_there_before_is_kept_as_an_older_version_of_itself(ledger: Ledger) -> None:
    run(ledger, day=0)
    (ledger.folder / "posts.csv").write_text(
        "account_id,post_id,posted_at,text,client\nweibo:1,1,2026-11-01T08:00:00Z,by hand,web\n"
        "weibo:1,2,2026-11-01T09:00:00Z,another,web\n"
    )
    run(ledger, post("A"), day=1)
    rows = {row["post_id"]: row for row in table(ledger, "posts").iter_rows(named=True)}
    assert (rows["1"]["text"], rows["1"]["client"], rows["2"]["text"]) == ("A", "web", "another")
    held = ledger.base.execute("SELECT body FROM stretches WHERE origin = 'dossier'").fetchall()
    assert ["by hand" in row["body"] for row in held] == [True]


def test_what_people_wrote_into_the_register_stays_and_blanks_are_filled(ledger: Ledger) -> None:
    run(ledger, day=0)
    (ledger.folder / "accounts.csv").write_text("account_id,platform,name,mission\nweibo:1,weibo,某某局,道路\n")
    seen = Observation("accounts", {**ACCOUNT, "name": "别名", "url": "https://weibo.com/u/1"})
    run(ledger, seen, day=1)
    row = table(ledger, "accounts").row(0, named=True)
    assert (row["name"], row["mission"], row["url"]) == ("某某局", "道路", "https://weibo.com/u/1")


def test_a_newer_filing_table_changes_the_register(ledger: Ledger) -> None:
    run(ledger, day=0)
    run(ledger, Observation("accounts", {**ACCOUNT, "name": "新名"}), day=1, origin="filing-table", kind="register")
    assert table(ledger, "accounts")["name"].to_list() == ["新名"]


def test_killed_between_two_tables_the_next_call_ends_with_the_same_tables(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    def die(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(publishing.Held, "write", die)
        with pytest.raises(KilledError):
            run(ledger, post("A", likes=1), day=0)
    publish(ledger, form="csv", lang="en")
    with Ledger(tmp_path / "other") as other:
        run(other, post("A", likes=1), day=0)
        names = sorted(path.name for path in other.folder.glob("*.csv"))
        assert [(other.folder / name).read_bytes() for name in names] == [
            (ledger.folder / name).read_bytes() for name in names
        ]


def test_a_post_is_gone_only_when_that_was_confirmed_and_its_day_is_that_of_the_first_absence(ledger: Ledger) -> None:
    run(ledger, post("A"), day=0)
    number = ledger.begin_run("collect", "collect", at(2))
    with ledger.writing():
        sighted(ledger.base, "weibo:1", Missing("1", at(0)), "absent_once", at=at(2), run_id=number)
    publish(ledger, form="csv", lang="en")
    assert table(ledger, "posts")["deleted_at"].to_list() == [None]
    with ledger.writing():
        number = ledger.begin_run("collect", "collect", at(3))
        sighted(ledger.base, "weibo:1", Missing("1", at(0)), "confirmed_gone", at=at(3), run_id=number, answer="20101")
    publish(ledger, form="csv", lang="en")
    assert table(ledger, "posts")["deleted_at"].to_list() == [at(2)]
    assert table(ledger, "sightings")["state"].to_list() == ["absent_once", "confirmed_gone"]


def test_a_post_that_returns_is_present_again(ledger: Ledger) -> None:
    with ledger.writing():
        sighted(ledger.base, "weibo:1", Missing("1", at(0)), "absent_once", at=at(1), run_id=1)
        returned(ledger.base, "weibo:1", "1", at=at(2), run_id=1)
    assert state_of(ledger.base, "weibo:1", "1") == "present"


def test_when_an_account_was_watched_is_a_row_of_coverage(ledger: Ledger) -> None:
    number = ledger.begin_run("collect", "collect", at(0))
    with ledger.writing():
        ledger.take([Observation("accounts", ACCOUNT)], origin="x", at=at(0), run_id=number)
        ledger.watched([Watch("weibo:1", at(0), at(1), "blind", "collect:weibo", "quota:10023")], number)
    publish(ledger, form="csv", lang="en")
    assert table(ledger, "coverage").select("outcome", "reason").row(0) == ("blind", "quota:10023")


def test_keyed_rows_of_citizens_go_when_their_time_is_over(ledger: Ledger) -> None:
    fan = {"account_id": "weibo:1", "follower_key": "a" * 32}
    run(ledger, Observation("followers", fan, "urn:uuid:f"), day=0)
    number = ledger.begin_run("collect", "collect", at(500))
    publish(ledger, form="csv", lang="en", now=at(300))
    assert table(ledger, "followers").height == 1
    ledger.begin_run("collect", "collect", at(500))
    publish(ledger, form="csv", lang="en", now=at(500))
    assert (number, table(ledger, "followers").height) == (2, 0)
