"""The protected names of a book's lexicons, made ready to be searched for slips."""

from collections.abc import Callable
from functools import cached_property, lru_cache

from plumbline.text.fold import fold
from plumbline.text.lexicon import Lexicon, Term
from plumbline.text.patterns import pattern
from plumbline.text.slips import Alike, SlipIndex, edit, shared

QUOTES = (("“", "”"), ('"', '"'), ("「", "」"))
_NAMES, _TITLES = ("names", "days", "english"), ("laws",)
_STRAIGHT = str.maketrans("“”", '""')
_SHORT = pattern(r"[一-鿿]{4}")


def protected_names(lexicon: Callable[[str], Lexicon]) -> "ProtectedNames":
    """Those of the lexicons `organs` and `campaigns`, with the characters that `confusions` takes for one another."""
    return _made(*(_Same(lexicon(name)) for name in ("organs", "campaigns", "confusions")))


class _Same:
    """A lexicon that is told apart by being the same object."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __hash__(self) -> int:
        return id(self.lexicon)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.lexicon is other.lexicon


@lru_cache(maxsize=4)
def _made(organs: _Same, campaigns: _Same, confusions: _Same) -> "ProtectedNames":
    return ProtectedNames(organs.lexicon, campaigns.lexicon, confusions.lexicon)


class ProtectedNames:
    """Names, titles and listed slips. A dated name is protected on its days, and right as it is written on all."""

    def __init__(self, organs: Lexicon, campaigns: Lexicon, confusions: Lexicon) -> None:
        self._lexicons = organs, campaigns
        self._alike = Alike(set_ for group in confusions.groups.values() for set_ in map(str, group.terms))
        self._dates = {
            fold(term.term).text: (term.since, term.until) for term in self._terms() if isinstance(term, Term)
        }

    @cached_property
    def index(self) -> SlipIndex:
        """All of them, ready to be searched for."""
        near = [fold(name).text for each in self._lexicons for name in _of(each, *_TITLES)]
        names = [fold(name).text for each in self._lexicons for name in (*_of(each, *_NAMES), *_in_quotes(each))]
        proper = [fold(name).text for each in self._lexicons for name in _of(each, "proper")]
        former = [name for name, (_, until) in self._dates.items() if until]
        listed = self._listed() | self.orders
        return SlipIndex(names, self._alike, alike_only=near, listed=listed, proper=[*proper, *former])

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """Literals of which one occurs in every text with a slip; either apostrophe, because the fold keeps both."""
        straight = self.index.literals()
        return tuple(sorted(straight | {literal.replace("'", "’") for literal in straight}))

    @cached_property
    def orders(self) -> dict[str, str]:
        """The listed wrong orders of the core values, each with the right one: that with most words in common."""
        campaigns = self._lexicons[1]
        right = [fold(name).text for name in _of(campaigns, "names")]
        return {
            wrote: max((name for name in right if len(name) == len(wrote)), key=lambda name: len({*name} & {*wrote}))
            for wrote in (fold(name).text for name in _of(campaigns, "order"))
        }

    @cached_property
    def written(self) -> dict[str, str]:
        """Each name, folded, as it is written; title marks and quotation marks do not belong to it."""
        return {
            fold(name).text: name.strip("《》")
            for each in self._lexicons
            for name in (*_in_quotes(each), *_of(each, "short", *_NAMES, *_TITLES))
        }

    def is_in_force(self, name: str, day: str) -> bool:
        """Whether a name is protected on an ISO day; a name that ends some day is not where the day is not known."""
        since, until = self._dates.get(name, ("", ""))
        return (not until or "" < day <= until) and (not since or not day or since <= day)

    def _terms(self) -> list[str | Term]:
        return [term for each in self._lexicons for group in each.groups.values() for term in group.terms]

    def _listed(self) -> dict[str, str]:
        """The listed slips, each with the name that differs in one character."""
        return {
            wrote: next((right for right in rights if edit(right, wrote)), "") or _nearest(wrote, rights)
            for each in self._lexicons
            for rights in [[fold(name).text for name in _of(each, "short", *_NAMES, *_TITLES)]]
            for wrote in (fold(name).text for name in _of(each, "slips"))
        }


def _in_quotes(each: Lexicon) -> list[str]:
    """Names with quotation marks: short ones, so bounded, are searched for every slip; others as ASCII writes them."""
    short = [f"{first}{name}{last}" for name in _of(each, "short") if _SHORT.fullmatch(name) for first, last in QUOTES]
    return [*short, *(name.translate(_STRAIGHT) for name in _of(each, "names") if "“" in name)]


def _nearest(wrote: str, rights: list[str]) -> str:
    """The name with the same beginning and end as a listed slip of more than one character."""
    return max(rights, key=lambda right: shared(right, wrote) + shared(right[::-1], wrote[::-1]))


def _of(each: Lexicon, *groups: str) -> list[str]:
    """The names of these groups."""
    terms = [term for group in groups if group in each.groups for term in each.groups[group].terms]
    return [term if isinstance(term, str) else term.term for term in terms]
