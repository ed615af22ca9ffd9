"""What a person reads of a finding: what it is, and what to change."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from messaging.preflight import Finding, Said

Words = Mapping[str, str]

_SENTENCES: dict[str, Promise] = {
    "wrong_brackets": gettext_lazy(
        "“%(found)s” would go out as it stands. Write %(field)s in half-width brackets, or take it out."
    ),
    "left_open": gettext_lazy(
        "“%(found)s” looks like a place that nobody has filled in. Write what belongs there."
    ),
    "name_disagrees": gettext_lazy(
        "The text speaks to %(found)s, but goes to %(name)s. Check the name and the recipient."
    ),
    "time_disagrees": gettext_lazy(
        "The text says %(found)s, but the appointment on record is on %(booked)s. Correct the one that is wrong."
    ),
    "amount_disagrees": gettext_lazy(
        "The text says %(found)s, but %(name)s on record is %(amount)s. Correct the one that is wrong."
    ),
    "wrong_weekday": gettext_lazy(
        "The text says %(found)s, but that day is %(day)s. Correct the day or the day of the week."
    ),
    "no_such_day": gettext_lazy("There is no %(found)s. Correct the date or the time."),
    "promotion_in_notice": gettext_lazy(
        "“%(found)s” reads like advertising. Take it out, or send this as promotion to those who agreed to it."
    ),
    "phone_number": gettext_lazy(
        "%(number)s is not a number of this store. Check it: handsets warn of phone numbers in an SMS."
    ),
    "shared_shortener": gettext_lazy(
        "Carriers may stop messages with %(host)s, which anybody may use. Write the whole address instead."
    ),
    "address_runs_on": gettext_lazy(
        "Put a blank or a new line behind the address: on some handsets “%(following)s” becomes part of the link."
    ),
    "address_not_a_link": gettext_lazy(
        "“%(found)s” cannot be tapped on every handset. Write it half-width, without blanks, from https:// on."
    ),
    "address_not_secure": gettext_lazy(
        "The address begins with http://, of which browsers warn. Write https:// if the page opens with it."
    ),
    "honorific_twice": gettext_lazy("The honorific stands twice: “%(found)s”. Take one of them out."),
    "blanks_at_ends": gettext_lazy(
        "The text begins or ends with blanks, which some providers cut off. Take them out."
    ),
    "shop_name_missing": gettext_lazy(
        "The beginning does not say who writes. Put “%(name)s” into the first line: handsets show only a number."
    ),
    "no_contact": gettext_lazy(
        "Nobody can answer this SMS, and it names no way to reach you. Add a phone number or an address."
    ),
    "own_phone_number": gettext_lazy(
        "Some handsets warn of any phone number, also of yours (%(number)s). Leave it where people should call."
    ),
}


def sentence_of(finding: Finding) -> str:
    """In the language in force."""
    words = {name: _written(value) for name, value in finding.said.items()}
    special = _SPECIAL.get(finding.code)
    return special(finding, words) if special else str(_SENTENCES[finding.code]) % words


def _date_disagrees(finding: Finding, words: Words) -> str:
    if "booked" in words:
        return str(_SENTENCES["time_disagrees"]) % words
    return (
        _(
            "The text says %(found)s, but %(kind)s of %(of)s on record is on %(due)s. Correct the one that is wrong."
        )
        % words
    )


def _relative_word(finding: Finding, words: Words) -> str:
    if "means" in words:
        return _("“%(word)s” is read on %(leaves)s and means %(means)s then. Write the date instead.") % words
    return _("“%(word)s” is read on %(leaves)s. Write when it is instead.") % words


def _risky_character(finding: Finding, words: Words) -> str:
    said = _("Some handsets show these characters wrongly: %(characters)s") % words
    return said + " " + _("Safe instead: %(instead)s") % words if words["instead"] else said


def _links_not_counted(finding: Finding, words: Words) -> str:
    count = _number(finding, "count")
    return (
        ngettext(
            "Clicks are counted for two addresses only; %(count)s further goes as it is.",
            "Clicks are counted for two addresses only; %(count)s further go as they are.",
            count,
        )
        % words
    )


def _just_over_part(finding: Finding, words: Words) -> str:
    over = _number(finding, "over")
    return (
        ngettext(
            "%(over)s character more than %(fits)s: %(parts)s parts with docomo. Shorten it by that to save one.",
            "%(over)s characters more than %(fits)s: %(parts)s parts with docomo. Shorten it by that to save one.",
            over,
        )
        % words
    )


def repeats_sentence(newest: datetime, *, people: int, of: int) -> str:
    """That so many of so many got the very text before; `newest` is a time of the store's zone."""
    said = {"time": f"{newest:%Y-%m-%d %H:%M}", "count": f"{people:,}"}
    if of == 1:
        return _("The same text was sent to this person at %(time)s.") % said
    return (
        ngettext(
            "The same text was sent to %(count)s of these numbers within 24 hours, last at %(time)s.",
            "The same text was sent to %(count)s of these numbers within 24 hours, last at %(time)s.",
            people,
        )
        % said
    )


def _chat_like(finding: Finding, words: Words) -> str:
    return (
        _("%(messages)s messages went to this number within an hour. Put what is left into one, or phone.")
        % words
    )


_SPECIAL: dict[str, Callable[[Finding, Words], str]] = {
    "date_disagrees": _date_disagrees,
    "relative_word": _relative_word,
    "risky_character": _risky_character,
    "links_not_counted": _links_not_counted,
    "just_over_part": _just_over_part,
    "chat_like": _chat_like,
}


def _number(finding: Finding, name: str) -> int:
    return int(str(finding.said[name]))


def _written(value: Said) -> str:
    if isinstance(value, datetime):
        # Translators: as Django writes dates; in Japanese Y年n月j日(D) H:i.
        return date_format(value, pgettext("a moment in a sentence", "D j M Y, H:i"))
    if isinstance(value, date):
        # Translators: as Django writes dates; in Japanese Y年n月j日(D).
        return date_format(value, pgettext("a day in a sentence", "D j M Y"))
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return f"{value:,}" if isinstance(value, int) else value
