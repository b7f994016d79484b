"""One table of a dossier, read to be written again: nothing that stands in it may be lost by that."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import Layout
from plumbline.dossier.read import TableReport, read_table
from plumbline.dossier.rejects import Rejects
from plumbline.reports.dossier_files import write_table


@dataclass(frozen=True)
class Held:
    """A table as it stands in a dossier; `path` and `form` are those in which it is written again."""

    name: str
    frame: pl.DataFrame
    path: Path
    form: str
    headers: str
    timezone: str

    def write(self, frame: pl.DataFrame) -> None:
        """Put `frame` in the place of the table, when it stands whole."""
        write_table(
            frame.select(*TABLES[self.name].schema), self.path, self.name,
            form=self.form, headers=self.headers, timezone=self.timezone,
        )  # fmt: skip


def hold(layout: Layout, name: str, *, new: str, lang: str) -> Held:
    """The table of that name, or an empty one in the form `new` where the dossier has none.

    UsageError where writing it again would lose something: rows that are rejected, columns that are not ours, a table
    in several files.
    """
    if name not in layout.files:
        path = layout.folder / f"{name}.{new}"
        headers = "zh" if lang == "zh" else "en"
        return Held(name, pl.DataFrame(schema=TABLES[name].schema), path, new, headers, layout.timezone)
    file = layout.files[name]
    if len(file.paths) != 1 or file.paths[0].parent != layout.folder:
        raise _refused(lang, "the table lies in several files", "该表分存于多个文件", layout, name)
    rejects = Rejects(lang=lang)
    frame, report = read_table(layout, name, rejects=rejects)
    _nothing_lost(report, layout, name, lang)
    return Held(name, frame.select(*TABLES[name].schema), file.paths[0], file.format, report.headers, layout.timezone)


def _nothing_lost(report: TableReport, layout: Layout, name: str, lang: str) -> None:
    if report.rejected or report.values_rejected or report.cut:
        count = report.rejected + report.values_rejected
        raise _refused(lang, f"{count} rows or values of it cannot be read", f"该表有 {count} 处无法读取", layout, name)
    if report.unknown_columns or report.refused_columns:
        names = ", ".join((*report.unknown_columns, *report.refused_columns))
        raise _refused(lang, f"it has columns of its own: {names}", f"该表含有其他列：{names}", layout, name)


def _refused(lang: str, en: str, zh: str, layout: Layout, name: str) -> UsageError:
    chinese = lang == "zh"
    return UsageError(
        f"{zh}，改写后会丢失" if chinese else f"{en}, which would be lost by writing it again",
        str(layout.files[name].paths[0]),
        "请先修正该表，或者用 plumbline convert 另存资料包"
        if chinese
        else "mend the table, or write the dossier anew with plumbline convert",
    )
