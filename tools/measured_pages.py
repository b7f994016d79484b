"""What the tools that write docs/measured share: where the real data lie, shares with intervals, writing a page."""

import gzip
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.quality.rates import wilson

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("PLUMBLINE_DATA", REPOSITORY.parent / "shared" / "data"))
POSTS = DATA / "main_job_official_weibo" / "posts.csv.gz"


def page(name: str) -> Path:
    """Where the page of that name lies."""
    return REPOSITORY / "docs" / "measured" / f"{name}.md"


def write(path: Path, lines: Callable[[], Iterator[str]], *, needs: Path) -> None:
    """Write a page; where the data that it needs are not there, leave with a word about it."""
    if not needs.exists():
        sys.exit(f"error: the real data are not there: {needs}\nhelp: set PLUMBLINE_DATA to the folder that holds them")
    path.write_text("\n".join(lines()) + "\n", "utf-8")
    print(f"wrote {path.relative_to(REPOSITORY)}")


def packed_rows(path: Path) -> pl.DataFrame:
    """A packed CSV file, every column as text."""
    with gzip.open(path, "rb") as stream:
        return pl.read_csv(stream.read(), infer_schema_length=0)


def official_posts() -> pl.DataFrame:
    """Real posts of two official accounts: account, post_id, text."""
    return packed_rows(POSTS).select("account", "post_id", pl.col("text").fill_null(""))


def sha256(path: Path) -> str:
    """The digest of a file; pages show all of it or the first twelve digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def span(result: dict[str, Any], name: str) -> str:
    """A figure of `quality.evaluation.figures` with its interval."""
    ends = result["intervals"][name]
    return "–" if ends is None else f"{result[name]:.2f} [{ends[0]:.2f}, {ends[1]:.2f}]"


def share(part: int, whole: int) -> str:
    """A share in 0..1 with its interval (Wilson, 95%)."""
    ends = wilson(part, whole)
    return "–" if ends is None else f"{part / whole:.2f} [{ends[0]:.2f}, {ends[1]:.2f}]"


def rate(part: int, whole: int) -> str:
    """A share in 10,000 with its interval (Wilson, 95%)."""
    ends = wilson(part, whole)
    return "–" if ends is None else f"{10_000 * part / whole:.1f} [{10_000 * ends[0]:.1f}, {10_000 * ends[1]:.1f}]"
