"""The way of a filing, and what each kind of filing does to an account."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from plumbline.domain.calendar import Calendar
from plumbline.rulebook.model import Text
from plumbline.workflow.days import after_working_days
from plumbline.workflow.graph import Graph, Step

FILING = Graph(
    states={
        "filed": Text(zh="待审批", en="waiting for approval"),
        "returned": Text(zh="已退回", en="returned"),
        "approved": Text(zh="已批准", en="approved"),
        "refused": Text(zh="不予批准", en="refused"),
        "withdrawn": Text(zh="已撤回", en="withdrawn"),
    },
    steps=(
        Step("approve", ("filed",), "approved", Text(zh="批准", en="approve")),
        Step("return", ("filed",), "returned", Text(zh="退回补正", en="return")),
        Step("refuse", ("filed", "returned"), "refused", Text(zh="不予批准", en="refuse")),
        Step("withdraw", ("filed", "returned"), "withdrawn", Text(zh="撤回", en="withdraw")),
        Step("file_again", ("returned",), "filed", Text(zh="重新提交", en="file again")),
    ),
)
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "open": Text(zh="开设", en="opening"),
        "change": Text(zh="变更", en="change"),
        "suspend": Text(zh="停用", en="suspension"),
        "resume": Text(zh="恢复使用", en="resumption"),
        "announce": Text(zh="公告注销", en="notice of closing"),
        "close": Text(zh="注销", en="closing"),
        "reopen": Text(zh="重新启用", en="reopening"),
    }
)
STATUS = Graph(
    states={
        "active": Text(zh="在用", en="active"),
        "suspended": Text(zh="停用", en="suspended"),
        "closing": Text(zh="注销中", en="closing"),
        "closed": Text(zh="已注销", en="closed"),
    },
    steps=(
        Step("change", ("active", "suspended", "closing"), "", KINDS["change"]),
        Step("suspend", ("active",), "suspended", KINDS["suspend"]),
        Step("resume", ("suspended", "closing"), "active", KINDS["resume"]),
        Step("announce", ("active", "suspended"), "closing", KINDS["announce"]),
        Step("close", ("closing",), "closed", KINDS["close"]),
        Step("reopen", ("closed",), "active", KINDS["reopen"]),
    ),
)
HAND_OVER: Mapping[str, Text] = MappingProxyType(
    {
        "password": Text(zh="账号密码已由接收人修改", en="the taker has changed the password"),
        "phone": Text(zh="绑定手机、邮箱已更换", en="bound phone and mailbox are the taker's"),
        "administrator": Text(zh="平台实名管理员已变更", en="the platform's named administrator is changed"),
        "second_factor": Text(zh="平台登录第二重验证已更换", en="the platform's second factor is changed"),
        "devices": Text(zh="移交人全部设备已退出登录", en="the giver is signed out on all devices"),
        "keys": Text(zh="接口密钥、授权应用已清理", en="keys and linked apps are revoked"),
        "materials": Text(zh="资料、历史内容备份已移交", en="records and backups are handed over"),
        "contractor": Text(zh="代运营单位的权限已核对", en="the contractor's access is checked"),
    }
)
"""What both confirm at a hand-over. A new keeper changes passwords at once (局地规定 LOC-09)."""

KEEPER_CHECK: Mapping[str, Text] = MappingProxyType(
    {
        "real_name": Text(zh="平台实名管理员为本单位在岗人员", en="the platform's named administrator works here"),
        "phone": Text(zh="绑定手机、邮箱由本单位在岗人员持有", en="bound phone and mailbox are in the office's hands"),
        "password": Text(zh="密码近期已更换，未与他人共用", en="the password was changed lately and is not shared"),
        "second_factor": Text(zh="已开启登录第二重验证", en="the second factor is on"),
        "devices": Text(zh="登录设备均为本单位在用设备", en="only devices in use are signed in"),
        "keys": Text(zh="第三方授权、接口密钥均有必要", en="every linked app and key is needed"),
        "subject": Text(zh="平台认证主体与主办单位一致", en="the platform's verification names the unit"),
    }
)
"""What is confirmed when an account's administrators are verified (管理员核验)."""
KEEPER_CHECK_DAYS = 180
"""Our own proposal: administrators are verified twice a year."""


def first_closing_day(notice_on: date, working_days: int, calendar: Calendar | None = None) -> date:
    """The first day on which an announced account may be closed: the notice has stood for so many working days."""
    return after_working_days(notice_on, working_days, calendar)


def first_reopening_day(closed_on: date, days: int) -> date:
    """The first day on which a closed account, or another of that name, may come back without an exception."""
    return closed_on + timedelta(days=days)
