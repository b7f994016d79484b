"""users.csv of weibo-crawler (from its source code): one line an account; only the number of followers is taken.

The file holds no day: the number counts for the day on which the file was written (or as `--observed-at` says). An
account that is not in the register is passed over unread; birthday, place, schools and the like are never read.
"""

from collections.abc import Iterator

from plumbline.importers.cells import Unreadable
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Header, Passed, Row
from plumbline.importers.owners import owner_of
from plumbline.importers.tables import Entry, find_tables
from plumbline.importers.weibo_rows import followers
from plumbline.rulebook.model import Text

HEADER = Header(
    required=frozenset(("用户id", "昵称", "粉丝数", "关注数")),
    known=frozenset(
        (
            "性别", "生日", "所在地", "IP属地", "学习经历", "公司", "注册时间", "阳光信用", "微博数", "简介", "主页",
            "头像", "高清头像", "微博等级", "会员等级", "是否认证", "认证类型", "认证信息", "上次记录微博信息",
        )
    ),
    unlabelled=1,
)  # fmt: skip
FORMAT = Format(
    "weibo-crawler-users",
    Text(zh="weibo-crawler 账号信息 users.csv", en="accounts of weibo-crawler, users.csv"),
    platform="weibo",
    headers=(HEADER,),
    complete=False,
)


def read(export: Export, context: Context) -> Iterator[Row]:
    """The number of followers of each registered account in the file; of several lines on one account the last."""
    entries = [entry for table in find_tables(export, HEADER) for entry in table.entries()]
    last = {_uid(entry): entry.number for entry in entries if isinstance(entry, Entry)}
    for entry in entries:
        if not isinstance(entry, Entry):
            yield entry if isinstance(entry, Passed) else Fault(entry.place, entry.code)
        elif last[_uid(entry)] != entry.number:
            yield Passed(entry.number, "same")
        else:
            yield from _followers(entry, context)


def _uid(entry: Entry) -> str | None:
    try:
        return entry.identity("用户id")
    except Unreadable:
        return None


def _followers(entry: Entry, context: Context) -> Iterator[Row]:
    try:
        number = entry.identity("用户id")
    except Unreadable as error:
        yield Fault(entry.number, error.code, "用户id")
        return
    owner = owner_of(context, "weibo", number)
    if owner is None:
        yield Passed(entry.number, "not_registered")
        return
    yield from followers(entry, ("粉丝数",), context, owner)
