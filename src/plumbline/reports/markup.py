"""Small pieces of HTML that say everything in both languages."""

from collections.abc import Callable

from markupsafe import Markup

_ZH = Markup('<span class="zh" lang="zh-CN">{}</span>')
_EN = Markup('<span class="en" lang="en">{}</span>')


def both(zh: str, en: str, **values: object) -> Markup:
    """A text in Chinese and English; the page shows one of them. `values` fill braces and are escaped, texts too."""
    if zh == en and not values:
        return Markup("{}").format(zh)
    return _ZH.format(_filled(zh, values)) + _EN.format(_filled(en, values))


def said(say: Callable[[str], str]) -> Markup:
    """What `say` answers in either language."""
    return both(say("zh"), say("en"))


def _filled(text: str, values: dict[str, object]) -> Markup | str:
    return Markup("{}").format(text).format(**values) if values else text
