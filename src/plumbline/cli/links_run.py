"""One run of the link probe: choose what to ask, ask it, write what was learnt, also when it is interrupted."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import plumbline
from plumbline.cli.links_bar import Bar
from plumbline.cli.links_told import OUTCOMES, Ended, told
from plumbline.cli.words import say
from plumbline.collectors.guard import Policy, guarded_transport
from plumbline.collectors.guard_rules import rules
from plumbline.collectors.links.control import Control
from plumbline.collectors.links.controls import controls
from plumbline.collectors.links.gather import Link, gathered
from plumbline.collectors.links.robots import Robots
from plumbline.collectors.links.rounds import Pace, Round
from plumbline.collectors.links.spelling import shown
from plumbline.collectors.links.table import Book, Learnt
from plumbline.collectors.links.told import Told
from plumbline.collectors.links.walk import Walker
from plumbline.domain.errors import UsageError
from plumbline.dossier.layout import Layout, scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.settings.environment import now, variable

_WRITTEN_EACH = 200
_MOST_BYTES = 8 * 1024 * 1024
_LONGEST_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class _Learnt:
    """Answers on their way into the table, and their numbers."""

    book: Book
    waiting: list[Learnt] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, link: Link, answer: Told) -> None:
        self.waiting.append((link, answer, now()))
        self.outcomes[answer.outcome] += 1
        self.reasons[answer.reason] += 1
        if len(self.waiting) >= _WRITTEN_EACH:
            self.write()

    def write(self) -> None:
        self.book.write(self.waiting)
        self.waiting = []


def probed(args: argparse.Namespace) -> int:
    """Probe the links of a dossier. UsageError before anything is asked where the result could not be written."""
    layout = scan(args.dossier, lang=args.lang)
    learnt = _Learnt(Book(layout, args.out, args.lang))
    links = gathered(layout, _accounts(layout, args), _since(layout, args))
    due = _due(links, learnt.book, args)
    walker = _walker(args)
    control = Control(args.control or controls(layout, due[: args.most]), walker.probe)
    interrupted = _asked(due[: args.most], links, _asker(walker, control), learnt, args)
    ended = Ended(
        {outcome: learnt.outcomes[outcome] for outcome in OUTCOMES}, dict(learnt.reasons), len(links),
        len(due) - learnt.outcomes.total(), learnt.book.place, not learnt.reasons["own_line"], interrupted,
        learnt.book.without_record,
    )  # fmt: skip
    told(ended, args.lang, as_json=args.json, quiet=args.quiet)
    return ended.code


def _asked(
    due: Sequence[str], links: dict[str, Link], ask: Callable[[str], Told], learnt: _Learnt, args: argparse.Namespace
) -> bool:
    """Ask and write; whether somebody broke it off."""
    asking = Round(ask, Pace(args.delay, args.seed, args.minutes * 60))
    try:
        for url, answer in _watched(asking.answers(due), len(due), args):
            learnt.add(links[url], answer)
    except KeyboardInterrupt:
        return True
    finally:
        asking.stop()
        learnt.write()
    return False


def _watched(answers: Iterator[tuple[str, Told]], total: int, args: argparse.Namespace) -> Iterator[tuple[str, Told]]:
    with Bar(args.lang, total, quiet=args.quiet) as bar:
        for answer in answers:
            bar.step()
            yield answer


def _asker(walker: Walker, control: Control) -> Callable[[str], Told]:
    robots = Robots(walker)
    return lambda url: robots.forbids(url) or control.doubted(walker.probe(url))


def _walker(args: argparse.Namespace) -> Walker:
    policy = Policy(
        allow_hosts=tuple(args.allow), ports=(80, 443, *args.port), most_bytes=_MOST_BYTES, most_seconds=30.0,
        connect_seconds=10.0, idle_seconds=15.0, proxy=args.proxy or variable("PLUMBLINE_PROXY"),
    )  # fmt: skip
    return Walker(guarded_transport(policy), rules(policy), f"Plumbline/{plumbline.__version__} (link check)")


def _accounts(layout: Layout, args: argparse.Namespace) -> frozenset[str]:
    known = frozenset(read_table(layout, "accounts", rejects=Rejects())[0]["account_id"])
    unknown = [account for account in args.account if account not in known]
    if unknown:
        raise UsageError(
            say(args.lang, "there is no such account in the dossier", "资料包中没有该账号"), f"--account {unknown[0]}"
        )
    return frozenset(args.account) or known


def _since(layout: Layout, args: argparse.Namespace) -> datetime | None:
    return datetime.combine(args.since, time(), ZoneInfo(layout.timezone)) if args.since else None


def _due(links: dict[str, Link], book: Book, args: argparse.Namespace) -> list[str]:
    """What was not asked of late: first what never was, then what was asked longest ago; newer posts before older."""
    asked, late = book.asked_at(), now() - timedelta(hours=args.again_after)
    when = {url: asked.get(shown(url), _LONGEST_AGO) for url in links}
    due = [url for url in links if when[url] <= late]
    return sorted(due, key=lambda url: (when[url], -(links[url].latest or _LONGEST_AGO).timestamp(), url))
