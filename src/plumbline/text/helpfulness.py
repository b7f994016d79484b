"""What an answer gives the one who asked: a place to turn to, a ground, a procedure, a date, a promise, a fact.

A useful answer nearly always carries one of these or at least a word of courtesy, so that the lack of all is telling.
"""

import re

from plumbline.text.patterns import pattern

_OFFICE = pattern(
    r"(?<![我本贵这该])(?!(?:相关|有关|其他|别的|上级|主管|职能|其它|哪个|什么|任何|具体)(?:部门|单位|机构|科室"
    r"|人员))"
    r"[\u4e00-\u9fff]{1,12}(?:局|委员会|发改委|卫健委|办公室|街道办|派出所|居委会|村委会|社区|中心|大厅|窗口|法院"
    r"|检察院|仲裁委|消协"
    r"|支队|大队|交警|城管|税务|社保|医保|公积金|银行|医院|管理处|管委会|所|站|厅|镇政府|县政府|市政府|区政府|监委"
    r"|信访|热线|客服|物业公司|服务队|运营商|供电公司|水务集团|燃气公司|公交公司)"
)
_OWN_OFFICE = pattern(
    r"(?:我们?|本|贵|你们|这个?|咱们?|该)(?:的)?(?:局|所|站|厅|办公室|中心|窗口|大厅|社区|医院|银行|单位|部门|委"
    r"|热线|客服)"
)
_NUMBER = pattern(r"\d[\d-]{4,}|(?<!\d)(?:1[0-2]\d|9\d{4})(?!\d)")
_ADDRESS = pattern(
    r"https?:|www\.|\.(?:gov|com|cn|org)\b|@(?![我了你他谁来])[a-z\u4e00-\u9fff]|[\u4e00-\u9fff](?:路|街|大道)\d*号|\d+(?:楼|室|层"
    r"|号窗口|号楼)|[a-z]\.gov"
)
_GROUND = pattern(
    r"《[^》]+》|(?:根据|依据|按照|依照|按)[^,。!?;\n]{2,30}(?:规定|条例|办法|法|通知|政策|要求|规程|标准|制度|程序"
    r"|方案)|第[\d一二三四五六七八九十百]+条"
    r"|涉及[^,。]{0,8}(?:隐私|秘密|保密|安全|个人信息)|(?:国家秘密|商业秘密|个人隐私|尚未(?:公布|公开|出台|确定"
    r"|收到)|还没(?:公布|出台|确定)|依法|(?<!不)属于[^,。]{0,10}(?:职责|管辖|权限)"
    r"|因为|由于|鉴于|受[^,。]{1,12}影响|正在(?:调查|审理|侦办|施工|改造|建设|制定|研究|维修|抢修))"
    r"|according to|under (?:section|article|the)|pursuant|because|due to|privacy|confidential"
)
_STEPS = pattern(
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
_DATE = pattern(
    r"\d+\s*(?:年|月|日|号|点|时|个工作日|天内|小时|分钟|周)|[一二三四五六七八九十两几]+个?(?:工作日|月|年|天内|点)"
    r"|(?<!今天)周[一二三四五六日末]|(?<!今天)星期|(?:上|下)(?:午|周|个?月)|(?:明|后)天[上下]?午?\d|月(?:初|底|中)"
    r"|年(?:初|底)"
    r"|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august"
    r"|september|october|november|december|within \d+|at \d+|by \d+)\b"
)
_ACTION = pattern(
    r"(?:我们|我局|我委|我办|本局|小编|我|中心|已|已经|将|会|正在|正|马上|立即|尽快|现|帮您|为您|替您"
    r"|给您)[^,。!?;\n]{0,10}(?:核实|核查|安排|改|告诉|告知|通知|公布|派人|解决|退|寄|补|清理|转办|转交|转给|转至|转达|反馈|联系|上报|派|查询|了解|问一下|问清|询问|咨询"
    r"|确认|协调|处理|调查|维修|修复|补发|跟进|汇报|记录|记下|请示|更正)"
    r"|(?:稍后|随后|查到后|核实后|确认后|有消息|有结果|有进展|明确后|了解后|问清)[^,。]{0,10}(?:回复|答复|告诉|告知"
    r"|联系|通知|公布)"
    r"|\b(?:we|i)(?:'ll|'re|'m| will| have| are| am)(?: \w+){0,3} (?:check|look|find|pass|forward|ask|get back"
    r"|contact"
    r"|repair|investigat|refer)"
)


_COURTESY = pattern(
    r"您好|你好|[^邀]请|^请|谢|抱歉|对不起|不好意思|致歉|疏忽|失误|欢迎|恭喜|祝|致敬|加油|点赞|辛苦|厉害|真棒|太棒|聪明|英雄|快乐|早上好|早安|晚安|走好"
    r"|平安|康复|感动|学习|骄傲|可敬|佩服|拍得|真好|家乡|一言为定|被[您你]发现|太美|真美|好美|支持|期待|[好行]的|好嘞|收到|放心|关注|晚上好|中午好|下午好|幸福|顺利|健康|节日|新年"
    r"|爱心|正能量|安息|哀悼|保重|👍|🌹|💪|❤|🙏|\[(?:赞|心|玫瑰|鲜花|蜡烛|加油|抱拳|作揖|握手|good)"
    r"|\b(?:thanks?|thank|sorry|please|welcome|congrat\w*|well done|happy|glad|apolog\w*|hello|hi"
    r"|good (?:morning|evening|luck to)|enjoy|love"
    r"|take care|great news|lovely|see you|rest in peace|condolences|noted|understood|appreciate)\b"
)
_FACT = pattern(
    r"^(?:是|对|能|有|会|要|可|否|无|免|需|没有|不能|不可|不行|不会|不是|没错|当然|行|成)(?:[的啊哦呢]*)[,。!~]?$|^(?:是的?|对的?|能的?|有的?|会的?|要的?|不|没"
    r"|不是|没错)[,。!]"
    r"|\d|[一两二三四五六七八九十百]+(?:个|天|楼|层|点|月|年|周|元|块|分|小时|路|号|次|岁|张|份)|可以|可(?=[凭在到以由用带免])|能(?=[办用参来去进够在当查开取领报])|都[能可]|均|即可"
    r"|就[行能可]|不用|不必|不需|无需|需|须|必须|免[费交票]|陆续|[上下]半年|^不收|不能[带进停]|不要相信|别信|就是这样|由[^,。]{1,4}(?:决定|交|管|出)|属于|学区|试试|第一|名|收费|[已未]|还没(?!完|说)|尚|暂|开[放通门馆]|闭[馆园]|关[闭门]|办理|受理|申请|报名|预约"
    r"|登记|恢复|修[好复完]|施工|[停通][水电气航运行]"
    r"|完成|办[好结完]|审核|通过|同意|符合|条件|资格|名额|取消|延期|照常|原因|谣|不?属实|真的|假的|没有这|本人|原件|复印|材料|身份证|户口|证[件明]|线[上下]|窗口|[楼室路站]"
    r"|[东西南北门]口|[东西南北]门|旁边|对面|附近|隔壁楼|上午|下午|今[天年日晚]|明[天年日]|昨天|后天|周[一二三四五六日末]|每[天周月年日]|月[底初]|月|年内|全天|工作日|节假日"
    r"|成人|老人|儿童|孩子|小朋友|学生|打[^,。]{0,6}\d|我们[^,。]{0,4}(?:错|改|查|去|安排|解决)|退款|批准|同样|标准|价格|补贴|政策|系统|网站|页面|链接|名单"
    r"|[哪几][个里条栋号点位天楼层路]|什么(?:时候|时间|位置)|在哪|具体|方便|楼号|定位|截图|照片|描述|编号|订单|关键词|留言|回复|菜单|人工|换个问法"
    r"|\b(?:must|need an?|permit|yes|no|not yet|nope, it|free|open\w*|clos(?:e[sd]?|ing)|fixed|done|repaired"
    r"|bring|required|until"
    r"|from|daily|every|both|either|tomorrow|today|tonight|street|road|floor|room|gate"
    r"|form|which|where|when|what time|approved|granted|sent|post(?:ed)?|o'clock|a\.?m|p\.?m|nine|ten|noon"
    r"|monday|refunded|resolved|crew|team|tickets?|children|adults|only for|we're on|we are on|on (?:its|the) way)\b"
)
_INQUIRY = pattern(
    r"(?:[哪几]|多久|多少|何时|什么(?:时候|型号|牌)|怎么称呼)[^?]{0,10}\?|发(?:给)?(?:我|我们|来|过来|一下|个)|问一下|[是在](?:[哪几]|什么位置)"
    r"|\b(?:which|where|when|what (?:time|street|is your|colou?r|number))\b.*\?"
)
_NOISE = pattern(
    r"(?:[嗯恩哦噢喔额呃啊哈呵嘿嘻唉哎哇切哼呀呐嘛呗咦yhemk6o]|[\W_])+|(?:知道了?|已阅|了解|好吧|随便|是吗|是么|真的假的|就这|行吧|这样啊|原来如此|无语|懂了|明白了?|看到了"
    r"|路过|围观|吃瓜|不约|然后|所以"
    r"|打卡|已读|晓得了|朕知道了)\W*|(?:ok(?:ay)?|k+|h+m+|m+|lol|meh|and|so|cool|idk|yeah|sure|right|noted|seen|whatever"
    r"|hm+|uh|huh|fine|well|nah)\W*"
)
_PERSONS = pattern(
    r"[呀啊啦哟]|哈哈|嘿|😂|🤣|😅|\[(?:捂脸|笑cry|允悲|偷笑|嘻嘻|哈哈|二哈)\]|睡觉|累了|困了|听说(?!读)|据说|快了|再看|下班了|换一?条|你(?!这种情况|可|来|那边|家)"
    r"|我(?!们[^,。]{0,6}(?:去|查|看|修|改|办|记))|咱|谁|人家|小编|宝|主人|上面|领导|[吗吧么呢]\?*$|不(?:管|理|懂|听|想|敢)|\b(?:you|i|i'm|me"
    r"|we've|mate|somebody|someone)\b"
)
_FLIPPANT = pattern(
    r"呗|[嘛咯喽]|嘻|呵|😏|🤷|🙄|\[(?:微笑|摊手|坏笑|doge|吃瓜|白眼)\]|反正|横竖|得了|算了"
    r"|不香|正好|大不了|大惊小怪|急什么|值得|\b(?:lol|lmao|haha\w*|meh|whatever|duh|yawn|shrug)\b"
)
DEFLECTION = pattern(
    r"[^,。!?]{0,8}呗|嫌[^,。]{1,6}(?:就|可以|你|,)|[^,。!?]{0,6}不香吗|正好[^,。]{0,4}(?:睡|减肥|锻炼|省|凉快)|锻炼身体|多穿(?:点|件|衣)|自求多福"
    r"|自己(?=[想看找查问翻解琢搜百谷g])"
    r"|怎么就[你您]|就[你您](?:事|一个|有)|别(?:人|家)[^,。]{0,3}(?:都?没|都?能|怎么)|谁(?:晓得|知道|管|也|让|叫)|[鬼天](?:知道|晓得)|老天|别(?:再|老|总|瞎"
    r"|急|催|问|找|烦|闹|想太|管|折腾|较真|提|@|指望|抱希望|打扰|当真)"
    r"|不要再|说(?:了|过)(?:多少|几|八百|一百|很多)?[遍次]|(?:上次|早就?|之前|已经|去年|前面)[^,。]{0,4}(?:说|回复|答|讲)过|[说讲]过了|(?:不会|没有?)(?:看|查"
    r"|搜|找|学)[^,。]{0,3}吗|都写[了着]|有本事"
    r"|有[这那]个?(?:时间|功夫|工夫|闲)|不敢[问说]|就不说|说不清|没法说|懒得|没心情|总会|迟早|该[^,。]{1,3}时候|再说|再问|等[^,。]{1,8}(?:再说|有空|回来)"
    r"|这么[点小简][^,。]{0,3}[事题]|多大点?事|小题大|大惊小怪|值得(?:投诉|反映|问)|习惯|忍[忍着一]|将就|凑合|认[命了]|想[开太多]{1,2}|我们?(?:就|只|也)(?:是"
    r"|只是)[^,。]{0,2}(?:听|按|发|写|编辑|打工|临时|新)"
    r"|小编(?:今天|刚|也|又|只|选择|不|没|累|下班|困)|(?:经办|负责|管事|办事)[^,。]{0,3}(?:辞职|调走|不在|换|休假|退休)|不(?:负责|归|是|关|干)(?:我|本|回答)"
    r"|[与跟和关]我|不是我们"
    r"|你(?:们)?(?:打|去|找|问|上)[^,。]{1,10}(?:啊|呗|呀|去|咯|啦|吧)$|哪(?:个|里|儿)[^,。]{0,6}不(?:这样|一样|是)|都(?:这样|一样)|问(?:鬼|神|天"
    r"|佛|度娘|百度)|不批就|就是(?:不|没|退)"
    r"|(?:问|想|管|说)(?:的|得)?太[多宽]|又是[你您这]|一天[^,。]{1,3}遍|不[一]定有空|没空|没人[管接理]|假装|听不清|充电|有脾气|聊点|开心的?好|不想(?!您)"
    r"|真的假的|志不短|这么多年|不差[这那]|等[你您]当|管[这那]么|[你您](?:又?是|当自己是)[^,。]{1,6}[吗吧呢]\?*$|都几点|还来问|前任|[科局处领]长没|领导没|上面没"
    r"|关我|到此为止|看(?:公告|通知|置顶)去|能怎么样|怎么样呢|少呼吸|离家出走|白反映|想起来|我不配|问就是|没钱[修办弄]|你说了算|您?开心就好|无辜|高人|看运气|权当|就当|捏住|心急吃"
    r"|车到山前|有什么用|没[有]?用|没法儿?|没辙|另外?想|另想|慢慢找|急[什么啥]|别[的处]县|去别[处的]|看看别|好友已|掉线|害羞|无解"
    r"|上级安排|信访呗|\b(?:higher up|above my|whoever|have you tried|can't you|why don't|not really our|cool story"
    r"|dunno|no idea|beats me|what do i know)\b"
    r"|\b(?:not sure|no clue|ask (?:around|your|a|the)|move house|move away|what are we|supposed to|that's life"
    r"|such is life|life's (?:unfair|hard|tough)|move on|we (?:just|only) do|higher|earplugs|problem solved"
    r"|eventually|somebody|someone|get used to|scroll (?:up|down)"
    r"|already (?:answered|told|said)|it's all there|read the (?:notice|faq|website|sign|post)|take it up with"
    r"|google|brain empty|not today|maybe|so what|who cares|big deal|get over it|lol|meh|whatever|tough)\b"
)


def points_somewhere(folded: str) -> bool:
    """Whether it names an office, a number, an address, a ground or a way to do it."""
    if any(pattern.search(folded) for pattern in (_NUMBER, _ADDRESS, _GROUND, _STEPS)):
        return True
    return _OFFICE.search(_OWN_OFFICE.sub("", folded)) is not None


def names_contact(folded: str) -> bool:
    """Whether it gives a number, an address or a way to do it."""
    return any(pattern.search(folded) for pattern in (_NUMBER, _ADDRESS, _STEPS))


def promises(folded: str) -> bool:
    """Whether somebody will look into it, or a date is given."""
    return _ACTION.search(folded) is not None or _DATE.search(folded) is not None


def deflects(folded: str) -> re.Match[str] | None:
    """Words that turn a question away: mock advice, reproach, put-off, shrug."""
    return DEFLECTION.search(folded)


def says_nothing(folded: str) -> bool:
    """Whether a short answer holds neither fact nor courtesy; a flippant or deflecting one is held to more."""
    if _NOISE.fullmatch(folded.strip()):
        return True
    if _COURTESY.search(folded) or points_somewhere(folded) or promises(folded) or _INQUIRY.search(folded):
        return False
    return _FLIPPANT.search(folded) is not None or deflects(folded) is not None or _FACT.search(folded) is None


def turns_away(folded: str) -> bool:
    """Whether an answer that says nothing is clearly one: noise, a flippant or deflecting word, talk of persons."""
    bare = folded.strip()
    if not any(char.isalnum() for char in bare) or _NOISE.fullmatch(bare):
        return True
    signs = (_FLIPPANT, DEFLECTION) if _FACT.search(folded) else (_FLIPPANT, DEFLECTION, _PERSONS)
    return any(sign.search(folded) for sign in signs)
