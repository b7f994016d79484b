"""Rates with intervals, and what a score is worth at every threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

from plumbline.followers.intervals import wilson as wilson


@dataclass(frozen=True)
class Counts:
    """Labelled rows by label and by what the check said."""

    hits: int
    alarms: int
    misses: int
    quiet: int

    @property
    def precision(self) -> float | None:
        """Flagged rows that are offences; None if nothing was flagged."""
        return _share(self.hits, self.hits + self.alarms)

    @property
    def recall(self) -> float | None:
        """Offences that were flagged."""
        return _share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        return _share(2 * self.hits, 2 * self.hits + self.alarms + self.misses)

    @property
    def macro_f1(self) -> float | None:
        """Mean of the F1 of both labels."""
        other = _share(2 * self.quiet, 2 * self.quiet + self.alarms + self.misses)
        return None if self.f1 is None or other is None else (self.f1 + other) / 2

    @property
    def accuracy(self) -> float | None:
        """Rows on which check and label agree."""
        return _share(self.hits + self.quiet, self.hits + self.alarms + self.misses + self.quiet)

    @property
    def alarms_per_10k(self) -> float | None:
        """False alarms in ten thousand innocent rows."""
        share = _share(self.alarms, self.alarms + self.quiet)
        return None if share is None else 10_000 * share


def counted(labels: Sequence[int], flagged: Sequence[bool]) -> Counts:
    """The four counts."""
    pairs = list(zip(labels, flagged, strict=True))
    return Counts(
        hits=sum(label == 1 and flag for label, flag in pairs),
        alarms=sum(label == 0 and flag for label, flag in pairs),
        misses=sum(label == 1 and not flag for label, flag in pairs),
        quiet=sum(label == 0 and not flag for label, flag in pairs),
    )


def auc(labels: Sequence[int], scores: Sequence[int]) -> float | None:
    """Probability that an offence scores higher than an innocent row, ties counting half; None if a label lacks."""
    below, better, positives, negatives = 0, 0.0, 0, 0
    groups: dict[int, list[int]] = {}
    for label, score in zip(labels, scores, strict=True):
        groups.setdefault(score, [0, 0])[label] += 1
    for score in sorted(groups):
        innocent, guilty = groups[score]
        better += guilty * (below + innocent / 2)
        below += innocent
        positives, negatives = positives + guilty, negatives + innocent
    return better / (positives * negatives) if positives and negatives else None


def best_accuracy(labels: Sequence[int], scores: Sequence[int]) -> tuple[float, int] | None:
    """The highest accuracy of `score >= threshold` over all thresholds, and the lowest threshold that gives it."""
    if not labels:
        return None
    right = sum(labels)
    best, threshold = right, min(scores)
    by_score: dict[int, int] = {}
    for label, score in zip(labels, scores, strict=True):
        by_score[score] = by_score.get(score, 0) + (1 if label == 0 else -1)
    for score in sorted(by_score):
        right += by_score[score]
        if right > best:
            best, threshold = right, score + 1
    return best / len(labels), threshold


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
