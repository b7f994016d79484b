"""What a person is told when a backup cannot be made or put back, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from plumbline.domain.errors import PlumblineError
from plumbline.rulebook.model import Text

_OTHER = Text(zh="请换一份备份", en="take another backup")
SENTENCES: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "ending": (
            Text(zh="备份文件名须以 .tar.zst 或者 .tar.gz 结尾", en="a backup is called .tar.zst or .tar.gz"),
            Text(zh="请改文件名", en="give a file name with one of these endings")),
        "exists": (
            Text(zh="该文件已存在，备份从不覆盖", en="the file is there already; a backup is never overwritten"),
            Text(zh="请换一个文件名，例如带上日期", en="give another name, with the date for instance")),
        "inside": (
            Text(zh="备份不能放在它所备份的文件夹里", en="a backup cannot lie in the folder that it is of"),
            Text(zh="请放到另一块磁盘或者另一台机器", en="put it on another disk or machine")),
        "unwritten": (
            Text(zh="无法写入：{how}", en="it cannot be written: {how}"),
            Text(zh="请检查磁盘和权限；没有留下半份文件", en="check disk and permissions; nothing half was left")),
        "no_backup": (
            Text(zh="这不是备份文件：{how}", en="this is no backup: {how}"),
            Text(zh="请给出 plumbline backup 写出的文件", en="give a file that `plumbline backup` wrote")),
        "no_manifest": (
            Text(zh="备份没有可读的清单（可能被截断）：{how}",
                 en="the backup has no list of its files that can be read (was it cut off?): {how}"), _OTHER),
        "format": (
            Text(zh="不认识这种备份格式：{form}", en="this form of backup is not known: {form}"),
            Text(zh="请用写出它的版本或者更新的版本", en="use the version that wrote it, or a newer one")),
        "member": (
            Text(zh="备份中有不应出现的成员：{name}（{how}）",
                 en="the backup holds what no backup holds: {name} ({how})"), _OTHER),
        "altered": (
            Text(zh="备份中的文件与清单不符：{name}", en="a file in the backup does not fit its list: {name}"), _OTHER),
        "missing": (
            Text(zh="清单所列文件不在备份中：{name}", en="a file of the list is not in the backup: {name}"), _OTHER),
        "too_large": (
            Text(zh="展开后超过磁盘可用空间（上限 {most} 字节）",
                 en="unpacked it is larger than the disk bears (limit {most} bytes)"),
            Text(zh="请腾出空间，或者换一个磁盘", en="free some space, or restore to another disk")),
        "newer": (
            Text(zh="备份由更新的版本写出：{how}", en="the backup was made by a newer version: {how}"),
            Text(zh="请先升级准绳", en="upgrade plumbline first")),
        "not_empty": (
            Text(zh="目标文件夹不是空的", en="the folder to restore into is not empty"),
            Text(zh="请用 --data 指定新文件夹；或者加 --replace，原文件夹改名保留",
                 en="name a new folder with --data; or --replace, which keeps the old folder under another name")),
        "mounted": (
            Text(zh="挂载点不能改名，无法保留原有内容", en="this is a mount point: what is in it cannot be set aside"),
            Text(zh="请先把其中内容移走", en="move its content away first")),
        "database": (
            Text(zh="DATABASE_URL 指定的数据库已有数据表：{name}",
                 en="the database that DATABASE_URL names has tables already: {name}"),
            Text(zh="请新建空数据库，并把 DATABASE_URL 指向它",
                 en="make an empty database and name it in DATABASE_URL")),
        "rows": (
            Text(zh="恢复后的行数与清单不符：{name}", en="the rows restored do not fit the list: {name}"), _OTHER),
        "chain": (
            Text(zh="恢复后的操作日志与备份时的链头不符：{how}",
                 en="the log of changes does not end where it did when the backup was made: {how}"), _OTHER),
    }
)  # fmt: skip


class BackupError(PlumblineError):
    """A backup cannot be made, read or put back. `kind` names the sentence."""

    def __init__(self, kind: str, where: str = "", **values: Any) -> None:
        self.kind, self.values = kind, values
        what, remedy = (text.en.format(**values) for text in SENTENCES[kind])
        super().__init__(what, where, remedy)

    def tell(self, lang: str) -> None:
        """Say it in the language of the session."""
        if lang == "zh":
            self.what, self.remedy = (text.zh.format(**self.values) for text in SENTENCES[self.kind])
