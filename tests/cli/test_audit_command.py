"""`plumbline audit` as an office uses it: draw, two readers, a third, the sentence, the decision."""

import csv
import json
import stat
from collections.abc import Callable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import xlsxwriter

from plumbline.cli.main import main
from plumbline.simulation.reviews import follower_list

AS_OF = date(2024, 3, 31)
SHARES = {"w1": 0.35, "w2": 0.04, "w3": 0.06, "w4": 0.05, "w5": 0.05}
ROWS = 600
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Ran:
    def ran(*words: object, lang: str = "en") -> tuple[int, str, str]:
        code = main(["audit", *map(str, words), "--lang", lang])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return written(tmp_path / "fleet")


def written(folder: Path, *, rows: int = ROWS, shuffle: int = 0) -> Path:
    folder.mkdir()
    lists = [
        follower_list(name, rows, share, AS_OF, np.random.default_rng(number)).drop("marked")
        for number, (name, share) in enumerate(SHARES.items())
    ]
    followers = pl.concat(lists)
    if shuffle:
        followers = followers.sample(fraction=1, shuffle=True, seed=shuffle)
    followers.write_csv(folder / "followers.csv")
    accounts = [f"{name},{'douyin' if name == 'w5' else 'weibo'},清溪发布{name}" for name in SHARES]
    put(folder / "accounts.csv", ["account_id,platform,name", *accounts])
    put(folder / "posts.csv", ["account_id,post_id,posted_at,text", "w1,p1,2025-01-01T08:00:00,x"])
    put(folder / "metrics.csv", ["account_id,date,followers", *(f"{name},2024-03-30,{rows}" for name in SHARES)])
    return folder


def put(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def review(dossier: Path, tmp_path: Path, run: Ran) -> Path:
    folder = tmp_path / "review"
    assert drawn(run, dossier, folder)[0] == 0
    return folder


def drawn(run: Ran, dossier: Path, folder: Path, *more: object) -> tuple[int, str, str]:
    words = ("--account", "w1", "--out", folder, "--seed", "2026", "--reviewed", 150, "--as-of", AS_OF)
    return run("draw", dossier, *words, *more)


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_text("utf-8-sig"))))


def read_by_the_sheet(row: Sequence[str]) -> str:
    """What a careful reader says: three signs, or not."""
    posts, followers, following, digits = (int(row[place]) for place in (2, 3, 4, 7))
    strong = (following >= 100 and following >= 10 * followers) + row[5].startswith("无") + (digits >= 6)
    signs = (posts <= 1) + (followers < 20) + row[6].startswith("无") + strong
    return "1" if signs >= 3 and strong else "0"


def filled(review: Path, reader: str, answer: Callable[[Sequence[str]], str] = read_by_the_sheet) -> Path:
    """The reader's sheet with answers in it, beside the folder."""
    head, *body = rows(review / f"reader-{reader}.csv")
    path = review.parent / f"filled-{reader}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *([*row[:-1], answer(row)] for row in body)])
    return path


def careless(row: Sequence[str]) -> str:
    """Now and then another answer than the sheet's."""
    right = read_by_the_sheet(row)
    return right if int(row[0]) % 40 else {"1": "0", "0": "1"}[right]


def recorded(run: Ran, review: Path, second: Callable[[Sequence[str]], str] = careless) -> None:
    assert run("record", review, "--reader", 1, filled(review, "1"), "--by", "张三")[0] == 0
    assert run("record", review, "--reader", 2, filled(review, "2", second), "--by", "李四")[0] == 0


def adjudicated(run: Ran, review: Path) -> Path:
    recorded(run, review)
    head, *body = rows(review / "disagreements.csv")
    path = review.parent / "decided.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *([*row[:-1], read_by_the_sheet(row)] for row in body)])
    assert run("record", review, "--reader", "adjudicator", path, "--by", "王五")[0] == 0
    return review


def state(run: Ran, review: Path) -> dict[str, Any]:
    code, said, _ = run("status", review, "--json")
    assert code == 0
    found: dict[str, Any] = json.loads(said)
    return found


