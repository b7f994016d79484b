"""Words of inspections in both languages."""

from collections.abc import Mapping

from plumbline.rulebook.model import Text

JUDGED: Mapping[str, Text] = {
    "open": Text(zh="待认定", en="to be judged"),
    "asked": Text(zh="已询问", en="question asked"),
    "confirm_proposed": Text(zh="一人确认，待第二人复核", en="confirmed by one, waits for a second person"),
    "reject_proposed": Text(zh="一人否定，待第二人复核", en="rejected by one, waits for a second person"),
    "confirmed": Text(zh="已确认", en="confirmed"),
    "rejected": Text(zh="已否定", en="rejected"),
}
STATES: Mapping[str, Text] = {
    "waiting": Text(zh="排队中", en="waiting"),
    "running": Text(zh="检查中", en="running"),
    "done": Text(zh="已完成", en="done"),
    "failed": Text(zh="未能完成", en="failed"),
}
KINDS: Mapping[str, Text] = {
    "confirm": Text(zh="确认", en="confirmed"),
    "reject": Text(zh="否定", en="rejected"),
    "ask": Text(zh="询问", en="asked"),
    "answer": Text(zh="答复", en="answered"),
    "reopen": Text(zh="依据变化，重新待认定", en="found on other grounds, to be judged anew"),
}
EVERY: Mapping[str, Text] = {
    "day": Text(zh="每天", en="every day"),
    "week": Text(zh="每周", en="every week"),
    "quarter": Text(zh="每季度", en="every quarter"),
}
COURSE: Mapping[str, Text] = {
    "new": Text(zh="新发现", en="found, new"),
    "known": Text(zh="仍存在", en="found again"),
    "excepted": Text(zh="存在，已获例外", en="found, excepted"),
    "gone": Text(zh="未再发现", en="not found"),
    "unknown": Text(zh="未作结论", en="could not be seen"),
}
EXEMPTION: Mapping[str, Text] = {
    "asked": Text(zh="待审批", en="waits for approval"),
    "approved": Text(zh="已批准", en="approved"),
    "refused": Text(zh="不批准", en="refused"),
    "ended": Text(zh="已终止", en="ended"),
}
STEPS: Mapping[str, Text] = {
    "tables": Text(zh="读取数据表", en="reading tables"),
    "articles": Text(zh="收录稿源文本", en="taking in known texts"),
    "posts": Text(zh="读取发布记录", en="reading posts"),
    "known": Text(zh="收录历史发布", en="taking in earlier posts"),
    "texts": Text(zh="检查文本", en="judging texts"),
    "figures": Text(zh="读取互动数据", en="reading figures"),
    "edges": Text(zh="核对证据", en="looking up evidence"),
    "checks": Text(zh="执行检查", en="running checks"),
    "reports": Text(zh="撰写报告", en="writing reports"),
}
ACTIONS: Mapping[str, Text] = {
    "inspections.ask": Text(zh="发起检查", en="inspection asked for"),
    "inspections.done": Text(zh="检查完成", en="inspection done"),
    "inspections.failed": Text(zh="检查未能完成", en="inspection failed"),
    "inspections.schedule": Text(zh="设定定期检查", en="inspections scheduled"),
    "inspections.schedule_ended": Text(zh="停止定期检查", en="schedule ended"),
    "inspections.ask_operator": Text(zh="询问运营人员", en="operator asked"),
    "inspections.confirm": Text(zh="确认问题", en="finding confirmed"),
    "inspections.reject": Text(zh="否定问题", en="finding rejected"),
    "inspections.answer": Text(zh="说明情况", en="question answered"),
    "inspections.reopen": Text(zh="依据变化，重新待认定", en="finding open again"),
    "inspections.except": Text(zh="申请例外", en="exception asked for"),
    "inspections.except_approve": Text(zh="批准例外", en="exception approved"),
    "inspections.except_refuse": Text(zh="不批准例外", en="exception refused"),
    "inspections.except_end": Text(zh="终止例外", en="exception ended"),
}
FIELDS: Mapping[str, Text] = {
    "judged": Text(zh="认定", en="judgement"),
    "rulebook": Text(zh="规则集", en="rulebook"),
    "findings": Text(zh="问题数", en="findings"),
    "result_sha256": Text(zh="结果 SHA-256", en="SHA-256 of the result"),
    "every": Text(zh="周期", en="period"),
    "as_of": Text(zh="监测时间点", en="as of"),
    "check": Text(zh="检查项", en="check"),
    "since": Text(zh="开始日期", en="from"),
}
