"""What an answer gives the one who asked: a place to turn to, a ground, a procedure, a date, a promise."""

import re

_OFFICE = re.compile(
    r"(?<![我本贵这该])(?!(?:相关|有关|其他|别的|上级|主管|职能|其它|哪个|什么|任何|具体)(?:部门|单位|机构|科室"
    r"|人员))"
    r"[\u4e00-\u9fff]{1,12}(?:局|委员会|发改委|卫健委|办公室|街道办|派出所|居委会|村委会|社区|中心|大厅|窗口|法院"
    r"|检察院|仲裁委|消协"
    r"|支队|大队|交警|城管|税务|社保|医保|公积金|银行|医院|管理处|管委会|所|站|厅|镇政府|县政府|市政府|区政府|监委"
    r"|信访|热线|客服|物业公司|服务队|运营商|供电公司|水务集团|燃气公司|公交公司)"
)
_OWN_OFFICE = re.compile(
    r"(?:我们?|本|贵|你们|这个?|咱们?|该)(?:的)?(?:局|所|站|厅|办公室|中心|窗口|大厅|社区|医院|银行|单位|部门|委"
    r"|热线|客服)"
)
_NUMBER = re.compile(r"\d[\d-]{4,}|(?<!\d)(?:1[0-2]\d|9\d{4})(?!\d)")
_ADDRESS = re.compile(
    r"https?:|www\.|\.(?:gov|com|cn|org)\b|@[a-z\u4e00-\u9fff]|[\u4e00-\u9fff](?:路|街|大道)\d*号|\d+(?:楼|室|层"
    r"|号窗口|号楼)|[a-z]\.gov"
)
_GROUND = re.compile(
    r"《[^》]+》|(?:根据|依据|按照|依照|按)[^,。!?;\n]{2,30}(?:规定|条例|办法|法|通知|政策|要求|规程|标准|制度|程序"
    r"|方案)|第[\d一二三四五六七八九十百]+条"
    r"|涉及[^,。]{0,8}(?:隐私|秘密|保密|安全|个人信息)|(?:国家秘密|商业秘密|个人隐私|尚未(?:公布|公开|出台|确定"
    r"|收到)|还没(?:公布|出台|确定)|依法|(?<!不)属于[^,。]{0,10}(?:职责|管辖|权限)"
    r"|因为|由于|鉴于|受[^,。]{1,12}影响|正在(?:调查|审理|侦办|施工|改造|建设|制定|研究|维修|抢修))"
    r"|according to|under (?:section|article|the)|pursuant|because|due to|privacy|confidential"
)
_STEPS = re.compile(
    r"(?:携带|提供|凭|带上?|持|准备|提交|填写|出示|下载|登录|打开|进入|点击|关注)[^,。!?;\n]{0,16}(?:身份证|材料"
    r"|证件|户口|证明|表|凭证|合同|发票|app|网|公众号|小程序|平台|微信|支付宝|系统|栏目|页面|链接|官微|附件|菜单)"
    r"|(?:步骤|流程|材料)如下|置顶|附件|回复[\"“「]?[\u4e00-\u9fff\d]+[\"”」]?(?:转|获取|查)|转人工|人工(?:服务"
    r"|客服)|换(?:个|一种)(?:说法|方式|关键词)|重新(?:描述|输入|提问)|补充(?:说明|提供)|(?:具体|详细)(?:地址|位置"
    r"|时间|情况|信息)"
    r"|(?:请|麻烦)[^,。]{0,10}(?:说明|描述|留下|告知|私信|提供)|(?:form|website at|portal"
    r"|(?<!another )(?<!other )office|desk|hotline|helpline|counter|rephrase|human agent|council|ministry|police"
    r"|court|please (?:call|phone|email|contact|visit|ring|apply|bring)(?! the (?:relevant|appropriate|responsible"
    r"|right|competent)| again| back| another))\b"
)
_DATE = re.compile(
    r"\d+\s*(?:年|月|日|号|点|时|个工作日|天内|小时|分钟|周)|[一二三四五六七八九十两几]+个?(?:工作日|月|年|天内|点)"
    r"|(?<!今天)周[一二三四五六日末]|(?<!今天)星期|(?:上|下)(?:午|周|个?月)|(?:明|后)天[上下]?午?\d|月(?:初|底|中)"
    r"|年(?:初|底)"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august"
    r"|september|october|november|december|within \d+|at \d+|by \d+)\b"
)
_ACTION = re.compile(
    r"(?:我们|我局|我委|我办|本局|小编|我|中心|已|已经|将|会|正在|正|马上|立即|尽快|现|帮您|为您|替您"
    r"|给您)[^,。!?;\n]{0,10}(?:核实|核查|转交|转给|转至|转达|反馈|联系|上报|派|查询|了解|问一下|问清|询问|咨询"
    r"|确认|协调|处理|调查|维修|修复|补发|跟进|汇报|记录|记下|请示|更正)"
    r"|(?:稍后|随后|查到后|核实后|确认后|有消息|有结果|有进展|明确后|了解后|问清)[^,。]{0,10}(?:回复|答复|告诉|告知"
    r"|联系|通知|公布)"
    r"|\b(?:we|i)(?:'ll| will| have| are| am)(?: \w+){0,3} (?:check|look|find|pass|forward|ask|get back|contact"
    r"|repair|investigat|refer)"
)


def points_somewhere(folded: str) -> bool:
    """Whether it names an office, a number, an address, a ground or a way to do it."""
    if any(pattern.search(folded) for pattern in (_NUMBER, _ADDRESS, _GROUND, _STEPS)):
        return True
    return _OFFICE.search(_OWN_OFFICE.sub("", folded)) is not None


def promises(folded: str) -> bool:
    """Whether somebody will look into it, or a date is given."""
    return _ACTION.search(folded) is not None or _DATE.search(folded) is not None
