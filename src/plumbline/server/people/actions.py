"""Everything that can be done at the desk, and which roles may do it. Where: the tree and the person decide."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is to a unit (and all below it) or to one account."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    OPERATOR = "operator"
    REVIEWER = "reviewer"
    FINAL_REVIEWER = "final_reviewer"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What can be done. The part before the dot is the app."""

    DESK_SEE = "desk.see"
    TABLES_READ = "desk.tables"
    PEOPLE_READ = "people.read"
    PEOPLE_CHANGE = "people.change"
    UNITS_CHANGE = "people.units"
    REGISTER_READ = "register.read"
    REGISTER_FILE = "register.file"
    REGISTER_APPROVE = "register.approve"
    REGISTER_IMPORT = "register.import"
    REGISTER_EXPORT = "register.export"
    REGISTER_HAND_OVER = "register.hand_over"
    DRAFT_READ = "reviews.read"
    DRAFT_WRITE = "reviews.write"
    DRAFT_REVIEW = "reviews.review"
    DRAFT_FINAL = "reviews.final"
    DRAFT_EXPORT = "reviews.export"
    DRAFT_DEPUTY = "reviews.deputy"
    INSPECTION_READ = "inspections.read"
    INSPECTION_RUN = "inspections.run"
    FINDING_READ = "inspections.finding"
    FINDING_JUDGE = "inspections.judge"
    FINDING_ANSWER = "inspections.answer"
    EXCEPTION_ASK = "inspections.except"
    EXCEPTION_APPROVE = "inspections.except_approve"
    CASE_READ = "cases.read"
    CASE_NOTIFY = "cases.notify"
    CASE_ACT = "cases.act"
    CASE_JUDGE = "cases.judge"
    CASE_APPEAL = "cases.appeal"
    NOTICE_READ = "notices.read"
    NOTICE_ISSUE = "notices.issue"
    MESSAGE_SETTINGS = "notices.settings"
    MESSAGE_READ = "notices.messages"
    AUDIT_READ = "audit.read"


A, S, I, O, R, F, U = Role  # noqa: E741  the columns of the table below, in order
_EVERYBODY = (A, S, I, O, R, F, U)

MATRIX: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        action: frozenset(roles)
        for action, roles in {
            Action.DESK_SEE: _EVERYBODY,
            Action.TABLES_READ: (A, U),
            Action.PEOPLE_READ: (A, S, U),
            Action.PEOPLE_CHANGE: (A,),
            Action.UNITS_CHANGE: (A,),
            Action.REGISTER_READ: _EVERYBODY,
            Action.REGISTER_FILE: (S, O),
            Action.REGISTER_APPROVE: (S,),
            Action.REGISTER_IMPORT: (A, S),
            Action.REGISTER_EXPORT: (A, S, I, U),
            Action.REGISTER_HAND_OVER: (S, O),
            Action.DRAFT_READ: (S, I, O, R, F, U),
            Action.DRAFT_WRITE: (O,),
            Action.DRAFT_REVIEW: (R, F),
            Action.DRAFT_FINAL: (F,),
            Action.DRAFT_EXPORT: (S, O, R, F, U),
            Action.DRAFT_DEPUTY: (S, R, F),
            Action.INSPECTION_READ: (A, S, I, U),
            Action.INSPECTION_RUN: (S, I),
            Action.FINDING_READ: (S, I, O, U),
            Action.FINDING_JUDGE: (S, I),
            Action.FINDING_ANSWER: (O,),
            Action.EXCEPTION_ASK: (S, I, O),
            Action.EXCEPTION_APPROVE: (S,),
            Action.CASE_READ: (S, I, O, U),
            Action.CASE_NOTIFY: (S, I),
            Action.CASE_ACT: (O,),
            Action.CASE_JUDGE: (S, I),
            Action.CASE_APPEAL: (O,),
            Action.NOTICE_READ: (S, I, U),
            Action.NOTICE_ISSUE: (S,),
            Action.MESSAGE_SETTINGS: _EVERYBODY,
            Action.MESSAGE_READ: (A, S, U),
            Action.AUDIT_READ: (A, U),
        }.items()
    }
)
