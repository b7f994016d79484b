"""What a run of the link probe says at its end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plumbline.cli.words import noted, printed, say

OUTCOMES = ("alive", "dead", "moved", "unreachable", "not_tried")


@dataclass(frozen=True)
class Ended:
    """A run: outcomes by number of addresses, reasons by number, what was left, and how it ended."""

    outcomes: dict[str, int]
    reasons: dict[str, int]
    known: int
    left: int
    place: Path
    line: bool
    interrupted: bool
    without_record: int

    @property
    def code(self) -> int:
        """0 nothing dead or moved, 1 something is, 2 the line could not be proven, or the run was broken off."""
        if self.interrupted or not self.line:
            return 2
        return 1 if self.outcomes["dead"] or self.outcomes["moved"] else 0


def told(ended: Ended, lang: str, *, as_json: bool, quiet: bool) -> None:
    """Print the summary; warnings go to the error stream."""
    if as_json:
        printed(json.dumps(_facts(ended), ensure_ascii=False))
    else:
        for line in _lines(ended, lang):
            printed(line, quiet=quiet)
    for warning in _warnings(ended, lang):
        noted(warning)


def _facts(ended: Ended) -> dict[str, object]:
    return {
        "links": ended.known, "outcomes": ended.outcomes, "reasons": ended.reasons, "left": ended.left,
        "line": ended.line, "interrupted": ended.interrupted, "file": str(ended.place),
    }  # fmt: skip


def _lines(ended: Ended, lang: str) -> Iterator[str]:
    zh = {"alive": "可用", "dead": "失效", "moved": "改向他处", "unreachable": "未能确认", "not_tried": "未探测"}
    asked = sum(ended.outcomes.values())
    counts = ", ".join(f"{number} {outcome.replace('_', ' ')}" for outcome, number in ended.outcomes.items() if number)
    numbers = "，".join(f"{zh[outcome]} {number}" for outcome, number in ended.outcomes.items() if number)
    yield say(
        lang,
        f"{asked} of {ended.known} links: {counts or 'nothing was due'}",
        f"共 {ended.known} 个链接，本次 {asked} 个：{numbers or '无需探测'}",
    )
    if ended.reasons:
        yield "  " + ", ".join(f"{reason} {number}" for reason, number in sorted(ended.reasons.items()))
    if ended.left:
        yield say(lang, f"{ended.left} left for the next run", f"其余 {ended.left} 个留待下次")
    if asked:
        yield say(lang, f"written: {ended.place}", f"已写入：{ended.place}")


def _warnings(ended: Ended, lang: str) -> Iterator[str]:
    if ended.interrupted:
        yield say(lang, "interrupted; what was learnt so far is kept", "已中断；此前的结果已保存")
    if ended.without_record:
        yield say(
            lang,
            f"{ended.without_record} answers are not in the archive: it is damaged, or somebody else was writing to it",
            f"{ended.without_record} 份应答未能存入档案：档案受损，或者有其他程序正在写入",
        )
    if not ended.line:
        yield say(
            lang,
            "error: no control address could be reached: our own line may be down, so nothing was called dead\n"
            "help: check the network, or name addresses that surely live with --control",
            "error: 对照地址均无法访问，本机网络可能不通，因此未判定任何链接失效\n"
            "help: 请检查网络，或者用 --control 指定确实可用的地址",
        )
