"""An official document as GB/T 9704-2012 sets its page: margins, type sizes, line grid, page numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from plumbline.reports.archive import repacked
from plumbline.reports.cells import plain

LATIN = "Times New Roman"
TEXT_WIDTH, FIRST_COLUMN = 156, 28
"""Millimetres."""
LINE = Pt(28.9)
"""22 lines of 28.9 pt fill the 225 mm of the text block."""

SQUEEZE = -5
"""Twentieths of a point between characters: 28 of 16 pt would be a little wider than the 156 mm of the text block."""


@dataclass(frozen=True)
class Face:
    """A Chinese typeface and its size; `bold` only where the standard's face is not bold by itself."""

    family: str
    size: float
    bold: bool = False


TITLE = Face("方正小标宋简体", 22)
BODY = Face("仿宋_GB2312", 16)
HEADING = Face("黑体", 16)
SUBHEADING = Face("楷体_GB2312", 16)
TABLE = Face("仿宋_GB2312", 12)
FOLIO = Face("宋体", 14)


class Letter:
    """A document under way: add paragraphs and tables, then take its bytes."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._document = docx.Document()
        self._set_page()
        self._set_grid()
        _dress(self._document.styles["Normal"], BODY)
        self._number_pages()

    def title(self, text: str) -> None:
        """The title, centred, an empty line after it."""
        self._paragraph(text, TITLE, WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.line_spacing = Pt(34)
        self._paragraph("", BODY)

    def heading(self, text: str) -> None:
        """A heading of the first level (“一、”)."""
        self._paragraph(text, HEADING, indent=2).paragraph_format.keep_with_next = True

    def subheading(self, text: str) -> None:
        """A heading of the second level (“（一）”)."""
        self._paragraph(text, SUBHEADING, indent=2).paragraph_format.keep_with_next = True

    def text(self, text: str, *, indent: int = 2) -> None:
        """A paragraph whose first line is indented by `indent` characters."""
        self._paragraph(text, BODY, WD_ALIGN_PARAGRAPH.JUSTIFY if self._lang == "zh" else None, indent=indent)

    def lead(self, text: str) -> None:
        """A paragraph that stays with the table after it."""
        self._paragraph(text, BODY, indent=2).paragraph_format.keep_with_next = True

    def closing(self, text: str) -> None:
        """A line at the right, four characters from the edge: who signs, and the date."""
        paragraph = self._paragraph(text, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
        _indent(paragraph, "right", 4)

    def space(self) -> None:
        """An empty line."""
        self._paragraph("", BODY)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A short table that stays on one page where it can; all columns but the first hold numbers and are centred."""
        table = self._document.add_table(rows=0, cols=len(head), style="Table Grid")
        table.autofit = False
        widths = [FIRST_COLUMN, *((TEXT_WIDTH - FIRST_COLUMN) / (len(head) - 1) for _ in head[1:])]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in (head, *rows):
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            cells = added.cells
            for number, text in enumerate(row):
                cells[number].width = Mm(widths[number])
                self._cell(cells[number], text, centred=number > 0 or row is head)
                cells[number].paragraphs[0].paragraph_format.keep_with_next = row is not rows[-1]
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._paragraph("", TABLE).paragraph_format.line_spacing = Pt(10)

    def content(self, *, title: str, moment: datetime) -> bytes:
        """The finished file; `moment` is the only time that it carries."""
        properties = self._document.core_properties
        properties.title, properties.author, properties.last_modified_by = plain(title), "plumbline", "plumbline"
        properties.comments, properties.revision = "", 1
        properties.created = properties.modified = moment.replace(tzinfo=None, microsecond=0)
        properties.language = "zh-CN" if self._lang == "zh" else "en"
        out = BytesIO()
        self._document.save(out)
        return repacked(out.getvalue())

    def _cell(self, cell: Any, text: str, *, centred: bool) -> None:
        paragraph = cell.paragraphs[0]
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _lines(paragraph, Pt(20))
        _dress(paragraph.add_run(plain(text)), TABLE)

    def _paragraph(self, text: str, face: Face, align: Any = None, *, indent: int = 0) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = align
        _lines(paragraph, LINE)
        if indent:
            _indent(paragraph, "firstLine", indent)
        run = paragraph.add_run(plain(text))
        _dress(run, face)
        if self._lang == "zh" and face.size == BODY.size:
            _squeeze(run)
        return paragraph

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(23)

    def _set_grid(self) -> None:
        """22 lines a page; the 28 characters of a line come from `SQUEEZE`, which more programs understand."""
        properties = self._document.sections[0]._sectPr
        for grid in properties.findall(qn("w:docGrid")):
            properties.remove(grid)
        grid = OxmlElement("w:docGrid")
        for name, value in (("type", "lines"), ("linePitch", "579")):
            grid.set(qn(f"w:{name}"), value)
        properties.append(grid)

    def _number_pages(self) -> None:
        """“— 1 —” at the outer side: right on odd pages, left on even ones, one character from the edge."""
        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        for footer, side, align in (
            (section.footer, "right", WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, "left", WD_ALIGN_PARAGRAPH.LEFT),
        ):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            _indent(paragraph, side, 1)
            _folio(paragraph)


def _folio(paragraph: Any) -> None:
    _dress(paragraph.add_run("— "), FOLIO, latin=FOLIO.family)
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run("1" if kind == "text" else "")
        _dress(run, FOLIO, latin=FOLIO.family)
        if code:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = code
            run._r.append(element)
        elif kind != "text":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)
    _dress(paragraph.add_run(" —"), FOLIO, latin=FOLIO.family)


def _dress(target: Any, face: Face, *, latin: str = LATIN) -> None:
    """Give a run or a style its typefaces: one for Chinese, one for Latin letters and digits."""
    target.font.name, target.font.size, target.font.bold = latin, Pt(face.size), face.bold
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), face.family)


def _squeeze(run: Any) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(SQUEEZE))
    run._r.rPr.find(qn("w:sz")).addprevious(spacing)


def _lines(paragraph: Any, height: Any) -> None:
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = height
    shape.space_before = shape.space_after = Pt(0)


def _indent(paragraph: Any, side: str, characters: int) -> None:
    """An indent in characters, as Word counts them, and in points for programs that do not."""
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.find(qn("w:ind"))
    if indent is None:
        indent = properties.get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(100 * characters))
    indent.set(qn(f"w:{side}"), str(320 * characters))
