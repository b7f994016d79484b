"""Reading a backup as a stranger's file: every hash, every name, every size, before anything of it is believed."""

import gzip
import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO, Any, cast

import zstandard

from plumbline.server.backup.manifest import MOST, NAME, Manifest, Member, decoded, lawful
from plumbline.server.backup.sentences import BackupError

_PIECE = 1 << 18
"""So much is read at a time, also of a tar's own notes: a forged one would otherwise fill the memory."""
_SPARE = 256 * 2**20
_HARMS = (
    tarfile.TarError,
    zstandard.ZstdError,
    zlib.error,
    EOFError,
    gzip.BadGzipFile,
    ValueError,
    OverflowError,
    RecursionError,
)


def verified(file: Path, *, most: int | None = None) -> Manifest:
    """The backup's list, after every file in it was read and fits it. `most` bytes unpacked. BackupError."""
    return _read(file, None, most if most is not None else 2**63)


def unpacked(file: Path, into: Path) -> Manifest:
    """As `verified`, and the files are in `into`, a folder of one's own that nobody else writes to. BackupError."""
    free = shutil.disk_usage(into).free
    return _read(file, into, max(0, free - _SPARE))


def _read(file: Path, into: Path | None, most: int) -> Manifest:
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    with _members(file, most) as members:
        for header, stream in members:
            if manifest is not None:
                raise BackupError("member", str(file), name=header.name[:200], how="after the end")
            if header.name == NAME:
                manifest = decoded(_text(stream, header, file), str(file))
            else:
                _lawful(header, found, file)
                found[header.name] = _kept(header, stream, into)
    if manifest is None:
        raise BackupError("no_manifest", str(file), how=NAME)
    _agree(manifest, found, file)
    return manifest


def _agree(manifest: Manifest, found: dict[str, Member], file: Path) -> None:
    listed = {one.name: one for one in manifest.members}
    for name, member in found.items():
        if listed.get(name) != member:
            raise BackupError("altered", str(file), name=name)
    gone = next((name for name in listed if name not in found), None)
    if gone is not None:
        raise BackupError("missing", str(file), name=gone)


def _lawful(header: tarfile.TarInfo, found: dict[str, Member], file: Path) -> None:
    how = ""
    if not header.isreg() or header.issparse():
        how = "no plain file"
    elif not lawful(header.name):
        how = "name"
    elif header.name in found:
        how = "twice"
    if how:
        raise BackupError("member", str(file), name=header.name[:200], how=how)


def _kept(header: tarfile.TarInfo, stream: IO[bytes], into: Path | None) -> Member:
    digest, size = hashlib.sha256(), 0
    with _place(header, into) as target:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Member(header.name, size, digest.hexdigest())


def _place(header: tarfile.TarInfo, into: Path | None) -> IO[bytes]:
    if into is None:
        return Path(os.devnull).open("wb")
    tarfile.data_filter(header, str(into))  # the library's own look at names and kinds, after ours
    path = into / header.name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mode = 0o600 if not header.mode & 0o077 else 0o644
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, mode), "wb")


def _text(stream: IO[bytes], header: tarfile.TarInfo, file: Path) -> bytes:
    if not header.isreg() or header.size > MOST:
        raise BackupError("no_manifest", str(file), how=f"{header.size} bytes")
    return b"".join(iter(lambda: stream.read(_PIECE), b""))


@contextmanager
def _members(file: Path, most: int) -> Iterator[Iterator[tuple[tarfile.TarInfo, IO[bytes]]]]:
    try:
        with file.open("rb") as raw, _opened(raw) as plain, _tar(_Bounded(plain, most, file)) as tar:
            yield ((one, cast("IO[bytes]", tar.extractfile(one))) for one in _each(tar))
    except _HARMS as error:
        raise BackupError("no_backup", str(file), how=str(error)[:200]) from error
    except OSError as error:
        kind = "unwritten" if error.errno in (ENOSPC, EDQUOT) else "no_backup"
        raise BackupError(kind, str(file), how=error.strerror or type(error).__name__) from error


def _tar(stream: "_Bounded") -> tarfile.TarFile:
    return tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r:")


def _each(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (one := tar.next()) is not None:
        vars(tar)["members"].clear()  # the library remembers all of them, and a backup may hold millions
        if not one.isreg():
            raise BackupError("member", name=one.name[:200], how="no plain file")
        yield one
    while tar.fileobj is not None and tar.fileobj.read(_PIECE):
        pass  # to the end, where the checksum of the compression stands


def _opened(raw: IO[bytes]) -> Any:
    head = raw.read(4)
    raw.seek(0)
    if head == b"\x28\xb5\x2f\xfd":
        return zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(raw, read_across_frames=True)
    return gzip.GzipFile(fileobj=raw, mode="rb")


class _Bounded:
    """A stream that is read forward, in pieces, and only so far."""

    def __init__(self, stream: Any, most: int, file: Path) -> None:
        self._stream, self._most, self._file, self._at = stream, most, file, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes. BackupError where they are too many."""
        if not 0 <= size <= _PIECE:
            raise ValueError(f"a part of {size} bytes")
        parts = []
        while size and (piece := self._stream.read(size)):
            parts.append(piece)
            size -= len(piece)
            self._at += len(piece)
        if self._at > self._most:
            raise BackupError("too_large", str(self._file), most=self._most)
        return b"".join(parts)

    def seek(self, place: int, _whence: int = 0) -> int:
        """Forward only, by reading."""
        if place < self._at:
            raise ValueError("a step back")
        while self._at < place and self.read(min(_PIECE, place - self._at)):
            pass
        return self._at

    def tell(self) -> int:
        """How far."""
        return self._at
