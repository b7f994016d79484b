"""The filing table (备案表) as offices know it: Chinese headers, units by name; read back, it says the same."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import xlsxwriter
from django.conf import settings

from plumbline.dossier.names import chinese_value
from plumbline.reports.cells import guarded
from plumbline.reports.dossier_cells import headed, spelled

ORDER = (
    "序号", "账号名称", "平台类型", "平台账号ID", "主页链接", "主办单位", "主办单位编码", "上级单位", "单位层级",
    "运行状态", "开设日期", "备案日期", "备案编号", "是否认证", "认证名称", "认证有效期至", "是否主账号", "互动功能",
    "职责范围", "注销公告日期", "注销日期", "账号标识",
)  # fmt: skip
_WIDE = {"账号名称": 24, "主页链接": 40, "主办单位": 24, "上级单位": 24, "职责范围": 40, "账号标识": 26}


def filing_table(tables: dict[str, pl.DataFrame], form: str) -> bytes:
    """The register's tables (`selectors.as_tables`) as one sheet; `form` is xlsx or csv."""
    header, rows = _lines(tables)
    safe = [[guarded(cell) if cell else "" for cell in row] for row in rows]
    return _xlsx(header, safe) if form == "xlsx" else _csv(header, safe)


def _lines(tables: dict[str, pl.DataFrame]) -> tuple[list[str], list[list[str]]]:
    accounts, units = tables["accounts"], tables["units"]
    names = dict(units.select("unit_id", "name").iter_rows())
    above = {unit: names.get(parent) for unit, parent in units.select("unit_id", "parent_id").iter_rows()}
    levels = {unit: level and chinese_value("units", "level", level)
              for unit, level in units.select("unit_id", "level").iter_rows()}  # fmt: skip
    text = headed(spelled(accounts, "accounts", "zh", settings.TIME_ZONE), "accounts", "zh")
    owners = accounts["unit_id"].to_list()
    columns: dict[str, list[str | None]] = {name: text[name].to_list() for name in text.columns}
    columns |= {
        "序号": [str(number) for number in range(1, accounts.height + 1)],
        "主办单位": [names.get(unit) for unit in owners],
        "上级单位": [above.get(unit) for unit in owners],
        "单位层级": [levels.get(unit) for unit in owners],
    }
    header = [name for name in ORDER if name in columns]
    return header, [[cell or "" for cell in row] for row in zip(*(columns[name] for name in header), strict=True)]


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """With a byte order mark, by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _xlsx(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """All cells as text: a spreadsheet changes nothing of an id."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "table.xlsx"
        with xlsxwriter.Workbook(place, {"constant_memory": True, "strings_to_formulas": False}) as book:
            sheet, bold = book.add_worksheet("备案表"), book.add_format({"bold": True})
            sheet.freeze_panes(1, 2)
            for at, name in enumerate(header):
                sheet.set_column(at, at, _WIDE.get(name, 14))
                sheet.write_string(0, at, name, bold)
            for number, row in enumerate(rows, start=1):
                for at, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, at, cell)
        return place.read_bytes()
