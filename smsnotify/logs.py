"""Log lines without what belongs to people: PostgreSQL quotes whole rows beside its errors (mission.md I6)."""

import logging

_QUOTING = ("DETAIL:", "CONTEXT:", "LINE ")
# Where a traceback goes on after a quoted row, which may run over several lines.
_GOES_ON = ("  File", "Traceback", "During handling", "The above exception", "  |", "  +")


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
        return without_rows(super().format(record))
