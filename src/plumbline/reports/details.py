"""What the page says of one account: its findings in words, its abstentions, its posting days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plumbline.domain.judgement import Abstention, Evidence, Finding
from plumbline.domain.vocabulary import Verdict
from plumbline.reports.beside import Beside, shelf
from plumbline.reports.caption import caption
from plumbline.reports.days import days_of
from plumbline.reports.markup import both, said
from plumbline.reports.plot import plot
from plumbline.reports.register import Entry
from plumbline.reports.report import Report, covers
from plumbline.reports.strip import strip
from plumbline.reports.summary import stands
from plumbline.reports.timeline import Timeline


@dataclass(frozen=True)
class Told:
    """A finding with its sentences in both languages.

    `pairs` are passages of its evidence side by side with those of known texts, `evidence` the rest of it; `timeline`
    says who had the text first, where that is known; `plot` is empty for most.
    """

    finding: Finding
    entry: Entry
    title: Markup
    message: Markup
    citation: Markup
    duty: Markup
    order: Markup
    remedy: Markup
    deadline: Markup
    pairs: tuple[Beside, ...]
    plot: Markup
    evidence: tuple[Evidence, ...]
    timeline: Timeline | None


@dataclass(frozen=True)
class Untold:
    """An abstention with its reason in both languages; `decides` where it makes the account's verdict unknown."""

    abstention: Abstention
    title: Markup
    reason: Markup
    decides: bool


@dataclass(frozen=True)
class Detail:
    """One account (or unit without account) with everything that was found about it.

    `unread` of its posts hold pictures or video whose words nobody read.
    """

    anchor: str
    entry: Entry
    findings: tuple[Told, ...]
    abstentions: tuple[Untold, ...]
    exceptions: tuple[Mapping[str, Any], ...]
    strip: Markup
    caption: Markup
    unread: int = 0

    @property
    def fails(self) -> bool:
        """Whether the account fails."""
        return self.entry.verdict == Verdict.FAIL


class Teller:
    """Puts findings and abstentions of a report into both languages."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._saying = report.saying
        self._required = {name for name, rule in report.inspection.book.rules.items() if rule.required}

    def told(self, finding: Finding) -> Told:
        """The finding in words."""
        say, timelines = self._saying, self._report.timelines
        shown = shelf(finding, timelines)
        return Told(
            finding=finding,
            entry=self._report.register.owner(finding),
            title=said(lambda lang: say.clause_title(finding.clause, lang)),
            message=said(lambda lang: say.message(finding, lang)),
            citation=said(lambda lang: say.citation(finding.clause, lang)),
            duty=said(lambda lang: say.duty(finding.clause, lang)),
            order=said(lambda lang: say.order(finding, lang)),
            remedy=said(lambda lang: say.remedy(finding, lang)),
            deadline=said(lambda lang: say.deadline(finding, lang)),
            pairs=shown.pairs,
            plot=plot(self._report.inspection.exhibits.get(finding.finding_id), f"p-{finding.finding_id}"),
            evidence=shown.rest,
            timeline=timelines.of(finding.account_id, finding.post_id) if shown.pairs else None,
        )

    def untold(self, abstention: Abstention) -> Untold:
        """The abstention in words."""
        rule = self._report.inspection.book.rules[abstention.check]
        return Untold(
            abstention=abstention,
            title=said(lambda lang: self._saying.clause_title(rule.clause, lang)),
            reason=said(lambda lang: self._saying.reason(abstention, lang)),
            decides=abstention.check in self._required,
        )


def failing(report: Report) -> list[Finding]:
    """The findings that fail an account, worst account first."""
    return [finding for finding in report.worst_first() if finding.fails and stands(finding)]


def details(report: Report, most: int) -> list[Detail]:
    """At most `most` accounts that have a finding or an abstention: those that fail first, then the undecided."""
    findings, silent = _grouped(report), _silent(report.inspection.abstentions)
    order = _ordered(report, findings, silent)[:most]
    days = days_of(report.inspection, (account for account, _ in order if account))
    teller, exceptions = Teller(report), list(report.exceptions_in_force())
    unread = dict(report.inspection.unread.iter_rows())
    out = []
    for number, key in enumerate(order):
        entry = report.register.owner(findings[key][0]) if key in findings else report.register.entry(key[0])
        anchor, shown = f"a{number}", days.get(key[0])
        out.append(
            Detail(
                anchor=anchor,
                entry=entry,
                findings=tuple(teller.told(finding) for finding in findings.get(key, ())),
                abstentions=tuple(teller.untold(abstention) for abstention in silent.get(key[0], ())),
                exceptions=tuple(item for item in exceptions if covers(item, item["check"], entry)),
                strip=strip(shown, f"{anchor}-days") if shown else Markup(""),
                caption=both(caption(shown, "zh"), caption(shown, "en")) if shown else Markup(""),
                unread=unread.get(key[0], 0),
            )
        )
    return out


Key = tuple[str, str]
"""account_id and, for a finding without one, unit_id."""


def _key(report: Report, finding: Finding) -> Key:
    return (finding.account_id, "") if finding.account_id else ("", report.register.owner(finding).unit_id)


def _grouped(report: Report) -> dict[Key, list[Finding]]:
    groups: dict[Key, list[Finding]] = defaultdict(list)
    for finding in report.worst_first():
        groups[_key(report, finding)].append(finding)
    return dict(groups)


def _silent(abstentions: Iterable[Abstention]) -> dict[str, list[Abstention]]:
    groups: dict[str, list[Abstention]] = defaultdict(list)
    for abstention in abstentions:
        groups[abstention.account_id].append(abstention)
    return dict(groups)


def _ordered(report: Report, findings: Mapping[Key, list[Finding]], silent: Mapping[str, Any]) -> list[Key]:
    """Failing accounts in the order of their findings, then undecided ones, the rest, units without an account."""
    keys = [*findings, *((account, "") for account in sorted(silent) if (account, "") not in findings)]
    ranks: dict[str, int] = {Verdict.FAIL: 0, Verdict.UNKNOWN: 1}

    def rank(key: Key) -> int:
        return ranks.get(report.register.entry(key[0]).verdict, 2) if key[0] else 3

    return sorted(keys, key=rank)
