"""`plumbline reach` as a user meets it, and that no verdict knows of it."""

import ast
import json
from pathlib import Path

import polars as pl
import pytest

import plumbline
from plumbline.checks import discover
from plumbline.cli.main import main

PACKAGE = Path(plumbline.__file__).parent


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small fleet of three accounts."""
    folder = tmp_path_factory.mktemp("reach") / "fleet"
    folder.mkdir()
    (folder / "dossier.toml").write_text('as_of = "2026-04-02"\n', "utf-8")
    (folder / "accounts.csv").write_text(
        "account_id,platform,name\nweibo:1,weibo,青溪发布\nwechat:2,wechat,桐湾发布\nmastodon:3,mastodon,Harbour\n",
        "utf-8",
    )
    posts = ["account_id,post_id,posted_at,text,reads,likes,reposts,comments"]
    posts += [f"weibo:1,p{n},2026-03-{n:02d} 09:00,通知{n},,{n},{n},1" for n in range(1, 11)]
    posts += [f"wechat:2,q{n},2026-03-{n:02d} 09:00,通知{n},100001,{n},,1" for n in range(1, 4)]
    posts += ["mastodon:3,m1,2026-03-05 09:00,Notice,,3,1,0"]
    (folder / "posts.csv").write_text("\n".join(posts) + "\n", "utf-8")
    (folder / "metrics.csv").write_text("account_id,date,followers\nweibo:1,2026-03-31,5000\n", "utf-8")
    (folder / "audience.csv").write_text(
        "account_id,date,dimension,bucket,people,percent\n"
        "weibo:1,2026-03-31,age,0-17,12,0.2%\nweibo:1,2026-03-31,age,18-24,900,18%\n", "utf-8",
    )  # fmt: skip
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["reach", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


def test_says_first_that_it_is_no_assessment(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not for assessment" in told(capsys, str(fleet), "--lang", "en").splitlines()[0]
    assert "不作考核依据" in told(capsys, str(fleet), "--lang", "zh").splitlines()[0]


def test_what_is_not_there_is_told_apart_from_nought(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["key"]: row for row in json.loads(told(capsys, str(fleet), "--format", "json"))["rows"]}
    assert rows["weibo:1"]["reads"] == "not_collected"
    assert rows["mastodon:3"]["reads"] == "not_offered"
    assert rows["weibo:1"]["likes"] == 55
    assert rows["wechat:2"]["at_least"] == ["reads"]


def test_rows_stand_in_order_of_name_whatever_their_size(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [row["name"] for row in json.loads(told(capsys, str(fleet), "--format", "json"))["rows"]]
    assert names == sorted(names)
    assert "rank" not in told(capsys, str(fleet), "--format", "csv")


def test_a_bucket_of_few_people_shows_no_number(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, str(fleet), "--lang", "en")
    assert "under 20" in text
    assert "0.2%" not in text
    assert "900" in text


def test_shares_are_given_only_at_edges_that_all_wordings_have(
    fleet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ages"
    folder.mkdir()
    for path in fleet.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    rows = [("weibo:1", "0-17", 100), ("weibo:1", "18-24", 300), ("weibo:1", "25+", 600)]
    rows += [("wechat:2", "0-24", 500), ("wechat:2", "25-40", 300), ("wechat:2", "41+", 200)]
    lines = [f"{account},2026-03-31,age,{bucket},{people}" for account, bucket, people in rows]
    (folder / "audience.csv").write_text("account_id,date,dimension,bucket,people\n" + "\n".join(lines) + "\n", "utf-8")
    shares = json.loads(told(capsys, str(folder), "--format", "json"))["younger_than"]
    assert [(name, age, share) for name, _, age, share in shares] == [("桐湾发布", 25, 0.5), ("青溪发布", 25, 0.4)]
    assert "<25" in told(capsys, str(folder), "--lang", "zh")


def test_an_index_names_what_it_lacks(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "headline_reads" in told(capsys, str(fleet), "--index", "wci-14.2", "--lang", "en")
    assert "桐湾发布" not in told(capsys, str(fleet), "--index", "weibo-2024", "--lang", "en").split("formula:")[1]


def test_a_file_is_written_whole_and_reads_back(
    fleet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "reach.csv"
    told(capsys, str(fleet), "--format", "csv", "--out", str(out))
    assert pl.read_csv(out).height == 3
    assert [path.name for path in tmp_path.iterdir()] == ["reach.csv"]


@pytest.mark.parametrize(
    "arguments",
    [("--month", "2026-13"), ("--month", "2026-03", "--to", "2026-04"), ("--from", "2026-04", "--to", "2026-01")],
)
def test_a_period_that_makes_no_sense_is_refused(
    fleet: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "help:" in told(capsys, str(fleet), *arguments, code=2)


def test_an_audience_changes_no_verdict(fleet: Path, tmp_path: Path) -> None:
    results = []
    for number, text in enumerate((None, "18-24,900,18%", "18-24,1,99%")):
        folder = tmp_path / str(number)
        folder.mkdir()
        for path in fleet.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / "audience.csv").unlink()
        if text:
            rows = f"account_id,date,dimension,bucket,people,percent\nweibo:1,2026-03-31,age,{text}\n"
            (folder / "audience.csv").write_text(rows, "utf-8")
        main(["inspect", str(folder), "--out", str(tmp_path / f"run{number}"), "--quiet"])
        results.append(json.loads((tmp_path / f"run{number}" / "run.json").read_text("utf-8"))["result_sha256"])
    assert len(set(results)) == 1


def test_no_check_reads_the_audience_and_no_check_or_rule_knows_reach() -> None:
    assert not any("audience" in module.READS for module in discover().values())
    forbidden = {"plumbline.series.reach", "plumbline.engine.reach", "plumbline.series.indices"}
    for room in ("checks", "rulebook"):
        for path in (PACKAGE / room).rglob("*.py"):
            names = {
                node.module if isinstance(node, ast.ImportFrom) else alias.name
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Import | ast.ImportFrom)
                for alias in node.names
            }
            assert not names & forbidden, path.name
