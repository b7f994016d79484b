"""What goes in and out of a stand-in: one request as it was heard, one answer before it is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Document = dict[str, Any]
Place = tuple[str, ...]
TOKEN_HEADERS = ("access-token", "authorization")


@dataclass
class Asked:
    """One request as the stand-in heard it; `token` is whatever proof of right it carried."""

    method: str
    target: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: datetime
    token: str = ""
    status: int = 0
    fault: str = ""

    def words(self) -> Document:
        """The body as JSON or form, whichever it is; empty where it is neither."""
        try:
            told = json.loads(self.body or b"{}")
        except ValueError:
            return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))
        return told if isinstance(told, dict) else {}

    def said(self, name: str, default: str = "") -> str:
        """A parameter, wherever it stands: in the address first, then in the body."""
        if name in self.params:
            return self.params[name]
        value = self.words().get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int) -> int:
        """A parameter as a whole number; what is no number counts as the default."""
        try:
            return int(self.said(name) or default)
        except ValueError:
            return default


def heard(method: str, target: str, headers: Mapping[str, str], body: bytes, at: datetime) -> Asked:
    """A request taken apart."""
    address = urlsplit(target)
    params = dict(parse_qsl(address.query, keep_blank_values=True))
    named = {name.lower(): value for name, value in headers.items()}
    asked = Asked(method, target, address.path, params, named, body, at)
    asked.token = asked.said("access_token") or next((named[one] for one in TOKEN_HEADERS if one in named), "")
    return asked


@dataclass
class Answer:
    """An answer before it is sent. `items` says where the list lies in the document, `more` what the document
    would say if there were another page: the faults of paging need both. `body` wins over `document`."""

    document: Document = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    kind: str = "application/json; charset=utf-8"
    items: Place = ()
    more: tuple[tuple[Place, Any], ...] = ()
    delivery: Any = None

    def bytes(self) -> bytes:
        """What goes over the line (without any trouble of delivery)."""
        if self.body is not None:
            return self.body
        return json.dumps(self.document, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace")

    def listed(self) -> list[Any]:
        """The list of items within the document; empty where there is none."""
        here: Any = self.document
        for step in self.items:
            here = here.get(step) if isinstance(here, dict) else None
        return here if self.items and isinstance(here, list) else []

    def put(self, place: Place, value: Any) -> None:
        """Sets one field of the document."""
        here = self.document
        for step in place[:-1]:
            here = here.setdefault(step, {})
        here[place[-1]] = value
