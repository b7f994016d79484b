"""The words of a subtitle file or a transcript, whatever its form and its encoding."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath

from plumbline.media.captions import running
from plumbline.media.cues import ARROW, subrip, webvtt
from plumbline.media.encodings import decoded
from plumbline.media.faults import unreadable
from plumbline.media.substation import substation
from plumbline.media.timed_text import from_json, is_lyrics, lyrics, ttml

ENDINGS = (".srt", ".vtt", ".ass", ".ssa", ".ttml", ".dfxp", ".xml", ".json", ".json3", ".srv3", ".lrc", ".txt")
MOST_BYTES = 20_000_000
Captions = Callable[[str], Iterator[list[str]]]
_FORMS: Mapping[str, Captions] = {
    ".srt": subrip, ".vtt": webvtt, ".ass": substation, ".ssa": substation, ".ttml": ttml, ".dfxp": ttml,
    ".xml": ttml, ".srv3": ttml, ".json": from_json, ".json3": from_json, ".lrc": lyrics,
}  # fmt: skip


def words(raw: bytes, name: str) -> str:
    """The words of a file, a line each caption, without what rolls over the screen again.

    The form is told by the content, and by the ending of `name` where the content does not tell. Unreadable, with the
    line where there is one: broken, of no known form, or longer than a text can be.
    """
    if len(raw) > MOST_BYTES:
        raise unreadable(f"more than {MOST_BYTES // 1_000_000} MB of text", f"文本超过 {MOST_BYTES // 1_000_000} MB")
    text = decoded(raw)
    form = _form(text, PurePath(name).suffix.lower())
    return running(form(text)) if form else _transcript(text)


def _form(text: str, ending: str) -> Captions | None:
    """How the captions are read; None: a plain transcript."""
    head = text.lstrip("\ufeff \n\t")[:2_000]
    if head.startswith("WEBVTT"):
        return webvtt
    if head.lower().startswith(("[script info]", "[v4", "[events]")):
        return substation
    if head.startswith("<") and "<tt" in head.lower().replace(":tt", "<tt"):
        return ttml
    if head.startswith(("{", "[")) and ending in (".json", ".json3"):
        return from_json
    if ending in (".txt", ""):
        return subrip if _is_subrip(head) else lyrics if is_lyrics(text) else None
    return _FORMS.get(ending)


def _is_subrip(head: str) -> bool:
    """Whether a timing stands in the first or second line."""
    return any(ARROW in line and line[:1].isdigit() for line in head.split("\n")[:2])


def _transcript(text: str) -> str:
    """Plain text as it is, without blanks at the ends of lines and at both ends."""
    return "\n".join(line.rstrip() for line in text.lstrip("\ufeff").split("\n")).strip()
