"""Many files in one: a zip or tar file, or a folder into which it was unpacked. Only what is asked for is opened."""

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from plumbline.domain.errors import DossierError

TAR_AT, TAR = 257, b"ustar"
"""Where a tar file says that it is one."""
_OPENED = re.compile(
    r"(?:^|/)(?:(?:deleted-)?tweets?(?:-part\d+)?|account|manifest|note-tweet(?:-part\d+)?|outbox|actor)\.js(?:on)?$"
)
"""The files of a folder that formats open, and nothing else of it: messages between people may lie beside them."""
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


def names(path: Path) -> tuple[str, ...]:
    """Names of the files in a bundle, as they stand there; of a folder in alphabetical order. DossierError: damaged."""
    if path.is_dir():
        files = (entry for entry in path.rglob("*") if entry.is_file())
        return tuple(sorted(entry.relative_to(path).as_posix() for entry in files))
    with _told(path.name):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return tuple(entry.filename for entry in archive.infolist() if not entry.is_dir())
        with tarfile.open(path) as archive_:
            return tuple(entry.name.removeprefix("./") for entry in archive_ if entry.isfile())


def member(path: Path, name: str, *, largest: int) -> bytes:
    """One file of a bundle. DossierError: not there, damaged, locked with a password, more than `largest` bytes."""
    label = f"{path.name}: {name}"
    with _told(label):
        if path.is_dir():
            data = _limited(io.BytesIO((path / name).read_bytes()), largest)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
                data = _limited(stream, largest)
        else:
            data = _of_tar(path, name, largest)
    if data is None:
        raise DossierError(f"more than {largest // 1024**2} MB", label, "export a shorter period at a time")
    return data


def opened(path: Path) -> Iterator[tuple[str, int, bytes]]:
    """Name, length and content of each file in a folder; no content of files that no format opens."""
    for name in names(path):
        entry = path / name
        yield name, entry.stat().st_size, entry.read_bytes() if _OPENED.search(name) else b""


def _of_tar(path: Path, name: str, largest: int) -> bytes | None:
    with tarfile.open(path) as archive:
        for entry in archive:
            if entry.isfile() and entry.name.removeprefix("./") == name:
                stream = archive.extractfile(entry)
                return _limited(stream, largest) if stream else b""
    raise OSError("no such file in it")


def _limited(stream: IO[bytes], largest: int) -> bytes | None:
    data = stream.read(largest + 1)
    return None if len(data) > largest else data


@contextmanager
def _told(label: str) -> Iterator[None]:
    """What a broken bundle does, told as an error of the file's."""
    try:
        yield
    except KeyError:
        raise DossierError("there is no such file in it", label, "download it again") from None
    except _BROKEN as error:
        raise DossierError(f"the archive is damaged: {error}", label, "download it again") from None
