"""Writing a backup: a compressed tar, aside, mode 600, its list of hashes last."""

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

import zstandard

from plumbline.server.backup.manifest import NAME, Member
from plumbline.server.backup.sentences import BackupError

ENDINGS = (".tar.zst", ".tar.gz")
_PIECE = 1 << 20


class Packing:
    """A backup being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self.members = tar, list[Member]()

    def add(self, name: str, source: Path) -> None:
        """Put a file in, as long as it is now: what is appended meanwhile stays out. A file that has gone is passed
        over, for what the database speaks of was read before."""
        with suppress(FileNotFoundError), source.open("rb") as file:
            found = os.fstat(file.fileno())
            reader = _Hashed(file, found.st_size)
            self._tar.addfile(_header(name, found.st_size, found.st_mode, found.st_mtime), cast("IO[bytes]", reader))
            self.members.append(Member(name, found.st_size, reader.hexdigest()))

    def close(self, manifest: bytes) -> None:
        """Put the list in."""
        self._tar.addfile(_header(NAME, len(manifest), 0o600, 0), io.BytesIO(manifest))


class _Hashed:
    """The first `size` bytes of a file, hashed as they are read."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left, self._hash = file, size, hashlib.sha256()
        self.hexdigest = self._hash.hexdigest

    def read(self, size: int) -> bytes:
        """As a file's."""
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        self._hash.update(piece)
        return piece


def _header(name: str, size: int, mode: int, mtime: float) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.size, found.mtime = size, int(mtime)
    found.mode = 0o600 if not mode & 0o077 else 0o644
    return found


@contextmanager
def packed(place: Path) -> Iterator[tuple[Packing, Path]]:
    """A backup to be written to a new file beside `place`, and that file: whole and on the disk when the block ends;
    to be renamed by the caller once it has been read again. It is gone if anything fails. BackupError."""
    if not place.name.endswith(ENDINGS):
        raise BackupError("ending", str(place))
    if place.exists():
        raise BackupError("exists", str(place))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)  # mode 600
    except OSError as error:
        raise BackupError("unwritten", str(place), how=error.strerror or str(error)) from error
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with _compressed(place, file) as stream, _tar(stream) as tar:
                yield Packing(tar), aside
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise BackupError("unwritten", str(place), how=error.strerror or str(error)) from error
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _tar(stream: IO[bytes]) -> tarfile.TarFile:
    return tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT, bufsize=_PIECE)


@contextmanager
def _compressed(place: Path, file: IO[bytes]) -> Iterator[IO[bytes]]:
    if place.name.endswith(".gz"):
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as stream:
            yield cast("IO[bytes]", stream)
    else:
        pressed = zstandard.ZstdCompressor(level=3, write_checksum=True, threads=-1)
        with pressed.stream_writer(file, closefd=False) as stream:
            yield cast("IO[bytes]", stream)
