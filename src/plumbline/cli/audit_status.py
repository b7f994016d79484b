"""`plumbline audit status`: how far a review is; its sentence when it is finished, never before."""

import argparse
import json
from typing import Any

from plumbline.cli.audit_folder import Folder, opened
from plumbline.cli.audit_into import put_into
from plumbline.cli.audit_sentences import bounds, refused, told
from plumbline.cli.words import noted, printed, say
from plumbline.followers.review import ADJUDICATOR, READERS, disagreements, settled
from plumbline.followers.review_figures import Figure, Outcome, outcome


def status(args: argparse.Namespace) -> int:
    """Print how far it is or what it says; write the outcome where asked."""
    folder = opened(args.folder, args.lang)
    found = _outcome(folder)
    if args.into or args.outcome or args.decided_by:
        place = put_into(args, folder, found)
        noted(say(args.lang, f"written to {place}", f"已写入 {place}"))
    if args.json:
        printed(json.dumps(_record(folder, found), ensure_ascii=False, indent=2))
        return 0
    for line in _lines(folder, found, args.lang):
        printed(line, quiet=args.quiet)
    return 0


def _outcome(folder: Folder) -> Outcome | None:
    """The figures, once two have read and a third has decided where they differ."""
    if not {*READERS} <= {*folder.readings}:
        return None
    first, second = (folder.readings[reader] for reader in READERS)
    answers = settled(first, second, folder.readings.get(ADJUDICATOR))
    return None if answers is None else outcome(folder.key, first, second, answers)


def _lines(folder: Folder, found: Outcome | None, lang: str) -> list[str]:
    if folder.sheet_changed:
        noted(say(lang, "warning: the coding sheet is not the one that was drawn with", "警告：核查说明与抽取时不一致"))
    if found is None:
        return [*_progress(folder, lang), say(lang, "No share is told before the review is finished.",
                                              "核查完成之前不输出任何占比。")]  # fmt: skip
    if not found.enough:
        return [refused(found, lang)]
    return (
        [*told(found, "zh"), "", *told(found, "en")] if lang == "zh" else [*told(found, "en"), "", *told(found, "zh")]
    )


def _progress(folder: Folder, lang: str) -> list[str]:
    """Who has read and what is left."""
    lines = [_how_far(folder, reader, lang) for reader in READERS]
    left = _left(folder)
    if left:
        lines.append(say(lang, f"to adjudicate: {left} (disagreements.csv)", f"待复议：{left} 份（disagreements.csv）"))
    return lines


def _how_far(folder: Folder, reader: str, lang: str) -> str:
    there, count = folder.readings.get(reader), len(folder.key.items)
    if there is None:
        return say(lang, f"reader {reader}: waiting", f"读者{reader}：未登记")
    return say(lang, f"reader {reader}: all {count} read", f"读者{reader}：已核查{count}份")


def _left(folder: Folder) -> int:
    if not {*READERS} <= {*folder.readings} or ADJUDICATOR in folder.readings:
        return 0
    return len(disagreements(folder.readings["1"], folder.readings["2"]))


def _record(folder: Folder, found: Outcome | None) -> dict[str, Any]:
    """The state as JSON: no share in it before the review is finished and its readers agree. Peers are not named."""
    key = folder.key
    state: dict[str, Any] = {
        "account_id": key.lists[0].account_id, "check": key.check, "drawn_on": key.drawn_on.isoformat(),
        "seed": key.seed, "coding_sheet": key.sheet, "coding_sheet_changed": folder.sheet_changed,
        "items": len(key.items), "read": sorted(reader for reader in READERS if reader in folder.readings),
        "to_adjudicate": _left(folder), "finished": found is not None,
        "told": found is not None and found.enough, "account": None, "peers": None, "sentence": None,
    }  # fmt: skip
    if found is None:
        return state
    state["agreement"] = {"kappa": _rounded(found.overall.kappa), "agreed": found.overall.agreed}
    if not found.enough:
        return {**state, "refused": {lang: refused(found, lang) for lang in ("zh", "en")}}
    return {
        **state, "account": _figure(found.account), "peers": [_figure(peer) for peer in found.peers],
        "above_peers": found.above, "sentence": {lang: next(told(found, lang)) for lang in ("zh", "en")},
        "text": {lang: "\n".join(told(found, lang)) for lang in ("zh", "en")},
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    found, agreed = figure.prevalence, figure.agreement
    return {
        "of": figure.listed.kind, "size": figure.listed.size, "followers": figure.listed.followers,
        "scored": found.scored, "reviewed": found.reviewed, "unclear": figure.unclear, "share": _rounded(found.share),
        "low": _rounded(found.low), "high": _rounded(found.high), "shown": "–".join(bounds(found)) + "%",
        "method": found.method, "weight": _rounded(found.weight), "kappa": _rounded(agreed.kappa),
        "kappa_low": _rounded(agreed.low), "kappa_high": _rounded(agreed.high),
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
