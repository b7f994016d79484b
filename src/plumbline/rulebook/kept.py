"""A resolved rulebook as one file in the folder of a run, so that the run can be computed again years later."""

from pathlib import Path

import msgspec

from plumbline.domain.errors import RulebookError
from plumbline.rulebook.load import digest
from plumbline.rulebook.model import Rulebook


def kept(book: Rulebook) -> bytes:
    """The resolved book as canonical JSON."""
    return msgspec.json.format(msgspec.json.encode(book, order="sorted"), indent=1)


def restore(path: Path) -> Rulebook:
    """The book that a run kept; RulebookError if it is missing or was altered."""
    try:
        book = msgspec.json.decode(path.read_bytes(), type=Rulebook)
    except (OSError, msgspec.MsgspecError) as error:
        raise RulebookError(f"the rulebook of the run cannot be read: {error}", str(path)) from error
    if digest(book) != book.sha256:
        raise RulebookError(
            "the rulebook of the run was altered after it", str(path), "take the folder from its archive"
        )
    return book
