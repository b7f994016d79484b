"""The part of report.html on reach: by platform and month, then account by account, headed as information."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from plumbline.reports import words
from plumbline.reports.markup import both, said
from plumbline.reports.reach_rows import CAUTION, HEADING, SHOWN, WORDS, Figure, Line, audience, lines
from plumbline.reports.report import Report

MOST_LINES, MOST_BUCKETS = 600, 200
"""Rows that the page shows; the rest is left to `plumbline reach`."""


def section(report: Report) -> Mapping[str, Any] | None:
    """What the template shows; None where the dossier holds no figure at all."""
    reach = report.inspection.reach
    if reach is None or reach.empty:
        return None
    entries = report.register.entries
    names = {account: entry.name for account, entry in entries.items()}
    units = {account: (entry.unit_id or "", "") for account, entry in entries.items()}
    platforms = lines(reach, names, units, "platform")
    accounts = lines(reach, names, units, "account")
    buckets = list(audience(reach, names))
    return {
        "heading": both(*HEADING),
        "caution": both(*CAUTION),
        "labels": [WORDS[name] for name in SHOWN],
        "columns": [both(*WORDS[name]) for name in SHOWN],
        "platforms": [_row(line, words.term(words.PLATFORM, line.platform, "zh"),
                           words.term(words.PLATFORM, line.platform, "en")) for line in platforms],
        "accounts": [_row(line, line.name, line.name) for line in accounts[:MOST_LINES]],
        "accounts_left": max(len(accounts) - MOST_LINES, 0),
        "buckets": [_bucket(row) for row in buckets[:MOST_BUCKETS]],
        "buckets_left": max(len(buckets) - MOST_BUCKETS, 0),
    }  # fmt: skip


def _row(line: Line, zh: str, en: str) -> Mapping[str, Any]:
    return {
        "name": both(zh, en), "platform": line.platform, "month": line.month, "accounts": line.accounts,
        "cells": [_cell(line.figures[name]) for name in SHOWN],
    }  # fmt: skip


def _cell(figure: Figure) -> Markup:
    return said(figure.told)


def _bucket(row: Mapping[str, Any]) -> Mapping[str, Any]:
    share = "" if row["percent"] is None else f"{row['percent']:g}%"
    people = both(*WORDS["few"]) if row["few"] else f"{row['people']:,}" if row["people"] is not None else ""
    return {**row, "people": people, "percent": share}
