"""The shape of a rulebook: instruments, their clauses, and the rules that tie a check to a clause."""

from datetime import date
from typing import Any, Literal, get_args

import msgspec

from plumbline.domain.calendar import Calendar
from plumbline.domain.vocabulary import ClauseStatus, Reader, Severity, Sure


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence in both languages. Where one is left out, the other stands for it: not every country writes both."""

    zh: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        """Let the language that is there speak for the one that is not."""
        if not self.zh:
            msgspec.structs.force_setattr(self, "zh", self.en)
        if not self.en:
            msgspec.structs.force_setattr(self, "en", self.zh)

    def of(self, lang: str) -> str:
        """The sentence in `lang` (``zh`` or ``en``)."""
        return self.zh if lang == "zh" else self.en


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A law, opinion, notice or platform rule that clauses are cited from.

    `number` is empty where it was never seen; one of which we are not sure (C) is kept but not cited: the title is.
    A `collection` is not one instrument but many papers of one kind (the bulletins of local authorities).
    """

    number: str
    title: Text
    date: str = ""
    number_sure: Sure = Sure.A
    collection: bool = False


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One duty of an instrument. `severity` and `sure` are the clause's own; a rule may be milder, never harsher.

    `days_to_mend` counts working days; null means that the instrument sets no period. `article` is the place as the
    instrument names it, `article_en` the same in English. `required`: an account about which no answer can be given
    under this clause is `unknown`, not `pass`.
    """

    instrument: str
    article: str
    article_en: str
    title: Text
    sentence: Text
    status: ClauseStatus
    severity: Severity
    sure: Sure
    remedy: Text
    days_to_mend: int | None = None
    required: bool = False
    note: Text | None = None


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A threshold and its source.

    `source` is a clause id; ``ours`` for a threshold that Plumbline proposes (never surer than C, so it fails nobody);
    or ``method`` for a setting of how is measured, which decides when we abstain and not what is owed.
    """

    value: Any
    sure: Sure
    source: str


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a rule speaks of one kind of its findings (a past silence, an expiry that is near); empty = as the rule.

    `days_to_mend: 0` says that there is nothing left to mend.
    """

    message: Text
    clause: str | None = None
    severity: Severity | None = None
    reader: Reader | None = None
    remedy: Text | None = None
    days_to_mend: int | None = None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A check under a clause: thresholds, severity, sentence, remedy. An empty remedy comes from the clause.

    `also` names further clauses that a finding touches. `days_to_mend` counts working days; where the clause sets no
    period it is a proposal for the supervising unit to set.
    """

    clause: str
    severity: Severity
    sure: Sure
    reader: Reader
    message: Text
    required: bool = False
    enabled: bool = True
    also: tuple[str, ...] = ()
    params: dict[str, Parameter] = {}
    variants: dict[str, Variant] = {}
    remedy: Text | None = None
    days_to_mend: int | None = None

    def values(self) -> dict[str, Any]:
        """Parameter name to bare value, as the check's `Params` takes them."""
        return {name: parameter.value for name, parameter in self.params.items()}


