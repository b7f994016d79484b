"""Tokens that run out: fetched with the lasting secret, kept in a file only its owner can read, renewed in time."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import stamina

from plumbline.collectors.guard import Refused, read_bounded

MARGIN = timedelta(minutes=5)
"""A token is renewed so long before it runs out."""


@dataclass(frozen=True)
class Token:
    """What a platform gave: values to be put among the credentials, and until when they hold."""

    values: Mapping[str, str]
    until: datetime


@dataclass(frozen=True)
class Exchange:
    """Asks for a token. Nothing of it is kept as evidence: it is all secret."""

    http: httpx.Client
    now: Callable[[], datetime]

    def post(self, url: str, *, form: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON of the answer; None if there is none."""
        return self._ask("POST", url, data=form, json=body)

    def get(self, url: str, **query: str) -> Any:
        """The same with GET."""
        return self._ask("GET", url, params=query)

    def _ask(self, method: str, url: str, **options: Any) -> Any:
        given = {name: value for name, value in options.items() if value is not None}
        try:
            for attempt in stamina.retry_context(on=(httpx.HTTPError, OSError), attempts=3, timeout=None):
                with attempt:
                    request = self.http.build_request(method, url, headers={"accept-encoding": "identity"}, **given)
                    response = self.http.send(request, stream=True, follow_redirects=False)
                    return json.loads(read_bounded(response, most_bytes=1_000_000, most_seconds=30.0))
        except (httpx.HTTPError, Refused, OSError, ValueError, RecursionError):
            return None
        raise AssertionError("unreachable")


Source = Callable[[Exchange, Mapping[str, str], str], Token | None]
"""Gets a token with the credentials from the platform at a base address; None if it does not give one."""


@dataclass
class TokenKeeper:
    """The token of one account. `held` are its credentials, into which the token's values are put."""

    platform: str
    holder: str
    source: Source
    exchange: Exchange
    base: str
    held: dict[str, str]
    folder: Path

    def __post_init__(self) -> None:
        self._given = dict(self.held)

    def ready(self) -> bool:
        """Put the kept token among the credentials, or get one; False if there is none to be had.

        An access token that stands among the credentials themselves is used until the platform refuses it.
        """
        kept = self._kept()
        if kept is None and self._given.get("access_token"):
            return True
        if kept is not None and kept.until > self.exchange.now() + MARGIN:
            self.held.update(kept.values)
            return True
        return self.renew()

    def renew(self) -> bool:
        """Get a new token, whatever is kept; False, and the old one stays, if the platform gives none.

        With what was given last time, else with the credentials as they stand: the owner may have agreed anew.
        """
        kept = self._kept()
        token = self.source(self.exchange, {**self._given, **kept.values}, self.base) if kept else None
        token = token or self.source(self.exchange, self._given, self.base)
        if token is None:
            return False
        self._keep(token)
        self.held.update(token.values)
        return True

    @property
    def _place(self) -> Path:
        lasting = sorted((name, value) for name, value in self.held.items() if name in LASTING)
        digest = hashlib.sha256(json.dumps([self.platform, self.holder, lasting]).encode()).hexdigest()
        return self.folder / f"{self.platform}-{digest[:16]}.json"

    def _kept(self) -> Token | None:
        try:
            found = json.loads(self._place.read_text("utf-8"))
            return Token(found["values"], datetime.fromisoformat(found["until"]))
        except (OSError, ValueError, KeyError):
            return None

    def _keep(self, token: Token) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self._place.with_suffix(f".{os.getpid()}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as stream:
            json.dump({"values": dict(token.values), "until": token.until.isoformat()}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(self._place)


LASTING = (
    "appid", "secret", "app_key", "app_id", "app_secret", "client_key", "client_id", "client_secret",
    "identifier", "open_id",
)  # fmt: skip
"""Credentials that do not run out: they tell tokens of different apps and accounts apart."""
