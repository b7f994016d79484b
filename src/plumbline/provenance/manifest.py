"""What an index consists of: one small file, replaced in one step, names everything else.

Files are written aside and synchronised first; only the manifest makes them count. Whatever it does not name is the
rest of a broken-off change: it is ignored, and cleared away by the next change.
"""

import json
import os
import shutil
import zlib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from plumbline.domain.errors import KnownTextsError
from plumbline.provenance import grams

NAME = "manifest.json"
VERSION = 1
READ_AT_ONCE = 1 << 24
"""Files up to this size, in bytes, are compared with their checksums whenever an index is opened."""
AGAIN = "build the index again"


@dataclass(frozen=True)
class Stored:
    """A file: its name, size in bytes and CRC-32."""

    name: str
    size: int
    crc: int


@dataclass(frozen=True)
class Part:
    """A segment: its folder, the day that it was added for, its documents (removed ones included) and files."""

    name: str
    day: str
    documents: int
    files: dict[str, Stored]


@dataclass(frozen=True)
class Manifest:
    """`change` grows with each change; `digest` hangs on the documents alone, `documents` counts them."""

    change: int = 0
    documents: int = 0
    digest: str = ""
    parts: tuple[Part, ...] = field(default=())

    def next(self) -> "Manifest":
        """The same, to be changed."""
        return replace(self, change=self.change + 1)


def read(folder: Path) -> Manifest:
    """The manifest of an index; raises KnownTextsError where there is none that this program can read."""
    try:
        record = json.loads((folder / NAME).read_bytes())
    except FileNotFoundError as error:
        raise KnownTextsError("there is no index of known texts here", str(folder), "build it first") from error
    except ValueError as error:
        raise KnownTextsError("the index's manifest is damaged", str(folder / NAME), AGAIN) from error
    if not isinstance(record, dict) or record.get("version") != VERSION or record.get("made") != _made():
        raise KnownTextsError("the index was made by another version of this program", str(folder / NAME), AGAIN)
    content: Any = record.get("content")
    if record.get("crc") != _crc(content):
        raise KnownTextsError("the index's manifest is damaged", str(folder / NAME), AGAIN)
    parts = tuple(_part(part) for part in content["parts"])
    return Manifest(content["change"], content["documents"], content["digest"], parts)


def write(folder: Path, manifest: Manifest) -> None:
    """Make `manifest` the one that counts, then clear away what it does not name."""
    content = asdict(manifest)
    record = {"version": VERSION, "made": _made(), "crc": _crc(content), "content": content}
    aside = folder / f"{NAME}.new"
    with aside.open("wb") as file:
        file.write(json.dumps(record, indent=1).encode())
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, folder / NAME)
    synchronise(folder)
    clear(folder, manifest)


def synchronise(folder: Path) -> None:
    """Have the system keep the names in a folder; not every system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear(folder: Path, manifest: Manifest) -> None:
    """Remove what broken-off or replaced changes left; what is still in use elsewhere stays until the next time."""
    named = {part.name: {file.name for file in part.files.values()} for part in manifest.parts}
    for path in folder.glob("part-*"):
        if path.name not in named:
            shutil.rmtree(path, ignore_errors=True)
            continue
        for file in path.iterdir():
            if file.name not in named[path.name]:
                _forget(file)


def stored(path: Path, content: npt.NDArray[Any]) -> Stored:
    """Write a whole file."""
    with Output(path) as output:
        output.write(content)
    return output.stored


def whole(folder: Path, file: Stored, *, thorough: bool) -> Path:
    """The file's path; raises KnownTextsError where it is not what was written."""
    path = folder / file.name
    if not path.is_file() or path.stat().st_size != file.size:
        raise KnownTextsError("a file of the index is missing or cut off", str(path), AGAIN)
    if (thorough or file.size <= READ_AT_ONCE) and _crc_of(path) != file.crc:
        raise KnownTextsError("a file of the index is damaged", str(path), AGAIN)
    return path


class Output:
    """A file in the making: counts and sums what is written; synchronised when it is closed."""

    def __init__(self, path: Path) -> None:
        """Begin the file."""
        self._path, self._file = path, path.open("wb")
        self._size = self._crc = 0

    def write(self, content: npt.NDArray[Any] | bytes) -> int:
        """Append; gives the place in bytes where it begins."""
        begin, view = self._size, np.frombuffer(content, np.uint8) if len(content) else np.zeros(0, np.uint8)
        self._file.write(view.data)
        self._crc = zlib.crc32(view.data, self._crc)
        self._size += view.nbytes
        return begin

    @property
    def stored(self) -> Stored:
        """What has been written so far."""
        return Stored(self._path.name, self._size, self._crc)

    def close(self) -> None:
        """Finish the file and wait for the disk."""
        with self._file as file:
            file.flush()
            os.fsync(file.fileno())

    def abandon(self) -> None:
        """Close what will not count."""
        self._file.close()

    def __enter__(self) -> "Output":
        """Nothing but itself."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Close; after an error without waiting for the disk."""
        if kind is None:
            self.close()
        else:
            self.abandon()


def _made() -> dict[str, int]:
    """What fingerprints hang on."""
    return {
        "gram": grams.GRAM, "every": grams.EVERY, "every_short": grams.EVERY_SHORT, "short": grams.SHORT,
        "hash_bits": grams.HASH_BITS, "letters": zlib.crc32(grams.letter_table().astype("<u2").tobytes()),
    }  # fmt: skip


def _part(record: dict[str, Any]) -> Part:
    return Part(**record | {"files": {kind: Stored(**file) for kind, file in record["files"].items()}})


def _crc(content: object) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True).encode())


def _crc_of(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc


def _forget(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return
