"""HTML from the template files: every value is escaped unless it is already markup."""

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from simulator.words import Language, word

_TEMPLATES = Path(__file__).parent / "templates"

# Only characters that may stand in an address: Japanese that follows without a blank is text again.
_LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_AFTER_A_LINK = ".,;:!?'"


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


class _Values(dict[str, object]):
    """What a template's $names mean; $t_key is the dictionary's word."""

    def __init__(self, language: Language, values: dict[str, object]) -> None:
        super().__init__(values)
        self._language = language

    def __getitem__(self, name: str) -> str:
        if name.startswith("t_"):
            return escape(word(self._language, name[2:]))
        value = super().__getitem__(name)
        return value if isinstance(value, Markup) else escape(str(value))


def render(template: str, language: Language, **values: object) -> Markup:
    """The template file's markup; KeyError when a name in it has no value."""
    return Markup(_template(template).substitute(_Values(language, values)))


def joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("".join(pieces))


def with_links(text: str) -> Markup:
    """The text with its http and https addresses made tappable, as a handset shows it."""
    pieces, end = [], 0
    for match in _LINK.finditer(text):
        address = _trimmed(match.group())
        if address.endswith("//"):
            continue
        pieces.append(escape(text[end : match.start()]))
        shown = escape(address)
        pieces.append(f'<a href="{shown}" target="_blank" rel="noopener noreferrer">{shown}</a>')
        end = match.start() + len(address)
    pieces.append(escape(text[end:]))
    return Markup("".join(pieces))


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it; a bracket stays when it was opened inside."""
    while address[-1] in _AFTER_A_LINK or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))
