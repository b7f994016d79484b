"""Measure a trained model and write its card."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score
from train_data import HELD_OUT_ACCOUNT, LICENCES, TRAINED_ACCOUNT, Data, Source, joined
from train_fit import SEED, Knobs, Trained, train

DAY = "2026-11-22"
RATES = (1, 5, 50, 500)
"""Alarms in 10,000 official posts for which a threshold is given."""
STEPS = (100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 990)

Scores = NDArray[np.int16]


@dataclass(frozen=True)
class Subject:
    """What the card tells of: the model, the same trained with the accounts swapped, what went in, the tests."""

    name: str
    title: str
    found: Trained
    swapped: Trained
    sources: list[tuple[Source, float]]
    tests: dict[str, Source]
    kept: Source
    knobs: Knobs
    limits: tuple[str, ...]


def threshold(official: Scores, rate: int) -> int:
    """The lowest score that at most `rate` in 10,000 of the official posts reach."""
    falling = np.sort(official)[::-1]
    return int(falling[rate * len(falling) // 10_000]) + 1


def best(scores: Scores, labels: NDArray[np.int64]) -> tuple[float, float, int]:
    """The highest accuracy over all thresholds, the macro-F1 there, and the threshold."""
    at = max(range(10, 1000, 10), key=lambda cut: float(((scores >= cut) == labels).mean()))
    return float(((scores >= at) == labels).mean()), f1_score(labels, scores >= at, average="macro"), at


def quality(name: str, scores: Scores, labels: NDArray[np.int64]) -> str:
    """A row of the table of figures."""
    if labels.min() == labels.max():
        return f"| {name} | {len(labels)} | {(scores < 500).mean():.3f} | – | – | – |"
    accuracy, f1, at = best(scores, labels)
    plain, area = f1_score(labels, scores >= 500, average="macro"), roc_auc_score(labels, scores)
    return (
        f"| {name} | {len(labels)} | {((scores >= 500) == labels).mean():.3f} | {plain:.3f} | {area:.3f} |"
        f" {accuracy:.3f} / {f1:.3f} at {at} |"
    )


def card(subject: Subject, data: Data) -> str:
    """The page."""
    parts = [head(subject), *inputs(subject, data), *figures(subject, data), *alarms(subject, data), *transfer(subject)]
    return "\n".join([*parts, "", "## Limits", "", *(f"- {limit}" for limit in subject.limits), ""])


def head(subject: Subject) -> str:
    """What it is and how it was made."""
    digest = hashlib.sha256(subject.found.content()).hexdigest()
    scaled = (
        "" if subject.knobs.smoothing is None else f", inputs scaled by log-count ratios (+{subject.knobs.smoothing})"
    )
    return f"""# Model `{subject.name}`: {subject.title}

{subject.name}.bin, sha256 `{digest}`, made {DAY} by `tools/train_models.py {subject.name}` (`make train`), seed {SEED},
scikit-learn {version("scikit-learn")}, scipy {version("scipy")}, numpy {version("numpy")}.

Character 1- to 4-grams of folded text, hashed into 2^20 slots; counts divided by the root of the number of n-grams;
linear support vector machine (C = {subject.knobs.freedom}{scaled}); weights rounded to signed bytes;
score = per mille of a logistic curve fitted to the kept texts. Scoring is in whole numbers (`text/ngrams.py`)."""


def inputs(subject: Subject, data: Data) -> Iterator[str]:
    """What went in."""
    texts = joined(source for source, _ in subject.sources)
    yield f"\n## Data\n\n{len(texts)} texts, {sum(texts.labels)} of them positive; official posts of {TRAINED_ACCOUNT}"
    yield f"as negatives, none of {HELD_OUT_ACCOUNT}. One text in ten of every source without a split of its own is"
    yield f"kept out by the hash of the text; {len(subject.kept)} kept texts fit the curve and give the figures.\n"
    yield "| file | licence | sha256 |\n|---|---|---|"
    yield from (
        f"| {path} | {LICENCES[path.split('/')[0]]} | `{found}` |" for path, found in sorted(data.hashes.items())
    )


def figures(subject: Subject, data: Data) -> Iterator[str]:
    """How good it is."""
    yield "\n## Figures\n\nAccuracy and macro-F1 at a score of 500, AUC, then both at the best threshold.\n"
    yield "| kept texts | number | accuracy | macro-F1 | AUC | best |\n|---|---|---|---|---|---|"
    for name, test in subject.tests.items():
        yield quality(name, subject.found.scores(test.texts), np.array(test.labels))


def alarms(subject: Subject, data: Data) -> Iterator[str]:
    """How often official posts alarm, and what is still found."""
    official = subject.found.scores(data.official(HELD_OUT_ACCOUNT).texts)
    other = subject.swapped.scores(data.official(TRAINED_ACCOUNT).texts)
    both = [name for name, test in subject.tests.items() if len(set(test.labels)) > 1]
    yield f"\n## False alarms on official posts\n\nOn {len(official)} posts of {HELD_OUT_ACCOUNT}, which no model was"
    yield "trained on. `found` is the share of positive kept texts at the score or above, `wrong` of the negative ones."
    yield f"`swapped`: the same training with {HELD_OUT_ACCOUNT} as negatives, alarms on {len(other)} posts of"
    yield f"{TRAINED_ACCOUNT}; a check of the method, not the model shipped.\n"
    yield f"| score | alarms in 10,000 | swapped | {' | '.join(f'{name}: found, wrong' for name in both)} |"
    yield "|---" * (3 + len(both)) + "|"
    chosen = {threshold(official, rate): rate for rate in RATES}
    scored = [(subject.found.scores(subject.tests[name].texts), np.array(subject.tests[name].labels)) for name in both]
    for step in sorted({*STEPS, *chosen}):
        note = f" (at most {chosen[step]})" if step in chosen else ""
        cells = [f"{(s[y == 1] >= step).mean():.3f}, {(s[y == 0] >= step).mean():.3f}" for s, y in scored]
        rates = [f"{(found >= step).mean() * 10_000:.1f}" for found in (official, other)]
        yield f"| {step} | {rates[0]}{note} | {rates[1]} | {' | '.join(cells)} |"


def transfer(subject: Subject) -> Iterator[str]:
    """How good it is on a topic or origin that it never saw."""
    yield "\n## Topics and origins left out\n\nTrained without one, measured on its kept texts.\n"
    yield "| left out | number | accuracy | macro-F1 | AUC | best |\n|---|---|---|---|---|---|"
    for topic in sorted({topic for source, _ in subject.sources for topic in source.topics if topic}):
        others = [(without(source, topic), weight) for source, weight in subject.sources]
        blind = train(subject.name, others, without(subject.kept, topic), subject.knobs)
        test = only(subject.kept, topic)
        yield quality(topic, blind.scores(test.texts), np.array(test.labels))


def without(source: Source, topic: str) -> Source:
    """A source but for one topic."""
    return source.where([found != topic for found in source.topics])


def only(source: Source, topic: str) -> Source:
    """One topic of a source."""
    return source.where([found == topic for found in source.topics])
