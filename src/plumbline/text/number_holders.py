"""Whose number is it? The words around a number of a person or an office, read in a fixed order.

A word directly before the number (its label) decides first, then who is named in the sentence, then what the whole
text is about.
"""

import re
from enum import StrEnum

from plumbline.text.identifiers import Identifier
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

BEFORE, NEAR = 60, 26
"""Characters before a number that belong to it, and those in which a person named is its holder."""
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
    "邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛"
    "管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
NAME = rf"(?:[{SURNAMES}][一-鿿]{{1,2}}|[一-鿿]{{1,2}}某{{0,2}}(?:先生|女士|小姐|同学))"

_WHAT = (
    r"订单|票据?|奖|运单|快递|物流|单|编|案|文|批|批准|批次|备案|许可证?|流水|合同|发票|凭证|准考证|学|群|qq群?|qq|扣扣|门票|车次|账|帐|序列|条形?码|产品|标段|项目|招标|"
    r"采购|专利|登记|工单|受理|信用代码|代码|编码|邮编|邮政编码|uid|id|no\.?|isbn|issn|微博|房间|直播间|会议|验证码|取件码|商品|货|箱|车架|发动机|设备|证书|执照|注册|税|纳税人识别|档案|追溯|批文|"
    r"准字|户|快手|抖音|直播|粉丝|二维码|内容|公司|开户行?|基金|股票|彩票|奖券|兑奖|事项|办件|查询|案件|投诉|信件|留言|tracking|order|case|ref(?:erence)?|invoice|serial|ticket"
)
_NOT_PERSONAL = pattern(
    rf"(?:{_WHAT})(?:号码?|编号|代码|id|number|no\.?|码)?[\s:#是为第(]{{0,3}}$|(?:数|数量|播放量|次数)[\s:为达]{{0,2}}$|第\s?$|[$¥€£]\s?$|(?:坐标|经度|纬度|东经|北纬|金额)\W{{0,3}}$|如[:“]?\s?$"
)
_ID = pattern(
    r"(?<!order )(?<!case )(?<!ref )(?<!user )(?<!device )(?<!product )(?<!video )(?<!app )(?<!weibo )"
    r"(?<![a-z])id(?: card)?(?: number| no\.?)?[\s:#.(]{0,3}$"
)
"""The English label of an identity number, not of an order or an account."""
_UNIT = pattern(
    r"\s?(?:[余多]?(?:人|元|美元|万|亿|件|例|次|个|吨|公里|米|平方|千瓦|户|票|份|粉|步|股|手|斤|公斤|立方|桶|辆|套|台|头|只|株|亩|度|字节|km|kg|%|‰|℃)|号(?:文|令|案|公告|车|提案|建议|工单|订单))"
)
_SOLID = pattern(r"[\s:,、(\[【“\"'是为|/\\-]+$")
_OFFICE_LABEL = pattern(
    r"(?:热线|咨询|报名|举报|监督|值班|预约|服务|投诉|征集|征订|求助|救助|救援|急救|报警|维修|抢修|客服|应急|受理|接待|办公|采访|新闻|业务|订购|订票|订餐|预订|订房|购票|采购|招商|招聘|应聘|招生|"
    r"合作|商务|捐赠|查询|总机|传真|固话|座机|办公室|服务台|前台|总台|官方|公开|对外|24小时|小时|线索|信访|接听|联络|拓展|值守|调度|防汛|护林|森林防火|民生|便民|配送|销售|批发|订货|团购|爱心|公益|律师|"
    r"法律援助|心理|援助|指挥部|救护|洽谈|技术支持|售后|安装|预定|联系人|联系我们|联系方式如下|网格员|联络员|负责人|经办人|承办人|责任人)"
    r"(?:服务|联系|办公|值班|咨询)?(?:电话|手机|热线|号码?|专线|专号|联系方式|联系电话|人|方式|微信|手机号码?)?$"
    r"|(?:^|\W)(?:hotline|helpline|office|inquiries|call us at|call)$"
)
_PUBLIC_LABEL = pattern(r"(?:电话|联系方式|联系|微信号?|详询|详情|tel|phone)$")
_REACH = pattern(
    rf"(?:联系(?!电话|方式|人|号码)|找|加)(?:[一-鿿]{{0,4}}[老小]?[{SURNAMES}][一-鿿]{{0,2}}|[一-鿿]{{0,4}})$"
)
_ROLES = (
    r"(?:警官|民警|交警|老师|主任|科长|处长|局长|所长|站长|队长|书记|医生|大夫|护士长?|经理|专员|干事|网格员|网格长|社工|工作人员|律师|法官|检察官|记者|编辑|老板|老板娘|店长|校长|园长|村长|组长|会长|"
    r"秘书|主管|联系人|联络人|联络员|管理员|导游|教练|小编|客服|中心|局|所|站|馆|公司|办公室|办事处|科|大队|支队|社区|村委会|居委会|委员会|合作社|基地|农场|果园|超市|酒店|饭店|民宿|农家乐|代办点|服务点|站点|网点|报名点|销售点|自提点|采样点|医院|卫生院|门店|专卖店|"
    r"派出所|物业|驿站|服务区|调解员|志愿者|辅导员|办|厂|商行|商户|店主|车队|师傅|助理|技术员|农技员|兽医|部长|镇长|乡长|镇政府|街道|[李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢](?:姐|哥|工|嫂|叔|总|导|队))"
)
_ROLE = pattern(rf"{_ROLES}[\s:,(]{{0,2}}(?:{NAME})?[)]?(?:的)?(?:联系)?(?:电话|手机号?码?|号码)?$")
_ROLE_AFTER = pattern(rf"[\s,:(]{{0,2}}[{SURNAMES}][一-鿿]{{0,2}}{_ROLES}")
_OWN_LABEL = pattern(
    r"(?:本人|我的?|你的?|您的?|他的?|她的?|其|家庭|家里|家长|父母|父亲|母亲|爸爸|妈妈|丈夫|妻子|儿子|女儿|监护人|亲属|患者|病人|机主|户主|业主|车主|租客|投诉人|举报人|反映人|来电人|来信人|信访人|申请人|当事人|受害人|被害人|报案人|报警人|签收人|收件人|寄件人|收货人|持卡人|"
    r"[我他她](?:姐夫|哥哥?|弟弟?|妹妹?|姐姐?|爸|妈|老公|老婆|同事|邻居|领导|前男友|前女友|前任|同学|朋友)|求助人|被执行人|受助人|中奖人?|获奖者|考生|学生|个人|私人|村民|居民|市民|网友|预留|登记|填写|留存|注册|绑定|留下|提供|对方|咨询人|来访人)"
    r"的?(?:本人)?的?(?:联系|移动|个人|私人|真实)?(?:电话|手机号?码?|手机|号码|联系方式|邮箱|qq邮箱|电子邮箱|电子邮件|e-?mail|微信)?$|"
    r"(?:(?<![系责办管])人|者)的(?:联系|手机|真实)?(?:电话|手机号?码?|号码|联系方式|邮箱)$|真实(?:电话|手机号?码?|号码)$|(?:来自|发自)$|"
    r"(?:\b(?:my|his|her|their)|[a-z]'s)(?: personal| private)?"
    r" (?:cell|mobile|phone|number|e-?mail|cell phone|phone number|mobile number|email address)(?: is| at)?$"
)
_OWN_AFTER = pattern(
    r"[\s,:(]{0,2}(?:机主|车主|户主|(?:是|系|为)(?:其|他|她|我|本人|举报人|投诉人|当事人)(?:本人|的)?)"
)
_HEADER = pattern(
    r"^(?!.*(?:请|填写|提供|携带|备注|注明|发送|核验|出示))[^\n]*?(?:姓名|名字|户主|业主|学生|考生|name)[^。!?\n]{0,40}?(?:身份证|证件|手机|电话|住址|地址|卡号|联系方式|账号|邮箱|phone|mobile)",
    re.MULTILINE,
)
_ROSTER = pattern(r"名单|花名册|登记表|汇总表|统计表|明细表|台账|信息表|公示表|通讯录|一览表|发放表")
_NAMED = pattern(rf"(?:^|[\s,、;:|(\d.。\]】])(?:{NAME})[\s,:(|男女、]*(?:电话|手机号?码?|联系电话|联系方式|邮箱)?$")
_POLITE = pattern(r"[一-鿿](?:先生|女士|小姐|大爷|大妈|阿姨|奶奶|爷爷|某{1,2})[^。!?;\n]{0,14}$")


