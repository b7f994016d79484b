"""Small pieces of HTML that say everything in both languages."""

from collections.abc import Callable

from markupsafe import Markup, escape

_ZH, _EN, _END = Markup('<span class="zh" lang="zh-CN">'), Markup('<span class="en" lang="en">'), Markup("</span>")


def both(zh: str, en: str, **values: object) -> Markup:
    """A text in Chinese and English; the page shows one of them. `values` fill braces and are escaped, texts too."""
    if zh == en and not values:
        return escape(zh)
    return _ZH + _filled(zh, values) + _END + _EN + _filled(en, values) + _END


def said(say: Callable[[str], str]) -> Markup:
    """What `say` answers in either language."""
    return both(say("zh"), say("en"))


def _filled(text: str, values: dict[str, object]) -> Markup | str:
    return escape(text).format(**values) if values else text
