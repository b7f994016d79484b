"""Score one post check on labelled texts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from plumbline.checks import discover
from plumbline.domain.errors import DossierError, UsageError
from plumbline.domain.vocabulary import Reader
from plumbline.domain.wording import Utterance
from plumbline.quality.rates import Counts, auc, best_accuracy, counted, wilson
from plumbline.quality.scenarios import BROUGHT, FIELDS, faults
from plumbline.rulebook.lexicons import lexicon_of
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.parameters import parameters
from plumbline.rulebook.sources import sources_of
from plumbline.text.reading import Reading

KINDS = ("post", "repost", "reply", "comment", "auto_reply", "message", "like")
SURE = 1000


@dataclass(frozen=True)
class Row:
    """A labelled text; `group` says which class of case it is (a trap, a platform), empty if nobody said.

    `record` is the whole line, where it brings a post with fields, lists of sources or known texts (see `scenarios`).
    """

    text: str
    label: int
    kind: str = "post"
    quoted_text: str | None = None
    group: str = ""
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Said:
    """What a check says of a row: flagged for its default readers, and its score in per mille."""

    flagged: bool
    score: int
    variants: tuple[str | None, ...]


def read_rows(path: Path, *, group: str = "trap") -> Iterator[Row]:
    """Rows of JSON Lines {text, label 0|1, kind, quoted_text}; DossierError naming the place of a bad one.

    A row that is to be held against sources has {post: {columns of posts}, sources, articles, earlier, accounts,
    account_name} beside its label: rows of the dossier's tables; `earlier` are earlier posts.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DossierError(f"the file cannot be read: {error}", str(path), "give JSON Lines in UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(line, f"{path}, line {number}", group)


def judged(check: str, rows: Sequence[Row], book: Rulebook, *, readers: tuple[str, ...] | None = None) -> list[Said]:
    """What the check says of each row. `readers`: whose findings count (default: operator and inspector)."""
    module = discover().get(check)
    if module is None or module.KIND != "post_check":
        raise UsageError(f"'{check}' does not judge single texts", remedy=f"one of: {', '.join(post_checks())}")
    params, lexicon, sources = parameters(module, book.rules[check]), lexicon_of(book), sources_of(book)
    wanted = readers or (Reader.OPERATOR, Reader.INSPECTOR)
    said = []
    for row in rows:
        if row.record is not None:
            found = [fault.finding for fault in faults(check, row.record, book) if fault.finding.reader in wanted]
            said.append(Said(bool(found), SURE * bool(found), tuple(finding.variant for finding in found)))
            continue
        reading = Reading(Utterance(row.text, row.kind, row.quoted_text), lexicon, sources=sources)
        flags = list(module.find(reading, params))
        shown = [flag for flag in flags if book.reader(check, flag.variant) in wanted]
        score = module.score(reading, params) if hasattr(module, "score") else SURE * bool(shown)
        said.append(Said(bool(shown), score, tuple(flag.variant for flag in shown)))
    return said


def post_checks() -> tuple[str, ...]:
    """Names of the checks that judge single texts."""
    return tuple(name for name, module in discover().items() if module.KIND == "post_check")


def figures(
    check: str, rows: Sequence[Row], book: Rulebook, *, readers: tuple[str, ...] | None = None
) -> dict[str, Any]:
    """All figures as plain JSON values; shares in 0..1, rounded to four places; null where nothing can be said."""
    said = judged(check, rows, book, readers=readers)
    labels, scores = [row.label for row in rows], [one.score for one in said]
    best = best_accuracy(labels, scores)
    result = {
        "check": check,
        "rulebook": book.book.name,
        "rulebook_sha256": book.sha256,
        **_figures(counted(labels, [one.flagged for one in said])),
        "accuracy_best_threshold": _round(best[0] if best else None),
        "best_threshold": best[1] if best else None,
        "auc": _round(auc(labels, scores)),
    }
    groups = sorted({row.group for row in rows} - {""})
    by_group = {name: [number for number, row in enumerate(rows) if row.group == name] for name in groups}
    result["groups"] = {
        name: _figures(counted([labels[n] for n in members], [said[n].flagged for n in members]))
        for name, members in by_group.items()
    }
    return result


def _figures(counts: Counts) -> dict[str, Any]:
    innocent = counts.alarms + counts.quiet
    spans = {
        "precision": wilson(counts.hits, counts.hits + counts.alarms),
        "recall": wilson(counts.hits, counts.hits + counts.misses),
        "accuracy": wilson(counts.hits + counts.quiet, innocent + counts.hits + counts.misses),
        "alarms_per_10k": wilson(counts.alarms, innocent),
    }
    scale = {"alarms_per_10k": 10_000}
    return {
        "rows": innocent + counts.hits + counts.misses,
        "positives": counts.hits + counts.misses,
        "flagged": counts.hits + counts.alarms,
        "true_positives": counts.hits,
        "false_positives": counts.alarms,
        **{name: _round(getattr(counts, name)) for name in ("precision", "recall", "f1", "macro_f1", "accuracy")},
        "alarms_per_10k": _round(counts.alarms_per_10k),
        "intervals": {
            name: None if span is None else [_round(end * scale.get(name, 1)) for end in span]
            for name, span in spans.items()
        },
    }


def _row(line: str, where: str, group: str) -> Row:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise DossierError(f"not a line of JSON: {error}", where, "write one object a line") from error
    post = record.get("post", record) if isinstance(record, dict) else None
    if not isinstance(post, dict) or not isinstance(post.get("text"), str):
        raise DossierError("there is no text", f"{where}, column text", 'write {"text": "…", "label": 0 or 1}')
    if record.get("label") not in (0, 1) or isinstance(record.get("label"), bool):
        raise DossierError(f"{record.get('label')!r} is no label", f"{where}, column label", "write 0 or 1")
    kind = post.get("kind") or "post"
    if kind not in KINDS:
        raise DossierError(f"{kind!r} is no kind of post", f"{where}, column kind", f"write one of {', '.join(KINDS)}")
    brought = record if {"post", *FIELDS, *BROUGHT} & record.keys() else None
    return Row(
        post["text"], record["label"], kind, post.get("quoted_text"), str(record.get(group) or ""),
        {"post": post, **brought} if brought else None,
    )  # fmt: skip


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def official_rows(posts: pl.DataFrame) -> list[Row]:
    """Posts of official accounts (column `text`, optional `account`) as innocent rows."""
    accounts = posts["account"] if "account" in posts.columns else [""] * posts.height
    return [Row(text or "", 0, group=account) for text, account in zip(posts["text"], accounts, strict=True)]
