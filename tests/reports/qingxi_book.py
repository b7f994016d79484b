"""A small rulebook of the made-up county."""

from typing import Any

from plumbline.domain.vocabulary import ClauseStatus, Reader, Severity, Sure
from plumbline.rulebook.model import Book, Clause, Instrument, Parameter, Rule, Rulebook, Text, Variant


def _clause(
    instrument: str, article: str, title: Text, sentence: Text, severity: str, remedy: Text, days: int | None
) -> Clause:
    return Clause(
        instrument=instrument, article=article, article_en=article, title=title, sentence=sentence,
        status=ClauseStatus.AUTOMATED, severity=Severity(severity), sure=Sure.A, remedy=remedy, days_to_mend=days,
    )  # fmt: skip


def _rule(clause: str, severity: str, message: Text, **more: Any) -> Rule:
    return Rule(
        clause=clause, severity=Severity(severity), sure=Sure.A, reader=Reader.INSPECTOR, message=message, **more
    )


INSTRUMENTS = {
    "i123": Instrument(
        number="国办发〔2018〕123号",
        title=Text("国务院办公厅关于推进政务新媒体健康有序发展的意见", "Opinions on official new media"),
    ),
    "i19": Instrument(
        number="国办秘函〔2019〕19号", title=Text("政府网站与政务新媒体检查指标", "Inspection indicators")
    ),
}
CLAUSES = {
    "CN19-V2a": _clause(
        "i19", "第一部分第2项", Text("两周内无更新", "No update for two weeks"),
        Text("监测时间点前两周内应当有更新。", "Something is published in the two weeks before the monitoring moment."),
        "veto", Text("立即恢复更新。", "Resume publishing at once."), 3,
    ),
    "CN19-V3a": _clause(
        "i19", "第一部分第3项", Text("未提供有效互动", "No interaction offered"),
        Text("应当提供留言评论等互动功能。", "The public can comment or leave a message."),
        "veto", Text("开通留言功能并安排专人答复。", "Open comments and name who answers."), 5,
    ),
    "CN123-01": _clause(
        "i123", "（一）", Text("应当开设而未开设", "Must open an account"),
        Text("县级以上政府应当开设。", "County governments and above open one."), "minor",
        Text("开设账号并备案。", "Open one and file it."), None,
    ),
    "CN123-02": _clause(
        "i123", "（一）", Text("同一平台开设多个账号", "Several accounts on one platform"),
        Text("一个单位在同一平台原则上只开设一个账号。", "A unit in principle keeps one account a platform."),
        "major", Text("合并或注销。", "Merge or close."), 20,
    ),
    "CN123-06": _clause(
        "i123", "（一）", Text("认证信息不规范", "Not verified"),
        Text("账号应当公开认证信息。", "The account shows whom it belongs to."),
        "major", Text("向平台申请认证。", "Apply for verification."), 10,
    ),
    "LOC-01": _clause(
        "i19", "（地方）", Text("即将超期", "Quiet for ten days"),
        Text("临近期限应当提醒。", "Warn before the limit."), "minor", Text("尽快更新。", "Publish soon."), 2,
    ),
    "LOC-09": _clause(
        "i19", "（地方）", Text("采集缺口", "Gap in capture"), Text("采集应当连续。", "Capture is unbroken."), "minor",
        Text("补采。", "Capture again."), None,
    ),
}  # fmt: skip
RULES = {
    "activity.stale_account": _rule(
        "CN19-V2a", "veto",
        Text("最近一次发布在{last_on}，截至监测时间点已 {days} 天未更新，超过 {silent_days} 天。",
             "Last published on {last_on}: silent for {days} days, more than {silent_days}."),
        required=True,
        params={"silent_days": Parameter(14, Sure.A, "CN19-V2a"), "bridge_hours": Parameter(24, Sure.A, "method")},
    ),
    "activity.quiet_warning": _rule(
        "LOC-01", "minor", Text("已 {days} 天未更新（自{last_on}）。", "Silent for {days} days (since {last_on})."),
        variants={"past": Variant(
            message=Text("{last_on}起曾 {days} 天未更新。", "Was silent for {days} days from {last_on}."),
            severity=Severity.ADVICE,
        )},
    ),
    "register.duplicate_account": _rule("CN123-02", "major", Text("同一平台有多个账号。", "More than one account.")),
    "register.name_mismatch": _rule("CN123-06", "major", Text("名称不一致。", "Names differ.")),
    "register.unit_without_account": _rule("CN123-01", "minor", Text("应当开设而未开设。", "Has no account.")),
    "register.unverified_account": _rule("CN123-06", "minor", Text("“{name}”未认证。", "“{name}” is not verified.")),
    "service.no_interaction": _rule(
        "CN19-V3a", "veto", Text("“{name}”未提供任何互动功能。", "“{name}” offers no interaction."), required=True
    ),
    "records.capture_gap": _rule("LOC-09", "minor", Text("采集有缺口。", "Capture has a gap.")),
}  # fmt: skip
BOOK = Rulebook(
    book=Book(name="qingxi", title=Text("青溪县检查规则", "Rules of Qingxi county"), calendar="cn"),
    instruments=INSTRUMENTS,
    clauses=CLAUSES,
    rules=RULES,
    sha256="ab" * 32,
)
