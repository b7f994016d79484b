"""What a judgement rests on. A confirmed or rejected finding is opened again when a run finds it on other grounds."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def grounds(finding: Mapping[str, Any]) -> str:
    """A hash of severity, certainty, clause and, of a post, the words quoted; of an account, the facts that are words.

    Whether it fails the account is no part: that turns with an exception, and the fault stays what it is.
    Days that go by, counts that grow and moving windows of examples change it not: a silence that people have judged
    is not put before them again each morning.
    """
    said = [finding[name] for name in ("severity", "confidence", "clause", "variant")]
    said += _quotes(finding["evidence"]) if finding["post_id"] else _words(finding["facts"])
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _quotes(evidence: list[Mapping[str, Any]]) -> list[Any]:
    return sorted([str(item.get("field")), str(item.get("quote"))] for item in evidence)


def _words(facts: Mapping[str, Any]) -> list[Any]:
    return [[name, value] for name, value in sorted(facts.items()) if _worded(value)]


def _worded(value: Any) -> bool:
    texts = value if isinstance(value, list) else [value]
    return bool(texts) and all(isinstance(one, str) and not any(map(str.isdigit, one)) for one in texts)
