"""Whoever tapped a link is told to customers."""

from collections.abc import Mapping
from datetime import datetime

from accounts.tenancy.statements import rows_of
from customers.domain.mark_clicked import mark_clicked

_NUMBERS = """
SELECT message_id, store_id, phone FROM messaging_messagetext WHERE message_id = ANY(%s) AND phone > ''
"""


def note_clicked(*, taps: Mapping[int, datetime]) -> int:
    """`taps`: the last tap by message, of any stores. Returns how many customers were marked. Two statements."""
    numbers = rows_of(_NUMBERS, [list(taps)])
    return mark_clicked(taps=[(store_id, phone, taps[message_id]) for message_id, store_id, phone in numbers])
