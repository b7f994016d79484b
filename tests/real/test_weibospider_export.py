"""A real file of weiboSpider, written again in its own shape: nothing is lost, and the times agree with the ids."""

import csv
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from plumbline.importers.export import open_export
from plumbline.importers.format import Context, Passed, Stated, Taken
from plumbline.importers.recognise import recognise
from plumbline.importers.weibo_ids import moment_of

pytestmark = pytest.mark.data
HEADER = ["微博id", "微博正文", "头条文章url", "原始图片url", "微博视频url", "发布位置", "发布时间", "发布工具",
          "点赞数", "转发数", "评论数"]  # fmt: skip
ROWS, RUN = 2130, 500


@pytest.fixture(scope="module")
def export(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The account's rows with the tool's header, which stands again where a run began."""
    path = tmp_path_factory.mktemp("weibospider") / "2803301701.csv"
    with gzip.open(data / "main_job_official_weibo" / "posts.csv.gz", "rt", encoding="utf-8-sig") as source:
        posts = [row for row in csv.DictReader(source) if row["uid"] == "2803301701"]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        for number, post in enumerate(posts):
            if number % RUN == 0:
                writer.writerow(HEADER)
            at = post["created_at"][:16].replace("T", " ")
            counts = [post["likes"], post["reposts"], post["comments"]]
            writer.writerow([post["post_id"], post["text"], "无", "无", "无", "无", at, post["source"], *counts])
    return path


def test_every_real_post_comes_in_with_the_number_that_says_its_time(export: Path) -> None:
    opened = open_export(export)
    reader = recognise(opened)
    context = Context(None, "Asia/Shanghai", lambda **_: None, lambda *_: "", datetime(2021, 5, 1, tzinfo=UTC))
    found = list(reader.read(opened, context))
    posts = pl.DataFrame([dict(row.row) for row in found if isinstance(row, Taken)], infer_schema_length=None)
    assert reader.FORMAT.name == "weibospider-csv"
    assert [row.platform_id for row in found if isinstance(row, Stated)] == ["2803301701"]
    assert [row.why for row in found if isinstance(row, Passed)] == ["repeated_header"] * ((ROWS - 1) // RUN)
    assert (posts.height, posts["post_id"].n_unique()) == (ROWS, ROWS)
    late = [
        abs(row["posted_at"] - (moment_of(row["post_id"]) or row["posted_at"])) for row in posts.iter_rows(named=True)
    ]
    assert max(late) < timedelta(minutes=3)
