"""A published bar: what was aimed at, what was measured, with an interval and the number of trials behind it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One measured figure of a check.

    `aim` is the bar in words (``<= 0.12``), `measured` the figure, `low` and `high` its 95% interval, `met` whether the
    figure itself meets the bar (None: reported without a bar), `runs` the trials, `note` what to know about it.
    """

    name: str
    aim: str
    measured: float
    low: float
    high: float
    met: bool | None
    runs: int
    note: str = ""