def test_readers_see_no_account_no_key_and_no_place(review: Path) -> None:
    for reader in ("1", "2"):
        text = (review / f"reader-{reader}.csv").read_text("utf-8-sig")
        assert "w1" not in text
        assert "position" not in text
        assert "follower_key" not in text
        assert "2024-03-3" not in text
        head, *body = rows(review / f"reader-{reader}.csv")
        assert len(body) == 4 * 150
        assert {row[-1] for row in body} == {""}
        assert all(any(letter >= "\u4e00" for letter in cell) and cell.isascii() is False for cell in head)


def test_both_readers_get_the_same_profiles_in_different_order(review: Path) -> None:
    one, two = (rows(review / f"reader-{reader}.csv")[1:] for reader in ("1", "2"))
    assert sorted(one) == sorted(two)
    assert one != two


def test_the_key_is_closed_to_others_and_holds_the_peers(review: Path) -> None:
    assert stat.S_IMODE((review / "key.json").stat().st_mode) == 0o600
    key = json.loads((review / "key.json").read_text("utf-8"))
    assert [listed["account_id"] for listed in key["lists"]] == ["w1", "w2", "w3", "w4"]
    assert {listed["kind"] for listed in key["lists"]} == {"whole"}
    assert key["seed"] == "2026"
    assert "followers.csv" in key["tables"]


def test_the_sheets_number_tells_nothing_of_the_account(review: Path) -> None:
    key = json.loads((review / "key.json").read_text("utf-8"))
    halves = [[item["of"] for item in key["items"][:300]], [item["of"] for item in key["items"][300:]]]
    assert all(45 <= half.count(account) <= 105 for half in halves for account in range(4))


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_rows(tmp_path: Path, run: Ran) -> None:
    for place, shuffle in (("a", 0), ("b", 7)):
        (tmp_path / place).mkdir()
        drawn(run, written(tmp_path / place / "fleet", shuffle=shuffle), tmp_path / place / "review")
    one, two = ((tmp_path / place / "review" / "reader-1.csv").read_bytes() for place in ("a", "b"))
    assert one == two


def test_another_seed_draws_others(dossier: Path, tmp_path: Path, run: Ran) -> None:
    for seed in ("1", "2"):
        drawn(run, dossier, tmp_path / seed, "--seed", seed)
    assert (tmp_path / "1" / "reader-1.csv").read_bytes() != (tmp_path / "2" / "reader-1.csv").read_bytes()


def test_a_draw_is_never_replaced(dossier: Path, review: Path, run: Ran) -> None:
    before = (review / "key.json").read_bytes()
    code, _, wrong = drawn(run, dossier, review)
    assert code == 2
    assert "help:" in wrong
    assert (review / "key.json").read_bytes() == before


def test_a_list_that_is_short_is_read_whole_and_said_so(tmp_path: Path, run: Ran) -> None:
    code, said, noted = drawn(run, written(tmp_path / "fleet", rows=120), tmp_path / "review")
    assert code == 0
    assert "120 of 120" in said
    assert "all are read" in noted


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--account", "w9"), "no account 'w9'"),
        (("--reviewed", 99), "--reviewed must be 100"),
        (("--scored", 120), "--scored must be 150"),
        (("--peers", -1), "--peers must be 0"),
        (("--as-of", "31.3.2026"), "no day"),
        (("--seed", " "), "empty seed"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    dossier: Path, tmp_path: Path, run: Ran, more: tuple[object, ...], told: str
) -> None:
    code, _, wrong = drawn(run, dossier, tmp_path / "review", *more)
    assert code == 2
    assert told in wrong
    assert not (tmp_path / "review").exists()


def test_fewer_than_a_hundred_followers_are_too_few(tmp_path: Path, run: Ran) -> None:
    code, _, wrong = drawn(run, written(tmp_path / "fleet", rows=99), tmp_path / "review")
    assert code == 2
    assert "99 followers" in wrong


def test_a_dossier_without_followers_is_told_so(dossier: Path, tmp_path: Path, run: Ran) -> None:
    (dossier / "followers.csv").unlink()
    assert drawn(run, dossier, tmp_path / "review")[0] == 2


def test_the_sentence_says_of_whom_it_speaks(dossier: Path, tmp_path: Path, run: Ran) -> None:
    (dossier / "metrics.csv").unlink()
    drawn(run, dossier, tmp_path / "part")
    assert state(run, adjudicated(run, tmp_path / "part"))["account"]["of"] == "collected"
    written_again = json.loads(run("status", tmp_path / "part", "--json")[1])["sentence"]
    assert "of the 600 followers collected" in written_again["en"]
    assert "所采集的600名粉丝" in written_again["zh"]


