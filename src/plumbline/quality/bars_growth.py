"""What `authenticity.follower_burst` is worth on simulated series: false alarms, and power by purchase."""

from datetime import timedelta

import polars as pl

from plumbline.followers.intervals import wilson
from plumbline.quality.bars import Bar
from plumbline.series.common_mode import common_gain
from plumbline.series.growth import Settings, triggers
from plumbline.simulation.growth import LAST, Fleet, Noise, Purchase, fleet

CLEAN, BUYERS, HONEST = 1_800, 240, 1_000
"""Clean accounts; buyers of each kind, and the honest ones whose common mode they stand in."""
AIMS: dict[tuple[int, float], float] = {(2, 2): 0.55, (7, 2): 0.90, (30, 1): 0.80, (60, 2): 0.85}
CELLS: tuple[tuple[int, float], ...] = (
    (2, 1),
    (2, 2),
    (2, 4),
    (2, 8),
    (7, 1),
    (7, 2),
    (7, 4),
    (30, 0.5),
    (30, 1),
    (30, 2),
    (60, 1),
    (60, 2),
    (60, 4),
)
OTHERS = {
    "negative binomial days": Noise(heavy=True),
    "livelier, longer memory, sizes from hundreds to millions": Noise(day=0.5, memory=0.6, size=2.2),
    "three times the viral posts and drives": Noise(viral=9, drives=3),
}


def bars(seed: int, scale: float = 1.0) -> list[Bar]:
    """Size on clean accounts, under other noise than the thresholds were set on, and power by purchase."""
    out = [_size("false alarms, accounts in four months", seed, scale, Noise(), "<= 0.12")]
    out += [
        _size(f"false alarms: {name}", seed + number, scale, law, "none: not what it was calibrated on")
        for number, (name, law) in enumerate(OTHERS.items(), 1)
    ]
    return out + [_power(days, times, seed, scale) for days, times in CELLS]


def _size(name: str, seed: int, scale: float, law: Noise, aim: str) -> Bar:
    made = fleet(seed, max(30, int(CLEAN * scale)), noise=law)
    alarms, runs = len(_fired(made)), made.accounts.height
    low, high = wilson(alarms, runs) or (0.0, 1.0)
    met = alarms / runs <= 0.12 if aim.startswith("<=") else None
    return Bar(name, aim, alarms / runs, low, high, met, runs)


def _power(days: int, times: float, seed: int, scale: float) -> Bar:
    buyers = max(10, int(BUYERS * scale))
    made = fleet(
        seed + 10 * days + int(2 * times), buyers + int(HONEST * scale), purchase=Purchase(times, days), buyers=buyers
    )
    bought = {made.accounts["account_id"][number] for number in range(buyers)}
    found = len(bought & _fired(made))
    low, high = wilson(found, buyers) or (0.0, 1.0)
    aim = AIMS.get((days, times))
    name = f"found: {times:g} times a month's gain bought over {days} days"
    return Bar(name, "" if aim is None else f">= {aim:.2f}", found / buyers, low, high,
               None if aim is None else found / buyers >= aim, buyers)  # fmt: skip


def _fired(made: Fleet) -> set[str]:
    """Accounts with a window."""
    common = common_gain(made.metrics, made.accounts)
    settings = Settings(today=LAST, judged_days=124)
    found = triggers(made.metrics, made.accounts, made.campaigns, common, settings)
    return set(found.filter(pl.col("to_on") >= LAST - timedelta(days=124))["account_id"])
