"""What people write to judge posts: a Python loop with jieba, pyahocorasick, regular expressions and scikit-learn."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.domain.errors import UsageError
from plumbline.text.lexicon import literals
from plumbline.text.shipped import FOLDER, lexicon

NUMBERS = (r"(?<!\d)\d{17}[\dXx](?!\d)", r"(?<!\d)1[3-9]\d{9}(?!\d)", r"(?<!\d)\d{16,19}(?!\d)", r"[\w.]+@[\w.]+")
MODELS, TRAINING = 2, 2_000


def naive(path: Path) -> dict[str, int]:
    """The same lexicons and number patterns, and two linear models over character 1–4-grams, post by post."""
    jieba, ahocorasick = _library("jieba"), _library("ahocorasick")
    posts = pl.read_parquet(path)["text"].to_list()
    machine, expressions = ahocorasick.Automaton(), [re.compile(expression) for expression in NUMBERS]
    for file in sorted(FOLDER.glob("*.yml")):
        for group in lexicon(file.stem).groups.values():
            expressions += [re.compile(pattern.find) for pattern in group.patterns]
            for term in literals(group):
                machine.add_word(term, term)
    machine.make_automaton()
    vectoriser, models = _trained(posts)
    jieba.initialize()
    flagged = 0
    for post in posts:
        words = jieba.lcut(post)
        hits = list(machine.iter(post))
        found = [expression for expression in expressions if expression.search(post)]
        features = vectoriser.transform([post])
        scores = [float(model.decision_function(features)[0]) for model in models]
        flagged += bool(words) and (bool(hits) or bool(found) or max(scores) > 1)
    return {"posts": len(posts), "flagged": flagged, "expressions": len(expressions)}


def _trained(posts: list[str]) -> tuple[Any, list[Any]]:
    text, linear = _library("sklearn.feature_extraction.text"), _library("sklearn.linear_model")
    vectoriser = text.HashingVectorizer(analyzer="char", ngram_range=(1, 4), n_features=1 << 20)
    features = vectoriser.transform(posts[:TRAINING])
    labels = [number % 2 for number in range(features.shape[0])]
    return vectoriser, [linear.SGDClassifier(random_state=seed).fit(features, labels) for seed in range(MODELS)]


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f"the naive pipeline needs {name}", remedy="make bench installs it") from error
