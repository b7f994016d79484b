"""What a search gives: known texts with how much of them is repeated; strings are read when they are asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from plumbline.provenance.documents import NEVER

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Values = tuple[str, str, datetime | None, str, str, str, int, int, int]


class _Document(Protocol):
    """What a document has to say of itself."""

    @property
    def names(self) -> tuple[str, str, str, str]: ...

    @property
    def published_at(self) -> datetime | None: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Given:
    names: tuple[str, str, str, str]
    published_at: datetime | None
    text: str


class Store(Protocol):
    """Files of documents, by number, which are never changed."""

    def names(self, number: int) -> tuple[str, str, str, str]:
        """source_id, key, title and url."""

    def text(self, number: int) -> str:
        """The text as it was taken in."""

    def published(self, number: int) -> int:
        """Microseconds since 1970 (UTC), or NEVER."""


class _Lying:
    """A document in a store, read when it is asked for."""

    __slots__ = ("_names", "_number", "_store")

    def __init__(self, store: Store, number: int) -> None:
        self._store, self._number = store, number
        self._names: tuple[str, str, str, str] | None = None

    @property
    def names(self) -> tuple[str, str, str, str]:
        self._names = self._names or self._store.names(self._number)
        return self._names

    @property
    def published_at(self) -> datetime | None:
        published = self._store.published(self._number)
        return None if published == NEVER else _EPOCH + timedelta(microseconds=published)

    @property
    def text(self) -> str:
        return self._store.text(self._number)


class Hit:
    """A known text that a text repeats; the numbers as in domain.provenance.Origin, `title` and `url` may be empty.

    Immutable, and equal to another of the same values. Strings are decoded whenever they are asked for: most hits are
    looked at by their numbers only. A pickled hit holds its strings.
    """

    __slots__ = ("_document", "_measures")
    _document: _Document
    _measures: tuple[int, int, int]

    def __init__(
        self, source_id: str, key: str, published_at: datetime | None, title: str, url: str, text: str,
        cover_pm: int, distinct_pm: int, longest: int,
    ) -> None:  # fmt: skip
        """A hit of given values."""
        self._document = _Given((source_id, key, title, url), published_at, text)
        self._measures = (cover_pm, distinct_pm, longest)

    @classmethod
    def of(cls, store: Store, number: int, measures: tuple[int, int, int]) -> "Hit":
        """The hit of a stored document: cover_pm, distinct_pm, longest."""
        hit = cls.__new__(cls)
        hit._document, hit._measures = _Lying(store, number), measures
        return hit

    @property
    def source_id(self) -> str:
        """Source of the known text."""
        return self._document.names[0]

    @property
    def key(self) -> str:
        """Its key at the source."""
        return self._document.names[1]

    @property
    def title(self) -> str:
        """Its title, or empty."""
        return self._document.names[2]

    @property
    def url(self) -> str:
        """Its address, or empty."""
        return self._document.names[3]

    @property
    def published_at(self) -> datetime | None:
        """When it was published (UTC), if that is known."""
        return self._document.published_at

    @property
    def text(self) -> str:
        """The text as it was taken in."""
        return self._document.text

    @property
    def cover_pm(self) -> int:
        """Share of the asking text's letters that it covers, per mille."""
        return self._measures[0]

    @property
    def distinct_pm(self) -> int:
        """The same without common wording."""
        return self._measures[1]

    @property
    def longest(self) -> int:
        """Letters of the longest run that stands in both."""
        return self._measures[2]

    def _values(self) -> _Values:
        source_id, key, title, url = self._document.names
        return source_id, key, self.published_at, title, url, self.text, *self._measures

    def __eq__(self, other: object) -> bool:
        """By values."""
        return self._values() == other._values() if isinstance(other, Hit) else NotImplemented

    def __hash__(self) -> int:
        """By values."""
        return hash(self._values())

    def __repr__(self) -> str:
        """As it could be written."""
        return f"Hit{self._values()!r}"

    def __reduce__(self) -> tuple[type["Hit"], _Values]:
        """With its strings, so that it can be read anywhere."""
        return Hit, self._values()