def test_the_most_recent_are_called_the_most_recent(dossier: Path, tmp_path: Path, run: Ran) -> None:
    drawn(run, dossier, tmp_path / "review", "--recent", 400)
    key = json.loads((tmp_path / "review" / "key.json").read_text("utf-8"))
    assert [(listed["kind"], listed["size"]) for listed in key["lists"]] == [("recent", 400)] * 4


def test_a_field_that_one_account_lacks_is_shown_of_none(dossier: Path, tmp_path: Path, run: Ran) -> None:
    table = pl.read_csv(dossier / "followers.csv")
    bare = pl.when(pl.col("account_id") != "w3").then(pl.col("registered_on")).alias("registered_on")
    table.with_columns(bare).write_csv(dossier / "followers.csv")
    drawn(run, dossier, tmp_path / "review")
    assert {row[1] for row in rows(tmp_path / "review" / "reader-1.csv")[1:]} == {""}


def test_profiles_that_nobody_can_read_are_refused(dossier: Path, tmp_path: Path, run: Ran) -> None:
    pl.read_csv(dossier / "followers.csv").select("account_id", "registered_on", "posts").write_csv(
        dossier / "followers.csv"
    )
    code, _, wrong = drawn(run, dossier, tmp_path / "review")
    assert code == 2
    assert "only 2 fields" in wrong


def test_an_account_whose_followers_were_found_bought_is_no_peer(dossier: Path, tmp_path: Path, run: Ran) -> None:
    put(
        dossier / "audits.csv",
        [
            "account_id,check,decided_on,outcome,decided_by",
            "w2,authenticity.bought_followers,2024-01-05,admitted,县委办",
        ],
    )
    drawn(run, dossier, tmp_path / "review")
    key = json.loads((tmp_path / "review" / "key.json").read_text("utf-8"))
    assert [listed["account_id"] for listed in key["lists"]] == ["w1", "w3", "w4"]


def test_no_share_is_told_before_the_review_is_finished(review: Path, run: Ran) -> None:
    for step in range(3):
        code, said, _ = run("status", review)
        assert code == 0
        assert "%" not in said
        found = state(run, review)
        assert found["account"] is None
        assert found["sentence"] is None
        if step < 2:
            reader = str(step + 1)
            run("record", review, "--reader", reader, filled(review, reader, careless if step else read_by_the_sheet))
    assert state(run, review)["to_adjudicate"] > 0


def test_a_finished_review_says_its_sentence_in_both_languages(review: Path, run: Ran) -> None:
    found = state(run, adjudicated(run, review))
    assert found["told"]
    account = found["account"]
    assert account["low"] < 0.35 < account["high"]
    assert account["reviewed"] == 150
    assert account["scored"] == 600
    assert account["kappa"] > 0.6
    assert len(found["peers"]) == 3
    assert found["above_peers"] == 3
    assert "150 reviewed, kappa ." in found["sentence"]["en"]
    assert "全部600名粉丝中" in found["sentence"]["zh"]
    code, said, _ = run("status", review, lang="zh")
    assert code == 0
    assert said.startswith("全部600名粉丝中")
    assert "Between" in said
    assert "w2" not in said
    assert "nobody sees from profiles who paid" in said


def test_readers_who_agree_need_no_third(review: Path, run: Ran) -> None:
    recorded(run, review, read_by_the_sheet)
    assert not (review / "disagreements.csv").exists()
    assert state(run, review)["told"]


def test_a_coding_sheet_that_did_not_work_gives_no_share(review: Path, run: Ran) -> None:
    recorded(run, review, lambda row: str(int(row[0]) % 2))
    head, *body = rows(review / "disagreements.csv")
    path = review.parent / "decided.csv"
    put(path, [",".join(head), *(",".join([*row[:-1], "0"]) for row in body)])
    assert run("record", review, "--reader", "adjudicator", path, "--by", "王五")[0] == 0
    code, said, _ = run("status", review)
    assert code == 0
    assert "did not work" in said
    assert "%" not in said
    assert state(run, review)["account"] is None


