"""What was to be filled in and was not: brackets of a wrong width, circles in place of a name, 様 without anybody."""

import re
from collections.abc import Iterator

from messaging.preflight.content import Content, Finding, Sending

_WRONG_BRACKETS = re.compile(r"[\[［【〔][\[［【〔][^\[\]［］【】〔〕\n]{1,40}[\]］】〕][\]］】〕]")
_OTHER_SOFTWARE = re.compile(
    r"\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\}|\{[^{}\n]{1,20}\}|%%[^%\n]{1,30}%%|%[A-Za-z_]{2,30}%"
    r"|<[^<>\n]{0,20}(?:name|名|様|date|日)[^<>\n]{0,10}>"
)
_CIRCLES = re.compile(
    r"[○〇◯●◎□■△▲][○〇◯●◎□■△▲]+|[○〇◯●◎□△▲×](?=[ ]?[様月日時分円]|さま)|(?<![A-Za-z])[Xx×]{2,}(?=[ ]?[様月日時分円])"
)
_NOBODY = re.compile(r"(?:[様殿]|さま)(?=[ \u3000、。,\n]|$)")
# Behind these nobody has been named yet.
_BEGINNINGS = frozenset("\n。、,")
_HONORIFICS = frozenset("様さ殿")
# Each with the characters (of plain text) without one of which it cannot be.
_PLACES = (
    (frozenset("{%<"), _OTHER_SOFTWARE),
    (frozenset("○〇◯●◎□■△▲×Xx"), _CIRCLES),
)
_TWICE = re.compile(r"(?:[様殿]|さ[まん])[ \u3000]?(?:[様殿]|さ[まん])(?![々子式相態])")


def wrong_brackets(content: Content, sending: Sending) -> Iterator[Finding]:
    """【【氏名】】: no merge field, so it would go to the customer as it stands."""
    for found in _WRONG_BRACKETS.finditer(content.text):
        inside = found[0][2:-2].strip()
        if content.is_typed(*found.span()):
            yield Finding("wrong_brackets", (found.span(),), {"found": found[0], "field": f"[[{inside}]]"})


def left_open(content: Content, sending: Sending) -> Iterator[Finding]:
    """{name}, ○○様, ●月●日, 様 behind nobody: a place that nobody has filled in."""
    for needed, pattern in _PLACES:
        if needed.isdisjoint(content.characters):
            continue
        for found in pattern.finditer(content.text):
            yield Finding("left_open", (found.span(),), {"found": found[0]})
    if _HONORIFICS.isdisjoint(content.characters):
        return
    for found in _NOBODY.finditer(content.text):
        before = content.text[: found.start()].rstrip(" \u3000")
        if not before or before[-1] in _BEGINNINGS:
            yield Finding("left_open", (found.span(),), {"found": found[0]})


def honorific_twice(content: Content, sending: Sending) -> Iterator[Finding]:
    """山田様様: the merge field brings 様 along."""
    for found in _TWICE.finditer(content.text):
        yield Finding("honorific_twice", (found.span(),), {"found": found[0]})
