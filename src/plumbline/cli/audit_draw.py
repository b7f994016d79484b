"""`plumbline audit draw`: profiles of an account and its peers, mixed, for two readers who do not know them."""

import argparse
import json
from math import fsum
from pathlib import Path

import polars as pl

from plumbline.cli.audit_coding import coding_sheet
from plumbline.cli.audit_folder import KEY, SHEET, digest, make, refuse_existing
from plumbline.cli.audit_lists import CHECK, Lists, read_lists
from plumbline.cli.audit_sheets import by_number, sheet
from plumbline.cli.words import noted, printed, say
from plumbline.domain.errors import UsageError
from plumbline.followers.prevalence import FEWEST
from plumbline.followers.review import READERS, Key, Listed
from plumbline.followers.review_draw import drawn, kind_of, mixed, newest, reading_order, shared_fields

FEWEST_FIELDS = 3
"""Fields that readers must see of every account: by fewer nobody can read a profile."""


def draw(args: argparse.Namespace) -> int:
    """Draw, write the folder, say what to do next."""
    _sound(args)
    refuse_existing(args.out, args.lang)
    lists = read_lists(args)
    pairs = [_listed(account, lists, args) for account in lists.followers]
    read = [frame.head(listed.reviewed) for listed, frame in pairs]
    fields = shared_fields(read)
    if len(fields) < FEWEST_FIELDS:
        raise _nothing_to_read(fields, args)
    items = mixed(read, seed=args.seed)
    written = coding_sheet(lists.as_of, len(items))
    key = Key(
        check=CHECK, seed=args.seed, drawn_on=lists.as_of, tables=lists.tables, sheet=digest(written.encode()),
        lists=tuple(listed for listed, _ in pairs), items=items,
    )  # fmt: skip
    make(args.out, key, {SHEET: written, **_sheets(key)}, args.lang)
    _tell(args, key, lists.rejected)
    return 0


def _sound(args: argparse.Namespace) -> None:
    least = {
        "--reviewed": (args.reviewed, FEWEST),
        "--scored": (args.scored, args.reviewed),
        "--peers": (args.peers, 0),
    }
    if args.recent:
        least["--recent"] = (args.recent, FEWEST)
    for option, (given, fewest) in least.items():
        if given < fewest:
            raise UsageError(
                say(args.lang, f"{option} must be {fewest} or more, not {given}", f"{option} 不得小于 {fewest}"), option
            )
    if not args.seed.strip():
        raise UsageError(say(args.lang, "an empty seed", "种子为空"), "--seed", "--seed 2026-11-22")


def _listed(account: str, lists: Lists, args: argparse.Namespace) -> tuple[Listed, pl.DataFrame]:
    """What is known of an account's list, and its scored rows in the order of the draw."""
    rows, total = lists.followers[account], lists.totals.get(account)
    kind = kind_of(rows, total)
    if args.recent and args.recent < rows.height:
        if rows["position"].null_count():
            raise UsageError(
                say(
                    args.lang,
                    "followers have no position, so nobody knows the most recent",
                    "粉丝没有关注次序，无法取最近的",
                ),
                f"followers, {account}",
                say(args.lang, "leave out --recent", "请去掉 --recent"),
            )
        rows, kind = newest(rows, args.recent), "collected" if kind == "collected" else "recent"
    frame = drawn(rows, account, seed=args.seed, scored=args.scored, as_of=lists.as_of)
    listed = Listed(
        account_id=account, kind=kind, size=rows.height, scored=frame.height, mean=_mean(frame),
        reviewed=min(args.reviewed, frame.height), followers=total,
    )  # fmt: skip
    return listed, frame


def _mean(frame: pl.DataFrame) -> float:
    """Summed without loss, so that it is the same to the bit in any order."""
    scores: list[float] = frame["score"].to_list()
    return fsum(scores) / len(scores)


def _nothing_to_read(fields: list[str], args: argparse.Namespace) -> UsageError:
    return UsageError(
        say(
            args.lang,
            f"only {len(fields)} fields of the followers are known for all accounts: {', '.join(fields) or 'none'}",
            f"各账号都有的粉丝资料只有 {len(fields)} 项：{', '.join(fields) or '无'}",
        ),
        f"{args.dossier}: followers",
        say(args.lang, "collect more fields, or take --peers 0", "请采集更多字段，或者使用 --peers 0"),
    )


def _sheets(key: Key) -> dict[str, str]:
    items = by_number(key.items)
    return {
        f"reader-{reader}.csv": sheet(
            (items[number] for number in reading_order(len(items), reader, seed=key.seed)), reader
        )
        for reader in READERS
    }


def _tell(args: argparse.Namespace, key: Key, rejected: int) -> None:
    account, *peers = key.lists
    if args.json:
        printed(json.dumps(_told(args.out, key), ensure_ascii=False))
        return
    lang, quiet = args.lang, args.quiet
    if rejected:
        noted(
            say(lang, f"warning: {rejected} rows of followers cannot be read", f"警告：粉丝表有 {rejected} 行无法读取")
        )
    if account.reviewed < args.reviewed:
        noted(
            say(
                lang,
                f"note: the list has only {account.size}; all are read",
                f"提示：名单只有 {account.size} 名，全部核查",
            )
        )
    if len(peers) < args.peers:
        noted(
            say(
                lang,
                f"note: only {len(peers)} peers have followers to draw from",
                f"提示：仅有 {len(peers)} 个同类账号可抽取",
            )
        )
    for line in _next(args.out, key, lang):
        printed(line, quiet=quiet)


def _told(out: Path, key: Key) -> dict[str, object]:
    account, *peers = key.lists
    return {
        "folder": str(out), "items": len(key.items), "reviewed": account.reviewed, "scored": account.scored,
        "of": account.kind, "size": account.size, "peers": len(peers), "drawn_on": key.drawn_on.isoformat(),
    }  # fmt: skip


def _next(out: Path, key: Key, lang: str) -> list[str]:
    account, *peers = key.lists
    return [
        say(
            lang,
            f"drawn: {account.reviewed} of {account.size} followers, and {len(peers)} peers; "
            f"{len(key.items)} profiles in {out}",
            f"已抽取：{account.size} 名粉丝中的 {account.reviewed} 名，另有 {len(peers)} 个同类账号，"
            f"共 {len(key.items)} 份资料，见 {out}",
        ),
        say(
            lang,
            f"next: 1. give two people {SHEET} and each of them reader-1.csv or reader-2.csv; keep {KEY} to yourself",
            f"下一步：1. 把 {SHEET} 和 reader-1.csv、reader-2.csv 分别交给两人；{KEY} 自行保管，不得外传",
        ),
        f"      2. plumbline audit record {out} --reader 1 {out / 'reader-1.csv'} --by NAME",
        f"      3. plumbline audit status {out}",
    ]
