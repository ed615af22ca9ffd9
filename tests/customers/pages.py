"""Reading the pages of customers as a person would."""

import html
import re
from typing import Protocol

_NAME = re.compile(r'<a class="fw-semibold" href="[^"]*">(.*?)</a>')
_ERROR = re.compile(r'<p class="field-error">.*?<span>(.*?)</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Page(Protocol):
    """What the test client answers."""

    @property
    def content(self) -> bytes: ...


def names_listed(page: Page) -> list[str]:
    return [html.unescape(name) for name in _NAME.findall(page.content.decode())]


def errors_shown(page: Page) -> list[str]:
    return [html.unescape(error) for error in _ERROR.findall(page.content.decode())]


def text_of(page: Page) -> str:
    """The page's words, blanks as one."""
    return " ".join(html.unescape(_TAG.sub(" ", page.content.decode())).split())
