"""Findings about drafts for people: what, where, why, and the better wording."""

import re
from collections.abc import Iterator

from plumbline.cli.check_desk import Said
from plumbline.cli.check_places import Lines
from plumbline.cli.columns import width
from plumbline.cli.words import say, tinted
from plumbline.domain.vocabulary import Severity
from plumbline.domain.wording import Mark
from plumbline.engine.media_text import FIELD as MEDIA_TEXT

AROUND = 36
"""Characters of the line shown on either side of a place."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"[\t\r\n]+")
_COLOURS = {Severity.VETO: "red", Severity.MAJOR: "yellow", Severity.MINOR: "yellow", Severity.ADVICE: "green"}
_SEVERITIES = {"veto": "单项否决", "major": "严重", "minor": "一般", "advice": "提醒"}
_CONFIDENCES = {
    "high": ("sure", "确定"), "medium": ("likely", "较可能"), "low": ("possible", "存疑"),
}  # fmt: skip


def lines(said: Said, lang: str) -> Iterator[str]:
    """One finding as lines of text."""
    finding = said.finding
    severity = say(lang, finding.severity, _SEVERITIES[finding.severity])
    sure = say(lang, *_CONFIDENCES[finding.confidence])
    known = "" if said.counts else say(lang, ", excepted", "，已批准例外")
    beside = any(mark.table for mark in said.marks)
    head = tinted(f"{severity}", _COLOURS[Severity(finding.severity)])
    yield f"{tinted(where(said), 'bold')}: {head} {finding.check} {say(lang, f'({sure}{known})', f'（{sure}{known}）')}"
    for mark in said.marks if not beside else said.paired.rest:
        yield from _passage(said, mark, lang)
    if beside:
        from plumbline.cli.check_beside import passages  # here, because few findings have any

        yield from passages(said, lang)
    yield f"  {printable(said.message)}"
    yield say(lang, f"  why: {said.title} · {said.citation}", f"  依据：{said.title} · {said.citation}")
    yield _to_do(said, lang)
    if said.suggestion is not None:
        better = printable(said.suggestion)
        yield say(lang, f"  better: {better}", f"  建议改为：{better}")


def _to_do(said: Said, lang: str) -> str:
    """The remedy; of a text that is not out yet, first of all not to publish it. Its day says that it is out."""
    if said.draft.said_at is not None:
        return say(lang, f"  do: {said.remedy}", f"  处理：{said.remedy}")
    return say(
        lang,
        f"  do: change it before it is published. If it is out already: {said.remedy}",
        f"  处理：修改后再发布；已经发布的：{said.remedy}",
    )


def where(said: Said) -> str:
    """File, line and column from 1; for JSON Lines the line, the post and the characters of its text."""
    draft = said.draft
    first = next(iter(said.own), None)
    if draft.line is not None:
        span = f":{first.start}-{first.end}" if first else ""
        return printable(f"{draft.name}:{draft.line} [{draft.post_id}{span}]")
    if first is None:
        return printable(draft.name)
    place = Lines(draft.text).place(first.start)
    return printable(f"{draft.name}:{place.line + 1}:{place.column + 1}")


def printable(text: str) -> str:
    """The text as a terminal may show it: nothing that moves the cursor, hides, or turns the direction of writing."""
    return _UNPRINTABLE.sub("\ufffd", _BREAK.sub(" ", text))


def _passage(said: Said, mark: Mark, lang: str) -> Iterator[str]:
    if mark.table:
        yield f"  | {printable(f'{mark.table} {mark.key}: {mark.quote}')}"
        return
    if mark.field == MEDIA_TEXT:
        yield say(
            lang, f"  | in picture or video: {printable(mark.quote)}", f"  | 图片视频文字：{printable(mark.quote)}"
        )
        return
    if mark.field != "text":
        yield say(lang, f"  | quoted text: {printable(mark.quote)}", f"  | 转发内容：{printable(mark.quote)}")
        return
    before, passage, after = _around(said.draft.text, mark)
    masked = mark.quote != said.draft.text[mark.start : mark.end]
    shown = printable(mark.quote) if masked else passage
    yield f"  | {before}{shown}{after}"
    yield f"  | {' ' * width(before)}{tinted('^' * max(1, width(shown)), 'red')}"


def _around(text: str, mark: Mark) -> tuple[str, str, str]:
    """The passage and what stands before and after it on its lines, cut short; line ends inside are shown as ⏎."""
    begin = max(text.rfind("\n", 0, mark.start), text.rfind("\r", 0, mark.start)) + 1
    ends = [at for at in (text.find("\n", mark.end), text.find("\r", mark.end)) if at >= 0]
    end = min(ends, default=len(text))
    cut, rest = max(begin, mark.start - AROUND), min(end, mark.end + AROUND)
    before = ("…" if cut > begin else "") + printable(text[cut : mark.start])
    after = printable(text[mark.end : rest]) + ("…" if rest < end else "")
    inside = text[mark.start : mark.end].replace("\r\n", "\n").replace("\n", "⏎").replace("\r", "⏎")
    if len(inside) > 2 * AROUND:
        inside = f"{inside[:AROUND]} … {inside[-AROUND:]}"
    return before, printable(inside), after
