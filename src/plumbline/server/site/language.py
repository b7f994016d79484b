"""The language of a request: what the person chose, else what the browser asks for, else Chinese."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "plumbline_lang"
LANGS = ("zh", "en")
_DJANGO = {"zh": "zh-hans", "en": "en"}


def lang() -> str:
    """``zh`` or ``en``, of the request that is being answered."""
    return "en" if (translation.get_language() or "zh").startswith("en") else "zh"


def say(en: str, zh: str) -> str:
    """One of two wordings."""
    return zh if lang() == "zh" else en


def asked(request: HttpRequest) -> str:
    """What a request asks for: ``?lang=``, the cookie, the browser's list."""
    for found in (request.GET.get("lang"), request.COOKIES.get(COOKIE)):
        if found in LANGS:
            return str(found)
    wanted = request.headers.get("Accept-Language", "").lower()
    first = wanted.split(",")[0].strip()
    return "en" if first and not first.startswith("zh") and first != "*" else "zh"


class LanguageMiddleware:
    """Speaks the language asked for; remembers it where it was chosen in the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the request."""
        chosen = asked(request)
        with translation.override(_DJANGO[chosen]):
            request.LANGUAGE_CODE = _DJANGO[chosen]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", _DJANGO[chosen])
        if request.GET.get("lang") in LANGS:
            response.set_cookie(COOKIE, chosen, max_age=31_536_000, samesite="Lax", httponly=True)
        return response
