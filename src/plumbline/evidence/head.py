"""The head: how many records and closed days there are, so that a shortened journal does not pass for a whole one.

It is written after the journal: after a failure of power it may be older, never newer.
"""

import os
from pathlib import Path

import msgspec

from plumbline.evidence.journal import LineError
from plumbline.evidence.places import HEAD, ZERO


class Head(msgspec.Struct, frozen=True):
    """Number and hash of the journal's last line, number and hash of the chain's last line (zeros: none yet)."""

    records: int = 0
    line: str = ZERO
    days: int = 0
    seal: str = ZERO

    def written(self) -> bytes:
        """The head as it stands in the file, always of the same length."""
        return (
            f'{{"records":"{self.records:012d}","line":"{self.line}","days":"{self.days:08d}","seal":"{self.seal}"}}\n'
        ).encode()


def read_head(folder: Path) -> Head:
    """The head of an archive; LineError where it is missing or altered."""
    try:
        raw = (folder / HEAD).read_bytes()
        told = msgspec.json.decode(raw, type=dict[str, str])
        head = Head(int(told["records"]), told["line"], int(told["days"]), told["seal"])
    except (OSError, msgspec.DecodeError, KeyError, ValueError) as error:
        raise LineError(str(error)) from None
    if head.written() != raw:
        raise LineError("written otherwise than the archive writes")
    return head


def write_head(folder: Path, head: Head) -> None:
    """Replace the head: the old one stands until the new one is whole."""
    aside = folder / f"{HEAD}.new"
    file = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        os.write(file, head.written())
        os.fsync(file)
    finally:
        os.close(file)
    os.replace(aside, folder / HEAD)
