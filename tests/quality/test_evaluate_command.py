"""`plumbline evaluate`: figures of one check on labelled rows, and clear words about rows that are none."""

import json
from pathlib import Path

import pytest

from plumbline.cli.main import main
from plumbline.quality.evaluation import post_checks
from plumbline.quality.published import published

ROWS = [
    {"text": "你算什么东西？滚！", "kind": "reply", "label": 1, "trap": "plain"},
    {"text": "您好，请到政务大厅2号窗口办理。", "kind": "reply", "label": 0, "trap": "plain"},
    {"text": "法院通报：被告人辱骂他人“你算什么东西”，被判拘役。", "kind": "post", "label": 0, "trap": "court_notice"},
]


def written(folder: Path, lines: list[str]) -> str:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_json_has_the_figures_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = written(tmp_path, [json.dumps(row) for row in ROWS])
    assert main(["evaluate", "tone.abusive_language", "--data", data, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["precision"], said["recall"], said["f1"], said["accuracy"]) == (3, 1.0, 1.0, 1.0, 1.0)
    assert (said["auc"], said["accuracy_best_threshold"], said["alarms_per_10k"]) == (1.0, 1.0, 0.0)
    assert set(said["intervals"]) == {"precision", "recall", "accuracy", "alarms_per_10k"}
    assert said["groups"]["court_notice"]["flagged"] == 0


def test_the_text_output_speaks_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = written(tmp_path, [json.dumps(row) for row in ROWS])
    assert main(["evaluate", "tone.abusive_language", "--data", data, "--lang", "zh"]) == 0
    assert "每万条误报" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("{broken", "line 2"),
        ('{"label": 1}', "column text"),
        ('{"text": "a", "label": 2}', "column label"),
        ('{"text": "a", "label": true}', "column label"),
        ('{"text": "a", "label": 1, "kind": "novel"}', "column kind"),
    ],
)
def test_a_bad_row_is_named_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, place: str
) -> None:
    data = written(tmp_path, [json.dumps(ROWS[0]), line])
    assert main(["evaluate", "tone.abusive_language", "--data", data]) == 2
    said = capsys.readouterr().err
    assert "line 2" in said
    assert place in said


def test_a_check_of_tables_and_an_empty_file_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = written(tmp_path, [json.dumps(ROWS[0])])
    assert main(["evaluate", "activity.stale_account", "--data", data]) == 2
    assert main(["evaluate", "tone.abusive_language", "--data", written(tmp_path, [""])]) == 2
    assert "no rows" in capsys.readouterr().err


def test_every_check_of_texts_has_published_figures() -> None:
    assert set(published()) == set(post_checks())
    assert all(figures.offences > 20 and figures.official_posts > 10_000 for figures in published().values())