def test_one_person_does_not_read_twice(review: Path, run: Ran) -> None:
    assert run("record", review, "--reader", 1, filled(review, "1"), "--by", "张三")[0] == 0
    code, _, wrong = run("record", review, "--reader", 2, filled(review, "2"), "--by", " 张 三 ")
    assert code == 2
    assert "has read already" in wrong
    code, _, wrong = run("record", review, "--reader", 2, filled(review, "1"), "--by", "李四")
    assert code == 2
    assert "reader 1" in wrong


def test_a_reader_does_not_adjudicate(review: Path, run: Ran) -> None:
    recorded(run, review)
    head, *body = rows(review / "disagreements.csv")
    path = review.parent / "decided.csv"
    put(path, [",".join(head), *(",".join([*row[:-1], "0"]) for row in body)])
    assert run("record", review, "--reader", "adjudicator", path, "--by", "李四")[0] == 2


def test_who_adjudicates_does_not_see_what_the_two_said(review: Path, run: Ran) -> None:
    recorded(run, review)
    assert {row[-1] for row in rows(review / "disagreements.csv")[1:]} == {""}


def test_there_is_nothing_to_adjudicate_before_both_have_read(review: Path, run: Ran) -> None:
    path = filled(review, "1")
    run("record", review, "--reader", 1, path, "--by", "张三")
    assert run("record", review, "--reader", "adjudicator", path, "--by", "王五")[0] == 2


def test_a_sheet_may_be_mended_until_both_are_in(review: Path, run: Ran) -> None:
    one = filled(review, "1", careless)
    assert run("record", review, "--reader", 1, one, "--by", "张三")[0] == 0
    recorded(run, review)
    code, _, wrong = run("record", review, "--reader", 1, filled(review, "1", lambda row: "0"), "--by", "张三")
    assert code == 2
    assert "recorded and compared" in wrong


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda row: "", "has no answer"),
        (lambda row: "也许", "is none of 1, 0, ?"),
    ],
)
def test_an_answer_that_is_none_is_named_by_row_and_column(
    review: Path, run: Ran, spoil: Callable[[Sequence[str]], str], told: str
) -> None:
    code, _, wrong = run("record", review, "--reader", 1, filled(review, "1", spoil), "--by", "张三")
    assert code == 2
    assert told in wrong
    assert "row 2, column “标记 mark" in wrong
    assert not (review / "readings" / "1.json").exists()


def test_missing_strange_and_double_items_are_named(review: Path, run: Ran) -> None:
    path = filled(review, "1", lambda row: "0")
    head, *body = rows(path)
    put(path, [",".join(row) for row in (head, *body[1:])])
    assert f"not in the file: {body[0][0]}" in run("record", review, "--reader", 1, path)[2]
    put(path, [",".join(row) for row in (head, *body, ["9999", *body[0][1:]], body[3])])
    wrong = run("record", review, "--reader", 1, path)[2]
    assert "'9999' is no item" in wrong
    assert f"item {body[3][0]} is there twice" in wrong


WORDS = {"1": "是", "0": "否"}


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
def test_chinese_answers_come_back_in_the_encodings_of_spreadsheets(review: Path, run: Ran, codec: str) -> None:
    path = filled(review, "1", lambda row: WORDS[read_by_the_sheet(row)])
    mark = "\t" if codec == "utf-16" else ","
    text = "\r\n".join(mark.join(row) for row in rows(path)) + "\r\n"
    path.write_bytes(text.encode(codec))
    assert run("record", review, "--reader", 1, path, "--by", "张三")[0] == 0
    kept = json.loads((review / "readings" / "1.json").read_text("utf-8"))
    assert set(kept["answers"].values()) == {"0", "1"}


def test_a_workbook_comes_back_too(review: Path, run: Ran) -> None:
    table = rows(filled(review, "2", lambda row: "不清楚" if int(row[0]) == 5 else read_by_the_sheet(row)))
    path = review.parent / "二号.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate(table):
            for place, cell in enumerate(row):
                page.write(number, place, float(cell) if cell.isdigit() else cell)
    assert run("record", review, "--reader", 2, path, "--by", "李四")[0] == 0
    kept = json.loads((review / "readings" / "2.json").read_text("utf-8"))
    assert kept["answers"]["5"] == "?"
    assert len(kept["answers"]) == 600


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.xlsx", "posts.csv"])
def test_a_file_that_is_no_sheet_is_refused(review: Path, dossier: Path, run: Ran, name: str) -> None:
    code, _, wrong = run("record", review, "--reader", 1, dossier / name, "--by", "张三")
    assert code == 2
    assert wrong.startswith("error:")


