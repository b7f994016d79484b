"""Headers of filing tables (备案表): what each column is, also where platforms stand above or within the headers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plumbline.dossier.names import english_column, english_value, fold, value_words
from plumbline.importers.cells import bare
from plumbline.importers.sheet import Line, Sheet
from plumbline.importers.tables import DEPTH

NEVER = re.compile(
    r"负责人|联系人|联系方式|联络|电话|手机|座机|传真|邮箱|邮件|e-?mail|phone|contact|身份证|姓名|运营者|运营人|管理员|"
    r"管理人|编辑人|维护人|责任人|经办|填表|填报人|审核人|分管领导|密码|password|qq号|^qq$|职务",
    re.IGNORECASE,
)
"""Particulars of staff, and secrets: never read."""
_OWN: Mapping[str, str] = {
    "账号id": "platform_id",
    "账号": "platform_id",
    "帐号": "platform_id",
    "id": "platform_id",
    "uid": "platform_id",
    "号": "platform_id",
    "微信号": "platform_id",
    "原始id": "platform_id",
    "抖音号": "platform_id",
    "快手号": "platform_id",
    "账号昵称": "name",
    "昵称": "name",
    "政务新媒体账号名称": "name",
    "新媒体账号名称": "name",
    "账号全称": "name",
    "平台账号名称": "name",
    "开设平台": "platform",
    "所在平台": "platform",
    "平台类别": "platform",
    "新媒体平台": "platform",
    "账号平台": "platform",
    "载体类型": "platform",
    "类别": "platform",
    "账号链接地址": "url",
    "链接地址": "url",
    "主页网址": "url",
    "访问地址": "url",
    "网页链接": "url",
    "主页url": "url",
    "url": "url",
    "认证情况": "verified",
    "是否通过认证": "verified",
    "是否官方认证": "verified",
    "是否加v认证": "verified",
    "认证类型": "verified",
    "认证主体": "verified_as",
    "认证名称": "verified_as",
    "运营状态": "status",
    "运维状态": "status",
    "账号运行状态": "status",
    "使用状态": "status",
    "运行情况": "status",
    "开设时间": "opened_on",
    "开通时间": "opened_on",
    "注册时间": "opened_on",
    "上线时间": "opened_on",
    "开号时间": "opened_on",
    "备案日期": "filed_on",
    "备案时间": "filed_on",
    "填报日期": "filed_on",
    "登记日期": "filed_on",
    "备案号": "filing_no",
    "备案编号": "filing_no",
    "登记编号": "filing_no",
    "单位": "unit_name",
    "单位名称": "unit_name",
    "机构名称": "unit_name",
    "部门": "unit_name",
    "部门名称": "unit_name",
    "主办单位": "unit_name",
    "主办单位全称": "unit_name",
    "主体单位": "unit_name",
    "运营单位": "unit_name",
    "填报单位": "unit_name",
    "承办单位": "left",
    "上级单位": "parent_name",
    "上级单位名称": "parent_name",
    "主管单位": "parent_name",
    "主管部门": "parent_name",
    "上级主管单位": "parent_name",
    "上级主管部门": "parent_name",
    "单位编码": "unit_code",
    "单位代码": "unit_code",
    "机构代码": "unit_code",
    "统一社会信用代码": "unit_code",
    "主办单位编码": "unit_code",
    "单位标识": "unit_code",
    "序号": "number",
    "粉丝数": "left",
    "粉丝量": "left",
    "粉丝数量": "left",
    "关注人数": "left",
    "关注数": "left",
    "订阅数": "left",
    "备注": "left",
    "说明": "left",
    "accountname": "name",
    "displayname": "name",
    "handle": "platform_id",
    "username": "platform_id",
    "accountid": "platform_id",
    "socialnetwork": "platform",
    "accounttype": "platform",
    "link": "url",
    "profileurl": "url",
    "accounturl": "url",
    "agency": "unit_name",
    "department": "unit_name",
    "owningunit": "unit_name",
    "opened": "opened_on",
    "dateopened": "opened_on",
    "followers": "left",
    "notes": "left",
}
"""Words of filing tables that mean something else, or nothing, in the tables of a dossier."""
_UNITS = ("level", "region_code", "must_open")
_POSTS = frozenset(
    {
        "标题",
        "正文",
        "内容",
        "发布时间",
        "发表时间",
        "阅读数",
        "阅读量",
        "播放量",
        "点赞数",
        "作品名称",
        "微博id",
        "帖文id",
    }
    | {"post", "postid", "message", "postmessage", "impressions", "engagements", "reach", "text", "content"}
)
_AROUND = re.compile(r"^[\d.、*#☆★]+(?=\D)|[:：*]+$")
_BRACKET = re.compile(r"[（(【\[].*?[)）】\]]")


@dataclass(frozen=True)
class Column:
    """What stands in a column: `field` (a column of accounts or units, or unit_name, parent_name, unit_code, number,
    left), of `platform` where the header names one. `spelled` as the table writes it."""

    field: str
    platform: str | None
    spelled: str


@dataclass(frozen=True)
class Filing:
    """A sheet as a filing table: its columns by place, the line of the header, the headers that are not known."""

    sheet: Sheet
    columns: Mapping[int, Column]
    at: int
    unknown: tuple[str, ...]

    @property
    def lines(self) -> Sequence[Line]:
        """The lines below the header."""
        return self.sheet.lines[self.at + 1 :]

    @property
    def fields(self) -> frozenset[str]:
        """What the columns hold."""
        return frozenset(column.field for column in self.columns.values())

    @property
    def grouped(self) -> bool:
        """Whether columns belong to platforms that the header names."""
        return any(one.platform for one in self.columns.values())

    @property
    def fit(self) -> int:
        """How many columns are known; 0 if it is no table of accounts."""
        named = "name" in self.fields and (self.grouped or self.fields & {"platform", "url", "unit_name", "filing_no"})
        other = any(fold(bare(cell)) in _POSTS for cell in self.sheet.lines[self.at].cells)
        return 0 if other or not named else len(self.columns)


def filing(sheet: Sheet, *, depth: int = DEPTH) -> Filing | None:
    """The sheet read as a filing table: of its first lines that with most known headers; None if there is none."""
    found = [_at(sheet, at) for at in range(min(depth, len(sheet.lines)))]
    best = max(found, key=lambda one: (one.fit, -one.at), default=None)
    return best if best and best.fit >= 2 else None


def platform_word(word: str) -> str | None:
    """The platform that a word means: as it stands, without its bracket, or by the name within it; None if it names
    none, or several."""
    plain = bare(re.sub(r"[“”\"'《》【】]", "", word))
    for part in (plain, re.sub(r"[（(].*?[)）]", "", plain)):
        if part and (found := english_value("accounts", "platform", part)):
            return found
    named = {known for part in re.split(r"[、,，/+;；]|和|及|与", plain) if (known := _named(fold(part)))}
    return named.pop() if len(named) == 1 else None


def _named(word: str) -> str | None:
    """The platform whose longest name stands within a word."""
    known = value_words("accounts", "platform")
    inside = [alias for alias in known if len(alias) >= 2 and alias in word and alias not in ("other", "其他", "其它")]
    return known[max(inside, key=len)] if inside else None


def _at(sheet: Sheet, at: int) -> Filing:
    names = [bare(cell) for cell in sheet.lines[at].cells]
    above = [bare(cell) for cell in sheet.lines[at - 1].cells] if at else []
    columns: dict[int, Column] = {}
    unknown = []
    for place, (name, over) in enumerate(_beside(names, above)):
        known = column(name or over, platform_word(over) if over and name and len(over) <= 12 else None)
        if known:
            columns[place] = known
        elif name and not NEVER.search(name):
            unknown.append(name)
    return Filing(sheet, _once(columns), at, tuple(unknown))


def _beside(names: list[str], above: list[str]) -> Iterator[tuple[str, str]]:
    """Each header with the cell above it; one that names a platform holds on to the right until the next."""
    running = ""
    for place, name in enumerate(names):
        over = above[place] if place < len(above) else ""
        running = over or running
        yield name, running if platform_word(running) and running != name else over


def column(name: str, group: str | None = None) -> Column | None:
    """What a header means, below one that names the platform `group`; None if it is not known or never read."""
    if not name or NEVER.search(name):
        return None
    for spelled in dict.fromkeys(_AROUND.sub("", fold(part)) for part in (name, _BRACKET.sub("", name))):
        field, within = _field(spelled), _within(spelled)
        if field:
            return Column(field, group, name)
        if within:
            return Column(within[1], within[0], name)
    return None


def _field(name: str) -> str | None:
    if name in _OWN:
        return _OWN[name]
    known = english_column("accounts", name)
    if known is None:
        unit = english_column("units", name)
        return unit if unit in _UNITS else None
    return "unit_code" if known == "unit_id" else known


def _within(name: str) -> tuple[str, str] | None:
    """Platform and column of a header such as 微信公众号名称 or 抖音链接; a platform alone holds the name."""
    known = value_words("accounts", "platform")
    for alias in sorted((alias for alias in known if len(alias) >= 2), key=len, reverse=True):
        if name.startswith(alias):
            rest = name.removeprefix(alias)
            field = _field(rest) or _field(f"账号{rest}") if rest else "name"
            return (known[alias], field) if field else None
    return None


def _once(columns: dict[int, Column]) -> dict[int, Column]:
    """A field that two columns seem to hold is in the first; the platform in one that says 平台 (账号类型 may not)."""
    order = sorted(columns, key=lambda place: (_doubtful(columns[place]), place))
    first: dict[tuple[str, str | None], int] = {}
    for place in order:
        first.setdefault((columns[place].field, columns[place].platform), place)
    kept = set(first.values())
    return {place: one for place, one in columns.items() if place in kept}


def _doubtful(one: Column) -> bool:
    return one.field == "platform" and "平台" not in one.spelled
