"""The folder of a review: the key that readers never see, their sheets, what was recorded. Safe to kill at any time."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from plumbline.cli.words import say
from plumbline.domain.errors import UsageError
from plumbline.followers.review import ADJUDICATOR, Key, Reading

KEY, SHEET, READINGS = "key.json", "coding-sheet.md", "readings"
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Folder:
    """A review as it stands: its key and what has been recorded, by reader."""

    path: Path
    key: Key
    readings: Mapping[str, Reading]

    @property
    def sheet_changed(self) -> bool:
        """Whether the coding sheet is another than the one that was drawn with."""
        sheet = self.path / SHEET
        return not sheet.is_file() or digest(sheet.read_bytes()) != self.key.sheet


def make(path: Path, key: Key, files: Mapping[str, str], lang: str) -> None:
    """Write a new review; the folder is there whole or not at all. UsageError where something stands there."""
    refuse_existing(path, lang)
    aside = path.with_name(f".{path.name}.aside")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        (aside / READINGS).mkdir(parents=True)
        for name, text in files.items():
            (aside / name).write_text(text, encoding="utf-8", newline="")
        write_closed(aside / KEY, msgspec.json.format(msgspec.json.encode(key)))
        os.rename(aside, path)
    except OSError as error:
        raise _unwritten(error, path, lang) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def refuse_existing(path: Path, lang: str) -> None:
    """UsageError unless nothing stands at `path`, or an empty folder: a draw is never replaced."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(
            say(lang, "something is there already, and a draw is never replaced", "该处已有内容，抽取结果不得覆盖"),
            str(path),
            say(lang, "give another folder with --out", "请用 --out 指定其他文件夹"),
        )


def opened(path: Path, lang: str) -> Folder:
    """The review in a folder. UsageError where there is none or its files are damaged."""
    key = _read(path / KEY, Key, lang)
    places = {reader: path / READINGS / f"{reader}.json" for reader in ("1", "2", ADJUDICATOR)}
    return Folder(
        path, key, {reader: _read(place, Reading, lang) for reader, place in places.items() if place.exists()}
    )


def keep(path: Path, reading: Reading, lang: str) -> None:
    """Put down a reading: aside first, then in its place."""
    place = path / READINGS / f"{reading.reader}.json"
    put(place, msgspec.json.format(msgspec.json.encode(reading)), lang, mode=0o600)


def put(path: Path, content: bytes, lang: str, *, mode: int = 0o644) -> None:
    """Write a file aside and put it in its place when it stands whole. UsageError where it cannot be written."""
    aside = path.with_name(f".{path.name}.aside")
    try:
        path.parent.mkdir(exist_ok=True)
        write_closed(aside, content)
        aside.chmod(mode)
        aside.replace(path)
    except OSError as error:
        raise _unwritten(error, path, lang) from None
    finally:
        aside.unlink(missing_ok=True)


def _unwritten(error: OSError, path: Path, lang: str) -> UsageError:
    return UsageError(
        say(lang, f"cannot write: {error.strerror}", f"无法写入：{error.strerror}"),
        str(path),
        say(lang, "check the folder's permissions and the space on the disk", "请检查文件夹权限和磁盘空间"),
    )


def write_closed(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def day(text: str, option: str, otherwise: date, lang: str) -> date:
    """The day that an option gives; UsageError where it is none."""
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(say(lang, f"'{text}' is no day", f"“{text}”不是日期"), option, "2026-01-31") from None


def _read(path: Path, kind: type[Kind], lang: str) -> Kind:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        raise UsageError(
            say(lang, "this is no folder of a review", "不是核查文件夹"),
            str(path),
            say(lang, "make one with plumbline audit draw", "请先运行 plumbline audit draw"),
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(
            say(lang, f"the file is damaged: {error}", f"文件已损坏：{error}"),
            str(path),
            say(lang, "restore it from a copy, or draw anew", "请从备份恢复，或者重新抽取"),
        ) from None
