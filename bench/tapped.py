"""The links that the rows of taps are measured on: code `number` is recipient FIRST_RECIPIENT + `number`'s."""

from tracking.links.codes import SHORT_LINK, code_for

# No message has such a number: nobody was handed anything.
FIRST_RECIPIENT = 1_000_000_000
TARGET = "https://www.example.jp/inspection?from=sms"


def code_of(number: int) -> str:
    return code_for(b"the bench", SHORT_LINK, number)
