"""Reading the pages of customers as a person would."""

import html
import re

from django.http import HttpResponse

_NAME = re.compile(r'<a class="fw-semibold" href="[^"]*">(.*?)</a>')
_ERROR = re.compile(r'<p class="field-error">.*?<span>(.*?)</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def names_listed(response: HttpResponse) -> list[str]:
    return [html.unescape(name) for name in _NAME.findall(response.content.decode())]


def errors_shown(response: HttpResponse) -> list[str]:
    return [html.unescape(error) for error in _ERROR.findall(response.content.decode())]


def text_of(response: HttpResponse) -> str:
    """The page's words, blanks as one."""
    return " ".join(html.unescape(_TAG.sub(" ", response.content.decode())).split())
