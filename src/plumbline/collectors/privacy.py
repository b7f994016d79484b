"""Citizens leave an answer before it is kept: their ids become keyed hashes, their names and pictures go."""

import json
import re
from collections.abc import Callable
from typing import Any

from plumbline.collectors.paths import replaced

IDENTITIES = (
    "id", "idstr", "uid", "user_id", "openid", "open_id", "unionid", "did", "mid", "comment_user_id", "channelId",
    "value", "author_id", "acct",
)  # fmt: skip
"""Names under which an id stands in an object that describes a person; the first that is there is the person's."""


def without_persons(answer: Any, persons: tuple[str, ...], keyed: Callable[[str], str], own: frozenset[str]) -> Any:
    """The answer with each person at `persons` replaced by ``{"key": …}`` (a bare id: by the key alone).

    What `own` names (ids of the account itself) stays: it is no citizen.
    """
    for path in persons:
        answer = replaced(answer, path, lambda person: _keyed(person, keyed, own))
    return answer


def identity(person: Any) -> str | None:
    """The id of a person in an answer; None if none is given."""
    if isinstance(person, dict):
        found = next((person[name] for name in IDENTITIES if person.get(name) not in (None, "")), None)
        return identity(found)
    return str(person) if isinstance(person, str | int) and not isinstance(person, bool) else None


def _keyed(person: Any, keyed: Callable[[str], str], own: frozenset[str]) -> Any:
    who = identity(person)
    if who is None or (isinstance(person, dict) and who in own):
        return person if who else None
    if isinstance(person, dict):
        kept = {name: person[name] for name in KEPT if isinstance(person.get(name), bool | int | float)}
        return kept | {name: person[name] for name in WORDS if name in person} | {"key": keyed(who)}
    return person if who in own else keyed(who)


KEPT = (
    "followers_count", "friends_count", "statuses_count", "following_count", "followersCount", "followsCount",
    "postsCount", "verified", "verified_type", "bot",
)  # fmt: skip
"""Counts and flags that say nothing of who somebody is."""
WORDS = ("created_at", "createdAt", "registered_on", "has_avatar", "has_bio", "name_digits", "last_status_at")

_NAME = re.compile(r"(?<![\w.@-])@[\w-]+(?:[.@][\w-]+)*", re.ASCII)
"""A person spoken to, as open networks write it: in ASCII, with or without a server; an address of mail is none."""


def nameless(text: str, instead: str = "") -> str:
    """Words without the names of the people they speak to."""
    return _NAME.sub(instead, text).strip()


def packed(answer: Any) -> bytes:
    """An answer as JSON bytes."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
