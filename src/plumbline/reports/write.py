"""Writes everything an inspection leaves behind."""

from pathlib import Path

from plumbline.engine.result import Inspection
from plumbline.reports import annex, bulletin, page, records, sarif
from plumbline.reports.report import prepare

WRITERS = (records.write, page.write, annex.write, bulletin.write, sarif.write)
FILES = (
    "run.json", "verdicts.csv", "findings.jsonl", "abstentions.jsonl", "report.html", "annex.xlsx", "bulletin.docx",
    "findings.sarif",
)  # fmt: skip
"""What `write_reports` writes (`rejected.jsonl` is written while the dossier is read)."""


def write_reports(inspection: Inspection, folder: Path, *, lang: str) -> None:
    """Write `FILES` into the existing `folder`; the same inspection gives the same bytes.

    `lang` (``zh`` or ``en``) is the language of the sentences and headings, and the one that report.html opens in.
    """
    report = prepare(inspection, lang)
    for write in WRITERS:
        write(report, folder)
