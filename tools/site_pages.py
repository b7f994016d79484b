"""What the docs site needs beyond the pages as they stand in the repository: a hook of mkdocs, named in mkdocs.yml.

A page without a Chinese version says so; links from one language to the other and to files beside docs/ lead somewhere.
"""

import posixpath
import re
from typing import Any

LINK = re.compile(r"\[([^\]]*)\]\(([^)\s:]+?\.md)(#[^)\s]*)?\)")
FENCE = re.compile(r"^(```.*?^```$|`[^`\n]+`)", re.M | re.S)
BESIDE = {"../CHANGELOG.md": "changelog.md", "../THREAT_MODEL.md": "threat-model.md"}
ENGLISH_ONLY = (
    '<div class="admonition note" data-search-exclude markdown="0"><p class="admonition-title">本页暂无中文版</p>'
    "<p>以下为英文原文。</p></div>"
)


def on_page_markdown(markdown: str, *, page: Any, **_: object) -> str:
    """The page's Markdown, links turned, and in Chinese navigation the notice that there is no Chinese version."""
    language = page.file.locale_alternate_of
    turned = _outside_fences(markdown, lambda text: LINK.sub(lambda link: _turned(link, page.file, language), text))
    if page.file.locale == language:
        return turned
    return re.sub(r"^(# .*\n)", rf"\1\n{ENGLISH_ONLY}\n\n", turned, count=1, flags=re.M)


def _outside_fences(markdown: str, change: Any) -> str:
    return "".join(part if number % 2 else change(part) for number, part in enumerate(FENCE.split(markdown)))


def _turned(link: re.Match[str], file: Any, language: str) -> str:
    words, target, anchor = link[1], link[2], link[3] or ""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), target))
    if place in BESIDE:
        return f"[{words}]({posixpath.relpath(BESIDE[place], posixpath.dirname(file.src_uri) or '.')}{anchor})"
    wanted = "zh" if place.endswith(".zh.md") else "en"
    if wanted == language or not _speaks_of_languages(place, file.src_uri):
        return link[0]
    page = place.removesuffix(".zh.md").removesuffix(".md") + ".html"
    there = posixpath.join("zh" * (wanted == "zh"), page)
    here = posixpath.join("zh" * (language == "zh"), posixpath.dirname(file.src_uri))
    return f'<a href="{posixpath.relpath(there, here or ".")}{anchor}" hreflang="{wanted}">{words}</a>'


def _speaks_of_languages(place: str, source: str) -> bool:
    """Whether a link leads to the same page in the other language; every other link stays within its language."""
    return place.replace(".zh.md", ".md") == source.replace(".zh.md", ".md")
