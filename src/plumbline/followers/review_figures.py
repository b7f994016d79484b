"""What a finished review says of each account: a share with its interval, and how far two readers agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plumbline.followers.agreement import Agreement, agreement
from plumbline.followers.prevalence import Prevalence, Scored, prevalence
from plumbline.followers.review import MARK, UNCLEAR, Item, Key, Listed, Reading


@dataclass(frozen=True)
class Figure:
    """One account's share. `unclear`: answers that stayed in doubt and count as no mark."""

    listed: Listed
    prevalence: Prevalence
    agreement: Agreement
    unclear: int


@dataclass(frozen=True)
class Outcome:
    """The account's figure, its peers' figures, and the agreement over all that was read."""

    account: Figure
    peers: tuple[Figure, ...]
    overall: Agreement

    @property
    def enough(self) -> bool:
        """Whether readers agreed so far that a share may be told: over all profiles, and over the account's own."""
        return self.overall.enough and self.account.agreement.enough

    @property
    def above(self) -> int:
        """Peers whose whole interval lies below the account's."""
        return sum(peer.prevalence.high < self.account.prevalence.low for peer in self.peers)


def outcome(key: Key, first: Reading, second: Reading, answers: Mapping[int, str]) -> Outcome:
    """The figures. `answers`: what counts for each item (see `review.settled`)."""
    account, *peers = (
        _figure(listed, [item for item in key.items if item.of == place], first, second, answers)
        for place, listed in enumerate(key.lists)
    )
    return Outcome(account, tuple(peers), _agreement(key.items, first, second))


def _figure(
    listed: Listed, items: Sequence[Item], first: Reading, second: Reading, answers: Mapping[int, str]
) -> Figure:
    ordered = sorted(items, key=lambda item: item.item)
    given = [answers[item.item] for item in ordered]
    scored = Scored(listed.scored, listed.mean, listed.population)
    share = prevalence([answer == MARK for answer in given], [item.score for item in ordered], scored)
    return Figure(listed, share, _agreement(ordered, first, second), given.count(UNCLEAR))


def _agreement(items: Sequence[Item], first: Reading, second: Reading) -> Agreement:
    return agreement([first.answers[item.item] for item in items], [second.answers[item.item] for item in items])
