"""A folder that appears whole or not at all: written aside, then put in place in one step."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from plumbline.domain.errors import UsageError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def result_folder(out: Path, *, mark: str) -> Iterator[Path]:
    """Give a temporary folder beside `out`; on success it takes the place of `out`.

    An `out` that exists must be empty or hold the file `mark` (written by an earlier run): nothing else is ever
    replaced. Killed at any moment, `out` is the old folder or the whole new one. UsageError where it cannot be written.
    """
    out = Path(os.path.abspath(out))
    _refuse_foreign(out, mark)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _recover(out)
        aside = out.with_name(f".{out.name}.partial-{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
    except OSError as error:
        raise UsageError(
            f"cannot write to {out.parent}: {error.strerror}", str(out), "choose another folder with --out"
        ) from error
    try:
        yield aside
        _put_in_place(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_foreign(out: Path, mark: str) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError("the place for the results is a file", str(out), "choose a folder with --out")
    if any(out.iterdir()) and not (out / mark).exists():
        raise UsageError(
            f"the folder is not empty and holds no {mark} of an earlier run, so it is left alone",
            str(out),
            "choose a new folder with --out, or empty this one",
        )


def _put_in_place(aside: Path, out: Path) -> None:
    if not out.exists():
        os.rename(aside, out)
    elif _exchange(aside, out):
        shutil.rmtree(aside)
    else:
        old = out.with_name(f".{out.name}.old-{os.getpid()}")
        os.rename(out, old)
        os.rename(aside, out)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step where the system can (Linux); False where it cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _recover(out: Path) -> None:
    """Clear away what runs that were killed have left; put back an old folder that was already set aside."""
    for old in sorted(out.parent.glob(f".{out.name}.old-*")):
        if not out.exists():
            os.rename(old, out)
        else:
            shutil.rmtree(old, ignore_errors=True)
    for partial in out.parent.glob(f".{out.name}.partial-*"):
        if not _alive(partial.name.rpartition("-")[2]):
            shutil.rmtree(partial, ignore_errors=True)


def _alive(pid: str) -> bool:
    with suppress(ProcessLookupError, ValueError, PermissionError):
        os.kill(int(pid), 0)
        return True
    return False
