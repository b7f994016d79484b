"""What writes the findings of `plumbline check`, one for each format."""

import sys
from collections import Counter

from plumbline.cli.check_desk import Desk, Said
from plumbline.cli.words import printed, say, tinted

_SEVERITIES = (("veto", "单项否决"), ("major", "严重"), ("minor", "一般"), ("advice", "提醒"))


class TextPrinter:
    """Findings for people, and a line at the end that says how many there are."""

    def __init__(self, lang: str, *, quiet: bool) -> None:
        from plumbline.cli import check_text  # here, because each format loads only what it needs

        self._lines, self._lang, self._quiet = check_text.lines, lang, quiet

    def add(self, said: Said) -> None:
        """Print it, an empty line after it."""
        for line in (*self._lines(said, self._lang), ""):
            print(line)

    def end(self, counts: Counter[str], *, sound: bool) -> None:
        """Print the count."""
        lang, found, texts = self._lang, counts["found"], counts["texts"]
        excepted = say(lang, f", {counts['excepted']} excepted", f"，{counts['excepted']}个已批准例外")
        tail = excepted if counts["excepted"] else ""
        if not found:
            told = say(lang, f"nothing found in {_texts(texts)}", f"检查{texts}条文本，未发现问题")
            printed(tinted(told + tail, "green" if sound else "yellow"), quiet=self._quiet)
            return
        each = [(counts[name], say(lang, name, word)) for name, word in _SEVERITIES if counts[name]]
        listed = say(lang, ", ", "、").join(say(lang, f"{n} {word}", f"{word}{n}个") for n, word in each)
        findings = "1 finding" if found == 1 else f"{found} findings"
        told = say(lang, f"{findings} in {_texts(texts)}: {listed}", f"检查{texts}条文本，发现{found}个问题：{listed}")
        printed(told + tail, quiet=self._quiet)


class LinePrinter:
    """One line a finding: JSON objects, or workflow commands of GitHub."""

    def __init__(self, form: str, lang: str) -> None:
        from plumbline.cli import check_formats  # here, because each format loads only what it needs

        self._formats, self._github, self._lang = check_formats, form == "github", lang

    def add(self, said: Said) -> None:
        """Print it; what an exception covers is no annotation."""
        if not self._github:
            print(self._formats.json_line(said))
        elif said.counts:
            print(self._formats.github(said, self._lang))

    def end(self, counts: Counter[str], *, sound: bool) -> None:
        """Nothing more."""


class SarifPrinter:
    """One SARIF log at the end."""

    def __init__(self, desk: Desk, lang: str) -> None:
        from plumbline.cli.check_formats import Sarif  # here, because each format loads only what it needs

        self._log = Sarif(desk.book, desk.checks, lang)

    def add(self, said: Said) -> None:
        """Keep it."""
        self._log.add(said)

    def end(self, counts: Counter[str], *, sound: bool) -> None:
        """Print the log."""
        for piece in self._log.pieces(sound=sound):
            sys.stdout.write(piece)


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count} texts"
