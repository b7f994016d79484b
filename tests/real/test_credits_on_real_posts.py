"""The reader of credits against hand labels of real posts; only ids, names and forms are kept here."""

import json
from pathlib import Path

import polars as pl
import pytest

from plumbline.quality.credit_reading import FormCounts, by_form, is_opened, labelled, read_in

LABELS = Path(__file__).resolve().parents[1] / "quality" / "credits_labels.jsonl"
ROWS = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
FORMS = {"label", "report", "agency", "repost", "via", "mention", "link"}


def test_the_labels_hold_names_and_forms_and_no_texts() -> None:
    assert len({row["post_id"] for row in ROWS}) == len(ROWS) >= 200
    assert all(row.keys() == {"account", "post_id", "stratum", "credits"} for row in ROWS)
    credits = [credit for row in ROWS for credit in row["credits"]]
    assert all(credit["form"] in FORMS and len(credit["name"]) <= 24 for credit in credits)


@pytest.mark.data
@pytest.mark.parametrize("opened", [True, False])
def test_most_sources_are_read_and_few_are_made_up(data: Path, opened: bool) -> None:  # noqa: FBT001 - a parameter
    counts = _counts(data, opened=opened)
    right, wrong, missed = (sum(each.values()) for each in (counts.right, counts.wrong, counts.missed))
    assert 100 * right >= 90 * (right + missed)
    assert 100 * right >= 90 * (right + wrong)


def _counts(data: Path, *, opened: bool) -> FormCounts:
    posts = pl.read_csv(data / "main_job_official_weibo" / "posts.csv.gz", infer_schema_length=0)
    texts = dict(posts.select("post_id", pl.col("text").fill_null("")).iter_rows())
    rows = [row for row in ROWS if is_opened(row["post_id"]) == opened]
    return by_form((labelled(row), read_in(texts[row["post_id"]], row["account"])) for row in rows)
