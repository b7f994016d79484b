"""The texts that evidence points into, kept with the finding, so that its words can be shown where they stand."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from plumbline.domain.judgement import Evidence, Finding
from plumbline.dossier.batches import table_batches
from plumbline.dossier.layout import scan
from plumbline.dossier.rejects import Rejects

PRIVATE = "safety.personal_data"
"""Posts in which this check found something are not copied: they would carry a citizen's data on."""
MOST = 5000
"""Longer texts are shown by their quotes alone."""
_FIELDS = ("text", "media_text")
Key = tuple[str, str]


def contexts(findings: Iterable[Finding]) -> Mapping[Key, dict[str, str]]:
    """Texts and kind of the posts that findings quote, by account and post. One pass over the posts."""
    found = list(findings)
    private = {(one.account_id, item.key) for one in found if one.check == PRIVATE for item in one.evidence}
    wanted = {
        (one.account_id, item.key)
        for one in found for item in one.evidence
        if item.table == "posts" and item.field in _FIELDS and one.account_id and item.key
    } - private  # fmt: skip
    if not wanted:
        return {}
    layout = scan(Path(settings.DOSSIER))
    keys = pl.DataFrame(sorted(map(_pair, wanted)), schema=["account_id", "post_id"], orient="row")
    columns = ("account_id", "post_id", "kind", *_FIELDS)
    kept: dict[Key, dict[str, str]] = {}
    for batch in table_batches(layout, "posts", columns=columns, rejects=Rejects()):
        for row in batch.join(keys, on=["account_id", "post_id"], how="semi").iter_rows(named=True):
            kept[row["account_id"], row["post_id"]] = {name: row[name] or "" for name in ("kind", *_FIELDS)}
    return kept


def context_of(finding: Finding, kept: Mapping[Key, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Of one finding: by post, where every quote stands in the text as it says, and the text is not too long."""
    told: dict[str, dict[str, str]] = {}
    for item in finding.evidence:
        texts = kept.get((finding.account_id or "", item.key or "")) if item.table == "posts" else None
        if texts and item.key and _stands(item, texts):
            told[item.key] = {name: text for name, text in texts.items() if text}
    return told


def _stands(item: Evidence, texts: Mapping[str, str]) -> bool:
    text = texts.get(item.field or "") or ""
    whole = item.start is not None and text[item.start : item.end] == (item.quote or "")
    return whole and len(text) <= MOST


def _pair(key: Any) -> tuple[str, str]:
    return str(key[0]), str(key[1])
