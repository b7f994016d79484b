"""What keeps a picture or a subtitle file from being read: said in both languages, counted, and the others go on."""

from dataclasses import dataclass

from plumbline.rulebook.model import Text


@dataclass
class Unreadable(Exception):  # noqa: N818  said of a file: no error of ours
    """A file whose words cannot be read; `line` of a text file, where one is to blame."""

    why: Text
    line: int | None = None

    def of(self, lang: str) -> str:
        """The reason in one language, with the line."""
        if self.line is None:
            return self.why.of(lang)
        return f"第 {self.line} 行：{self.why.of(lang)}" if lang == "zh" else f"line {self.line}: {self.why.of(lang)}"


def unreadable(en: str, zh: str, *, line: int | None = None) -> Unreadable:
    """The error to raise."""
    return Unreadable(Text(zh=zh, en=en), line)
