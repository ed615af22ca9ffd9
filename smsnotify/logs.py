"""Log lines without what belongs to people (mission.md I6).

PostgreSQL quotes whole rows beside its errors. The addresses of short links and of recipients' pages are keys: who
reads one in a log could open the page.
"""

import logging
import re

_QUOTING = ("DETAIL:", "CONTEXT:", "LINE ")
# Where a traceback goes on after a quoted row, which may run over several lines.
_GOES_ON = ("  File", "Traceback", "During handling", "The above exception", "  |", "  +")

# django.request writes the path of whatever was answered with 400 and more.
_KEYED = re.compile(r"(?<=/[sor]/)[^\s\"'<>]+")


def without_codes(text: str) -> str:
    """The text without what follows /s/, /o/ and /r/ in addresses."""
    return _KEYED.sub("(left out)", text)


def without_rows(text: str) -> str:
    """The text without the lines that quote rows or statements."""
    kept: list[str] = []
    quoting = False
    for line in text.split("\n"):
        if line.lstrip(" |").startswith(_QUOTING):
            quoting = True
            kept.append("(row left out)")
        elif not quoting or line.startswith(_GOES_ON):
            quoting = False
            kept.append(line)
    return "\n".join(kept)


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_codes(without_rows(super().format(record)))
