"""Moments that a shop often means, to press instead of typing them: on the store's clock, always in the future."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

_MORNING, _EVENING = 10, 18


@dataclass(frozen=True, slots=True)
class SendPreset:
    """`value` as an input of type datetime-local takes it."""

    word: str
    value: str


def send_presets(now: datetime) -> list[SendPreset]:
    """now: on the store's clock."""
    at = now.replace(second=0, microsecond=0, tzinfo=None)
    soon = at + timedelta(hours=1)
    evening, tomorrow = at.replace(hour=_EVENING, minute=0), at + timedelta(days=1)
    monday = at + timedelta(days=7 - at.weekday())
    found = [(_("in an hour"), soon)]
    if evening > soon:
        found.append((_("today at 18:00"), evening))
    found.append((_("tomorrow at 10:00"), tomorrow.replace(hour=_MORNING, minute=0)))
    found.append((_("tomorrow at 18:00"), tomorrow.replace(hour=_EVENING, minute=0)))
    if monday.date() != tomorrow.date():
        found.append((_("Monday at 10:00"), monday.replace(hour=_MORNING, minute=0)))
    return [SendPreset(word, f"{moment:%Y-%m-%dT%H:%M}") for word, moment in found]
