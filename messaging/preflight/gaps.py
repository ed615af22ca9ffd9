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
_NOBODY = re.compile(r"(?:^|(?<=[\n。、,]))[ \u3000]*(?:様|さま|殿)(?=[ \u3000、。,\n]|$)")
# Each with the characters (of plain text) without one of which it cannot be.
_PLACES = (
    (frozenset("{%<"), _OTHER_SOFTWARE),
    (frozenset("○〇◯●◎□■△▲×Xx"), _CIRCLES),
    (frozenset("様さ殿"), _NOBODY),
)
_TWICE = re.compile(r"(?:様|さま|さん|殿)[ \u3000]?(?:様|さま|さん|殿)(?![々子式相態])")


def wrong_brackets(content: Content, sending: Sending) -> Iterator[Finding]:
    """【【氏名】】: no merge field, so it would go to the customer as it stands."""
    for found in _WRONG_BRACKETS.finditer(content.text):
        inside = found[0][2:-2].strip()
        if content.is_typed(*found.span()):
            yield Finding("wrong_brackets", (found.span(),), {"found": found[0], "field": f"[[{inside}]]"})


def left_open(content: Content, sending: Sending) -> Iterator[Finding]:
    """{name}, ○○様, ●月●日: a place that nobody has filled in."""
    for needed, pattern in _PLACES:
        if needed.isdisjoint(content.characters):
            continue
        for found in pattern.finditer(content.text):
            yield Finding("left_open", (found.span(),), {"found": found[0].strip()})


def honorific_twice(content: Content, sending: Sending) -> Iterator[Finding]:
    """山田様様: the merge field brings 様 along."""
    for found in _TWICE.finditer(content.text):
        yield Finding("honorific_twice", (found.span(),), {"found": found[0]})
