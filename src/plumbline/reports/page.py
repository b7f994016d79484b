"""report.html: one page that needs nothing else, in Chinese and English, for screens, phones and paper."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plumbline.domain.vocabulary import Verdict
from plumbline.reports import words
from plumbline.reports.bars import rate_bar, verdict_bar
from plumbline.reports.beside import link
from plumbline.reports.cells import shortened
from plumbline.reports.details import Detail, Teller, details, failing
from plumbline.reports.markup import both, said
from plumbline.reports.notes import answer, cautions, moment
from plumbline.reports.reach_section import section
from plumbline.reports.report import Report
from plumbline.reports.timeline import later, when

TEMPLATES = Path(__file__).with_name("templates")
MOST_ACTIONS, MOST_UNKNOWN, MOST_UNITS, MOST_DETAILS, MOST_ACCOUNTS = 500, 500, 300, 2_000, 5_000
"""Rows that the page shows of each list; what goes beyond is left to the annex and verdicts.csv, and it says so."""
MOST_QUOTE, MOST_EVIDENCE = 300, 20
MOST_TIMELINES, MOST_TEXTS = 30, 12
"""Texts that several accounts repeated, and how many publications of one are listed."""


def write(report: Report, folder: Path) -> None:
    """Write report.html."""
    (folder / "report.html").write_text(render(report), encoding="utf-8", newline="\n")


def render(report: Report) -> str:
    """The page as text."""
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8").strip()
    return _environment().get_template("report.html.j2").render(
        **_content(report),
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704 – our own file, not the dossier
        script=Markup(script),  # noqa: S704 – our own file, not the dossier
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )  # fmt: skip


def _content(report: Report) -> dict[str, Any]:
    run, shown = report.inspection.run, details(report, MOST_DETAILS)
    return {
        "lang": report.lang,
        "run": run,
        "summary": report.summary,
        "book": report.inspection.book,
        "say": report.saying,
        "register": report.register,
        "answer": said(lambda lang: answer(report, lang)),
        "moment": said(lambda lang: moment(report, lang)),
        "cautions": [_both_notes(*pair) for pair in _paired_cautions(report)],
        "details": shown,
        "detailed": _detailed(report),
        "anchors": {detail.entry.account_id: detail.anchor for detail in shown if detail.entry.account_id},
        "exceptions": report.exceptions_in_force(),
        "reach": section(report),
        **_repeated(report),
        **_lists(report, shown),
        **_limits(),
    }


def _lists(report: Report, shown: list[Detail]) -> dict[str, Any]:
    teller, fails = Teller(report), failing(report)
    undecided = [
        (detail.entry, [item for item in detail.abstentions if item.decides])
        for detail in shown
        if detail.entry.verdict == Verdict.UNKNOWN
    ]
    entries = report.register.entries
    accounts = report.inspection.verdicts.head(MOST_ACCOUNTS).iter_rows(named=True)
    return {
        "actions": [teller.told(finding) for finding in fails[:MOST_ACTIONS]],
        "actions_left": max(len(fails) - MOST_ACTIONS, 0),
        "undecided": undecided[:MOST_UNKNOWN],
        "accounts": [(entries[row["account_id"]], row) for row in accounts],
    }


def _repeated(report: Report) -> dict[str, Any]:
    timelines = report.timelines.repeated()
    return {"repeated": timelines[:MOST_TIMELINES], "repeated_in_all": len(timelines)}


def _limits() -> dict[str, int]:
    return {
        "most_units": MOST_UNITS, "most_accounts": MOST_ACCOUNTS, "most_evidence": MOST_EVIDENCE,
        "most_details": MOST_DETAILS, "most_texts": MOST_TEXTS,
    }  # fmt: skip


def _detailed(report: Report) -> int:
    """How many accounts and units have something to show."""
    found = {(item.account_id, report.register.owner(item).unit_id) for item in report.inspection.findings}
    silent = {item.account_id for item in report.inspection.abstentions}
    return len({key for key in found if key[0] is None}) + len({key[0] for key in found if key[0]} | silent)


def _paired_cautions(report: Report) -> Any:
    return zip(cautions(report, "zh"), cautions(report, "en"), strict=True)


def _both_notes(zh: tuple[str, str], en: tuple[str, str]) -> tuple[Markup, Markup]:
    return both(zh[0], en[0]), both(zh[1], en[1])


def _word(kind: str, key: str | None) -> Markup:
    terms: Mapping[str, Any] = getattr(words, kind)
    return both(words.term(terms, key, "zh"), words.term(terms, key, "en"))


def _when(at: datetime | None) -> Markup:
    return said(lambda lang: when(at, lang))


def _later(after: timedelta | None) -> Markup:
    return said(lambda lang: later(after, lang))


def _quote(text: str | None) -> str:
    return shortened(text or "", MOST_QUOTE)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals.update(t=both, word=_word, verdict_bar=verdict_bar, rate_bar=rate_bar, said=said)
    environment.globals.update(when=_when, later=_later, link=link)
    environment.filters["quote"] = _quote
    return environment
