"""The lexicons of a book: those that ship, with what the office added, switched off and excused."""

from collections.abc import Callable, Iterator
from functools import cache

import msgspec

from plumbline.domain.errors import RulebookError
from plumbline.rulebook.model import LexiconChange, Rulebook
from plumbline.text.lexicon import Group, Lexicon, Term
from plumbline.text.shipped import lexicon as shipped


def lexicon_of(book: Rulebook) -> Callable[[str], Lexicon]:
    """The lexicon of that name as the book has it; RulebookError for a change that cannot be made."""
    return cache(lambda name: changed(shipped(name), book.lexicons.get(name, {})))


def changed(lexicon: Lexicon, changes: dict[str, LexiconChange]) -> Lexicon:
    """The lexicon with the office's changes of its groups."""
    if not changes:
        return lexicon
    groups = {name: _changed(name, lexicon.groups.get(name), change) for name, change in changes.items()}
    return Lexicon(lexicon.lexicon, {**lexicon.groups, **groups})


def _changed(name: str, group: Group | None, change: LexiconChange) -> Group:
    if group is None:
        if change.reason is None:
            raise RulebookError("a new group of a lexicon needs a reason", f"lexicons/{name}", "add reason: {zh, en}")
        group = Group(reason={"zh": change.reason.zh, "en": change.reason.en})
    missing = set(change.off) - {_bare(term) for term in group.terms}
    if missing:
        raise RulebookError(
            f"'{min(missing)}' is not in the group, so it cannot be switched off", f"lexicons/{name}/off",
            "look the term up in the shipped lexicon",
        )  # fmt: skip
    terms = [term for term in group.terms if _bare(term) not in change.off]
    return msgspec.structs.replace(group, terms=(*terms, *_added(change)), excused=(*group.excused, *change.excuse))


def _added(change: LexiconChange) -> Iterator[Term]:
    return (Term(term, added.since, added.until) for term, added in change.add.items())


def _bare(term: str | Term) -> str:
    return term if isinstance(term, str) else term.term
