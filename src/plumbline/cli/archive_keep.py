"""`plumbline archive close`, `stamp` and `expire`: what is done to an archive."""

import argparse
import json

from plumbline.cli.archive_fetch import answered
from plumbline.cli.archive_files import content, existing, set_down, writer
from plumbline.cli.words import printed, say
from plumbline.evidence.chain import Link
from plumbline.evidence.records import kept_links
from plumbline.evidence.retention import expire
from plumbline.evidence.sentences import ArchiveError, ArchiveUsageError
from plumbline.evidence.stamping import keep_stamp
from plumbline.evidence.stamps import StampError, request


def closed(args: argparse.Namespace) -> int:
    """Close the open day and print root and seal; of the last closed day where nothing is open."""
    with writer(args.dossier) as archive:
        link = archive.close_day()
    last = link or _last(args)
    if args.json:
        facts = {"closed": link is not None, "day": last.day, "records": last.records, "root": last.root}
        printed(json.dumps({**facts, "seal": last.seal}))
        return 0
    if link is None:
        printed(say(args.lang, "nothing was open; last closed:", "没有待封存的记录，最近一次封存："), quiet=args.quiet)
    for text in _vouching(args.lang, last):
        printed(text, quiet=args.quiet)
    return 0


def stamped(args: argparse.Namespace) -> int:
    """Write a request, or keep a response."""
    if args.request:
        last = _last(args)
        set_down(args.request, request(last.written()))
        printed(say(args.lang, f"{args.request}: a request for the seal of {last.day}; send it, then keep the answer "
                    "with --response", f"{args.request}：{last.day} 封印的时间戳请求；送出后用 --response 收存答复"),
                quiet=args.quiet)  # fmt: skip
        return 0
    response = content(args.response) if args.response else answered(args.tsa, request(_last(args).written()))
    certificates = [content(path) for path in args.certificates]
    try:
        with writer(args.dossier) as archive:
            link, stamp = keep_stamp(archive, response, certificates)
    except StampError as error:
        raise ArchiveError("stamp_refused", str(args.response or args.tsa), how=error) from None
    when = f"{stamp.time:%Y-%m-%dT%H:%M:%SZ}"
    printed(say(args.lang, f"stamped at {when}: {link.day} and all days before",
                f"时间戳 {when}：证明 {link.day} 及此前各日"), quiet=args.quiet)  # fmt: skip
    if not certificates:
        printed(say(args.lang, "its signature was not checked: give --certificates",
                    "未核对其签名：请用 --certificates 给出机构证书"), quiet=args.quiet)  # fmt: skip
    return 0


def expired(args: argparse.Namespace) -> int:
    """Drop what is old and keyed."""
    with writer(args.dossier) as archive:
        dropped = expire(archive, args.before, archive.today())
    files = len(dropped.files)
    printed(say(args.lang, f"{dropped.records} records in {files} files dropped; their digests are kept",
                f"已删除 {files} 个文件中的 {dropped.records} 条记录，哈希值仍在"), quiet=args.quiet)  # fmt: skip
    return 0


def _last(args: argparse.Namespace) -> Link:
    chain = kept_links(existing(args.dossier))
    if not chain:
        raise ArchiveUsageError("no_closed_day", str(args.dossier))
    return chain[-1]


def _vouching(lang: str, link: Link) -> list[str]:
    return [
        say(lang, f"day {link.day}: {link.records} records", f"{link.day}：{link.records} 条记录"),
        say(lang, f"root {link.root}", f"根哈希 {link.root}"),
        say(lang, f"seal {link.seal}", f"封印 {link.seal}"),
    ]