class Holder(StrEnum):
    """Who a number belongs to, as far as the words say."""

    NOBODY = "nobody"  # it is no number of a person at all, or an invented one
    OFFICE = "office"  # given to the public: an office, a shop, an appeal for workers
    LAWFUL = "lawful"  # of a person who, or whose family, wants or must bear it to be known
    PERSON = "person"
    UNKNOWN = "unknown"


def before(reading: Reading, start: int) -> str:
    """What stands before a number in its line."""
    text = reading.folded[max(0, start - BEFORE) : start]
    return text[text.rfind("\n") + 1 :]


def is_other_number(reading: Reading, found: Identifier) -> bool:
    """Whether the words say that a run of digits is an order, a file, a sum, or made up."""
    head = before(reading, found.start)
    other = _NOT_PERSONAL.search(head) is not None and not (found.kind == "identity" and _ID.search(head))
    if found.kind not in ("email", "passport") and (other or _UNIT.match(reading.folded, found.end)):
        return True
    first, last = reading.sentence(found.start)
    return any(first <= hit.start < last for hit in reading.hits("privacy", "example"))


def roster(reading: Reading) -> bool:
    """Whether the text is a table or list of people that is not one of officials to call."""
    if reading.hits("privacy", "office_table"):
        return False
    return _HEADER.search(reading.folded) is not None or _ROSTER.search(reading.folded) is not None


