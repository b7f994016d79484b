"""annex.xlsx: the annex table as offices send it, all verdicts, what got no answer, and how to read it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from plumbline.domain.judgement import Abstention, Finding
from plumbline.engine.result import VERDICT_COLUMNS
from plumbline.reports.cells import guarded
from plumbline.reports.notes import notes
from plumbline.reports.register import Entry
from plumbline.reports.report import Report
from plumbline.reports.words import HEADING, PLATFORM, REASON, SEVERITY, STATUS, VERDICT, term
from plumbline.rulebook.model import Text

Cell = str | int | float | None
PROBLEM_COLUMNS = (
    "platform", "name", "unit", "problem", "updated", "clause", "citation", "severity", "message", "remedy", "mend_by",
    "account_id", "finding_id", "status",
)  # fmt: skip
ABSTENTION_COLUMNS = ("platform", "name", "unit", "check", "reason", "detail", "account_id")
WIDTHS = {
    "platform": 12, "name": 24, "unit": 26, "problem": 22, "updated": 14, "clause": 12, "citation": 34, "severity": 10,
    "message": 52, "remedy": 46, "mend_by": 12, "account_id": 22, "finding_id": 18, "status": 10, "check": 26,
    "reason": 14, "detail": 60, "rules": 22, "item": 26, "value": 90,
}  # fmt: skip
SHEETS = {
    "problems": Text(zh="问题清单", en="Problems"),
    "verdicts": Text(zh="全部结论", en="All verdicts"),
    "abstentions": Text(zh="未作结论", en="No conclusion"),
    "notes": Text(zh="说明", en="Notes"),
}
MOST_ROWS = 50_000
"""Rows of a sheet that a person may still handle; what goes beyond is left to the text files, and the notes say so."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: the key of its name, its columns, how its headings are written, and its rows."""

    key: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    filtered: int | None = None


def write(report: Report, folder: Path) -> None:
    """Write annex.xlsx; texts are always texts, never formulas or links."""
    book = xlsxwriter.Workbook(str(folder / "annex.xlsx"), {"constant_memory": True, "tmpdir": str(folder)})
    moment = report.summary.as_of.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": report.inspection.book.book.title.of(report.lang), "created": moment})
    draw = Draughtsman(book, report.lang)
    for sheet in sheets(report):
        draw.sheet(sheet)
    book.close()


def sheets(report: Report) -> list[Sheet]:
    """The four sheets."""
    findings, silent = report.worst_first(), report.inspection.abstentions
    verdicts = report.inspection.verdicts.select(VERDICT_COLUMNS.keys())
    return [
        Sheet("problems", PROBLEM_COLUMNS, _problem_rows(report, findings), len(findings)),
        Sheet("verdicts", verdicts.columns, _verdict_rows(report), verdicts.height),
        Sheet("abstentions", ABSTENTION_COLUMNS, _abstention_rows(report, silent), len(silent)),
        Sheet("notes", ("item", "value"), [*_left_out(report), *notes(report, report.lang)]),
    ]


def _left_out(report: Report) -> list[tuple[str, str]]:
    run = report.inspection
    if max(len(run.findings), len(run.abstentions), run.verdicts.height) <= MOST_ROWS:
        return []
    if report.lang == "zh":
        return [("未列出的行", f"每张表最多 {MOST_ROWS} 行，其余见 findings.jsonl 等文件。")]
    return [("Rows left out", f"A sheet has at most {MOST_ROWS} rows; the rest stands in findings.jsonl and its like.")]


def _problem_rows(report: Report, findings: Iterable[Finding]) -> Iterable[Sequence[Cell]]:
    saying, lang = report.saying, report.lang
    for finding in findings:
        yield (
            *_who(report.register.owner(finding), lang),
            saying.clause_title(finding.clause, lang),
            report.register.owner(finding).updated,
            finding.clause,
            saying.citation(finding.clause, lang),
            term(SEVERITY, finding.severity, lang),
            saying.message(finding, lang),
            saying.remedy(finding, lang),
            finding.mend_by or saying.deadline(finding, lang),
            finding.account_id,
            finding.finding_id,
            term(STATUS, finding.status, lang),
        )


def _who(entry: Entry, lang: str) -> tuple[str, str, str]:
    return term(PLATFORM, entry.platform, lang), entry.name, entry.unit


def _verdict_rows(report: Report) -> Iterable[Sequence[Cell]]:
    words: dict[str, Callable[[str], str]] = {
        "platform": lambda value: term(PLATFORM, value, report.lang),
        "verdict": lambda value: term(VERDICT, value, report.lang),
    }
    for row in report.inspection.verdicts.select(VERDICT_COLUMNS.keys()).iter_rows(named=True):
        yield [words[name](value) if name in words and value else value for name, value in row.items()]


def _abstention_rows(report: Report, abstentions: Iterable[Abstention]) -> Iterable[Sequence[Cell]]:
    saying, lang = report.saying, report.lang
    for item in abstentions:
        who = _who(report.register.entry(item.account_id), lang)
        yield (*who, item.check, term(REASON, item.reason, lang), saying.reason(item, lang), item.account_id)


class Draughtsman:
    """Draws sheets into a workbook, row after row."""

    def __init__(self, book: Workbook, lang: str) -> None:
        self._book = book
        self._lang = lang
        face = {"font_name": "宋体" if lang == "zh" else "Calibri", "font_size": 11, "valign": "top", "border": 1}
        self._text = book.add_format({**face, "text_wrap": True, "num_format": "@", "border_color": "#C9CED6"})
        self._number = book.add_format({**face, "border_color": "#C9CED6"})
        heading = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E9EDF3"}
        self._heading = book.add_format({**face, **heading, "border_color": "#8A94A3"})

    def sheet(self, sheet: Sheet) -> None:
        """Add one sheet."""
        page = self._book.add_worksheet(SHEETS[sheet.key].of(self._lang))
        self._lay_out(page, sheet)
        self._row(page, 0, [term(HEADING, name, self._lang) for name in sheet.columns], self._heading)
        for number, row in enumerate(sheet.rows, start=1):
            if number > MOST_ROWS:
                break
            self._row(page, number, row, self._text)

    def _lay_out(self, page: Worksheet, sheet: Sheet) -> None:
        for number, name in enumerate(sheet.columns):
            page.set_column(number, number, WIDTHS.get(name, 12))
        page.freeze_panes(1, 2 if sheet.key != "notes" else 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_footer("&C&P / &N")
        if sheet.filtered is not None:
            page.autofilter(0, 0, min(sheet.filtered, MOST_ROWS), len(sheet.columns) - 1)

    def _row(self, page: Worksheet, number: int, row: Sequence[Cell], style: Format) -> None:
        for column, value in enumerate(row):
            if value is None or value == "":
                page.write_blank(number, column, None, style)
            elif isinstance(value, str):
                page.write_string(number, column, guarded(value), style)
            else:
                page.write_number(number, column, value, self._number)
