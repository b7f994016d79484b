"""RSS and Atom, read by expat: nothing outside the file is opened, and a document may declare no entities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from plumbline.domain.errors import DossierError
from plumbline.text.patterns import pattern

CONTENT, DC, XHTML = (
    "http://purl.org/rss/1.0/modules/content/",
    "http://purl.org/dc/elements/1.1/",
    "http://www.w3.org/1999/xhtml",
)
DEEPEST = 200
_WHOLE = True
_DECLARED = pattern(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_FEEDS = ("rss", "RDF", "feed")
_ENTRIES = ("item", "entry")


@dataclass
class Element:
    """An element of XML: local name, namespace, attributes, what is in it, and all its text in order."""

    name: str
    space: str
    attributes: Mapping[str, str]
    below: list["Element"] = field(default_factory=list)
    pieces: list["str | Element"] = field(default_factory=list)

    def first(self, *names: str, space: str | None = None) -> "Element | None":
        """The first child of the first of these local names that there is, of that namespace where one is given."""
        for name in names:
            for child in self.below:
                if child.name == name and (space is None or child.space == space):
                    return child
        return None

    @property
    def text(self) -> str:
        """Its own text, without that of what is in it."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


def decoded(raw: bytes, file: str) -> str:
    """The text of an XML file by its byte order mark, its declaration, or as UTF-8. DossierError if it is not that."""
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    said = _DECLARED.match(raw[:200].decode("latin-1"))
    name = marked or (said[1].lower() if said else "utf-8")
    try:
        return raw.decode(_WIDER.get(name, name))
    except LookupError:
        raise DossierError(f"the encoding “{name}” is not known", file, "save the feed as UTF-8") from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DossierError(
            f"not {name} text", f"{file}, line {line}", "save the feed as UTF-8 or fetch it again"
        ) from None


def parsed(text: str, file: str) -> Element:
    """The document's root. DossierError with file and line for broken XML, declared entities, nesting without end."""
    reader = _Reader(file)
    try:
        reader.parser.Parse(text.encode("utf-8", "surrogatepass"), _WHOLE)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        where = f"{file}, line {error.lineno}"
        raise DossierError(f"broken XML: {reason}", where, "fetch the feed again, or mend it") from None
    return reader.root


def entries(root: Element) -> Iterator[Element] | None:
    """The entries of a feed in order; None where the document is no feed."""
    if root.name not in _FEEDS:
        return None
    channel = root.first("channel")
    houses = (root, channel) if channel else (root,)
    return (child for house in houses for child in house.below if child.name in _ENTRIES)


class _Reader:
    """Builds elements from what expat meets."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.root = Element("", "", {})
        self._open: list[Element] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _refuse(self, *_: object) -> None:
        raise DossierError(
            "the feed declares entities, which can make it endless or open other files",
            f"{self._file}, line {self.parser.CurrentLineNumber}",
            "remove its <!ENTITY …> lines",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        made = Element(local, space, attributes)
        if len(self._open) >= DEEPEST:
            raise DossierError(
                f"more than {DEEPEST} elements stand one in another",
                f"{self._file}, line {self.parser.CurrentLineNumber}",
                "this is no feed that a reader could show",
            )
        if self._open:
            self._open[-1].below.append(made)
            self._open[-1].pieces.append(made)
        else:
            self.root = made
        self._open.append(made)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _data(self, data: str) -> None:
        self._open[-1].pieces.append(data)
