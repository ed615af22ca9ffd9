"""What PostgreSQL quotes of a row, and codes that open something, do not reach the log; everything else does."""

import logging

import pytest

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


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Unprocessable Entity: /o/AbCdEfGh23", "Unprocessable Entity: /o/(left out)"),
        (
            "Method Not Allowed (PUT): /r/AbCdEfGh23AbCdEfGh23AbC?language=en",
            "Method Not Allowed (PUT): /r/(left out)",
        ),
        ("Service Unavailable: /s/AbCdEf23", "Service Unavailable: /s/(left out)"),
        ("https://sms.example.jp/s/-proof/AbC-d_f end", "https://sms.example.jp/s/(left out) end"),
        ("Not Found: /stores/sakura-auto/messages/17/", "Not Found: /stores/sakura-auto/messages/17/"),
        ("accepted 1/2", "accepted 1/2"),
    ],
)
def test_the_code_of_an_address_is_left_out(said: str, kept: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, said, None, None)
    assert Line("%(message)s").format(record) == kept
