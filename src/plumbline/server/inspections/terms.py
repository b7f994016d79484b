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
}
EVERY: Mapping[str, Text] = {
    "day": Text(zh="每天", en="every day"),
    "week": Text(zh="每周", en="every week"),
    "quarter": Text(zh="每季度（91 天）", en="every quarter (91 days)"),
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
}
FIELDS: Mapping[str, Text] = {
    "judged": Text(zh="认定", en="judgement"),
    "rulebook": Text(zh="规则集", en="rulebook"),
    "findings": Text(zh="问题数", en="findings"),
    "result_sha256": Text(zh="结果 SHA-256", en="SHA-256 of the result"),
    "every": Text(zh="周期", en="period"),
}
