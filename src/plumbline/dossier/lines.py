"""Files as lines of text: unpacked, decoded, and honest about where they end."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

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


@dataclass(frozen=True)
class Line:
    """One line with its ending, which only the last may lack; `text` has U+FFFD where it is not `sound`."""

    text: str
    sound: bool = True


class TextFile:
    """A text file, plain or gzip (by its name), read as a stream. `broken`: the archive ended too early."""

    def __init__(self, path: Path, file: str) -> None:
        self._path, self._file = path, file
        self.broken = False
        self.spelling = self._recognise()

    def lines(self) -> Iterator[Line]:
        """All lines, decoded one by one, so that one damaged line damages no other."""
        if self.spelling is UTF16:
            yield from (Line(text) for text in self._wide())
            return
        for number, raw in enumerate(self._raw(self.spelling.newline)):
            line = raw.removeprefix(b"\xef\xbb\xbf") if number == 0 else raw
            yield self._line(line)

    def _line(self, raw: bytes) -> Line:
        try:
            text, sound = raw.decode(self.spelling.codec), True
        except UnicodeDecodeError:
            text, sound = raw.decode(self.spelling.codec, "replace"), False
        return Line(text[:-1] + "\n" if self.spelling.newline == b"\r" and text.endswith("\r") else text, sound)

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

    def _raw(self, newline: bytes) -> Iterator[bytes]:
        pieces: list[bytes] = []
        for chunk in self._chunks():
            *whole, rest = chunk.split(newline)
            for piece in whole:
                yield b"".join((*pieces, piece, newline))
                pieces = []
            pieces.append(rest)
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
        for line in self._raw(newline):
            if line.isascii():
                continue
            if _decodes(line, "utf-8"):
                sound += 1
            elif _decodes(line, "gb18030"):
                chinese += 1
            if sound + chinese >= _VOTES:
                break
        return GB18030 if chinese > sound else UTF8


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
