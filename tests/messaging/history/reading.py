"""Reading the history's pages as a person would."""

import html
import re
from typing import Protocol

_ROW = re.compile(r'<tr data-message="(\d+)"')
_RESULT = re.compile(r'<div id="result-(\d+)"[^>]*>.*?</svg>\s*(.*?)</span>', re.DOTALL)
_LINK = re.compile(r'href="([^"]*)" rel="(prev|next)"')
_TAG = re.compile(r"<[^>]+>")


class Page(Protocol):
    """What the test client answers."""

    @property
    def content(self) -> bytes: ...


def listed(page: Page) -> list[int]:
    """Ids of the messages in the list, from above."""
    return [int(found) for found in _ROW.findall(page.content.decode())]


def results_shown(page: Page) -> dict[int, str]:
    """The word of each result, by message."""
    return {int(pk): html.unescape(word) for pk, word in _RESULT.findall(page.content.decode())}


def neighbours(page: Page) -> dict[str, str]:
    """The addresses of the pages beside this one: "prev" (newer) and "next" (older)."""
    return {rel: html.unescape(address) for address, rel in _LINK.findall(page.content.decode())}


def words(page: Page) -> str:
    """The page's words, blanks as one."""
    return " ".join(html.unescape(_TAG.sub(" ", page.content.decode())).split())
