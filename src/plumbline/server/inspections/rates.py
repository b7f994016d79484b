"""How often checks err: counted from what people confirmed and rejected, and as labelled texts for `evaluate`."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, QuerySet

from plumbline.checks import discover
from plumbline.followers.intervals import wilson
from plumbline.server.inspections.context import PRIVATE
from plumbline.server.inspections.models import Finding, Inspection

FEWEST = 5
"""Below so many judged findings no error rate is shown."""
_KINDS = ("post", "repost", "reply", "comment", "auto_reply", "message", "like")
_PRIVATE = re.compile(
    r"(?<![0-9])(?:1[3-9]\d{9}|\d{15,19}[Xx]?|\d{17}[Xx])(?![0-9])|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_NAMED = re.compile(r"@[\w\-·]{2,30}")


def error_rates(findings: "QuerySet[Finding] | None" = None) -> list[dict[str, Any]]:
    """By check: how many findings people have confirmed and rejected since when, by which rulebooks (name and digest),
    and the precision with its 95% interval. Over the whole office unless `findings` says which."""
    rows = (Finding.objects.all() if findings is None else findings).filter(judged__in=("confirmed", "rejected"))
    counts: dict[str, dict[str, Any]] = {}
    grouped = (
        rows.order_by().values_list("check_name", "judged", "last").annotate(n=Count("pk"), first=Min("judged_at"))
    )
    for check, judged, run, number, first in grouped:
        found = counts.setdefault(check, {"confirmed": 0, "rejected": 0, "since": first, "runs": set()})
        found[judged] += number
        found["since"] = min((one for one in (found["since"], first) if one), default=None)
        found["runs"].add(run)
    books = _books({run for found in counts.values() for run in found["runs"]})
    return [_rate(check, found, books) for check, found in sorted(counts.items())]


def _books(runs: set[Any]) -> dict[Any, str]:
    rows = Inspection.objects.filter(pk__in=runs).values_list("pk", "rulebook", "run__rulebook__sha256")
    return {key: f"{name} {str(digest or '')[:12]}".strip() for key, name, digest in rows}


def _rate(check: str, found: dict[str, Any], books: dict[Any, str]) -> dict[str, Any]:
    confirmed, rejected = found["confirmed"], found["rejected"]
    total = confirmed + rejected
    low, high = (wilson(confirmed, total) or (None, None)) if total >= FEWEST else (None, None)
    return {
        "check": check, "confirmed": confirmed, "rejected": rejected, "judged": total, "since": found["since"],
        "precision": confirmed / total if total >= FEWEST else None, "low": low, "high": high,
        "rulebooks": sorted({books[run] for run in found["runs"] if run in books}),
        "labels": judges_texts(check),
    }  # fmt: skip


def judges_texts(check: str) -> bool:
    """Whether `plumbline evaluate` can take texts labelled for this check."""
    module = discover().get(check)
    return module is not None and module.KIND == "post_check" and check != PRIVATE


def labelled(findings: "QuerySet[Finding]", check: str) -> Iterator[dict[str, Any]]:
    """Judged findings about one post each, as `plumbline evaluate` reads them: the office's own published text, with
    telephone, identity and card numbers, addresses and names of others made unreadable; never what citizens wrote."""
    if not judges_texts(check):
        return
    rows = findings.filter(check_name=check, judged__in=("confirmed", "rejected")).order_by("finding_id")
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for one in rows:
        for texts in one.context.values():
            kind = texts.get("kind", "post")
            if texts.get("text") and kind in _KINDS:
                told[texts["text"], kind] = {
                    "text": veiled(texts["text"]), "kind": kind, "label": int(one.judged == "confirmed"),
                }  # fmt: skip
    yield from told.values()


def veiled(text: str) -> str:
    """The text without numbers, addresses and names that may be a citizen's."""
    bare = _PRIVATE.sub(lambda found: re.sub(r"[0-9A-Za-z]", "0", found[0]), text)
    return _NAMED.sub("@某某", bare)
