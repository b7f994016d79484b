"""A made-up county, 青溪县, inspected: thirteen accounts on five platforms, one of everything that a report shows."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from qingxi_book import BOOK

from plumbline.domain.check import ACTIVITY_SCHEMA
from plumbline.domain.judgement import Abstention, Evidence, Finding
from plumbline.domain.tables import TABLES
from plumbline.engine.result import VERDICT_COLUMNS, Inspection

SILENT = {"silent_days": 14}
AS_OF = datetime.fromisoformat("2026-03-16T09:00:00+08:00")
TODAY = AS_OF.date()

UNITS = (
    ("qx-gov", "青溪县人民政府办公室"), ("qx-cul", "青溪县文化和旅游局"), ("qx-edu", "青溪县教育局"),
    ("qx-med", "青溪县人民医院"), ("qx-tra", "青溪县交通运输局"),
    ("qx-lin", "临河镇人民政府"), ("qx-emp", "青溪县气象局"),
)  # fmt: skip

# account_id, platform, name, unit_id, status, verdict, vetoes, findings, abstentions, coverage, rules
ACCOUNTS: tuple[tuple[Any, ...], ...] = (
    ("weibo:1001", "weibo", "青溪发布", "qx-gov", "active", "pass", 0, 1, 0, 99.2, ""),
    ("wechat:qxfb", "wechat", "青溪发布", "qx-gov", "active", "pass", 0, 0, 0, 99.2, ""),
    ("weibo:1002", "weibo", "青溪文旅", "qx-cul", "active", "fail", 1, 2, 0, 98.7, "CN19-V2a"),
    ("douyin:qxwl", "douyin", "青溪文旅", "qx-cul", "active", "pass", 0, 1, 0, 97.0, ""),
    ("wechat:qxedu", "wechat", "青溪教育", "qx-edu", "active", "fail", 1, 1, 0, 96.4, "CN19-V3a"),
    ("wechat:qxedu2", "wechat", "青溪教育服务号", "qx-edu", "active", "pass", 0, 1, 0, 96.4, ""),
    ("weibo:1003", "weibo", "青溪县医院", "qx-med", "active", "unknown", 0, 0, 1, 61.5, ""),
    ("toutiao:88", "toutiao", "青溪县人民医院", "qx-med", "active", "unknown", 0, 0, 1, 88.0, ""),
    ("wechat:qxjt", "wechat", "青溪交通", "qx-tra", "active", "pass", 0, 0, 0, 99.0, ""),
    ("weibo:1004", "weibo", "青溪交通", "qx-tra", "closing", "fail", 2, 2, 0, 99.0, "CN19-V2a"),
    ("bilibili:77", "bilibili", "临河镇", "qx-lin", "active", "pass", 0, 0, 0, 99.0, ""),
    ("douyin:lh", "douyin", "临河镇", None, "active", "pass", 0, 0, 0, 99.0, ""),
    ("weibo:1005", "weibo", "青溪旧站", "qx-gov", "closed", "not_judged", 0, 0, 0, None, ""),
)

DAYS_AGO: Mapping[str, tuple[int, ...]] = {
    "weibo:1001": (*range(0, 40, 2), *range(59, 150, 2)),
    "weibo:1002": (19, 20, 20, 20, 20, 20, 22, 25, 27, 27, 31, *range(33, 200, 3)),
    "douyin:qxwl": (12, 13, 15, *range(16, 120, 4)),
    "wechat:qxedu": tuple(range(130)),
    "wechat:qxedu2": tuple(range(1, 130, 5)),
    "weibo:1003": tuple(range(30, 130, 2)),
    "toutiao:88": tuple(range(0, 130, 7)),
    "weibo:1004": tuple(range(153, 300, 3)),
}


def finding(number: int, account: str | None, check: str, severity: str, facts: dict[str, Any], **more: Any) -> Finding:
    """A finding as the engine would give it."""
    rule = BOOK.rules[check]
    fields: dict[str, Any] = {
        "post_id": None, "variant": None, "clause": rule.clause, "confidence": "high", "reader": "inspector",
        "evidence": (), "status": "new", "fails": severity == "veto", "mend_by": None, **more,
    }  # fmt: skip
    return Finding(f"{number:016x}", account, fields.pop("post_id"), check, severity=severity, facts=facts, **fields)


def findings() -> tuple[Finding, ...]:
    """Nine findings: three fail an account, one is excepted, one was known, one is about a unit without account."""
    last = Evidence("posts", "p-1002-881", "posted_at", None, None, "2026-02-25T16:20:00+08:00")
    words = Evidence("messages", "m-31", "answer", 3, 9, "留言已收悉。")
    return (
        finding(1, "weibo:1002", "activity.stale_account", "veto", {**SILENT, "days": 19, "last_on": "2026-02-25"},
                post_id="p-1002-881", evidence=(last,), mend_by="2026-03-19"),
        finding(2, "weibo:1002", "register.unverified_account", "minor", {"name": "青溪文旅"},
                evidence=(Evidence("accounts", "weibo:1002", "verified", None, None, "false"),), mend_by="2026-03-30"),
        finding(3, "wechat:qxedu", "service.no_interaction", "veto", {"name": "青溪教育"}, mend_by="2026-03-23",
                evidence=(Evidence("accounts", "wechat:qxedu", "interaction", None, None, ""), words)),
        finding(4, "weibo:1004", "activity.stale_account", "veto", {**SILENT, "days": 153, "last_on": "2025-10-14"},
                mend_by="2026-03-19", status="known",
                evidence=(Evidence("posts", "p-1004-12", "posted_at", None, None, "2025-10-14T09:00:00+08:00"),)),
        finding(5, "weibo:1004", "register.unverified_account", "veto", {"name": "青溪交通"}, fails=False,
                confidence="medium"),
        finding(6, "wechat:qxedu2", "register.duplicate_account", "major", {"platform": "wechat"}, status="excepted"),
        finding(7, "douyin:qxwl", "activity.quiet_warning", "minor", {"days": 12, "last_on": "2026-03-04"},
                reader="operator", mend_by="2026-03-18"),
        finding(8, "weibo:1001", "activity.quiet_warning", "advice", {"days": 19, "last_on": "2026-01-16"},
                variant="past"),
        finding(9, None, "register.unit_without_account", "minor", {"unit_id": "qx-emp"},
                evidence=(Evidence("units", "qx-emp", "must_open", None, None, "true"),)),
    )  # fmt: skip


def abstentions() -> tuple[Abstention, ...]:
    """One account nobody watched for a while, one whose interaction was not collected."""
    return (
        Abstention("toutiao:88", "service.no_interaction", "not_collected"),
        Abstention("weibo:1003", "activity.stale_account", "blind", "2026-02-16", "2026-03-10", 23),
    )


def activity() -> pl.DataFrame:
    """`DAYS_AGO` as the prepared table, with two automatic posts that do not count."""
    rows = [
        (account, TODAY - timedelta(ago), "published", number, _noon(TODAY - timedelta(ago)))
        for account, days in DAYS_AGO.items()
        for ago, number in Counter(days).items()
    ]
    rows += [("weibo:1002", TODAY - timedelta(ago), "automatic", 1, _noon(TODAY - timedelta(ago))) for ago in (3, 8)]
    return pl.DataFrame(rows, schema=ACTIVITY_SCHEMA, orient="row")


def coverage() -> pl.DataFrame:
    """Everybody watched for 200 days, but weibo:1003 not in the four weeks before 10 March."""
    start = AS_OF - timedelta(200)
    rows = [(account, start, AS_OF, "seen") for account in DAYS_AGO if account != "weibo:1003"]
    rows.append(("weibo:1003", start, datetime(2026, 2, 16, tzinfo=UTC), "seen"))
    rows.append(("weibo:1003", datetime(2026, 2, 16, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC), "blind"))
    rows.append(("weibo:1003", datetime(2026, 3, 10, tzinfo=UTC), AS_OF, "seen_nothing"))
    frame = pl.DataFrame(
        [dict(zip(("account_id", "started_at", "ended_at", "outcome"), row, strict=True)) for row in rows]
    )
    return pl.DataFrame(schema=TABLES["coverage"].schema).vstack(_filled(frame, "coverage"))


def run() -> dict[str, Any]:
    """run.json of the fleet."""
    counts = {
        "accounts": 13, "judged": 12, "pass": 7, "fail": 3, "unknown": 2, "not_judged": 1, "findings": 9, "vetoes": 4,
        "abstentions": 2, "rejected_rows": 2, "excepted": 1, "new": 7, "known": 1, "mended": 2,
    }  # fmt: skip
    table = {"format": "csv", "encoding": "utf-8", "rejected": 0, "unregistered": 0, "unknown_columns": [],
             "refused_columns": [], "notes": []}  # fmt: skip
    return {
        "version": "0.1.0",
        "rulebook": {"name": "qingxi", "sha256": "ab" * 32, "title": "青溪县检查规则"},
        "tables": {
            "accounts": {**table, "files": [{"path": "accounts.csv", "sha256": "01" * 32}], "rows": 13,
                         "encoding": "gb18030"},
            "messages": {**table, "files": [{"path": "messages.csv", "sha256": "02" * 32}], "rows": 40,
                         "refused_columns": ["留言人手机"]},
            "posts": {**table, "files": [{"path": "posts/2026-02.parquet", "sha256": "03" * 32},
                                         {"path": "posts/2026-03.parquet", "sha256": "04" * 32}],
                      "format": "parquet", "rows": 9120, "rejected": 2, "unregistered": 5, "unknown_columns": ["心情"]},
        },
        "as_of": AS_OF.isoformat(), "timezone": "Asia/Shanghai", "executor": "inline", "shards": 1, "counts": counts,
        "coverage": {"assumed_complete": False, "mean_pct": 95.3},
        "not_assessed": [{"check": "records.capture_gap", "clause": "LOC-09", "missing": ["coverage"]}],
        "failures": [{"check": "register.name_mismatch", "error": "ValueError: made up for the test"}],
        "exceptions": [
            {"check": "register.duplicate_account", "account_id": "wechat:qxedu2", "unit_id": None, "since": None,
             "reason": "招生季单设服务号，县政府办同意", "approved_by": "县政府办", "until": "2026-08-31",
             "state": "active"},
            {"check": "activity.stale_account", "account_id": "weibo:1002", "unit_id": None, "since": None,
             "reason": "改版", "approved_by": "县政府办", "until": "2025-12-31", "state": "expired"},
        ],
        "result_sha256": "cd" * 32, "baseline": "runs/2025-12",
        "baseline_counts": {"accounts": 13, "judged": 12, "pass": 6, "fail": 5, "unknown": 1, "not_judged": 1},
        "lang": "zh",
    }  # fmt: skip


def inspection(**changes: Any) -> Inspection:
    """The inspected county; `changes` replace parts of it."""
    names = ("account_id", "platform", "name", "unit_id", "status")
    accounts = pl.DataFrame([dict(zip(names, row[:5], strict=True)) for row in ACCOUNTS])
    parts: dict[str, Any] = {
        "run": run(), "verdicts": verdicts(), "findings": findings(), "abstentions": abstentions(),
        "accounts": _filled(accounts, "accounts"),
        "units": _filled(pl.DataFrame(UNITS, schema=["unit_id", "name"], orient="row"), "units"),
        "activity": activity(), "coverage": coverage(), "book": BOOK,
    }  # fmt: skip
    return Inspection(**{**parts, **changes})


def verdicts() -> pl.DataFrame:
    """The verdict of every account."""
    rows = [
        (row[0], row[2], row[1], row[3], row[5], row[6], row[7], row[8], row[9], row[10])
        for row in sorted(ACCOUNTS, key=lambda row: row[0])
    ]
    return pl.DataFrame(rows, schema=VERDICT_COLUMNS, orient="row")


def _filled(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    schema = TABLES[table].schema
    blank = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns]
    return frame.with_columns(blank).select([pl.col(name).cast(dtype) for name, dtype in schema.items()])


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
