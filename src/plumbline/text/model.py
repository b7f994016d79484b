"""The linear models that ship with the program: a weight for each slot of `ngrams`, and the way to a probability.

A file is a line of JSON and then 2^20 signed bytes. `models/<name>.md` beside it says what it was made of.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plumbline.domain.errors import PlumblineError
from plumbline.text.ngrams import BITS, raw_scores

FOLDER = Path(__file__).resolve().parents[1] / "models"
FORMAT = "plumbline-ngrams-1"
CERTAIN = 1000
"""The highest score: per mille."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Signed weights, and `cuts`: the score is the number of cuts that a text's evened sum reaches."""

    name: str
    weights: memoryview
    cuts: tuple[int, ...]

    def score(self, folded: str) -> int:
        """How sure the model is, 0..1000 per mille; an empty text has nothing to be sure of."""
        return scores(folded, (self,))[0]


def scores(folded: str, models: Sequence[Model]) -> list[int]:
    """The scores of several models; the text is hashed once."""
    if not folded:
        return [0] * len(models)
    return [bisect_right(model.cuts, raw) for model, raw in zip(models, raw_scores(folded, models), strict=True)]


@cache
def load(name: str) -> Model:
    """The shipped model of that name."""
    path = FOLDER / f"{name}.bin"
    try:
        return parse(name, path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PlumblineError(f"the model cannot be read: {error}", f"models/{path.name}", "install again") from error


def parse(name: str, content: bytes) -> Model:
    """A model from the bytes of its file; ValueError if they are not one."""
    head, _, body = content.partition(b"\n")
    record = json.loads(head)
    cuts = tuple(record["cuts"])
    if record["format"] != FORMAT or len(body) != 1 << BITS or len(cuts) != CERTAIN or list(cuts) != sorted(cuts):
        raise ValueError(f"not of the format {FORMAT}")
    return Model(name, memoryview(body).cast("b"), cuts)


def dumped(weights: bytes, cuts: Sequence[int]) -> bytes:
    """The file of a model."""
    head = json.dumps({"format": FORMAT, "cuts": list(cuts)}, separators=(",", ":"))
    return head.encode("ascii") + b"\n" + weights
