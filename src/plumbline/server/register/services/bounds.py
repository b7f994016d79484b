"""Spreadsheets that would unpack to more than any filing table holds are refused before they are opened."""

import io
import re
import zipfile

from plumbline.server.people.services import Refused

UNPACKED_MOST = 400_000_000
CELLS_MOST = 20_000_000
_CELL = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row[^>]*\sr="([0-9]{1,7})"')


def bounded(data: bytes) -> None:
    """Refused: the file unpacks to too much, or a sheet reaches too far. Files that are no archives pass."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > UNPACKED_MOST:
                raise _too_large()
            for one in archive.infolist():
                if one.filename.startswith("xl/worksheets/") and one.filename.endswith(".xml"):
                    _reach(archive.read(one))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Refused("the spreadsheet is damaged or locked", "表格文件已损坏或者加密") from None


def _reach(sheet: bytes) -> None:
    columns, lines = set[bytes](), 1
    for letters, number in _CELL.findall(sheet):
        columns.add(letters)
        lines = max(lines, int(number))
    lines = max([lines, *(int(number) for number in _ROW.findall(sheet))])
    width = max((_place(letters) for letters in columns), default=1)
    if width * lines > CELLS_MOST:
        raise _too_large()


def _place(letters: bytes) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found


def _too_large() -> Refused:
    return Refused("the spreadsheet is too large", "表格内容过大")
