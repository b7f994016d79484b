"""The words of files: read, or known from before; what keeps one from being read is noted and the others go on."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.media import pictures, recogniser, subtitles
from plumbline.media.faults import Unreadable
from plumbline.media.journal import Journal, Said
from plumbline.rulebook.model import Text

SUBTITLES = "plumbline subtitles 1"
"""Reader and version of subtitle files; the number grows when they are read otherwise."""
_GONE = Text(zh="文件无法打开", en="the file cannot be opened")
_LARGE = Text(zh="文件过大", en="the file is too large")
_NO_EXTRA = Text(
    zh="未安装图片识读组件（plumbline[ocr]）", en="the extra for pictures is not installed (plumbline[ocr])"
)


@dataclass
class Fault:
    """A file that could not be read, and why."""

    path: Path
    why: Unreadable


@dataclass
class Reader:
    """Reads files, at most `most` pictures anew; `again` reads those that are known, too."""

    journal: Journal
    most: int | None
    again: bool
    faults: dict[Path, Fault] = field(default_factory=dict)
    read: int = 0
    pictures: int = 0
    known: int = 0
    waiting: int = 0
    _done: set[tuple[str, str]] = field(default_factory=set)

    def words(self, path: Path) -> str | None:
        """The words of a file (empty: it holds none); None where it could not be read."""
        try:
            said = self._said(path)
        except OSError:
            said = Said("", _told(Unreadable(_GONE)))
        if said is None:
            return None
        if said.fault is not None:
            self.faults[path] = Fault(path, _fault(said.fault))
            return None
        return said.words

    def _said(self, path: Path) -> Said | None:
        picture = path.suffix.lower() in pictures.ENDINGS
        if path.stat().st_size > pictures.MOST_BYTES:
            return Said("", _told(Unreadable(_LARGE)))
        raw = path.read_bytes()
        digest, reader = hashlib.sha256(raw).hexdigest(), recogniser.name() if picture else SUBTITLES
        before = self.journal.said(digest, reader)
        if before is not None and (not self.again or (digest, reader) in self._done):
            self.known += 1
            return before
        if picture and recogniser.missing():
            return Said("", _told(Unreadable(_NO_EXTRA)))
        if picture and self.most is not None and self.pictures >= self.most:
            self.waiting += 1
            return None
        said = _reading(raw, path.name, picture=picture)
        self.read += 1
        self.pictures += picture
        self._done.add((digest, reader))
        self.journal.note(digest, reader, said)
        return said


def _reading(raw: bytes, name: str, *, picture: bool) -> Said:
    try:
        return Said(recogniser.words(raw) if picture else subtitles.words(raw, name))
    except Unreadable as error:
        return Said("", _told(error))


def _told(error: Unreadable) -> dict[str, str]:
    line = {} if error.line is None else {"line": str(error.line)}
    return {"zh": error.why.zh, "en": error.why.en, **line}


def _fault(told: Mapping[str, str]) -> Unreadable:
    return Unreadable(Text(zh=told["zh"], en=told["en"]), int(told["line"]) if "line" in told else None)


def together(texts: Sequence[str]) -> str:
    """The words of a post's files, one file below the other; what stands twice is said once."""
    kept: list[str] = []
    for text in texts:
        if text.strip() and text not in kept:
            kept.append(text)
    return "\n".join(kept)
