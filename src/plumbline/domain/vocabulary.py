"""Words with a fixed meaning. One word per thing; the Chinese term stands in `docs/glossary.md`."""

from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is. Comes from the rulebook; only `veto` can fail an account."""

    VETO = "veto"
    MAJOR = "major"
    MINOR = "minor"
    ADVICE = "advice"


class Confidence(StrEnum):
    """How sure the check is. Comes from the check; only `high` can fail an account."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Reader(StrEnum):
    """Who wants to hear a finding."""

    OPERATOR = "operator"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"


class Verdict(StrEnum):
    """The answer about one account."""

    PASS = "pass"  # noqa: S105  a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_JUDGED = "not_judged"


class FindingStatus(StrEnum):
    """Whether a finding stands: `known` stood in the baseline run, `excepted` is covered by an approved exception."""

    NEW = "new"
    KNOWN = "known"
    EXCEPTED = "excepted"


class Sure(StrEnum):
    """How well a value is sourced: A wording seen, B press or one bulletin, C background only (never fails anyone)."""

    A = "A"
    B = "B"
    C = "C"


class ClauseStatus(StrEnum):
    """How far the program covers a clause of an instrument."""

    AUTOMATED = "automated"
    PARTIAL = "partial"
    MANUAL = "manual"
    PLANNED = "planned"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a check gives no answer about an account."""

    NOT_COLLECTED = "not_collected"
    BLIND = "blind"
    TOO_FEW = "too_few"
    NO_REFERENCE = "no_reference"
    UNREADABLE_ROWS = "unreadable_rows"
    NO_CALENDAR = "no_calendar"
    LANGUAGE = "language"
    CHECK_FAILED = "check_failed"


PLATFORMS = (
    "weibo", "wechat", "wechat_channels", "toutiao", "douyin", "bilibili", "kuaishou", "xiaohongshu", "x",
    "facebook", "instagram", "youtube", "mastodon", "bluesky", "website", "app", "other",
)  # fmt: skip
OWN_HOSTED = ("website", "app", "other")
"""Platforms without a third party that verifies accounts or could hold a second one."""

CHECK_NAMES = {
    "activity": ("stale_account", "quiet_warning", "long_dead", "just_in_time", "automatic_only"),
    "register": (
        "duplicate_account", "unfiled_account", "unverified_account", "verification_expired", "name_mismatch",
        "missing_owner", "internal_body_account", "closing_without_notice", "revived_account", "unit_without_account",
    ),
    "tone": ("abusive_language", "personal_emotion", "personal_opinion", "off_mission", "brush_off"),
    "sourcing": ("unrecognised_source", "uncredited_copy", "altered_quote", "stale_news"),
    "authenticity": (
        "bought_followers", "follower_burst", "inflated_engagement", "templated_comments", "demanded_engagement",
        "backdated_post",
    ),
    "service": ("no_interaction", "unanswered_message", "late_answer", "canned_answer"),
    "safety": (
        "personal_data", "commercial_advert", "explicit_content", "protected_term", "classification_marking",
        "dead_link", "hijack_signs",
    ),
    "review": ("unapproved_post", "altered_after_approval", "self_approval", "missing_level"),
    "records": ("silent_edit", "silent_deletion", "capture_gap"),
}  # fmt: skip
"""Every check of the public contract by chapter, built or planned."""

ALL_CHECKS = tuple(f"{chapter}.{check}" for chapter, checks in CHECK_NAMES.items() for check in checks)
