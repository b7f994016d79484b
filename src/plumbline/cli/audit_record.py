"""`plumbline audit record`: take in a filled sheet; two people, and a third where they differ."""

import argparse
import json

from plumbline.cli.audit_folder import Folder, digest, keep, opened, put
from plumbline.cli.audit_sheets import answers, by_number, sheet
from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.followers.review import ADJUDICATOR, READERS, Reading, disagreements
from plumbline.followers.review_labels import named_twice

DISAGREEMENTS = "disagreements.csv"


def record(args: argparse.Namespace) -> int:
    """Check the sheet, keep it, say what is next."""
    folder = opened(args.folder, args.lang)
    wanted = _wanted(folder, args)
    given = answers(args.file, args.reader, wanted, args.lang)
    reading = Reading(
        args.reader, args.by.strip(), args.file.name, digest(args.file.read_bytes()), given, _times(folder, args)
    )
    _another_person(folder, reading, args)
    _not_again(folder, reading, args)
    keep(folder.path, reading, args.lang)
    if not reading.by:
        noted(say(args.lang, "warning: without --by nobody can see later that two people read",
                  "警告：未填写 --by，以后无法证明由两人分别核查"))  # fmt: skip
    _follow_up(opened(args.folder, args.lang), args)
    return 0


def _wanted(folder: Folder, args: argparse.Namespace) -> list[int]:
    if args.reader != ADJUDICATOR:
        return [item.item for item in folder.key.items]
    if not {*READERS} <= {*folder.readings}:
        raise UsageError(
            say(args.lang, "there is nothing to adjudicate before both have read", "两名读者均完成后才能复议"),
            str(args.folder),
            "plumbline audit status " + str(args.folder),
        )
    return disagreements(folder.readings["1"], folder.readings["2"])


def _times(folder: Folder, args: argparse.Namespace) -> int:
    before = folder.readings.get(args.reader)
    return before.times + 1 if before else 1


def _another_person(folder: Folder, reading: Reading, args: argparse.Namespace) -> None:
    """UsageError where one person or one file would count twice."""
    others = [other for reader, other in folder.readings.items() if reader != reading.reader]
    if any(other.sha256 == reading.sha256 for other in others):
        raise _four_eyes(say(args.lang, "the other reader's file is the same", "与另一名读者的文件完全相同"), args)
    if named_twice(reading.by, (other.by for other in others)):
        who = say(args.lang, f"{reading.by} has read already", f"{reading.by}已经参与核查")
        raise _four_eyes(who, args)


def _four_eyes(what: str, args: argparse.Namespace) -> UsageError:
    return UsageError(
        what,
        str(args.file),
        say(
            args.lang,
            "two people read, and a third decides where they differ",
            "须由两人分别核查，不一致处由第三人复议",
        ),
    )


def _not_again(folder: Folder, reading: Reading, args: argparse.Namespace) -> None:
    """A sheet may be mended until both are in: from then on answers have been compared."""
    before = folder.readings.get(reading.reader)
    compared = {*READERS} <= {*folder.readings} if reading.reader != ADJUDICATOR else True
    if before and compared and (before.answers != reading.answers or before.by != reading.by):
        raise UsageError(
            say(args.lang, "this sheet has been recorded and compared", "该表已经登记并比对，不能更换"),
            str(args.folder),
            say(args.lang, "draw a new review with another seed", "如需重做，请换一个种子重新抽取"),
        )


def _follow_up(folder: Folder, args: argparse.Namespace) -> None:
    """Write what is to be adjudicated, and say what is next."""
    waiting = [reader for reader in READERS if reader not in folder.readings]
    open_items = [] if waiting else disagreements(folder.readings["1"], folder.readings["2"])
    settled = not open_items or ADJUDICATOR in folder.readings
    if open_items and not settled:
        _put_disagreements(folder, open_items, args.lang)
    if args.json:
        told = {"recorded": args.reader, "waiting_for": waiting, "to_adjudicate": 0 if settled else len(open_items)}
        printed(json.dumps(told, ensure_ascii=False))
        return
    printed(say(args.lang, f"recorded: {args.file}", f"已登记：{args.file}"), quiet=args.quiet)
    printed(_next(folder, waiting, 0 if settled else len(open_items), args.lang), quiet=args.quiet)


def _put_disagreements(folder: Folder, open_items: list[int], lang: str) -> None:
    """The profiles alone: who decides does not see what the two said. A sheet that is being filled in stays."""
    items = by_number(folder.key.items)
    place = folder.path / DISAGREEMENTS
    if not place.exists():
        put(place, sheet((items[number] for number in open_items), ADJUDICATOR).encode(), lang)


def _next(folder: Folder, waiting: list[str], left: int, lang: str) -> str:
    if waiting:
        return say(lang, f"next: the sheet of reader {waiting[0]}", f"下一步：登记读者{waiting[0]}的核查表")
    if left:
        place = folder.path / DISAGREEMENTS
        return say(
            lang,
            f"next: the two differ on {left} profiles; a third person fills in {place}, then "
            f"plumbline audit record {folder.path} --reader adjudicator {place} --by NAME",
            f"下一步：两人对 {left} 份资料意见不一，请第三人填写 {place}，然后运行 "
            f"plumbline audit record {folder.path} --reader adjudicator {place} --by NAME",
        )
    return say(lang, f"next: plumbline audit status {folder.path}", f"下一步：plumbline audit status {folder.path}")
