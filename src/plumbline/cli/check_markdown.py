"""What readers of a Markdown file get to see of it, every character in its place.

Front matter, code blocks and comments become line ends, marks of emphasis, links and headings become zero-width
spaces, which the fold drops: a text of the same length remains.
"""

import re

_BLOCKS = (
    re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE),
    re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE),
    re.compile(r"<!--.{0,20000}?-->", re.DOTALL),
)
_INLINE = (
    re.compile(r"^ {0,3}#{1,6}[ \t]+|[ \t]#+[ \t]*$", re.MULTILINE),
    re.compile(r"!?\[(?=[^\[\]\n]{0,500}\]\()|(?<=\])\([^()\n]{0,2000}\)|\](?=\([^()\n]{0,2000}\))"),
    re.compile(r"</?[A-Za-z][^<>\n]{0,200}>"),
    re.compile(r"\*+|~~+|`+|__+"),
)


def visible(text: str) -> str:
    """The text with everything that is not said to anybody blanked out."""
    for pattern in _BLOCKS:
        text = pattern.sub(lambda match: "\n" * len(match[0]), text)
    for pattern in _INLINE:
        text = pattern.sub(lambda match: "\u200b" * len(match[0]), text)
    return text
