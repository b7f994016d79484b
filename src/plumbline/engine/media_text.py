"""Words in pictures, subtitles and transcripts (`posts.media_text`): what of the judging of a text holds for them.

They are judged as a text of their own, never joined to the post's, so that no phrase runs over the seam. Light enough
for one draft: nothing here needs a table.
"""

from collections.abc import Iterable
from dataclasses import replace

from plumbline.domain.wording import Flag, Mark, Utterance

FIELD = "media_text"
UNHEARD = ("sourcing.altered_quote", "sourcing.stale_news", "sourcing.uncredited_copy", "tone.brush_off")
"""Checks that say nothing of such words: three hold a text word by word against others, where a misread character
looks like an alteration and the credit stands in the post; one asks whether an answer, which is the post, says enough.
"""
MISREAD = ("safety.protected_term",)
"""Checks that find single wrong characters: here a machine may have misread them, so they are never sure."""


def heard(checks: Iterable[str]) -> tuple[str, ...]:
    """The post checks that judge such words, in the same order."""
    return tuple(name for name in checks if name not in UNHEARD)


def spoken(utterance: Utterance, words: str) -> Utterance:
    """The words as an utterance: said by the same account on the same day, without what the post says beside them."""
    return replace(utterance, text=words, quoted_text=None, quoted_source="", source_name="", urls=())


def heard_as(check: str, flag: Flag) -> Flag:
    """The flag with its places in `media_text`, told apart from the same fault in the post's own text."""
    return replace(
        flag,
        marks=tuple(map(_placed, flag.marks)),
        confidence="medium" if check in MISREAD and flag.confidence == "high" else flag.confidence,
        subject="/".join(filter(None, (flag.subject, FIELD))),
    )


def _placed(mark: Mark) -> Mark:
    return replace(mark, field=FIELD) if mark.field == "text" and not mark.table else mark
