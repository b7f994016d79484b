"""Terms of the reports in Chinese and English: platforms, verdicts, severities, column headings."""

from collections.abc import Mapping
from types import MappingProxyType

from plumbline.rulebook.model import Text

LANGS = ("zh", "en")


def _terms(**terms: tuple[str, str]) -> Mapping[str, Text]:
    return MappingProxyType({key: Text(zh=zh, en=en) for key, (zh, en) in terms.items()})


PLATFORM = _terms(
    weibo=("微博", "Weibo"),
    wechat=("微信公众号", "WeChat"),
    wechat_channels=("微信视频号", "WeChat Channels"),
    toutiao=("今日头条", "Toutiao"),
    douyin=("抖音", "Douyin"),
    bilibili=("哔哩哔哩", "Bilibili"),
    kuaishou=("快手", "Kuaishou"),
    xiaohongshu=("小红书", "Xiaohongshu"),
    x=("X", "X"),
    facebook=("Facebook", "Facebook"),
    instagram=("Instagram", "Instagram"),
    youtube=("YouTube", "YouTube"),
    mastodon=("Mastodon", "Mastodon"),
    bluesky=("Bluesky", "Bluesky"),
    website=("网站", "Website"),
    app=("移动客户端", "App"),
    other=("其他", "Other"),
)
VERDICT = _terms(
    fail=("不合格", "Fail"),
    unknown=("未作结论", "Unknown"),
    **{"pass": ("合格", "Pass")},
    not_judged=("不评", "Not judged"),
)
SEVERITY = _terms(
    veto=("单项否决", "Veto"), major=("重要问题", "Major"), minor=("一般问题", "Minor"), advice=("提醒", "Advice")
)
STATUS = _terms(new=("新发现", "New"), known=("上期已有", "Known"), excepted=("已获例外", "Excepted"))
READER = _terms(operator=("运营人员", "Operator"), inspector=("检查人员", "Inspector"), auditor=("审计人员", "Auditor"))
CONFIDENCE = _terms(high=("高", "High"), medium=("中", "Medium"), low=("低", "Low"))
ACCOUNT_STATUS = _terms(
    active=("在用", "Active"),
    suspended=("停用", "Suspended"),
    closing=("注销中", "Closing"),
    closed=("已注销", "Closed"),
)
TABLE = _terms(
    units=("单位表", "units"), accounts=("账号表", "accounts"), posts=("发布表", "posts"),
    messages=("留言表", "messages"), metrics=("账号数据表", "metrics"), post_metrics=("发布数据表", "post metrics"),
    followers=("关注者表", "followers"), coverage=("采集覆盖表", "coverage"), approvals=("审核记录表", "approvals"),
    sources=("稿源表", "sources"), articles=("原文表", "articles"), exceptions=("例外表", "exceptions"),
    campaigns=("活动报备表", "campaigns"), audience=("受众画像表", "audience"), inflows=("来源渠道表", "inflows"),
    interactions=("互动记录表", "interactions"), audits=("核查认定表", "audits"), versions=("文本版本表", "versions"),
    sightings=("存续核对表", "sightings"), links=("链接检测表", "links"),
)  # fmt: skip
HEADING = _terms(
    platform=("新媒体类型", "Platform"),
    name=("新媒体名称", "Account name"),
    unit=("责任单位", "Responsible unit"),
    problem=("问题类别", "Problem"),
    updated=("检查时更新日期", "Last update at inspection"),
    clause=("条款", "Clause"),
    citation=("依据", "Basis"),
    severity=("严重程度", "Severity"),
    message=("说明", "Explanation"),
    remedy=("整改要求", "Remedy"),
    mend_by=("整改期限", "Mend by"),
    account_id=("账号ID", "Account ID"),
    finding_id=("发现编号", "Finding ID"),
    status=("状态", "Status"),
    verdict=("结论", "Verdict"),
    unit_id=("单位ID", "Unit ID"),
    vetoes=("否决项数", "Vetoes"),
    findings=("问题数", "Findings"),
    abstentions=("未作结论项数", "Abstentions"),
    coverage_pct=("采集覆盖率（%）", "Coverage (%)"),
    rules=("不合格条款", "Clauses failed"),
    check=("检查项", "Check"),
    reason=("原因", "Reason"),
    detail=("详情", "Detail"),
    registered=("登记数", "Registered"),
    judged=("检查数", "Judged"),
    rate=("合格率", "Pass rate"),
    item=("项目", "Item"),
    value=("内容", "Value"),
)
REASON = _terms(
    not_collected=("未采集", "Not collected"),
    blind=("采集中断", "Not watched"),
    too_few=("数据过少", "Too few"),
    no_reference=("无参照", "No reference"),
    unreadable_rows=("有不可读的行", "Unreadable rows"),
    no_calendar=("无工作日历", "No calendar"),
    check_failed=("检查出错", "Check failed"),
)


def term(terms: Mapping[str, Text], key: str | None, lang: str) -> str:
    """The word for `key` in `lang`; a key without a word stands for itself, none for an empty string."""
    return terms[key].of(lang) if key is not None and key in terms else (key or "")
