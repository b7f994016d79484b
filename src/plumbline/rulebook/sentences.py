"""Findings, clauses and abstentions in words: the rulebook's sentences filled with facts, in Chinese or English."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from plumbline.domain.finding import Abstention, Finding
from plumbline.domain.vocabulary import Sure
from plumbline.rulebook.model import Rule, Rulebook, Text, Variant
from plumbline.text import compiled

PLACEHOLDER = re.compile(r"\{(\w+)\}")
BUILT_IN = ("name", "platform")
"""Placeholders every message may use beside the facts of its check: name and platform of the account."""

_LOCALE = Path(__file__).resolve().parents[1] / "locale"
FACTS = _LOCALE / "facts.yml"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def message(book: Rulebook, finding: Finding, lang: str, *, name: str = "", platform: str = "") -> str:
    """What was found, as one sentence in `lang`. `name` and `platform` are the account's, where they are known."""
    rule, variant = _rule(book, finding)
    facts = {"name": name or finding.account_id, "platform": platform or None, **finding.facts}
    return filled((variant or rule).message.of(lang), facts, lang)


def remedy(book: Rulebook, finding: Finding, lang: str) -> str:
    """What the unit does about it: the variant's remedy, else the rule's, else the clause's."""
    rule, variant = _rule(book, finding)
    said = (variant.remedy if variant else None) or rule.remedy or book.clauses[finding.clause].remedy
    return said.of(lang)


def citation(book: Rulebook, clause_id: str, lang: str) -> str:
    """Instrument by its number (by its title where that is unknown or unsure) and article of a clause."""
    clause = book.clauses[clause_id]
    instrument = book.instruments[clause.instrument]
    cited = instrument.number if instrument.number_sure != Sure.C else ""
    if lang == "zh":
        title = instrument.title.zh if instrument.collection else f"《{instrument.title.zh}》"
        return f"{cited or title} {clause.article}".strip()
    return f"{cited or instrument.title.en}, {clause.article_en}".removesuffix(", ")


def reason(abstention: Abstention, lang: str) -> str:
    """Why a check gives no answer, with the days and the number where they are known."""
    said = _reasons()[abstention.reason]
    facts = {"start": abstention.start, "end": abstention.end, "number": abstention.number}
    wanted = PLACEHOLDER.findall(said["full"].zh)
    complete = all(facts[name] is not None for name in wanted)
    return filled(said["full" if complete else "bare"].of(lang), facts, lang)


def filled(template: str, facts: Mapping[str, Any], lang: str) -> str:
    """The template with each `{fact}` said in `lang`; a placeholder that no fact answers stays as it is."""
    return PLACEHOLDER.sub(lambda match: _said(match, facts, lang), template)


def _said(match: re.Match[str], facts: Mapping[str, Any], lang: str) -> str:
    return spoken(match[1], facts[match[1]], lang) if match[1] in facts else match[0]


def spoken(fact: str, value: Any, lang: str) -> str:
    """One fact as people say it: days spelled out, codes in words, an absent value said to be absent."""
    if value is None or value == "":
        return _words()["absent"].of(lang)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(spoken(fact, item, lang) for item in value)
    if isinstance(value, date):
        return _spelled(value, lang)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _spelled(date.fromisoformat(value), lang)
    word = _words().get(f"{fact}/{value}")
    return word.of(lang) if word else str(value)


def _spelled(day: date, lang: str) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _rule(book: Rulebook, finding: Finding) -> tuple[Rule, Variant | None]:
    rule = book.rules[finding.check]
    return rule, rule.variants.get(finding.variant or "")


@lru_cache(maxsize=1)
def _reasons() -> dict[str, dict[str, Text]]:
    return msgspec.convert(_read_mapping(_LOCALE / "reasons.yml"), dict[str, dict[str, Text]])


@lru_cache(maxsize=1)
def _words() -> dict[str, Text]:
    found = compiled.read("facts", [FACTS], dict[str, Text])
    return words() if found is None else found


def words() -> dict[str, Text]:
    """Word of each coded value by `fact/value`, and the word for an absent one, from `locale/facts.yml`."""
    content = _read_mapping(FACTS)
    absent = {"absent": msgspec.convert(content.pop("absent"), Text)}
    codes = msgspec.convert(content, dict[str, dict[str, Text]])
    return absent | {f"{fact}/{code}": word for fact, words in codes.items() for code, word in words.items()}


def _read_mapping(file: Path) -> dict[str, Any]:
    from plumbline.rulebook.layers import read_mapping  # here, because a draft is judged without reading YAML

    return read_mapping(file)
