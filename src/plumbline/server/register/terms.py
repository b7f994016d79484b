"""Words of the register in both languages."""

from collections.abc import Mapping

from plumbline.rulebook.model import Text
from plumbline.workflow.account import KINDS

FIELDS: Mapping[str, Text] = {
    "account_id": Text(zh="账号编号", en="account id"),
    "platform": Text(zh="平台", en="platform"),
    "platform_id": Text(zh="平台账号ID", en="id on the platform"),
    "name": Text(zh="名称", en="name"),
    "url": Text(zh="主页链接", en="address"),
    "unit": Text(zh="主办单位", en="unit"),
    "status": Text(zh="运营状态", en="state"),
    "opened_on": Text(zh="开设日期", en="opened on"),
    "closed_on": Text(zh="注销日期", en="closed on"),
    "notice_on": Text(zh="公告日期", en="notice of closing on"),
    "filed_on": Text(zh="备案日期", en="filed on"),
    "filing_no": Text(zh="备案编号", en="filing number"),
    "verified": Text(zh="平台认证", en="verified by the platform"),
    "verified_as": Text(zh="认证主体", en="verified as"),
    "verified_until": Text(zh="认证有效期至", en="verified until"),
    "main_account": Text(zh="主账号", en="main account"),
    "interaction": Text(zh="互动渠道", en="ways to interact"),
    "mission": Text(zh="职责范围", en="remit"),
    "filing": Text(zh="备案申请", en="filing"),
    "keeper": Text(zh="账号管理员", en="keeper"),
    "points": Text(zh="确认事项", en="points confirmed"),
    "new": Text(zh="新增", en="new"),
    "changed": Text(zh="变更", en="changed"),
    "sha256": Text(zh="文件 SHA-256", en="SHA-256 of the file"),
    "parent": Text(zh="上级单位", en="parent unit"),
    "level": Text(zh="层级", en="level"),
    "region_code": Text(zh="行政区划代码", en="region code"),
    "unit_id": Text(zh="单位编号", en="unit id"),
}
ACTIONS: Mapping[str, Text] = {
    "register.filed": Text(zh="提出备案申请", en="filing made"),
    "register.approved": Text(zh="批准", en="approved"),
    "register.returned": Text(zh="退回补正", en="returned"),
    "register.refused": Text(zh="不予批准", en="refused"),
    "register.withdrawn": Text(zh="撤回申请", en="withdrawn"),
    "register.imported": Text(zh="由备案表更新", en="changed by an imported table"),
    "register.import": Text(zh="导入备案表", en="table imported"),
    "register.hand_over": Text(zh="发起交接", en="hand-over begun"),
    "register.hand_over_confirmed": Text(zh="确认交接事项", en="points of the hand-over confirmed"),
    "register.handed_over": Text(zh="交接完成", en="handed over"),
    "register.hand_over_cancelled": Text(zh="取消交接", en="hand-over called off"),
    "units.add": Text(zh="新增单位", en="unit entered"),
    "units.change": Text(zh="变更单位", en="unit changed"),
    **{f"register.{kind}": text for kind, text in KINDS.items()},
}
