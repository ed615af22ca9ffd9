"""What a shop should look at before a text goes, as small rules: text and facts in, findings out.

No Django, no settings, no words for people: messaging/domain/preflight/ has those (docs/preflight.md).
"""

from messaging.preflight.amounts import amounts_in, plain_amount
from messaging.preflight.content import Booked, Content, Due, Finding, Person, Said, Sending
from messaging.preflight.rules import found_for_person, found_in_text, speaks_of_records

__all__ = [
    "Booked",
    "Content",
    "Due",
    "Finding",
    "Person",
    "Said",
    "Sending",
    "amounts_in",
    "found_for_person",
    "found_in_text",
    "plain_amount",
    "speaks_of_records",
]
