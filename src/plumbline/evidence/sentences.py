"""What a person is told when the archive cannot do what was asked, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from plumbline.domain.errors import DossierError, PlumblineError, UsageError
from plumbline.rulebook.model import Text

_VERIFY = Text(zh="请运行 plumbline archive verify", en="run `plumbline archive verify`")
_CHECK_DISK = Text(zh="请检查磁盘和权限", en="check the disk and the permissions")
SENTENCES: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "held": (
            Text(zh="另一个进程正在写入该存证（进程号 {pid}）",
                 en="another process is writing to this archive (process {pid})"),
            Text(zh="请等它结束；被强行终止的进程不占用存证",
                 en="wait until it has ended; a process that was killed holds nothing")),
        "damaged": (
            Text(zh="存证已受损，不再写入：{how}", en="the archive is damaged, and nothing is added to it: {how}"),
            Text(zh="请先看 plumbline archive verify 查出什么，再从备份恢复该文件夹，或者把它移开另行保管",
                 en="see what `plumbline archive verify` finds, then restore the folder from a copy, or move it aside "
                    "and keep it")),
        "changed": (
            Text(zh="存证打开期间 {name} 被改动（现 {size} 字节，写入 {known} 字节）",
                 en="{name} was changed while the archive was open ({size} bytes, {known} written)"),
            Text(zh="请结束本进程，再运行 plumbline archive verify",
                 en="end this process, then see what `plumbline archive verify` finds")),
        "closed": (
            Text(zh="存证已关闭", en="the archive has been closed"), Text(zh="请重新打开", en="open it again")),
        "full": (
            Text(zh="存证写不进去：{how}；该条记录未留下任何部分",
                 en="the archive could not be written: {how}; nothing of this record was kept"),
            Text(zh="请腾出空间后重新运行", en="free some space and run the command again")),
        "unwritten": (
            Text(zh="存证写不进去：{how}；该条记录未留下任何部分",
                 en="the archive could not be written: {how}; nothing of this record was kept"), _CHECK_DISK),
        "kind": (
            Text(zh="说明记录不能用 {kind} 作种类", en="a note cannot be of the kind {kind}"),
            Text(zh="请用一个词命名：import、stamp 等", en="name it by a word: import, stamp …")),
        "no_web": (
            Text(zh="存证只收网络答复", en="the archive keeps answers from the web"),
            Text(zh="请给出 http(s) 地址", en="give an http(s) address")),
        "open_day": (
            Text(zh="该记录所在日尚未封存", en="the day of this record is still open"),
            Text(zh="请先运行 plumbline archive close", en="run `plumbline archive close` and ask again")),
        "no_proof": (
            Text(zh="这不是证明文件：{how}", en="this is no proof: {how}"),
            Text(zh="请给出 archive prove 写出的文件", en="give a file that `archive prove` wrote")),
        "form": (
            Text(zh="不认识这种形式的证明：{form}", en="this form of proof is not known: {form}"),
            Text(zh="可核对的形式：{known}", en="known is {known}")),
        "journal": (Text(zh="流水账被改动：{how}", en="the journal was altered: {how}"), _VERIFY),
        "chain": (Text(zh="封存链被改动：{how}", en="the chain was altered: {how}"), _VERIFY),
        "outside": (
            Text(zh="流水账所指文件不在存证之内", en="the journal names a file outside the archive"), _VERIFY),
        "unreadable": (Text(zh="记录无法读取：{how}", en="the record cannot be read: {how}"), _VERIFY),
        "no_archive": (
            Text(zh="此处没有存证", en="there is no archive here"),
            Text(zh="请给出采集或者导入过的资料包文件夹，存证在其 archive/ 之下",
                 en="give the folder of a dossier that was collected or imported into; its archive lies in archive/")),
        "no_record": (
            Text(zh="存证中没有这条记录", en="the archive has no such record"),
            Text(zh="请看 plumbline archive list", en="see `plumbline archive list`")),
        "no_day": (
            Text(zh="{day} 不是今日或者之前的日期", en="{day} is no day up to today"),
            Text(zh="请写成 {today} 的形式", en="give a day such as {today}")),
        "certificates": (
            Text(zh="证书无法读取：{how}", en="the certificates cannot be read: {how}"),
            Text(zh="请给出 PEM 文件", en="give a file in PEM form")),
        "file_unread": (
            Text(zh="文件无法读取：{how}", en="the file cannot be read: {how}"),
            Text(zh="请核对文件名", en="check its name")),
        "file_unwritten": (
            Text(zh="文件无法写入：{how}", en="the file cannot be written: {how}"),
            Text(zh="请另选位置", en="name another place")),
        "expect": (
            Text(zh="--expect {word} 不是“日期=根哈希”的形式", en="--expect {word} is not written as DAY=ROOT"),
            Text(zh="请写成：日期、等号、64 位十六进制数", en="a day, =, and 64 hexadecimal digits")),
        "not_a_day": (
            Text(zh="{day} 不是日期", en="{day} is no day"), Text(zh="请写成 2026-11-20", en="write it as 2026-11-20")),
        "nothing_named": (
            Text(zh="请给出资料包，或者用 --proof 给出证明文件", en="name a dossier, or a proof with --proof"),
            Text(zh="plumbline archive verify 资料包", en="plumbline archive verify DOSSIER")),
        "no_closed_day": (
            Text(zh="还没有封存过", en="no day has been closed yet"),
            Text(zh="请先运行 plumbline archive close", en="run `plumbline archive close` first")),
        "stamp_refused": (
            Text(zh="时间戳未收存：{how}", en="the time stamp was not kept: {how}"),
            Text(zh="请为最近封存日重新申请：plumbline archive stamp --request",
                 en="ask again for the last closed day: plumbline archive stamp --request")),
        "no_authority": (
            Text(zh="时间戳服务机构没有答复：{how}", en="the time-stamping authority did not answer: {how}"),
            Text(zh="请核对地址；也可以用 --request 写出请求文件，送出后用 --response 收存答复",
                 en="check the address, or write the request with --request, send it, and keep the answer with "
                    "--response")),
        "extra": (
            Text(zh="时间戳需要另装的组件", en="time stamps need an extra library that is not installed"),
            Text(zh="pip install 'plumbline[stamp]'", en="pip install 'plumbline[stamp]'")),
    }
)  # fmt: skip


class BilingualError(PlumblineError):
    """An error that can be said in English (as it is raised) and in Chinese."""

    def __init__(self, code: str, where: str = "", **facts: object) -> None:
        self.said = SENTENCES[code]
        self.facts = {name: str(value) for name, value in facts.items()}
        what, remedy = (text.en.format(**self.facts) for text in self.said)
        super().__init__(what, where, remedy)

    def tell(self, lang: str) -> None:
        """Say it in `lang` (``zh`` or ``en``) from now on."""
        self.what, self.remedy = (text.of(lang).format(**self.facts) for text in self.said)


class ArchiveError(BilingualError, DossierError):
    """The archive cannot be read or written."""


class ArchiveUsageError(BilingualError, UsageError):
    """The archive was asked for what it cannot take."""
