"""Labelled real profiles beside the checkout, in the columns of `followers`: to measure on, never to keep.

“Fake” is what those who labelled them called so; in the last set it means “bot”, which is no bought follower.
"""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.domain.tables import TABLES


@dataclass(frozen=True)
class Labelled:
    """Profiles (columns of `followers`, null: not given) and what they were labelled."""

    profiles: pl.DataFrame
    truth: npt.NDArray[np.bool_]


def _srf(folder: Path) -> Labelled:
    rows = pl.read_csv(folder / "srf_instagram" / "labelled_975.csv")
    names = {"posts": "posts", "followers": "followers", "following": "following", "username_digits": "name_digits"}
    return _labelled(rows, names, {"has_avatar": pl.col("has_picture") == 1}, "fake")


def _instafake(folder: Path) -> Labelled:
    files = (folder / "instafake" / f"fake_v1_{kind}.json.gz" for kind in ("fake", "real"))
    found: list[dict[str, Any]] = [row for file in files for row in json.loads(gzip.decompress(file.read_bytes()))]
    names = {"userMediaCount": "posts", "userFollowerCount": "followers", "userFollowingCount": "following",
             "usernameDigitCount": "name_digits"}  # fmt: skip
    flags = {"has_avatar": pl.col("userHasProfilPic") == 1, "has_bio": pl.col("userBiographyLength") > 0}
    return _labelled(pl.DataFrame(found), names, flags, "isFake")


def _bots(folder: Path) -> Labelled:
    rows = pl.read_csv(folder / "twitter_bots_mit" / "profiles.csv")
    names = {"statuses": "posts", "followers": "followers", "following": "following", "username_digits": "name_digits"}
    return _labelled(
        rows, names, {"has_avatar": pl.col("default_image") == 0, "has_bio": pl.col("bio_length") > 0}, "bot"
    )


def _labelled(rows: pl.DataFrame, names: Mapping[str, str], flags: Mapping[str, pl.Expr], label: str) -> Labelled:
    counts = [pl.col(theirs).cast(pl.Int64).alias(ours) for theirs, ours in names.items()]
    known = rows.select(*counts, **flags)
    empty = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in TABLES["followers"].schema.items()
        if name not in known.columns
    ]
    return Labelled(known.with_columns(empty), rows[label].to_numpy() == 1)


SETS: Mapping[str, Callable[[Path], Labelled]] = MappingProxyType(
    {"srf_instagram": _srf, "instafake": _instafake, "twitter_bots_mit (bots)": _bots}
)
"""By name: how the profiles are read from the folder of real data."""