def holder(reading: Reading, found: Identifier) -> Holder:
    """Whose phone or mail address it is."""
    if reading.hits("privacy", "fraud"):
        return Holder.NOBODY
    if reading.hits("privacy", "lawful") or reading.hits("privacy", "lawful_notice"):
        return Holder.LAWFUL
    head = before(reading, found.start)
    named = Holder.PERSON if _OWN_AFTER.match(reading.folded, found.end) else _by_label(head)
    if named is Holder.UNKNOWN and _ROLE_AFTER.match(reading.folded, found.end):
        return Holder.OFFICE
    named = named if named is not Holder.UNKNOWN else _by_sentence(reading, found)
    return Holder.OFFICE if named is Holder.UNKNOWN and _PUBLIC_LABEL.search(_SOLID.sub("", head)) else named


def is_named(reading: Reading, start: int) -> bool:
    """Whether a person's name stands directly before."""
    return _NAMED.search(before(reading, start)) is not None


def _by_label(head: str) -> Holder:
    label = _SOLID.sub("", head)
    if _OWN_LABEL.search(label):
        return Holder.PERSON
    if _OFFICE_LABEL.search(label) or _ROLE.search(label):
        return Holder.OFFICE
    return Holder.UNKNOWN


def _by_sentence(reading: Reading, found: Identifier) -> Holder:
    first, _ = reading.sentence(found.start)
    said = [hit for hit in reading.hits("privacy") if first <= hit.start < found.start]
    people = [hit.start for hit in said if hit.group == "person" and hit.end >= found.start - NEAR]
    calls = [hit.start for hit in said if hit.group == "office"]
    if any(hit.group == "own_words" for hit in said):
        return Holder.PERSON
    if people and (not calls or max(people) >= max(calls)):
        return Holder.PERSON
    if _REACH.search(_SOLID.sub("", before(reading, found.start))):
        return Holder.OFFICE
    if calls or roster(reading):
        return Holder.OFFICE if calls else Holder.PERSON
    if reading.hits("privacy", "office"):
        return Holder.OFFICE
    if _is_someone(reading, found.start):
        return Holder.PERSON
    return Holder.OFFICE if reading.hits("privacy", "office_table") else Holder.UNKNOWN


def _is_someone(reading: Reading, start: int) -> bool:
    return is_named(reading, start) or _POLITE.search(before(reading, start)) is not None
