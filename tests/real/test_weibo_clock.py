"""The ids of 10,081 real posts say the second in which they were made."""

from pathlib import Path

import pytest

from plumbline.quality.bars_clocks import on_real

pytestmark = pytest.mark.data


def test_every_real_id_goes_with_the_displayed_time_and_nobody_is_accused(data: Path) -> None:
    within, largest, told = on_real(data)
    assert (within.runs, within.measured) == (10_081, 1.0)
    assert largest.measured <= 90
    assert told.measured == 0
