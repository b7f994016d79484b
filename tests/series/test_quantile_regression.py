"""Lines of quantile regression: that they are what they claim, and the same every time."""

import numpy as np
import pytest

from plumbline.series.quantile_regression import quantile_line


def _sample(seed: int = 1, rows: int = 400) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(seed)
    x = dice.normal(9, 1.5, rows)
    return np.column_stack([np.ones(rows), x]), 0.8 * x - 3 + dice.standard_t(3, rows)


def test_without_an_explaining_column_it_is_the_quantile_itself() -> None:
    values = np.arange(1.0, 102.0)
    assert quantile_line(np.ones((101, 1)), values, 0.5)[0] == 51.0
    assert quantile_line(np.ones((101, 1)), values, 0.9)[0] == pytest.approx(91.0, abs=1)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_the_asked_share_lies_below_the_line(quantile: float) -> None:
    design, response = _sample()
    below = (response < design @ quantile_line(design, response, quantile)).mean()
    assert below == pytest.approx(quantile, abs=0.01)


def test_no_other_line_has_a_smaller_loss() -> None:
    design, response = _sample()
    line = quantile_line(design, response, 0.9)

    def loss(coefficients: np.ndarray) -> float:
        off = response - design @ coefficients
        return float(np.maximum(0.9 * off, -0.1 * off).sum())

    dice = np.random.default_rng(2)
    assert all(loss(line) <= loss(line + dice.normal(0, 0.02, 2)) + 1e-3 for _ in range(200))


def test_columns_that_say_nothing_new_get_nothing() -> None:
    design, response = _sample()
    twice = np.column_stack([design, design[:, 1] * 2, np.zeros(len(design))])
    assert quantile_line(twice, response, 0.5).tolist() == [*quantile_line(design, response, 0.5), 0.0, 0.0]


def test_the_same_rows_give_the_same_line_to_the_bit() -> None:
    design, response = _sample(rows=2_000)
    assert quantile_line(design, response, 0.5).tolist() == quantile_line(design, response, 0.5).tolist()


def test_nothing_to_lay_a_line_through_is_an_error() -> None:
    with pytest.raises(ValueError, match="0 rows"):
        quantile_line(np.ones((0, 1)), np.ones(0), 0.5)
    with pytest.raises(ValueError, match="between"):
        quantile_line(np.ones((3, 1)), np.ones(3), 1.0)
