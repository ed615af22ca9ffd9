"""Every check of the preflight: what it is called, how seriously it is taken unless a store says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.domain.problems import Level
from messaging.models import PreflightLevel


@dataclass(frozen=True, slots=True)
class Check:
    """`title` names what is looked for; `example` is a text that has it.

    for_programs: its level where a program sends, if that is another.
    """

    code: str
    level: Level
    title: Promise
    example: str = ""
    for_programs: Level | None = None

    @property
    def usual(self) -> str:
        """Its level in words, as stores have it that have chosen nothing."""
        return str(PreflightLevel.Level(self.level.value).label)


# In the order in which pages show them.
CHECKS: tuple[Check, ...] = (
    Check("wrong_brackets", Level.ERROR, _("Merge field in the wrong brackets"), "【【氏名】】様"),
    Check("left_open", Level.WARNING, _("Place that nobody has filled in"), "○○様 / {name}"),
    Check("name_disagrees", Level.WARNING, _("Name that is not the recipient's"), "鈴木様"),
    Check(
        "date_disagrees",
        Level.WARNING,
        _("Date other than the appointment's or the due date on record"),
        "車検の期日は3月15日です",
    ),
    Check("time_disagrees", Level.WARNING, _("Time other than the appointment's"), "15時にお待ちしています"),
    Check("amount_disagrees", Level.WARNING, _("Amount other than the one on record"), "家賃 85,000円"),
    Check("wrong_weekday", Level.WARNING, _("Day of the week that does not fit the date"), "3月15日(土)"),
    Check("no_such_day", Level.WARNING, _("Date or time that does not exist"), "4月31日"),
    Check("relative_word", Level.WARNING, _("“Today” or “tomorrow” in a text for another day"), "明日"),
    Check("promotion_in_notice", Level.WARNING, _("Advertising in a notice"), "ぜひご来店ください"),
    Check(
        "same_text",
        Level.WARNING,
        _("The same text to the same number within 24 hours"),
        # Two requests that are alike are two messages (docs/api.md); a repeated one has the same Idempotency-Key.
        for_programs=Level.HINT,
    ),
    Check("chat_like", Level.HINT, _("Several messages to one number within an hour")),
    Check("phone_number", Level.WARNING, _("Phone number that is not the store's"), "090-1234-5678"),
    Check("shared_shortener", Level.WARNING, _("Shortener that anybody may use"), "https://bit.ly/3xYz"),
    Check("address_runs_on", Level.WARNING, _("Text right behind an address"), "https://example.jp/をご覧"),
    Check("address_not_a_link", Level.WARNING, _("Address that cannot be tapped"), "www.example.jp"),
    Check("address_not_secure", Level.HINT, _("Address with http://"), "http://example.jp"),
    Check("links_not_counted", Level.HINT, _("Third address, whose clicks are not counted")),
    Check("honorific_twice", Level.WARNING, _("Honorific that stands twice"), "山田様様"),
    Check("risky_character", Level.WARNING, _("Character that some handsets show wrongly"), "〜 ①"),
    Check("blanks_at_ends", Level.HINT, _("Blanks before or after the text")),
    Check("shop_name_missing", Level.HINT, _("No shop name at the beginning")),
    Check("no_contact", Level.HINT, _("No way to reach the shop")),
    Check("own_phone_number", Level.HINT, _("The store's own phone number"), "03-1234-5678"),
    Check("just_over_part", Level.HINT, _("A few characters into one more part")),
)
PLACES = {check.code: place for place, check in enumerate(CHECKS)}


def levels_in_force(chosen: Mapping[str, PreflightLevel.Level]) -> dict[str, Level]:
    """By code, for what a person sends: the store's choice before the check's own; what is off is not among them."""
    usual = {check.code: check.level for check in CHECKS}
    return _with_choices(usual, chosen)


def levels_for_programs(chosen: Mapping[str, PreflightLevel.Level]) -> dict[str, Level]:
    """The same for what a program sends."""
    usual = {check.code: check.for_programs or check.level for check in CHECKS}
    return _with_choices(usual, chosen)


def _with_choices(usual: dict[str, Level], chosen: Mapping[str, PreflightLevel.Level]) -> dict[str, Level]:
    off = PreflightLevel.Level.OFF
    own = {code: Level(level.value) for code, level in chosen.items() if level != off and code in usual}
    return {code: level for code, level in (usual | own).items() if chosen.get(code) != off}
