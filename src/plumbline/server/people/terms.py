"""Names of roles and actions in both languages."""

from collections.abc import Mapping

from plumbline.rulebook.model import Text
from plumbline.server.people.actions import Action, Role

ROLE: Mapping[str, Text] = {
    Role.ADMINISTRATOR: Text(zh="系统管理员", en="Administrator"),
    Role.SUPERVISOR: Text(zh="主管人员", en="Supervisor"),
    Role.INSPECTOR: Text(zh="检查人员", en="Inspector"),
    Role.OPERATOR: Text(zh="运营人员", en="Operator"),
    Role.REVIEWER: Text(zh="审核人", en="Reviewer"),
    Role.FINAL_REVIEWER: Text(zh="终审人", en="Final reviewer"),
    Role.AUDITOR: Text(zh="审计人员", en="Auditor"),
}
ACTION: Mapping[str, Text] = {
    Action.DESK_SEE: Text(zh="查看工作台", en="see the desk"),
    Action.TABLES_READ: Text(zh="查看数据表", en="read the tables"),
    Action.PEOPLE_READ: Text(zh="查看人员", en="read about people"),
    Action.PEOPLE_CHANGE: Text(zh="管理人员与角色", en="change people and roles"),
    Action.UNITS_CHANGE: Text(zh="管理单位", en="change units"),
    Action.REGISTER_READ: Text(zh="查看备案", en="read the register"),
    Action.REGISTER_FILE: Text(zh="提出备案申请", en="file a request"),
    Action.REGISTER_APPROVE: Text(zh="审批备案申请", en="approve a request"),
    Action.REGISTER_IMPORT: Text(zh="导入备案表", en="import the filing table"),
    Action.REGISTER_EXPORT: Text(zh="导出备案表", en="export the filing table"),
    Action.REGISTER_HAND_OVER: Text(zh="办理管理员交接", en="hand over an account"),
    Action.DRAFT_READ: Text(zh="查看稿件", en="read drafts"),
    Action.DRAFT_WRITE: Text(zh="撰写稿件", en="write drafts"),
    Action.DRAFT_REVIEW: Text(zh="审核稿件", en="review drafts"),
    Action.DRAFT_FINAL: Text(zh="终审稿件", en="give the final approval"),
    Action.DRAFT_EXPORT: Text(zh="导出审定稿", en="export approved texts"),
    Action.DRAFT_DEPUTY: Text(zh="指定代审人", en="name a deputy"),
    Action.INSPECTION_READ: Text(zh="查看检查", en="read inspections"),
    Action.INSPECTION_RUN: Text(zh="发起检查", en="run inspections"),
    Action.FINDING_READ: Text(zh="查看问题", en="read findings"),
    Action.FINDING_JUDGE: Text(zh="认定问题", en="confirm or reject findings"),
    Action.FINDING_ANSWER: Text(zh="说明情况", en="answer questions about findings"),
    Action.EXCEPTION_ASK: Text(zh="申请例外", en="ask for exceptions"),
    Action.EXCEPTION_APPROVE: Text(zh="审批例外", en="approve exceptions"),
    Action.CASE_READ: Text(zh="查看整改台账", en="read cases"),
    Action.CASE_NOTIFY: Text(zh="发整改通知", en="send notices to mend"),
    Action.CASE_ACT: Text(zh="办理整改", en="mend"),
    Action.CASE_JUDGE: Text(zh="复核与销号", en="re-check and close cases"),
    Action.CASE_APPEAL: Text(zh="提出申诉", en="appeal"),
    Action.NOTICE_READ: Text(zh="查看通报", en="read bulletins"),
    Action.NOTICE_ISSUE: Text(zh="印发通报", en="issue bulletins"),
    Action.MESSAGE_SETTINGS: Text(zh="设置本人消息", en="set up one's own messages"),
    Action.MESSAGE_READ: Text(zh="查看消息记录", en="read what was sent"),
    Action.AUDIT_READ: Text(zh="查看操作日志", en="read the log of changes"),
}
ACTIONS: Mapping[str, Text] = {
    "people.add": Text(zh="录入人员", en="person entered"),
    "people.change": Text(zh="修改人员信息", en="person changed"),
    "people.new_password": Text(zh="管理员重设密码", en="new password given"),
    "people.own_password": Text(zh="本人修改密码", en="own password changed"),
    "people.drop_second_factor": Text(zh="解除第二重验证", en="second factor taken off"),
    "people.deactivate": Text(zh="停用", en="deactivated"),
    "people.reactivate": Text(zh="恢复", en="reactivated"),
    "people.grant": Text(zh="授予角色", en="role given"),
    "people.end": Text(zh="终止角色", en="role ended"),
    "people.sign_in": Text(zh="登录", en="signed in"),
    "people.sign_in_failed": Text(zh="登录失败", en="sign-in failed"),
    "people.single_sign_on": Text(zh="关联单点登录", en="linked to single sign-on"),
    "people.first": Text(zh="创建首位管理员", en="first administrator made"),
    "people.settings": Text(zh="修改本人设置", en="own settings changed"),
}
FIELDS: Mapping[str, Text] = {
    "username": Text(zh="登录名", en="sign-in name"),
    "name": Text(zh="名称", en="name"),
    "email": Text(zh="电子邮箱", en="e-mail"),
    "mobile": Text(zh="手机号码", en="mobile number"),
    "language": Text(zh="语言", en="language"),
    "role": Text(zh="角色", en="role"),
    "is_active": Text(zh="在用", en="active"),
}