def test_a_folder_that_is_no_review_is_refused(tmp_path: Path, run: Ran) -> None:
    assert run("status", tmp_path)[0] == 2
    (tmp_path / "key.json").write_text("{}", "utf-8")
    assert "damaged" in run("status", tmp_path)[2]


DECISION = ("--decided-by", "赵主任", "--outcome", "upheld", "--basis", "双人盲审及账号说明", "--on", "2024-05-06")


def test_a_decision_becomes_a_row_of_the_dossier(review: Path, dossier: Path, run: Ran) -> None:
    adjudicated(run, review)
    assert run("status", review, "--into", dossier, *DECISION)[0] == 0
    assert run("status", review, "--into", dossier, *DECISION)[0] == 0
    found = list(csv.DictReader(StringIO((dossier / "audits.csv").read_text("utf-8-sig"))))
    assert len(found) == 1
    assert found[0]["account_id"] == "w1"
    assert found[0]["check"] == "authenticity.bought_followers"
    assert found[0]["outcome"] == "upheld"
    assert found[0]["reviewed"] == "150"
    assert float(found[0]["low_pct"]) < 35 < float(found[0]["high_pct"])
    code, _, wrong = run("status", review, "--into", dossier, *DECISION, "--outcome", "not_upheld")
    assert code == 2
    assert "another decision" in wrong


def test_other_decisions_stay(review: Path, dossier: Path, run: Ran) -> None:
    put(
        dossier / "audits.csv",
        [
            "account_id,check,decided_on,outcome,decided_by",
            "w3,authenticity.bought_followers,2024-01-05,not_upheld,县委办",
        ],
    )
    adjudicated(run, review)
    assert run("status", review, "--into", dossier, *DECISION)[0] == 0
    assert (dossier / "audits.csv").read_text("utf-8").count("authenticity.bought_followers") == 2


def test_a_reader_does_not_decide(review: Path, dossier: Path, run: Ran) -> None:
    adjudicated(run, review)
    for reader in ("张三", "李四", "王五"):
        code, _, wrong = run("status", review, "--into", dossier, *DECISION, "--decided-by", reader)
        assert code == 2
        assert "cannot decide" in wrong
    assert not (dossier / "audits.csv").exists()


@pytest.mark.parametrize("left_out", ["--decided-by", "--outcome", "--basis"])
def test_a_decision_needs_who_what_and_why(review: Path, dossier: Path, run: Ran, left_out: str) -> None:
    adjudicated(run, review)
    place = DECISION.index(left_out)
    code, _, wrong = run("status", review, "--into", dossier, *DECISION[:place], *DECISION[place + 2 :])
    assert code == 2
    assert left_out in wrong


@pytest.mark.parametrize("on", ["2024-03-30", "2999-01-01", "gestern"])
def test_a_decision_is_not_dated_before_the_lists_nor_ahead(review: Path, dossier: Path, run: Ran, on: str) -> None:
    adjudicated(run, review)
    assert run("status", review, "--into", dossier, *DECISION, "--on", on)[0] == 2


def test_nothing_is_decided_before_the_review_is_finished(review: Path, dossier: Path, run: Ran) -> None:
    assert run("status", review, "--into", dossier, *DECISION)[0] == 2
    assert not (dossier / "audits.csv").exists()


def test_readers_without_names_are_no_ground_for_a_case(review: Path, dossier: Path, run: Ran) -> None:
    for reader in ("1", "2"):
        _, _, noted = run("record", review, "--reader", reader, filled(review, reader))
        assert "--by" in noted
    assert state(run, review)["told"]
    assert run("status", review, "--into", dossier, *DECISION)[0] == 2


def test_a_changed_coding_sheet_is_noticed(review: Path, run: Ran) -> None:
    (review / "coding-sheet.md").write_text("anything", "utf-8")
    assert "coding sheet" in run("status", review)[2]
    assert state(run, review)["coding_sheet_changed"]


def test_one_account_alone_is_reviewed_without_peers(dossier: Path, tmp_path: Path, run: Ran) -> None:
    code, _, _ = drawn(run, dossier, tmp_path / "review", "--peers", 0)
    assert code == 0
    recorded(run, tmp_path / "review", read_by_the_sheet)
    assert "No peer was reviewed" in run("status", tmp_path / "review")[1]
