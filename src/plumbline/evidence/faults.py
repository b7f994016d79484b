"""What can be wrong with an archive, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plumbline.rulebook.model import Text

SENTENCES: Mapping[str, Text] = MappingProxyType(
    {
        "head": Text(
            en="the head is missing or was altered ({detail})", zh="首部文件缺失或者被改动（{detail}）"),
        "shortened": Text(
            en="the journal is shorter than the head says: {detail}", zh="流水账比首部所记的短：{detail}"),
        "unconfirmed": Text(
            en="records that the head does not know were added at the end: {detail}",
            zh="末尾有首部未记载的记录：{detail}"),
        "journal_line": Text(
            en="line {n} was altered: it is not written as the archive writes ({detail})",
            zh="第 {n} 行被改动，不是存证程序写出的形式（{detail}）"),
        "journal_order": Text(
            en="lines are missing, doubled or out of order: record {detail} where {n} was due",
            zh="有行缺失、重复或者次序颠倒：应为第 {n} 号，实为第 {detail} 号"),
        "journal_link": Text(
            en="the line before record {n} was altered, or this one was: its hash is not the one recorded here",
            zh="第 {n} 号记录的前一行或者本行被改动：前一行的哈希值与此处记载不符"),
        "journal_file": Text(
            en="record {n} names a file that cannot be its own: {detail}",
            zh="第 {n} 号记录所指文件不合规则：{detail}"),
        "journal_day": Text(
            en="record {n} is of an earlier day than the one before it", zh="第 {n} 号记录的日期早于前一条"),
        "journal_content": Text(
            en="record {n}: the journal and the record itself say different things ({detail})",
            zh="第 {n} 号记录：流水账与记录本身不一致（{detail}）"),
        "record_twice": Text(
            en="record {n} bears a name that an earlier one has", zh="第 {n} 号记录与更早的记录同名"),
        "file_missing": Text(
            en="the file is missing, with {detail} records of the journal",
            zh="文件缺失，流水账记有其中 {detail} 条记录"),
        "file_stranger": Text(
            en="no record of the journal lies in this file: it was put here or renamed",
            zh="流水账没有记载该文件：系放入或者改名而来"),
        "file_cut": Text(
            en="the file was cut: {detail} bytes are missing at its end", zh="文件被截短：末尾缺 {detail} 字节"),
        "file_longer": Text(
            en="{detail} bytes stand behind the last record", zh="最后一条记录之后多出 {detail} 字节"),
        "altered": Text(en="the record was altered", zh="记录被改动"),
        "missing": Text(en="the record is missing from the file", zh="文件中缺少该记录"),
        "inserted": Text(en="a record that is not in the journal was inserted", zh="插入了流水账没有记载的记录"),
        "doubled": Text(en="the record stands in the file more than once", zh="该记录在文件中重复出现"),
        "reordered": Text(en="the records of the file were put in another order", zh="文件中记录的次序被改动"),
        "misplaced": Text(
            en="record {n} does not lie where the journal says", zh="第 {n} 号记录不在流水账所记的位置"),
        "chain_line": Text(
            en="line {n} was altered: it is not written as the archive writes ({detail})",
            zh="第 {n} 行被改动，不是存证程序写出的形式（{detail}）"),
        "chain_link": Text(
            en="day {detail}: the line before it is not the one it was linked to (altered, missing or out of order)",
            zh="{detail}：前一行不是其所链接的那一行（被改动、缺失或者次序颠倒）"),
        "chain_range": Text(
            en="day {detail}: its records do not follow those of the line before",
            zh="{detail}：记录编号与前一行不衔接"),
        "chain_root": Text(
            en="day {detail}: the records in the journal do not give the root that was kept",
            zh="{detail}：由流水账算出的根哈希与所存不符"),
        "unclosed": Text(
            en="day {detail} has records after the last closed day and is itself not closed: lines are missing",
            zh="{detail} 已有后一日的记录而未封存：封存链缺行"),
        "torn": Text(
            en="what was set aside after an interrupted write is missing or was altered",
            zh="写入中断后留存的残余文件缺失或者被改动"),
        "still_there": Text(
            en="the file was to be dropped under retention and is still there: run `plumbline archive expire` again",
            zh="该文件应按保存期限删除而仍在：请再次运行 plumbline archive expire"),
        "stamp": Text(
            en="the time stamp is missing or was altered", zh="时间戳文件缺失或者被改动"),
        "stamp_unread": Text(en="the time stamp does not hold: {detail}", zh="时间戳无效：{detail}"),
        "stamp_other": Text(
            en="the time stamp is over a chain that is not this one: it was made anew, or the stamp is another's",
            zh="时间戳所证明的不是本封存链：封存链被重新生成，或者时间戳不属于本资料包"),
        "expected": Text(
            en="day {detail}: the archive gives another root than the one expected",
            zh="{detail}：根哈希与所给的不符"),
        "cited": Text(
            en="{n} rows of the table cite a record that is not in the archive",
            zh="该表有 {n} 行所引的记录不在存证中"),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `code` of `SENTENCES`, the `file` it is in, the `record` it is about (empty: none)."""

    code: str
    file: str
    record: str = ""
    n: int = 0
    detail: str = ""

    def of(self, lang: str) -> str:
        """The fault as a sentence in `lang` (``zh`` or ``en``)."""
        where = f"{self.file} {self.record}".strip()
        colon = "：" if lang == "zh" else ": "
        return f"{where}{colon}{SENTENCES[self.code].of(lang).format(n=self.n, detail=self.detail)}"
