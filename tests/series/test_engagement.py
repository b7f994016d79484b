"""Lines of peers, account-months and their scores: what fires, what does not, and that order decides nothing."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from plumbline.domain.check import FIGURES_SCHEMA, PEER_NORMS_SCHEMA
from plumbline.domain.tables import TABLES
from plumbline.series.engagement import MOST_OF_ONE, peer_norms
from plumbline.series.engagement_months import account_months, measured, norms_of
from plumbline.series.engagement_posts import posts_of
from plumbline.series.engagement_scores import scored
from plumbline.simulation.engagement import Fleet, Law, Tampering, fleet

LATER = 4_000_000_000


def _empty(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema=TABLES[table].schema)


@pytest.fixture(scope="module")
def honest() -> Fleet:
    return fleet(1, 60, months=6, posts=25)


def _norms(made: Fleet) -> pl.DataFrame:
    return peer_norms(made.figures, made.accounts, made.units, made.metrics)


def _months(made: Fleet, *, least_count: int = 20) -> pl.DataFrame:
    posts = posts_of(made.figures, made.accounts, made.units, made.metrics, ripe_by=LATER)
    return account_months(measured(posts, norms_of(_norms(made))), least_posts=20, least_count=least_count)


def test_likes_rise_with_reads_as_the_posts_do(honest: Fleet) -> None:
    middle = _norms(honest).filter(pl.col("quantile_pm") == 500, pl.col("group") == "wechat/county/post")
    line = middle.filter(pl.col("target") == "likes|reads+followers")
    slopes = dict(zip(line["names"][0], line["coefficients"][0], strict=True))
    assert slopes["reads"] == pytest.approx(0.9, abs=0.15)


def test_a_group_with_few_accounts_has_no_line_of_its_own(honest: Fleet) -> None:
    few = honest.accounts.head(5)
    groups = set(peer_norms(honest.figures, few, honest.units, honest.metrics)["group"])
    assert groups == {"wechat/*/*"}


def test_rows_in_another_order_give_the_same_lines(honest: Fleet) -> None:
    other = replace(
        honest, figures=honest.figures.sample(fraction=1, shuffle=True, seed=3),
        accounts=honest.accounts.reverse(), metrics=honest.metrics.reverse(),
    )  # fmt: skip
    assert _norms(other).equals(_norms(honest))


def test_no_posts_give_no_lines() -> None:
    nothing = peer_norms(pl.DataFrame(schema=FIGURES_SCHEMA), _empty("accounts"), _empty("units"), _empty("metrics"))
    assert dict(nothing.schema) == PEER_NORMS_SCHEMA
    assert nothing.is_empty()


def test_without_reads_each_count_is_explained_by_the_two_others() -> None:
    weibo = fleet(2, 40, months=4, posts=25, platform="weibo", reads=False)
    assert set(_norms(weibo)["target"]) == {"likes|triangle", "reposts|triangle", "comments|triangle"}
    assert _months(weibo)["level_reads"].null_count() == _months(weibo).height


def test_one_account_with_most_posts_is_not_the_norm() -> None:
    figures = fleet(3, 40, months=3, posts=25).figures
    large = fleet(4, 1, months=3, posts=2_000, law=Law(account=0.01)).figures.with_columns(
        account_id=pl.lit("large"), likes=pl.col("likes").list.eval(pl.element() * 50)
    )
    accounts = fleet(3, 40, months=3, posts=25).accounts
    both = pl.concat([accounts, accounts.head(1).with_columns(account_id=pl.lit("large"))])
    line = peer_norms(pl.concat([figures, large]), both, _empty("units"), _empty("metrics"))
    alone = peer_norms(figures, accounts, _empty("units"), _empty("metrics"))
    middle = [
        table.filter(pl.col("group") == "wechat/*/*", pl.col("target") == "likes|reads", pl.col("quantile_pm") == 500)[
            "coefficients"
        ][0].to_numpy()
        @ np.array([1, 0, 0, 9.0])
        for table in (line, alone)
    ]
    assert MOST_OF_ONE < 2_000
    assert middle[0] == pytest.approx(middle[1], abs=0.4)


def test_displayed_caps_are_no_numbers() -> None:
    figures = fleet(5, 1, months=1, posts=25, platform="weibo").figures.with_columns(
        likes=pl.lit([1_000_000] * 10 + [500] * 15, dtype=pl.List(pl.Int32))
    )
    accounts = fleet(5, 1, platform="weibo").accounts
    posts = posts_of(figures, accounts, _empty("units"), _empty("metrics"), ripe_by=LATER)
    assert posts["capped"].sum() == 10
    assert posts["likes"].null_count() == 10


def test_posts_that_are_not_ripe_are_left_out(honest: Fleet) -> None:
    moments = honest.figures.explode("at")["at"].sort()
    limit = int(moments[1_000])
    posts = posts_of(honest.figures, honest.accounts, honest.units, honest.metrics, ripe_by=limit)
    assert posts["at"].max() == limit


def test_tripled_likes_jump_and_one_viral_post_does_not() -> None:
    made = fleet(6, 60, months=8, posts=25, tampering=Tampering(1))
    viral = pl.when(pl.col("account_id") == "wechat:000007", pl.col("month") == date(2026, 6, 1)).then(
        pl.concat_list(pl.col("likes").list.head(24), pl.lit(2_000_000, pl.Int32))
    ).otherwise("likes")  # fmt: skip
    months = scored(_months(replace(made, figures=made.figures.with_columns(likes=viral))), least_earlier=3)
    rows = months.select("account_id", "month", "jump_likes").iter_rows()
    jumps = {(account, month.month): jump for account, month, jump in rows}
    assert jumps["wechat:000000", 4] > 6
    assert abs(jumps["wechat:000007", 6]) < 4


def test_what_a_platform_did_to_all_is_nobodys_jump() -> None:
    made = fleet(7, 60, months=8, posts=25)
    recount = pl.when(pl.col("month") >= date(2026, 6, 1)).then(pl.col("likes").list.eval(pl.element() * 4))
    figures = made.figures.with_columns(likes=recount.otherwise("likes"))
    months = scored(_months(replace(made, figures=figures)), least_earlier=3)
    june = months.filter(pl.col("month") == date(2026, 6, 1))["jump_likes"]
    assert june.median() == pytest.approx(0, abs=0.6)


def test_the_same_number_of_likes_on_every_post_makes_posts_alike() -> None:
    made = fleet(8, 60, months=6, posts=40, tampering=Tampering(1, factor=10.0, package=True))
    months = scored(_months(made), least_earlier=3)
    june = months.filter(pl.col("month") == date(2026, 6, 1)).sort("regular", descending=True, nulls_last=True).head(3)
    assert june.filter(pl.col("account_id") == "wechat:000000")["regular_of"].to_list() == ["likes"]


def test_a_handful_of_likes_is_no_level(honest: Fleet) -> None:
    months = _months(honest, least_count=1_000_000)
    assert months["level_likes"].null_count() == months.height
