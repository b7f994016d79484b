"""All reports of a run say the same numbers, and the same run gives the same bytes."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from qingxi import inspection

from plumbline.reports.write import FILES, write_reports

Counted = dict[str, int]
WORDS = {"合格": "pass", "不合格": "fail", "未作结论": "unknown", "不评": "not_judged"}


def of_verdicts(folder: Path) -> Counted:
    with (folder / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        return Counter(row["verdict"] for row in csv.DictReader(file))


def of_run(folder: Path) -> Counted:
    counts = json.loads((folder / "run.json").read_text(encoding="utf-8"))["counts"]
    return {name: counts[name] for name in WORDS.values()}


def of_page(folder: Path) -> Counted:
    html = (folder / "report.html").read_text(encoding="utf-8")
    return Counter(re.findall(r'<tr role="row" data-verdict="(\w+)">', html))


def of_page_totals(folder: Path) -> Counted:
    html = (folder / "report.html").read_text(encoding="utf-8")
    total = html[html.index("<tfoot") : html.index("</tfoot>")]
    registered, judged, failed, unknown, passed = map(int, re.findall(r'<td class="n"[^>]*>(\d+)</td>', total))
    return {"pass": passed, "fail": failed, "unknown": unknown, "not_judged": registered - judged}


def of_annex(folder: Path) -> Counted:
    page = openpyxl.load_workbook(folder / "annex.xlsx").worksheets[1]
    return Counter(WORDS[str(row[4])] for row in page.iter_rows(min_row=2, values_only=True))


def of_bulletin(folder: Path) -> Counted:
    table = docx.Document(str(folder / "bulletin.docx")).tables[0]
    registered, judged, passed, failed, unknown = (int(cell.text) for cell in table.rows[-1].cells[1:6])
    return {"pass": passed, "fail": failed, "unknown": unknown, "not_judged": registered - judged}


def of_bulletin_rows(folder: Path) -> Counted:
    rows = docx.Document(str(folder / "bulletin.docx")).tables[0].rows[1:-1]
    registered, judged, passed, failed, unknown = (
        sum(int(row.cells[n].text) for row in rows) for n in range(1, 6)
    )  # fmt: skip
    return {"pass": passed, "fail": failed, "unknown": unknown, "not_judged": registered - judged}


@pytest.mark.parametrize("count", [of_run, of_page, of_page_totals, of_annex, of_bulletin, of_bulletin_rows])
def test_every_report_counts_the_same_verdicts(zh: Path, count: Callable[[Path], Counted]) -> None:
    assert count(zh) == of_verdicts(zh)


def test_every_report_lists_the_same_findings(zh: Path) -> None:
    lines = (zh / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    ids = sorted(json.loads(line)["finding_id"] for line in lines)
    page = openpyxl.load_workbook(zh / "annex.xlsx").worksheets[0]
    log = json.loads((zh / "findings.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    html = (zh / "report.html").read_text(encoding="utf-8")
    assert sorted(str(row[12]) for row in page.iter_rows(min_row=2, values_only=True)) == ids
    assert sorted(entry["partialFingerprints"]["plumblineFindingId/v1"] for entry in log) == ids
    assert sorted(re.findall(r"发现编号</span>.*? <code>(\w{16})</code>", html)) == ids


def test_every_report_says_the_same_pass_rate(zh: Path) -> None:
    notice = "".join(paragraph.text for paragraph in docx.Document(str(zh / "bulletin.docx")).paragraphs)
    notes = openpyxl.load_workbook(zh / "annex.xlsx").worksheets[3]
    assert "合格率58.3%" in notice
    assert any("合格率 58.3%" in str(row) for row in notes.iter_rows(values_only=True))
    assert "合格率 58.3%" in (zh / "report.html").read_text(encoding="utf-8")


def test_every_report_tells_a_finding_in_the_same_words(zh: Path) -> None:
    record = json.loads((zh / "findings.jsonl").read_text(encoding="utf-8").splitlines()[0])
    page = openpyxl.load_workbook(zh / "annex.xlsx").worksheets[0]
    log = json.loads((zh / "findings.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert record["message"] in {row[8] for row in page.iter_rows(values_only=True)}
    assert log[0]["message"]["text"] == record["message"]
    assert record["message"] in (zh / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_the_same_run_gives_the_same_bytes(zh: Path, tmp_path: Path, name: str) -> None:
    write_reports(inspection(), tmp_path, lang="zh")
    assert (tmp_path / name).read_bytes() == (zh / name).read_bytes()


def test_another_hour_of_writing_changes_nothing(zh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    write_reports(inspection(), tmp_path, lang="zh")
    for name in ("annex.xlsx", "bulletin.docx"):
        assert (tmp_path / name).read_bytes() == (zh / name).read_bytes()


def test_nothing_but_the_reports_is_left_in_the_folder(zh: Path) -> None:
    assert sorted(path.name for path in zh.iterdir()) == sorted(FILES)
