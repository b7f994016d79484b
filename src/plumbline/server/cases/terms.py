"""Words of cases in both languages."""

from collections.abc import Mapping

from plumbline.rulebook.model import Text
from plumbline.workflow.case import CASE
from plumbline.workflow.incident import INCIDENT

STEPS: Mapping[str, Text] = {
    **{step.name: step.text for step in (*CASE.steps, *INCIDENT.steps)},
    "open": Text(zh="立案", en="opened"),
    "extend": Text(zh="延期", en="deadline extended"),
    "escalate": Text(zh="逾期上报上级单位", en="overdue: told to the unit above"),
    "machine_gone": Text(zh="机器复核：问题已消失", en="machine: the fault is gone"),
    "machine_found": Text(zh="机器复核：问题仍存在", en="machine: the fault is still there"),
    "machine_unknown": Text(zh="机器复核：未能判断", en="machine: cannot be told"),
}
MACHINE: Mapping[str, Text] = {
    "": Text(zh="尚未复核", en="not looked yet"),
    "gone": Text(zh="问题已消失", en="the fault is gone"),
    "found": Text(zh="问题仍存在", en="the fault is still there"),
    "unknown": Text(zh="未能判断（采集不到）", en="cannot be told (collector blind)"),
}
ACTIONS: Mapping[str, Text] = {
    **{f"cases.{name}": text for name, text in STEPS.items()},
    "cases.bulletin": Text(zh="起草通报", en="bulletin drawn up"),
    "cases.issue": Text(zh="印发通报", en="bulletin issued"),
}
FIELDS: Mapping[str, Text] = {
    "state": Text(zh="状态", en="state"),
    "due_at": Text(zh="期限", en="deadline"),
    "number": Text(zh="文号", en="number"),
}
