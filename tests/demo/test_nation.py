"""The made-up nation that the benchmark runs on."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from plumbline.demo.nation import AS_OF, write_nation
from plumbline.domain.tables import TABLES

ACCOUNTS, POSTS = 2000, 120_000


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    write_nation(folder, accounts=ACCOUNTS, posts=POSTS, seed=3)
    return folder


def test_it_has_exactly_the_accounts_and_posts_that_were_asked_for(nation: Path) -> None:
    assert pl.read_parquet(nation / "accounts.parquet").height == ACCOUNTS
    posts = pl.read_parquet(nation / "posts")
    assert posts.height == POSTS
    assert posts["post_id"].is_unique().all()
    assert posts["post_id"].str.len_chars().unique().to_list() == [16]


def test_posts_lie_in_one_file_a_week_in_order_of_time_up_to_the_moment(nation: Path) -> None:
    files = sorted((nation / "posts").iterdir())
    posted = pl.concat(pl.read_parquet(file)["posted_at"] for file in files)
    assert len(files) == 13
    assert posted.is_sorted()
    assert posted.max() <= AS_OF  # type: ignore[operator]
    assert posted.min() > AS_OF - timedelta(days=90)  # type: ignore[operator]


def test_about_two_in_a_hundred_accounts_have_fallen_silent(nation: Path) -> None:
    published = pl.col("kind").is_in(["post", "repost"]) & ~pl.col("automatic")
    last = pl.read_parquet(nation / "posts").filter(published).group_by("account_id").agg(pl.col("posted_at").max())
    living = last.filter(pl.col("posted_at") > AS_OF - timedelta(days=15)).height
    assert 0.01 < 1 - living / ACCOUNTS < 0.04


@pytest.mark.parametrize("table", ["units", "accounts", "messages", "coverage", "posts"])
def test_tables_have_the_contracts_columns_and_types(nation: Path, table: str) -> None:
    path = nation / table if table == "posts" else nation / f"{table}.parquet"
    frame, schema = pl.read_parquet(path), TABLES[table].schema
    assert set(TABLES[table].required) <= set(frame.columns)
    assert {name: frame.schema[name] for name in frame.columns} == {name: schema[name] for name in frame.columns}
    assert not TABLES[table].key or frame.select(TABLES[table].key).is_unique().all()


def test_every_account_belongs_to_a_unit_and_every_unit_to_a_listed_one(nation: Path) -> None:
    units = pl.read_parquet(nation / "units.parquet")
    assert pl.read_parquet(nation / "accounts.parquet")["unit_id"].is_in(units["unit_id"].to_list()).all()
    assert units["parent_id"].drop_nulls().is_in(units["unit_id"].to_list()).all()
    assert set(units["level"]) == {"province", "city", "county", "department"}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(nation: Path, tmp_path: Path) -> None:
    write_nation(tmp_path / "again", accounts=ACCOUNTS, posts=POSTS, seed=3)
    write_nation(tmp_path / "other", accounts=ACCOUNTS, posts=POSTS, seed=4)
    for file in (path.relative_to(nation) for path in sorted(nation.rglob("*.parquet"))):
        assert (tmp_path / "again" / file).read_bytes() == (nation / file).read_bytes()
    week = Path("posts") / "week-01.parquet"
    assert (tmp_path / "other" / week).read_bytes() != (nation / week).read_bytes()


@pytest.mark.parametrize(("accounts", "posts"), [(1, 1), (1, 40), (7, 100), (100, 3)])
def test_the_smallest_nations_are_written_too(tmp_path: Path, accounts: int, posts: int) -> None:
    write_nation(tmp_path, accounts=accounts, posts=posts, seed=1)
    assert pl.read_parquet(tmp_path / "posts").height == posts


def test_long_texts_are_longer(nation: Path, tmp_path: Path) -> None:
    write_nation(tmp_path, accounts=50, posts=2000, seed=3, with_text=True)
    short, long = (pl.read_parquet(folder / "posts")["text"].str.len_chars().mean() for folder in (nation, tmp_path))
    assert long > 1.5 * short  # type: ignore[operator]
