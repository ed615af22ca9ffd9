"""Every rule, in the order in which a page shows what they find; each a function that knows one thing."""

from messaging.preflight.addresses import (
    address_not_a_link,
    address_not_secure,
    address_runs_on,
    links_not_counted,
    shared_shortener,
)
from messaging.preflight.amounts import amount_disagrees, amounts_in
from messaging.preflight.characters import blanks_at_ends, just_over_part, risky_character
from messaging.preflight.content import Content, Finding, Person, PersonRule, Sending, TextRule
from messaging.preflight.days import date_disagrees, no_such_day, time_disagrees, wrong_weekday
from messaging.preflight.gaps import honorific_twice, left_open, wrong_brackets
from messaging.preflight.names import called_in, name_disagrees
from messaging.preflight.promotion import promotion_in_notice
from messaging.preflight.relative_words import relative_word
from messaging.preflight.shop import shop_name_missing
from messaging.preflight.telephones import no_contact, phone_numbers

TEXT_RULES: tuple[TextRule, ...] = (
    wrong_brackets,
    left_open,
    no_such_day,
    wrong_weekday,
    relative_word,
    promotion_in_notice,
    phone_numbers,
    shared_shortener,
    address_runs_on,
    address_not_a_link,
    address_not_secure,
    links_not_counted,
    honorific_twice,
    risky_character,
    blanks_at_ends,
    shop_name_missing,
    no_contact,
    just_over_part,
)
PERSON_RULES: tuple[PersonRule, ...] = (name_disagrees, date_disagrees, time_disagrees, amount_disagrees)


def found_in_text(content: Content, sending: Sending) -> list[Finding]:
    """What every person's text of these words has."""
    return [finding for rule in TEXT_RULES for finding in rule(content, sending)]


def found_for_person(content: Content, sending: Sending, person: Person) -> list[Finding]:
    """What only the text of this person has."""
    return [finding for rule in PERSON_RULES for finding in rule(content, sending, person)]


def speaks_of_records(content: Content) -> bool:
    """Whether anything in the text could disagree with what is on record; most texts need no look at the records."""
    for found in (content.days, content.times, amounts_in(content.prose), called_in(content)):
        if any(content.is_typed(mention.start, mention.end) for mention in found):
            return True
    return False
