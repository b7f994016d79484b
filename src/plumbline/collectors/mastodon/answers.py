"""What of Mastodon's answers may be kept: what is public, without the names and addresses of citizens."""

import re
from collections.abc import Mapping
from typing import Any

from plumbline.collectors.privacy import nameless

PUBLIC = ("public", "unlisted")
_ANCHOR = r"<a\b(?=[^>]*\bmention\b)(?![^>]*\bhashtag\b)[^>]*>(?:(?!</a>).)*</a>"
_NAME = rf"(?:<span\b[^>]*>\s*{_ANCHOR}\s*</span>|{_ANCHOR})"
_ADDRESSED = re.compile(rf"^((?:<p>)?)\s*(?:{_NAME}[\s,:]*)+", re.DOTALL | re.IGNORECASE)
_NAMED = re.compile(_NAME, re.DOTALL | re.IGNORECASE)
_SAID = ("created_at", "visibility", "content", "account")


def public(data: Any) -> Any:
    """One status or many: an owner's token also shows what was said to followers or to one person."""
    if isinstance(data, list):
        return [unaddressed(one) for one in data if isinstance(one, dict) and is_public(one)]
    if not isinstance(data, dict) or "content" not in data:
        return data
    return unaddressed(data) if is_public(data) else {"visibility": data.get("visibility")}


def is_public(status: Mapping[str, Any]) -> bool:
    """Whether everybody may read a status."""
    return status.get("visibility", "public") in PUBLIC


def to_others(status: Mapping[str, Any]) -> bool:
    """Whether a status answers somebody else, so that it begins with a citizen's name."""
    account = status.get("account")
    own = account.get("id") if isinstance(account, dict) else None
    return status.get("in_reply_to_id") is not None and status.get("in_reply_to_account_id") != own


def unaddressed(status: Mapping[str, Any]) -> dict[str, Any]:
    """A status; an answer to somebody else without the names in it."""
    content = status.get("content")
    if not isinstance(content, str) or not to_others(status):
        return dict(status)
    return {**status, "content": _unnamed(_ADDRESSED.sub(r"\1", content))}


def said(data: Any) -> Any:
    """The answers under a status: who, when and what; neither their addresses nor what they answer."""
    found = data.get("descendants") if isinstance(data, dict) else None
    if not isinstance(found, list):
        return data if isinstance(data, dict) and "error" in data else None
    shown = [one for one in found if isinstance(one, dict) and is_public(one)]
    return {"descendants": [{name: _unnamed(one[name]) for name in _SAID if name in one} for one in shown]}


def _unnamed(value: Any) -> Any:
    return nameless(_NAMED.sub("@…", value), "@…") if isinstance(value, str) else value
