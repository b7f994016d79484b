"""How often the interval of a share holds the truth: with wrong scores, with real lists, and beside naive counting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from plumbline.followers.agreement import agreement
from plumbline.followers.intervals import Z, wilson
from plumbline.followers.prevalence import Prevalence, Scored, prevalence
from plumbline.followers.purchase_marks import purchase_marks
from plumbline.quality.bars import Bar
from plumbline.quality.labelled_profiles import SETS, Labelled
from plumbline.simulation.reviews import SCORERS, Chance, Flags, Floats, Reader, marks

SHARES = (0.02, 0.05, 0.10, 0.20, 0.30, 0.40, 0.50)
REVIEWED, SCORED_ROWS, ROUNDS = 300, 2_000, 2_000
LOW, HIGH, WIDTH = 0.92, 0.98, 0.035
_DAY = date(2024, 1, 1)
_TELLING = ("good", "upside_down")
_WRONG = ("biased", "upside_down", "constant", "dice")


def bars(seed: int, scale: float = 1.0) -> list[Bar]:
    """Coverage and width by score and true share; naive counting beside it; two readers who err. Simulated."""
    rounds = max(int(ROUNDS * scale), 20)
    cells = list(_cells(seed, rounds))
    return [
        *_coverage(cells),
        *_widths(cells),
        _naive(seed, rounds),
        _whole_list(seed, rounds),
        *_readers(seed, max(rounds // 4, 20)),
    ]


@dataclass(frozen=True)
class Cell:
    """One score and one true share: the trials in which the interval held it, and half their mean width."""

    scorer: str
    share: float
    held: int
    rounds: int
    half: float

    @property
    def coverage(self) -> float:
        """Share of trials that held the truth."""
        return self.held / self.rounds


def _cells(seed: int, rounds: int) -> Iterator[Cell]:
    for place, scorer in enumerate(SCORERS):
        for share in SHARES:
            chance = np.random.default_rng([seed, place, int(1000 * share)])
            found = [_estimated(scorer, share, chance) for _ in range(rounds)]
            yield _cell(scorer, share, found)


def _cell(scorer: str, share: float, found: list[Prevalence]) -> Cell:
    held = sum(one.low <= share <= one.high for one in found)
    half = sum((one.high - one.low) / 2 for one in found) / len(found)
    return Cell(scorer, share, held, len(found), half)


def _estimated(scorer: str, share: float, chance: Chance) -> Prevalence:
    truth = marks(SCORED_ROWS, share, chance)
    return _of_draw(truth, SCORERS[scorer](truth, chance), None)


def _of_draw(truth: Flags, scores: Floats, population: int | None) -> Prevalence:
    labels, points = truth[:REVIEWED].tolist(), scores[:REVIEWED].tolist()
    return prevalence(labels, points, Scored(scores.size, float(scores.mean()), population))


def _coverage(cells: Sequence[Cell]) -> Iterator[Bar]:
    """A bar a score: its worst cell, the one furthest from 95%."""
    for scorer in SCORERS:
        mine = [cell for cell in cells if cell.scorer == scorer]
        worst = max(mine, key=lambda cell: abs(cell.coverage - 0.95))
        spread = ", ".join(f"{cell.share:.0%} {cell.coverage:.3f}" for cell in mine)
        met = all(LOW <= cell.coverage <= HIGH for cell in mine)
        low, high = wilson(worst.held, worst.rounds) or (0.0, 1.0)
        yield Bar(
            f"coverage of the 95% interval, {_told(scorer)}, worst of seven true shares", "0.92 to 0.98",
            worst.coverage, low, high, met, sum(cell.rounds for cell in mine), f"simulated; by true share: {spread}",
        )  # fmt: skip


def _told(scorer: str) -> str:
    return f"score {scorer.replace('_', ' ')}" + (" (wrong on purpose)" if scorer in _WRONG else "")


def _widths(cells: Sequence[Cell]) -> Iterator[Bar]:
    """Half the width with 300 reviews. A score that tells something must reach the bar; one that tells nothing can only
    cost nothing: no method is narrower than the answers alone (those of the constant score)."""
    alone = _mean(cell for cell in cells if cell.scorer == "constant")
    for scorer in SCORERS:
        mine = [cell for cell in cells if cell.scorer == scorer]
        mean, most = _mean(mine), WIDTH if scorer in _TELLING else alone * 1.02
        wide = "" if mean <= WIDTH else f"; over {WIDTH}, which 300 answers cannot reach without a score that ranks"
        spread = ", ".join(f"{cell.share:.0%} ±{100 * cell.half:.1f}" for cell in mine)
        yield Bar(
            f"half the interval with 300 reviews, {_told(scorer)}, mean over seven true shares",
            f"<= {most:.3f}" + ("" if scorer in _TELLING else " (300 answers alone, and 2%)"), mean,
            min(cell.half for cell in mine), max(cell.half for cell in mine), mean <= most,
            sum(cell.rounds for cell in mine), f"simulated{wide}; low, high: narrowest, widest; by share: {spread}",
        )  # fmt: skip


def _mean(cells: Iterable[Cell]) -> float:
    halves = [cell.half for cell in cells]
    return sum(halves) / len(halves)


def _naive(seed: int, rounds: int) -> Bar:
    """Classify and count with the usual interval, under the wrong scores: why a raw share is never printed."""
    chance, held = np.random.default_rng([seed, 77]), 0
    trials = [(scorer, share) for scorer in _WRONG for share in SHARES]
    each = max(rounds // 10, 5)
    for scorer, share in (trial for trial in trials for _ in range(each)):
        flagged = SCORERS[scorer](marks(SCORED_ROWS, share, chance), chance) > 0.5
        rate = float(flagged.mean())
        held += abs(rate - share) <= Z * (rate * (1 - rate) / SCORED_ROWS) ** 0.5
    low, high = wilson(held, each * len(trials)) or (0.0, 1.0)
    return Bar(
        "coverage of classify-and-count with its usual interval, wrong scores", "shown to be unusable",
        held / (each * len(trials)), low, high, None, each * len(trials), "simulated; what Plumbline never prints",
    )  # fmt: skip


def _whole_list(seed: int, rounds: int) -> Bar:
    """A list of 1,500 that is scored whole: the interval speaks of that list, with the correction for it."""
    chance, held, each = np.random.default_rng([seed, 78]), 0, max(rounds // 4, 20)
    for number in range(each):
        truth = marks(1_500, SHARES[number % len(SHARES)], chance)
        found = _of_draw(truth, SCORERS["good"](truth, chance), 1_500)
        held += found.low <= truth.mean() <= found.high
    low, high = wilson(held, each) or (0.0, 1.0)
    return Bar(
        "coverage where the whole list of 1,500 is scored", "0.92 to 0.98", held / each, low, high,
        LOW <= held / each <= HIGH, each, "simulated; finite population correction",
    )  # fmt: skip


def _readers(seed: int, rounds: int) -> Iterator[Bar]:
    """Two readers who err, and the floor under their agreement."""
    careful, careless = Reader(0.95, 0.98), Reader(0.70, 0.80)
    for name, reader, aim in (("careful", careful, ">= 0.95"), ("careless", careless, "<= 0.05")):
        chance, told = np.random.default_rng([seed, 79]), 0
        for _ in range(rounds):
            truth = marks(REVIEWED, 0.35, chance)
            told += agreement(reader.answers(truth, chance), reader.answers(truth, chance)).enough
        low, high = wilson(told, rounds) or (0.0, 1.0)
        share = told / rounds
        yield Bar(
            f"reviews that may tell a share, {name} readers ({reader.sees:.0%} seen, {reader.passes:.0%} passed)", aim,
            share, low, high, share >= 0.95 if name == "careful" else share <= 0.05, rounds,
            "simulated; kappa of 0.6 is asked for; 35% marked",
        )  # fmt: skip


def on_real(folder: Path, seed: int = 1_000, scale: float = 1.0) -> list[Bar]:
    """On labelled real profiles under `folder`: how the points rank, and coverage when samples are drawn from them.

    Nothing of them is kept. OSError where the files are not there.
    """
    return [bar for name, read in SETS.items() for bar in _real(name, read(folder), seed, scale)]


def _real(name: str, found: Labelled, seed: int, scale: float) -> Iterator[Bar]:
    scores = purchase_marks(found.profiles, _DAY).to_numpy()
    rank, low, high = _ranked(found.truth, scores, np.random.default_rng([seed, 1]), max(int(400 * scale), 20))
    share = float(found.truth.mean())
    note = f"real; {found.truth.size} profiles, {share:.1%} labelled; points set by hand, not fitted to anything"
    yield Bar(
        f"how the points rank (area under the curve), {name}", "reported", rank, low, high, None, found.truth.size, note
    )
    rounds, chance, halves, held = max(int(ROUNDS * scale), 20), np.random.default_rng([seed, 2]), 0.0, 0
    for _ in range(rounds):
        drawn = chance.integers(0, found.truth.size, SCORED_ROWS)
        one = _of_draw(found.truth[drawn], scores[drawn], None)
        held, halves = held + (one.low <= share <= one.high), halves + (one.high - one.low) / 2
    low, high = wilson(held, rounds) or (0.0, 1.0)
    yield Bar(
        f"coverage on {name}, 300 reviewed of 2,000 drawn with replacement", "0.92 to 0.98", held / rounds, low, high,
        LOW <= held / rounds <= HIGH, rounds, f"real profiles at their own rate; half width {halves / rounds:.4f}",
    )  # fmt: skip


def _ranked(truth: Flags, scores: Floats, chance: Chance, rounds: int) -> tuple[float, float, float]:
    """Area under the curve with the interval of a bootstrap."""
    drawn = (chance.integers(0, truth.size, truth.size) for _ in range(rounds))
    areas = [_area(truth[rows], scores[rows]) for rows in drawn]
    low, high = np.quantile(areas, [0.025, 0.975])
    return _area(truth, scores), float(low), float(high)


def _area(truth: Flags, scores: Floats) -> float:
    fakes, others = np.sort(scores[truth]), np.sort(scores[~truth])
    below: npt.NDArray[np.int64] = np.searchsorted(others, fakes, "left") + np.searchsorted(others, fakes, "right")
    return float(below.mean() / 2 / others.size)
