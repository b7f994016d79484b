"""A rulebook as a key: two books with the same content are the same key."""

from plumbline.rulebook.model import Rulebook


class ByDigest:
    """A book that is told apart by its digest alone, so that what is made of it is made once."""

    def __init__(self, book: Rulebook) -> None:
        """Hold the book."""
        self.book = book

    def __hash__(self) -> int:
        return hash(self.book.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByDigest) and self.book.sha256 == other.book.sha256
