"""The pages of the documentation as tests read them: fences, commands, headings, links."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ("README.md", "README.zh.md", "THREAT_MODEL.md", "CHANGELOG.md")
PAGES = (*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in BESIDE))
FENCE = re.compile(r'^( *)```(\w*)(?: title="([^"]+)")?\n(.*?)^\1```$', re.M | re.S)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
SUBSTITUTED = re.compile(r"\$\([^)]*\)")
HEADING = re.compile(r"^#+ (.*?) *$", re.M)


@dataclass(frozen=True)
class Block:
    """A fence: its kind (sh, text …), the file that it is to be written to (else empty), what it holds."""

    kind: str
    title: str
    content: str


def named(page: Path) -> str:
    """A page's path in the repository."""
    return page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else page.name


def blocks(text: str) -> Iterator[Block]:
    """The fences of a page, in order."""
    for _, kind, title, content in FENCE.findall(text):
        yield Block(kind, title, content)


def prose(text: str) -> str:
    """A page without its fences."""
    return FENCE.sub("", text)


def lines(text: str) -> Iterator[str]:
    """What is to be typed in a page: the lines of its fences, without prompts."""
    for block in blocks(text):
        for line in block.content.replace("\\\n", " ").splitlines():
            yield SUBSTITUTED.sub("X", line).strip().removeprefix("$ ").strip()


def commands(text: str) -> Iterator[list[str]]:
    """Every whole `plumbline …` of a page's fences, as words after `plumbline`."""
    for line in lines(text):
        for part in re.split(r" (?:&&|\|\||\||;|>) ", line):
            if re.match(r"(\S+/)?plumbline( |$)", part):
                yield shlex.split(part, comments=True)[1:]


def mentions(text: str) -> Iterator[list[str]]:
    """Every `plumbline …` within a sentence: often not the whole command."""
    for code in INLINE.findall(prose(text)):
        if code.startswith("plumbline "):
            yield SUBSTITUTED.sub("X", code).split()[1:]


def made(text: str) -> Iterator[str]:
    """The targets of `make …` that a page names."""
    for code in (*INLINE.findall(prose(text)), *lines(text)):
        if re.fullmatch(r"make( [a-z0-9]+| [A-Z]+=\S+)+", line := code.partition("  ")[0].strip()):
            yield from (word for word in line.split()[1:] if "=" not in word)


def links(text: str) -> Iterator[str]:
    """Where a page's links and pictures lead."""
    for link, picture in LINK.findall(INLINE.sub("", prose(text))):
        yield link or picture


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as the site makes them."""
    found: set[str] = set()
    for title in HEADING.findall(prose(text)):
        plain = re.sub(r"`|\*|\[([^\]]*)\]\([^)]*\)", r"\1", title).encode("ascii", "ignore").decode()
        base = re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
        anchor, number = base, 0
        while not anchor or anchor in found:
            number += 1
            anchor = f"{base}_{number}"
        found.add(anchor)
    return found
