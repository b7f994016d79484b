"""Registered accounts are told from all others, whatever their number and whatever their ids look like."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.dossier import registered
from plumbline.dossier.registered import Registered


@given(st.lists(st.text(max_size=5), unique=True, max_size=30), st.lists(st.text(max_size=5) | st.none(), max_size=30))
def test_each_id_gets_its_position_and_every_other_null(ids: list[str], column: list[str | None]) -> None:
    numbers = Registered(pl.Series(ids, dtype=pl.String)).numbers(pl.Series(column, dtype=pl.String))
    assert numbers.to_list() == [ids.index(value) if value in ids else None for value in column]


def test_ids_that_share_a_place_in_the_table_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registered, "_place", lambda ids: np.zeros(ids.len(), np.int64))
    numbers = Registered(pl.Series(["a", "b", "c"])).numbers(pl.Series(["c", "a", "x", "b", None]))
    assert numbers.to_list() == [2, 0, None, 1, None]
