"""Files as lines of text: unpacked, decoded, and honest about where they end."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import AnyStr

from plumbline.domain.errors import DossierError

_CHUNK = 1 << 20
_VOTES = 1_000
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile)
_REMEDY = "export the file again as CSV in UTF-8"


@dataclass(frozen=True)
class Spelling:
    """How a file is encoded, by Python's name and by the name that people know, and what ends its lines."""

    codec: str
    name: str
    newline: bytes = b"\n"


UTF8, UTF16, GB18030 = Spelling("utf-8", "UTF-8"), Spelling("utf-16", "UTF-16"), Spelling("gb18030", "GB18030")


class Damaged(str):
    """A line that its encoding cannot be read in: what can be read of it, with U+FFFD for the rest."""

    __slots__ = ()


class TextFile:
    """A text file, plain or gzip (by its name), read as a stream. `broken`: the archive ended too early."""

    def __init__(self, path: Path, file: str) -> None:
        self._path, self._file = path, file
        self.broken = False
        self.spelling = self._recognise()

    def lines(self) -> Iterator[str]:
        """All lines with their endings, which only the last may lack. One `Damaged` line damages no other."""
        if self.spelling is UTF16:
            yield from self._wide()
            return
        newline = self.spelling.newline
        for number, block in enumerate(self._blocks(newline)):
            whole = block.removeprefix(b"\xef\xbb\xbf") if number == 0 else block
            try:
                yield from _split(whole.decode(self.spelling.codec), newline.decode())
            except UnicodeDecodeError:
                yield from (self._line(line) for line in _split(whole, newline))

    def _line(self, raw: bytes) -> str:
        try:
            return raw.decode(self.spelling.codec)
        except UnicodeDecodeError:
            return Damaged(raw.decode(self.spelling.codec, "replace"))

    def _wide(self) -> Iterator[str]:
        """Lines of UTF-16, whose line feeds are two bytes. Damage in it cannot be kept to a line."""
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        rest = ""
        for chunk in self._chunks():
            *whole, rest = (rest + decoder.decode(chunk)).split("\n")
            yield from (text + "\n" for text in whole)
        rest += decoder.decode(b"", final=True)
        if rest:
            yield rest

    def _blocks(self, newline: bytes) -> Iterator[bytes]:
        """The content in blocks of whole lines; the last line may lack its ending."""
        pieces: list[bytes] = []
        for chunk in self._chunks():
            end = chunk.rfind(newline) + 1
            if end:
                yield b"".join((*pieces, chunk[:end]))
                pieces = []
            pieces.append(chunk[end:])
        last = b"".join(pieces)
        if last:
            yield last

    def _chunks(self) -> Iterator[bytes]:
        """The content piece by piece; everything that a broken archive still gives, then `broken`."""
        try:
            with self._open() as stream:
                while chunk := stream.read1(_CHUNK):
                    yield chunk
        except _BROKEN:
            self.broken = True
        except OSError as error:
            raise DossierError(
                f"the file cannot be read: {error.strerror or error}", self._file, "check the file"
            ) from None

    def _open(self) -> gzip.GzipFile | BufferedReader:
        packed = self._path.name.lower().endswith(".gz")
        return gzip.open(self._path, "rb") if packed else self._path.open("rb")

    def _recognise(self) -> Spelling:
        head = next(self._chunks(), b"")
        if self.broken:
            raise DossierError(
                "this is no gzip file that can be read", self._file, "export it again; it may be cut off"
            )
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return UTF16
        newline = b"\r" if b"\r" in head and b"\n" not in head and len(head) < _CHUNK else b"\n"
        if head.startswith(b"\xef\xbb\xbf"):
            return Spelling("utf-8", "UTF-8", newline)
        voted = self._vote(newline)
        self.broken = False
        return Spelling(voted.codec, voted.name, newline)

    def _vote(self, newline: bytes) -> Spelling:
        """UTF-8 or GB18030, by what most lines with other than ASCII can be: a few damaged lines do not decide."""
        sound, chinese = 0, 0
        for line in (line for block in self._blocks(newline) for line in _split(block, newline)):
            if line.isascii():
                continue
            if _decodes(line, "utf-8"):
                sound += 1
            elif _decodes(line, "gb18030"):
                chinese += 1
            if sound + chinese >= _VOTES:
                break
        return GB18030 if chinese > sound else UTF8


def _split(block: AnyStr, newline: AnyStr) -> Iterator[AnyStr]:
    """The lines of a block with their endings."""
    lines = block.split(newline)
    rest = lines.pop()
    for line in lines:
        yield line + newline
    if rest:
        yield rest


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
