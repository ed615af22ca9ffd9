"""What a recipient can say on a page of their own."""

from enum import StrEnum

from customers.models import Suppression

# What "only important notices" leaves out.
NOT_NOTICES = (Suppression.Purpose.REMINDER, Suppression.Purpose.PROMOTION)


class Choice(StrEnum):
    NOTICES_ONLY = "notices_only"
    PAUSE = "pause"
    STOP = "stop"
    WRONG_PERSON = "wrong_person"
