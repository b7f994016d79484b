"""`plumbline archive prove`, and the check of what it wrote."""

import argparse
import json
import sys
from typing import Any

import msgspec

from plumbline.cli.archive_files import content, existing, roots, set_down
from plumbline.cli.words import noted, printed, say, tinted
from plumbline.evidence.proofs import Proof, Proved, checked, prove, read_proof


def proved(args: argparse.Namespace) -> int:
    """Write the proof."""
    proof = prove(existing(args.dossier), args.record)
    data = msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n"
    if args.out:
        set_down(args.out, data)
    else:
        sys.stdout.write(data.decode())
    for line in _vouching(args.lang, proof):
        noted(line) if not args.quiet else None
    return 0


def proof_verified(args: argparse.Namespace) -> int:
    """Check a proof. 0 it holds, 1 it does not."""
    proof = read_proof(content(args.proof))
    certificates = [content(path) for path in args.certificates]
    found = checked(proof, expected=roots(args.expect), certificates=certificates)
    if args.json:
        printed(json.dumps(_record(proof, found, args.lang), ensure_ascii=False))
    else:
        for fault in found.faults:
            printed(f"{tinted(say(args.lang, 'wrong', '问题'), 'red')}  {fault.of(args.lang)}")
        for line in _sentences(args.lang, proof, found):
            printed(line, quiet=args.quiet)
    return 1 if found.faults else 0


def _vouching(lang: str, proof: Proof) -> list[str]:
    if proof.member is not None:
        return []
    return [say(lang, "the record itself was dropped under retention: the proof holds its digest only",
                "该记录已按保存期限删除，证明文件只含其哈希值")]  # fmt: skip


def _record(proof: Proof, found: Proved, lang: str) -> dict[str, Any]:
    return {
        "holds": not found.faults,
        "record": found.line.record if found.line else None,
        "archived_at": found.line.at if found.line else None,
        "with_content": proof.member is not None,
        "day": found.link.day if found.link else None,
        "root": found.link.root if found.link else None,
        "seal": found.link.seal if found.link else None,
        "last_day": found.last.day if found.last else None,
        "last_seal": found.last.seal if found.last else None,
        "stamps": found.stamps,
        "faults": [fault.of(lang) for fault in found.faults],
    }


def _sentences(lang: str, proof: Proof, found: Proved) -> list[str]:
    if found.faults or not (found.line and found.link and found.last):
        return [tinted(say(lang, "the proof does not hold", "证明不成立"), "red")]
    digest = "" if proof.member is not None else say(lang, " (its digest only)", "（仅哈希值）")
    return [
        f"{found.line.record}  {found.line.at}{digest}",
        say(lang, f"day {found.link.day}: root {found.link.root}", f"{found.link.day}：根哈希 {found.link.root}"),
        say(lang, f"last day of the proof {found.last.day}: seal {found.last.seal}; time stamps: {found.stamps}",
            f"证明所及末日 {found.last.day}：封印 {found.last.seal}；时间戳 {found.stamps} 个"),
        tinted(say(lang, "the proof holds", "证明成立"), "green"),
        say(lang, "It holds as far as that root is the one that was printed, published or stamped at the time: "
            "compare it, or give it with --expect.",
            "该证明的效力以上述根哈希与当时打印、公布或者加盖时间戳的一致为前提：请比对，或者用 --expect 给出。"),
    ]  # fmt: skip