class Added(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term that an office adds to a lexicon, why, and the days (ISO, both inclusive) between which it holds."""

    reason: str
    since: str = ""
    until: str = ""


class LexiconChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an office changes in one group of a lexicon: terms added, terms switched off, phrases excused; with reasons.

    A group that does not ship is made new, and then needs its `reason`.
    """

    add: dict[str, Added] = {}
    off: dict[str, str] = {}
    excuse: dict[str, str] = {}
    reason: Text | None = None


class SourceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source of news or of texts: what it is called, its domains, and on which days (ISO, inclusive) the entry holds.

    `kind` as in the table `sources`: government_site, recognised, own_site, other (known, and not recognised). `rule`:
    it says who stands behind a name or domain by the order of the state (gov.cn, a central organ), and is no office's
    choice. `reason` says why it is listed.
    """

    name: str
    kind: Literal["government_site", "recognised", "own_site", "other"]
    reason: Text | str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    rule: bool = False


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
CHINA = "cn"
"""The calendar that needs no entry: China's comes from a library that follows the yearly holiday notices."""


class CalendarEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Working days as data: the days off (ISO, with their names), known from `since` to `until`, both inclusive.

    `worked` are days of the weekend that are worked in exchange. `reason` says by whose order offices rest.
    """

    since: date
    until: date
    reason: Text
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    days_off: dict[str, str] = {}
    worked: dict[str, str] = {}


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a rulebook. `calendar` names the working-day calendar; `fail_severities` can fail an account."""

    name: str
    title: Text
    calendar: str
    extends: str | None = None
    fail_severities: tuple[Severity, ...] = (Severity.VETO,)


class Rulebook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole book with everything it inherits. `origins` maps a value's path to the file that set it last.

    `calendars` is unset in a book that has none, so that its digest is what it was before there were any.
    """

    book: Book
    instruments: dict[str, Instrument]
    clauses: dict[str, Clause]
    rules: dict[str, Rule]
    lexicons: dict[str, dict[str, LexiconChange]] = {}
    sources: dict[str, SourceEntry] = {}
    calendars: dict[str, CalendarEntry] | msgspec.UnsetType = msgspec.UNSET
    origins: dict[str, str] = {}
    sha256: str = ""

    def working_days(self) -> Calendar | None:
        """The calendar that the head of the book names; None: China's."""
        name, entries = self.book.calendar, self.calendars
        if name == CHINA or entries is msgspec.UNSET:
            return None
        entry = entries[name]
        return Calendar(
            name=name,
            first=entry.since,
            last=entry.until,
            weekend=frozenset(WEEKDAYS.index(day) for day in entry.weekend),
            off=frozenset(map(date.fromisoformat, entry.days_off)),
            worked=frozenset(map(date.fromisoformat, entry.worked)),
            renew=f"add the days off of later years to calendars/{name} of the rulebook, and move its `until`",
        )

    def severity(self, check: str, variant: str | None = None) -> Severity:
        """Severity of a finding of `check`."""
        rule = self.rules[check]
        return (rule.variants[variant].severity if variant else None) or rule.severity

    def clause_id(self, check: str, variant: str | None = None) -> str:
        """The clause that a finding of `check` is cited under."""
        rule = self.rules[check]
        return (rule.variants[variant].clause if variant else None) or rule.clause

    def reader(self, check: str, variant: str | None = None) -> Reader:
        """Who wants to hear a finding of `check`."""
        rule = self.rules[check]
        return (rule.variants[variant].reader if variant else None) or rule.reader

    def days_to_mend(self, check: str, variant: str | None = None) -> int | None:
        """Working days for mending: of the variant, else of the rule, else of the clause; null where there is none."""
        rule, clause = self.rules[check], self.clauses[self.clause_id(check, variant)]
        of_variant = rule.variants[variant].days_to_mend if variant else None
        for days in (of_variant, rule.days_to_mend, clause.days_to_mend):
            if days is not None:
                return days or None
        return None

    def can_fail(self, check: str, variant: str | None = None) -> bool:
        """Whether a finding of high confidence fails an account: never on a value of which we are not sure (C)."""
        rule = self.rules[check]
        clause = self.clauses[self.clause_id(check, variant)]
        values = (rule.sure, clause.sure, *(parameter.sure for parameter in rule.params.values()))
        return self.severity(check, variant) in self.book.fail_severities and Sure.C not in values

    def fails_nobody(self) -> bool:
        """Whether no finding of any enabled rule can fail an account: `pass` then says nothing."""
        enabled = ((check, rule) for check, rule in self.rules.items() if rule.enabled)
        return not any(self.can_fail(check, variant) for check, rule in enabled for variant in (None, *rule.variants))
