"""The source that a finding is about in a few words, from its facts. Loads nothing that one draft does not need."""

from collections.abc import Mapping
from typing import Any

from plumbline.rulebook.sentences import spoken


def sentence(facts: Mapping[str, Any], lang: str) -> str:
    """Source, title and day as far as the facts name them; "the source" where they name none."""
    source, title = (str(facts.get(name) or "") for name in ("source", "article"))
    day = facts.get("published_on") or facts.get("first_on")
    on = spoken("published_on", day, lang) if day else ""
    if lang == "zh":
        return "，".join(filter(None, (source + (f"《{title}》" if title else ""), on))) or "原文"
    return ", ".join(filter(None, (source, f"“{title}”" if title else "", on))) or "the source"
