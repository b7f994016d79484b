"""The chain: one line a closed day, naming the root over its records and the hash of the line before."""

from pathlib import Path

import msgspec

from plumbline.evidence.journal import LineError, digest, raw_lines
from plumbline.evidence.places import CHAIN


class Link(msgspec.Struct, frozen=True):
    """A closed day: records `first_n` to `last_n` of the journal, the Merkle root over their lines.

    A day that was closed by hand and then got more records stands twice, one link for each stretch.
    """

    day: str
    records: int
    root: str
    previous: str
    first_n: int
    last_n: int
    made_at: str

    def written(self) -> bytes:
        """The line as it stands in the file, with its line feed."""
        return msgspec.json.encode(self) + b"\n"

    @property
    def seal(self) -> str:
        """SHA-256 of the line: what a stamp is taken over, and what vouches for all days before."""
        return digest(self.written())


def read_link(raw: bytes) -> Link:
    """The link; LineError unless it is written exactly as `Link.written` writes it."""
    try:
        link = msgspec.json.decode(raw, type=Link)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LineError(str(error)) from None
    if link.written() != raw:
        raise LineError("written otherwise than the archive writes")
    return link


def links(folder: Path) -> list[Link]:
    """The chain of an archive. LineError at the first line that is none."""
    return [read_link(raw) for raw in raw_lines(folder / CHAIN)]
