"""Why something in an export could not be read, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from plumbline.rulebook.model import Text

FAULTS: Mapping[str, Text] = MappingProxyType(
    {
        "spoilt_id": Text(
            zh="编号已被电子表格改成科学计数法，无法还原；请重新导出，并以文本格式打开",
            en="a spreadsheet has rounded this id; export again and open the column as text",
        ),
        "no_id": Text(zh="没有编号", en="no id"),
        "no_name": Text(zh="没有账号名称", en="no name of an account"),
        "one_page": Text(zh="只是其中一页，其余各页未包含", en="one page of several; the others are not in this file"),
        "only_month": Text(zh="只写到月或年，按首日计", en="only a month or year is given; its first day is taken"),
        "not_an_id": Text(zh="编号格式不对", en="no id of this platform"),
        "not_a_time": Text(zh="时间无法识别", en="unreadable time"),
        "clock_gap": Text(zh="该时区没有这个时刻", en="this hour does not exist in that time zone"),
        "clocks_apart": Text(
            zh="写明的时间与编号自带的时间相差超过一天",
            en="the stated time and the id's own clock are over a day apart",
        ),
        "no_time": Text(zh="没有时间", en="no time"),
        "relative_time": Text(
            zh="相对时间（如“昨天”）无法确定", en="a relative time (“yesterday”) says no moment by itself"
        ),
        "not_a_count": Text(zh="不是数量", en="no whole number"),
        "not_a_number": Text(zh="不是数值", en="no number"),
        "no_text": Text(zh="没有正文", en="no text"),
        "row_width": Text(zh="列数与表头不符", en="more or fewer cells than the header"),
        "not_json": Text(zh="不是完整的 JSON", en="no whole JSON"),
        "not_an_object": Text(zh="不是预期的记录", en="not the record that is expected here"),
        "unknown_word": Text(zh="词语无法识别", en="a word that is not known"),
        "doubled": Text(zh="同一编号出现两次而内容不同", en="the same id twice with different content"),
        "cut_text": Text(
            zh="正文被列表页截断（以“…全文”结尾），按原样保留",
            en="texts that a list page has cut off (“…全文”); kept as they are",
        ),
        "damaged": Text(zh="数据已损坏", en="damaged data"),
    }
)

PASSED: Mapping[str, Text] = MappingProxyType(
    {
        "not_registered": Text(zh="未登记账号的内容，未读取", en="of accounts that are not registered, left unread"),
        "private": Text(zh="非公开内容，未读取", en="not public, left unread"),
        "repeated_header": Text(zh="重复的表头", en="repeated header lines"),
        "totals": Text(zh="合计行", en="rows of totals"),
        "no_text": Text(zh="没有文字", en="without text"),
        "no_account": Text(zh="没有开设账号的单位", en="units without an account"),
        "not_ours": Text(zh="与本系统无关的记录", en="of no use here"),
        "deleted": Text(zh="已删除的条目", en="deleted items"),
        "outside_reference": Text(
            zh="第三方榜单的账号级数据，仅供参考，不导入",
            en="figures of outsiders about whole accounts: nothing of theirs is taken",
        ),
        "same": Text(zh="文件内重复的记录", en="doubled within the file"),
    }
)
