"""What PostgreSQL quotes of a row does not reach the log; everything else does."""

import logging

from smsnotify.logs import Line

QUOTED = """value too long for type character varying(200)
CONTEXT:  COPY messaging_messagetext, line 1, column recipient_name: "佐藤花子の
長い名前"
"""


def logged(error: Exception) -> str:
    try:
        raise error
    except type(error) as caught:
        info = (type(caught), caught, caught.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error", None, info)
    return Line("%(levelname)s %(message)s").format(record)


def test_a_quoted_row_is_left_out_over_all_its_lines_and_the_error_stays() -> None:
    text = logged(ValueError(QUOTED))
    assert "佐藤" not in text
    assert "長い名前" not in text
    assert "value too long for type character varying(200)" in text
    assert "Traceback" in text


def test_what_follows_a_quoted_row_is_still_told() -> None:
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, f"{QUOTED}Traceback (most recent call last):\nend", None, None
    )
    text = Line("%(message)s").format(record)
    assert text.endswith("(row left out)\nTraceback (most recent call last):\nend")


def test_a_plain_line_is_as_it_was() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "handed over %s, accepted %s", (2, 1), None)
    assert Line("%(message)s").format(record) == "handed over 2, accepted 1"
