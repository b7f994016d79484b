"""`plumbline sources list` and `check`: the lists that hold, and what they say of a name or an address."""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plumbline.cli.columns import aligned
from plumbline.cli.words import printed, say, tinted
from plumbline.domain.errors import UsageError
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.provenance.domains import is_address
from plumbline.provenance.source_list import Found, Listed, Rank, SourceList
from plumbline.rulebook.lint_sources import is_day
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Rulebook, Text
from plumbline.rulebook.sources import sources_of

KIND: Mapping[str, Text] = MappingProxyType(
    {
        "government_site": Text(zh="政府网站", en="government site"),
        "recognised": Text(zh="认可稿源", en="recognised"),
        "own_site": Text(zh="本单位网站", en="own site"),
        "other": Text(zh="其他（未认可）", en="other (not recognised)"),
    }
)


@dataclass(frozen=True)
class _Lists:
    """The lists, the book that they are from, and the dossier's file of sources ("" if it has none)."""

    sources: SourceList
    book: Rulebook
    file: str

    def origin(self, entry: Listed | None, lang: str) -> str:
        """Where an entry is from: a file, the register, or the form of the name."""
        if entry is None:
            return say(lang, "the form of the name", "名称形式")
        if entry.rank == Rank.OFFICE:
            return say(lang, "the register", "登记的账号、单位")
        if entry.rank == Rank.DOSSIER:
            return self.file
        return self.book.origins.get(f"sources/{entry.source_id}/name", self.book.book.name)

    def reason(self, entry: Listed | None, lang: str) -> str:
        """Why a book lists it; empty where nobody says."""
        listed = entry and entry.rank in (Rank.BOOK, Rank.RULE) and self.book.sources[entry.source_id].reason
        return listed.of(lang) if isinstance(listed, Text) else listed or ""


def listed(args: argparse.Namespace) -> int:
    """Print every entry, or those that hold on a day."""
    lists = _lists(args)
    shown = [entry for entry in lists.sources.entries if entry.rank != Rank.OFFICE and entry.holds(args.on)]
    offices = sum(entry.rank == Rank.OFFICE for entry in lists.sources.entries)
    if args.json:
        entries = [_record(lists, entry, args.lang) for entry in shown]
        printed(json.dumps({"sources": entries, "offices": offices}, ensure_ascii=False, indent=2))
        return 0
    heads = (
        ("ID", "标识"),
        ("NAME", "名称"),
        ("KIND", "类型"),
        ("DAYS", "有效期"),
        ("DOMAINS", "域名"),
        ("FROM", "出处"),
    )
    rows = [[say(args.lang, *head) for head in heads]]
    rows += [_row(lists, entry, args.lang) for entry in shown]
    for line in aligned(rows):
        printed(line, quiet=args.quiet)
    if offices:
        told = say(
            args.lang,
            f"and {offices} registered accounts and units by their names",
            f"另有登记的账号、单位名称 {offices} 个",
        )
        printed(told, quiet=args.quiet)
    return 0


def checked(args: argparse.Namespace) -> int:
    """Say of each name or address what is known of it. 1 if one is in no list or not recognised."""
    lists = _lists(args)
    found = {text: _look_up(lists.sources, text, args.on) for text in args.source}
    if args.json:
        answers = [_answer(lists, text, answer, args.lang) for text, answer in found.items()]
        printed(json.dumps(answers, ensure_ascii=False, indent=2))
    else:
        for text, answer in found.items():
            for line in _sentences(lists, text, answer, args.lang):
                printed(line, quiet=args.quiet)
    return 0 if all(_recognised(answer) for answer in found.values()) else 1


def _lists(args: argparse.Namespace) -> _Lists:
    if args.on and not is_day(args.on):
        raise UsageError(say(args.lang, f"'{args.on}' is no day", f"“{args.on}”不是日期"), "--on", "2026-01-31")
    book = load(args.rulebook)
    rows, offices, file = _of_dossier(args.dossier, args.lang) if args.dossier else ([], [], "")
    return _Lists(sources_of(book, rows, offices), book, file)


def _of_dossier(folder: Path, lang: str) -> tuple[list[dict[str, Any]], list[str], str]:
    """Rows of `sources`, names of registered accounts and units, and the file of `sources`."""
    layout, rejects = scan(folder, lang=lang), Rejects(lang=lang)
    read = {
        name: read_table(layout, name, rejects=rejects)[0]
        for name in ("accounts", "units", "sources")
        if name in layout.files
    }
    names = {name for table in ("accounts", "units") if table in read for name in read[table]["name"].drop_nulls()}
    if "sources" not in read:
        return [], sorted(names), ""
    return read["sources"].to_dicts(), sorted(names), layout.label(layout.files["sources"].paths[0])


def _look_up(sources: SourceList, text: str, on: str) -> Found | None:
    found = sources.by_address(text, on) if is_address(text) else None
    return found or (None if "://" in text else sources.by_name(text, on))


def _recognised(found: Found | None) -> bool:
    return found is not None and found.standing.kind != "other"


def _row(lists: _Lists, entry: Listed, lang: str) -> list[str]:
    days = f"{entry.since}–{entry.until}" if entry.since or entry.until else "-"
    domains = ", ".join(entry.domains) or "-"
    return [entry.source_id, entry.name, KIND[entry.kind].of(lang), days, domains, lists.origin(entry, lang)]


def _record(lists: _Lists, entry: Listed, lang: str) -> dict[str, Any]:
    return {
        "source_id": entry.source_id, "name": entry.name, "kind": entry.kind, "aliases": entry.aliases,
        "domains": entry.domains, "since": entry.since, "until": entry.until, "rule": entry.rank == Rank.RULE,
        "reason": lists.reason(entry, lang), "from": lists.origin(entry, lang),
    }  # fmt: skip


def _answer(lists: _Lists, text: str, found: Found | None, lang: str) -> dict[str, Any]:
    if found is None:
        return {"asked": text, "recognised": False, "kind": None}
    standing = found.standing
    return {
        "asked": text, "recognised": _recognised(found), "kind": standing.kind, "name": standing.name,
        "source_id": standing.source_id, "by": standing.by, "reason": lists.reason(found.entry, lang),
        "from": lists.origin(found.entry, lang),
    }  # fmt: skip


def _sentences(lists: _Lists, text: str, found: Found | None, lang: str) -> Iterator[str]:
    if found is None:
        past = _look_up(lists.sources, text, "")
        held = say(lang, "listed, but not on that day", "在名单内，但当日无效")
        told = held if past else say(lang, "in no list", "不在名单内")
        yield tinted(f"{text}{say(lang, ': ', '：')}{told}", "red")
        return
    colour = "green" if _recognised(found) else "red"
    yield tinted(say(lang, f"{text}: ", f"{text}：") + KIND[found.standing.kind].of(lang), colour)
    name, origin = found.standing.name, lists.origin(found.entry, lang)
    yield say(lang, f"  listed as {name}; from {origin}", f"  名单名称：{name}；出处：{origin}")
    if found.entry and (found.entry.since or found.entry.until):
        yield say(lang, "  days: ", "  有效期：") + f"{found.entry.since}–{found.entry.until}"
    reason = lists.reason(found.entry, lang)
    if reason:
        yield say(lang, f"  reason: {reason}", f"  理由：{reason}")
