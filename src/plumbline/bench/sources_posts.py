"""Posts taken from articles, whole, in part or changed; and posts taken from nothing that is known."""

from collections.abc import Callable

import numpy as np
import polars as pl

KINDS = {
    "V": "the first 230 characters, word for word",
    "E30": "an excerpt of 30% of the article",
    "S60": "sixty characters",
    "L5": "an excerpt of about 230 characters, 5% of its letters changed",
    "L10": "the same, 10% changed",
    "L15": "the same, 15% changed",
    "U": "from an unseen article of the same topic",
    "N": "from an unseen article of no topic",
}
"""What a post is. U and N were taken from nothing that the index holds."""
UNTAKEN = ("U", "N")
POST, VARIES = 230, 30
LIGHT = {"L5": 5, "L10": 10, "L15": 15}


class Excerpts:
    """Takes posts from articles; `characters` are what new ones are drawn from."""

    def __init__(self, characters: list[str], rng: np.random.Generator) -> None:
        """Changes hang on the generator's state alone."""
        self._characters, self._rng = characters, rng

    def posts(self, articles: pl.DataFrame, unseen: list[str], each: int) -> pl.DataFrame:
        """So many posts of each kind; `unseen`: first articles of topics, then others, `each` of both."""
        rows = []
        for kind in KINDS:
            if kind in UNTAKEN:
                first = each * UNTAKEN.index(kind)
                rows += [(kind, n, self._about(text), "", "") for n, text in enumerate(unseen[first : first + each])]
                continue
            take = self._taking(kind)
            for number, place in enumerate(self._rng.integers(0, articles.height, each).tolist()):
                passage = take(articles["text"][place])
                text = changed(passage, LIGHT.get(kind, 0), self._characters, self._rng)
                rows.append((kind, number, text, passage, articles["key"][place]))
        return pl.DataFrame(rows, schema=["kind", "number", "text", "passage", "key"], orient="row")

    def _taking(self, kind: str) -> Callable[[str], str]:
        ways = {
            "V": lambda text: text[:POST],
            "E30": lambda text: self._part(text, round(0.3 * len(text))),
            "S60": lambda text: self._part(text, 60),
        }
        return ways.get(kind, self._about)

    def _about(self, text: str) -> str:
        return self._part(text, int(self._rng.integers(POST - VARIES, POST + VARIES + 1)))

    def _part(self, text: str, length: int) -> str:
        start = int(self._rng.integers(0, max(0, len(text) - length) + 1))
        return text[start : start + length]


def changed(text: str, percent: int, characters: list[str], rng: np.random.Generator) -> str:
    """The text with that share of its letters and digits substituted, dropped or with one put before, a third each."""
    letters = [place for place, one in enumerate(text) if one.isalnum()]
    count = round(len(letters) * percent / 100)
    parts = list(text)
    for place, way in zip(
        rng.choice(letters, count, replace=False) if count else (), rng.permutation(count), strict=True
    ):
        fresh = characters[int(rng.integers(0, len(characters)))]
        while fresh == text[place]:
            fresh = characters[int(rng.integers(0, len(characters)))]
        parts[place] = (fresh, "", fresh + text[place])[int(way) % 3]
    return "".join(parts)
