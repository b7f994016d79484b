"""Points of a profile: what they see, and that they say nothing where nothing is known."""

from datetime import date

import numpy as np
import polars as pl

from plumbline.domain.tables import TABLES
from plumbline.followers.purchase_marks import purchase_marks
from plumbline.simulation.reviews import follower_list

AS_OF = date(2024, 3, 31)
SCHEMA = TABLES["followers"].schema


def points(**fields: object) -> float:
    row = {name: fields.get(name) for name in SCHEMA} | {"account_id": "a"}
    return float(purchase_marks(pl.DataFrame([row], schema=SCHEMA), AS_OF)[0])


def test_an_empty_shell_has_all_points() -> None:
    shell = points(
        posts=0,
        followers=1,
        following=800,
        has_avatar=False,
        has_bio=False,
        name_digits=8,
        last_post_on=date(2022, 1, 1),
    )
    assert shell == 1.0


def test_an_ordinary_user_has_none() -> None:
    user = points(
        posts=320,
        followers=210,
        following=180,
        has_avatar=True,
        has_bio=True,
        name_digits=1,
        last_post_on=date(2024, 3, 1),
    )
    assert user == 0.0


def test_what_is_not_known_counts_neither_way() -> None:
    assert points() == 0.0
    assert points(has_avatar=False) == 1.0
    assert points(has_avatar=True) == 0.0
    assert points(has_avatar=False, has_bio=True) == 2 / 3
    assert points(following=900) == 0.0


def test_nobody_is_divided_by() -> None:
    assert points(followers=0, following=50) == 1.0
    assert points(followers=0, following=0) == 0.5


def test_points_help_to_tell_shells_from_users() -> None:
    rows = follower_list("a", 2_000, 0.3, AS_OF, np.random.default_rng(2))
    scores = purchase_marks(rows, AS_OF).to_numpy()
    shells, users = scores[rows["marked"].to_numpy()], scores[~rows["marked"].to_numpy()]
    assert (shells[:, None] > users[None, :]).mean() > 0.95


def test_every_row_has_a_score_in_its_place() -> None:
    rows = follower_list("a", 100, 0.3, AS_OF, np.random.default_rng(3)).drop("marked")
    scores = purchase_marks(rows, AS_OF)
    assert scores.len() == 100
    assert scores.is_between(0, 1).all()
    assert scores.reverse().to_list() == purchase_marks(rows.reverse(), AS_OF).to_list()
    assert purchase_marks(rows.clear(), AS_OF).len() == 0
