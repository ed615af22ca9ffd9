"""What every page has: language, head, and the headers that keep foreign scripts out."""

from aiohttp import web
from yarl import URL

from simulator.markup import Markup, render
from simulator.words import COOKIE, Language, language_of

_A_YEAR = 365 * 24 * 3600

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def page(request: web.Request, *, title: str, kind: str, body: Markup, status: int = 200) -> web.Response:
    """A whole page; a language that was asked for by ?lang= is remembered."""
    language = language_of(request)
    text = render("base", language, page_language=language, title=title, kind=kind, body=body)
    answer = web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
    if "lang" in request.query:
        answer.set_cookie(COOKIE, language, max_age=_A_YEAR, samesite="Lax", httponly=True)
    return answer


def switch(request: web.Request, address: str) -> dict[str, str]:
    """Address and name of the other language."""
    other: Language = "ja" if language_of(request) == "en" else "en"
    return {"switch_address": str(URL(address).update_query(lang=other)), "switch_language": other}
