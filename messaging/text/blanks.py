"""Newlines and the blanks around a body."""

# SMSLINK drops exactly these at both ends. The ideographic space is text: it stays and it counts.
BLANKS = " \t\r\n"


def plain_newlines(text: str) -> str:
    """The text with CR LF and lone CR as LF.

    A form posts CR LF where the textarea held LF, so a body is brought to LF before it is kept.
    """
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def trimmed(text: str) -> str:
    """The text without the blanks, tabs and newlines at its ends that a domestic route drops."""
    return text.strip(BLANKS)
