"""`plumbline archive verify`: an archive, or a proof from one."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plumbline.cli.archive_files import content, roots
from plumbline.cli.archive_prove import proof_verified
from plumbline.cli.progress import Progress
from plumbline.cli.words import noted, printed, say, tinted
from plumbline.domain.errors import DossierError
from plumbline.dossier.layout import scan
from plumbline.evidence.citations import citation_faults
from plumbline.evidence.faults import Fault
from plumbline.evidence.places import archive_folder
from plumbline.evidence.sentences import ArchiveUsageError
from plumbline.evidence.stamping import response_faults, stamp_faults
from plumbline.evidence.stamps import available
from plumbline.evidence.verify import Examined, examine


def verified(args: argparse.Namespace) -> int:
    """Examine. 0 whole, 1 something is wrong."""
    if args.proof:
        return proof_verified(args)
    if args.dossier is None:
        raise ArchiveUsageError("nothing_named")
    examined = _examined(args)
    if args.json:
        printed(json.dumps(_record(examined, args.lang), ensure_ascii=False))
    else:
        _tell(args, examined)
    return 1 if examined.faults else 0


def _examined(args: argparse.Namespace) -> Examined:
    folder = archive_folder(args.dossier)
    expected = roots(args.expect)
    certificates = [content(path) for path in args.certificates]
    others = [(path.name, content(path)) for path in args.stamp]
    with Progress(args.lang, quiet=args.quiet) as progress:
        found = examine(folder, expected=expected, step=lambda done, total: progress.step("edges", done, total))
    found.faults += _stamps(folder, found, certificates, others)
    if folder != args.dossier:
        found.faults += _citations(args, found)
    return found


def _citations(args: argparse.Namespace, found: Examined) -> list[Fault]:
    """What the tables cite in vain; tables that cannot be read hide nothing that is wrong with the archive."""
    try:
        return list(citation_faults(scan(args.dossier, lang=args.lang), found))
    except DossierError as error:
        if not found.faults:
            raise
        noted(str(error))
        return []


def _stamps(
    folder: Path, found: Examined, certificates: Sequence[bytes], others: Sequence[tuple[str, bytes]]
) -> list[Fault]:
    faults = list(stamp_faults(folder, found.links, found.notes.get("stamp", ()), certificates))
    for name, response in others:
        faults += response_faults(name, response, found.links, certificates)
    return faults


def _record(found: Examined, lang: str) -> dict[str, Any]:
    days = [{"day": link.day, "records": link.records, "root": link.root, "seal": link.seal} for link in found.links]
    faults = [
        {"code": fault.code, "file": fault.file, "record": fault.record or None, "n": fault.n or None,
         "detail": fault.detail or None, "message": fault.of(lang)}
        for fault in found.faults
    ]  # fmt: skip
    return {
        "whole": not found.faults,
        "records": found.records,
        "open_records": found.open_records,
        "dropped_under_retention": found.dropped,
        "stamps": len(found.notes.get("stamp", ())),
        "stamps_read": available(),
        "writer": found.writer or None,
        "interrupted": found.interrupted,
        "days": days,
        "faults": faults,
    }


def _tell(args: argparse.Namespace, found: Examined) -> None:
    for fault in found.faults:
        printed(f"{tinted(say(args.lang, 'wrong', '问题'), 'red')}  {fault.of(args.lang)}")
    for line in _sentences(args.lang, found):
        printed(line, quiet=args.quiet)


def _sentences(lang: str, found: Examined) -> list[str]:
    lines = [_counts(lang, found)]
    if found.dropped:
        lines.append(say(lang, f"{found.dropped} records were dropped under retention; their digests are kept",
                         f"{found.dropped} 条记录已按保存期限删除，哈希值仍在"))  # fmt: skip
    if found.writer == "at work":
        lines.append(say(lang, "a collector is writing: what came in since the beginning was not read",
                         "采集正在进行：开始查验之后写入的内容未读"))  # fmt: skip
    if found.interrupted:
        lines.append(say(lang, "the last write was interrupted: the next one sets the unfinished part aside",
                         "上次写入中断：下次写入时将把残余部分另存"))  # fmt: skip
    stamps = len(found.notes.get("stamp", ()))
    if stamps and not available():
        lines.append(say(lang, f"{stamps} time stamps were not read: pip install 'plumbline[stamp]'",
                         f"{stamps} 个时间戳未读取：请安装 plumbline[stamp]"))  # fmt: skip
    if found.links:
        last = found.links[-1]
        lines.append(say(lang, f"last closed day {last.day}: root {last.root}, seal {last.seal}",
                         f"最近封存日 {last.day}：根哈希 {last.root}，封印 {last.seal}"))  # fmt: skip
    whole = say(lang, "whole: nothing altered, missing or out of order", "完整：没有改动、缺失或者错序")
    number = len(found.faults)
    wrong = say(lang, f"{number} thing{'s are' if number > 1 else ' is'} wrong", f"发现 {number} 处问题")
    return [*lines, tinted(wrong, "red") if found.faults else tinted(whole, "green")]


def _counts(lang: str, found: Examined) -> str:
    return say(
        lang,
        f"{found.records} records, {len(found.links)} closed stretches; "
        f"{found.open_records} records of the open day not yet closed",
        f"共 {found.records} 条记录，封存 {len(found.links)} 次；当日未封存 {found.open_records} 条",
    )
