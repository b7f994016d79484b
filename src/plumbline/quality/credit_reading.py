"""Score the reader of credits on hand labels: a source is right where its name and its form are."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plumbline.domain.wording import Utterance
from plumbline.provenance.credits import credits
from plumbline.text.reading import Reading

Named = frozenset[tuple[str, str]]
"""Names with their forms."""


@dataclass(frozen=True)
class FormCounts:
    """Labelled sources by form: read rightly, read without a label, missed."""

    right: Counter[str]
    wrong: Counter[str]
    missed: Counter[str]

    def forms(self) -> list[str]:
        """Every form that was labelled or read."""
        return sorted({*self.right, *self.wrong, *self.missed})


def is_opened(post_id: str) -> bool:
    """Whether a labelled post belongs to the half that was opened for repair; by hash of its id."""
    return hashlib.sha256(post_id.encode()).digest()[0] % 2 == 1


def labelled(row: Mapping[str, Any]) -> Named:
    """The sources of a label row {account, post_id, credits: [{name, form}]}."""
    return frozenset((credit["name"], credit["form"]) for credit in row["credits"])


def read_in(text: str, account: str) -> Named:
    """The sources that the reader finds in a post."""
    return frozenset((one.name, one.form) for one in credits(Reading(Utterance(text, account_name=account))))


def by_form(pairs: Iterable[tuple[Named, Named]]) -> FormCounts:
    """Counts over pairs of (labelled, read)."""
    counts = FormCounts(Counter(), Counter(), Counter())
    for wanted, found in pairs:
        counts.right.update(form for _, form in wanted & found)
        counts.wrong.update(form for _, form in found - wanted)
        counts.missed.update(form for _, form in wanted - found)
    return counts
