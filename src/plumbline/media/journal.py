"""What was read before, so that no file is read twice: one line a file in `archive/media.jsonl`, by its SHA-256.

A line is whole on the disk before the next file is read: killed at any moment, the next call goes on behind it.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = Path("archive", "media.jsonl")


@dataclass(frozen=True)
class Said:
    """The words of a file, or why there are none; `reader` is what read it."""

    words: str
    fault: Mapping[str, str] | None = None


@dataclass
class Journal:
    """The lines of the journal of a dossier.

    `seen`: what was read, by SHA-256 and reader; `written`: by account, post and digest of the words that we wrote,
    those of them that somebody else had written before.
    """

    path: Path
    seen: dict[tuple[str, str], Said] = field(default_factory=dict)
    written: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, dossier: Path) -> "Journal":
        """The journal of a dossier; a line that was cut off is passed over."""
        journal = cls(dossier / FILE)
        if journal.path.is_file():
            for line in journal.path.read_bytes().split(b"\n"):
                journal._take(line)
        return journal

    def said(self, digest: str, reader: str) -> Said | None:
        """What that reader said of a file before."""
        return self.seen.get((digest, reader))

    def of_others(self, account: str, post: str, text: str) -> str:
        """Of the words that stand beside a post, those that this command did not write."""
        return self.written.get((account, post, _digest(text)), text)

    def note(self, digest: str, reader: str, said: Said) -> None:
        """Keep what was read of a file."""
        self.seen[digest, reader] = said
        fault = {"fault": dict(said.fault)} if said.fault else {}
        self._append({"sha256": digest, "reader": reader, "words": said.words, **fault})

    def wrote(self, account: str, post: str, text: str, others: str) -> None:
        """Keep what is about to be written into a post, and what of it was there before."""
        if self.written.get((account, post, _digest(text))) != others:
            self.written[account, post, _digest(text)] = others
            row = {"account_id": account, "post_id": post, "text_sha256": _digest(text)}
            self._append({**row, "others": others} if others else row)

    def _take(self, line: bytes) -> None:
        try:
            row = json.loads(line)
            if "text_sha256" in row:
                self.written[row["account_id"], row["post_id"], row["text_sha256"]] = row.get("others", "")
            else:
                self.seen[row["sha256"], row["reader"]] = Said(row["words"], row.get("fault"))
        except (ValueError, KeyError, TypeError):
            return

    def _append(self, row: Mapping[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as stream:
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                whole = stream.read(1) == b"\n"
            else:
                whole = True
            line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
            stream.write((b"" if whole else b"\n") + line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())


def _digest(text: str) -> str:
    """Of the words alone: a form of file may keep blanks and line ends otherwise."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
