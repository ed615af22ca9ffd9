"""How a store's messages are checked, introduced and linked, and how long they may be (mission.md A3, A8, A12, A13)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission, Store
from accounts.queries.memberships import require
from messaging.domain.preflight.checks import CHECKS
from messaging.domain.text_problems import TextCheck
from messaging.models import PreflightLevel, SendingSettings
from messaging.queries.gateways import account_of, capabilities_of
from messaging.queries.sending_settings import chosen_levels, sending_settings
from messaging.text import LONGEST, ONE_PART, composed_kana, plain_newlines, trimmed
from templates_app.queries.compiling import compiled

MOST_INTRODUCTION: int = SendingSettings._meta.get_field("introduction_text").max_length or 0
# As the table's constraint has it.
FEWEST_LINK_DAYS, MOST_LINK_DAYS = 30, 3650
_OF_STORE = ("body_limit", "asks_before_sending")
# Texts do not stand in the audit log (record_audit).
_NOT_TOLD = frozenset({"introduction_text"})


@dataclass(frozen=True, slots=True)
class SendingChoices:
    """`levels`: of every check, by its code."""

    body_limit: int
    asks_before_sending: bool
    introduction: SendingSettings.Introduction
    introduction_text: str
    track_links: bool
    unique_links: bool
    link_days: int
    levels: Mapping[str, PreflightLevel.Level]


def choices_in_force(store: Store) -> SendingChoices:
    """What the store has chosen, and the usual where it has not. Two queries."""
    settings, chosen = sending_settings(), chosen_levels()
    return SendingChoices(
        body_limit=store.body_limit,
        asks_before_sending=store.asks_before_sending,
        introduction=SendingSettings.Introduction(settings.introduction),
        introduction_text=settings.introduction_text,
        track_links=settings.track_links,
        unique_links=settings.unique_links,
        link_days=settings.link_days,
        levels={
            check.code: chosen.get(check.code, PreflightLevel.Level(check.level.value)) for check in CHECKS
        },
    )


@transaction.atomic
def define_sending(*, actor: Actor, choices: SendingChoices) -> bool:
    """False where nothing changed. Raises PermissionDenied, ValidationError by field."""
    require(actor, Permission.SENDING_DEFINE)
    # Two people who save at the same moment come one after the other.
    store = Store.objects.select_for_update(no_key=True, of=("self",)).get(pk=actor.store_id)
    wanted = _checked(store, choices)
    before = choices_in_force(store)
    told = _told(before, wanted)
    if not told:
        return False
    Store.objects.filter(pk=store.pk).update(**{name: getattr(wanted, name) for name in _OF_STORE})
    settings, _is_new = SendingSettings.objects.update_or_create(
        defaults={
            one.name: getattr(wanted, one.name)
            for one in fields(wanted)
            if one.name not in {*_OF_STORE, "levels"}
        }
    )
    _keep_levels(wanted.levels)
    record_audit(actor=actor, action="sending_settings.changed", target=settings, details={"changed": told})
    return True


def _checked(store: Store, choices: SendingChoices) -> SendingChoices:
    """With the introduction as it is kept. Raises ValidationError."""
    errors: dict[str, list[str]] = {}
    text = trimmed(composed_kana(plain_newlines(choices.introduction_text)))
    if text:
        errors["introduction_text"] = _introduction_errors(store, text)
    elif choices.introduction != SendingSettings.Introduction.OFF:
        errors["introduction_text"] = [_("Write what a first message begins with, or choose “nothing”.")]
    if not ONE_PART <= choices.body_limit <= LONGEST:
        errors["body_limit"] = [_("From 70 to 660 characters.")]
    if not FEWEST_LINK_DAYS <= choices.link_days <= MOST_LINK_DAYS:
        errors["link_days"] = [_("From 30 to 3,650 days.")]
    if unknown := set(choices.levels) ^ {check.code for check in CHECKS}:
        raise ValueError(f"not exactly the checks that there are: {sorted(unknown)}")
    if any(errors.values()):
        raise ValidationError({name: found for name, found in errors.items() if found})
    return replace(choices, introduction_text=text)


def _introduction_errors(store: Store, text: str) -> list[str]:
    """Why nobody could be sent this: it would keep every first message from going."""
    found = [problem.message for problem in compiled(store, text).problems]
    if len(text) > MOST_INTRODUCTION:
        found.append(_("Up to %(most)s characters.") % {"most": MOST_INTRODUCTION})
    account = account_of(store)
    problems = TextCheck(store, capabilities_of(account) if account else None).problems(text)
    return found + [problem.message for problem in problems if problem.code == "unsendable_character"]


def _told(before: SendingChoices, wanted: SendingChoices) -> dict[str, Any]:
    """What changed, by name: from what to what; of a text only that it did."""
    told: dict[str, Any] = {}
    for one in fields(wanted):
        old, new = getattr(before, one.name), getattr(wanted, one.name)
        if one.name == "levels" or old == new:
            continue
        told[one.name] = None if one.name in _NOT_TOLD else [old, new]
    for code, level in wanted.levels.items():
        if level != before.levels[code]:
            told[f"level:{code}"] = [before.levels[code].value, level.value]
    return told


def _keep_levels(levels: Mapping[str, PreflightLevel.Level]) -> None:
    """Rows only where the store differs from the check: a check that is taken otherwise later reaches the others."""
    usual = {check.code: check.level.value for check in CHECKS}
    other = {code: level for code, level in levels.items() if level.value != usual[code]}
    PreflightLevel.objects.exclude(code__in=other).delete()
    for code, level in other.items():
        PreflightLevel.objects.update_or_create(code=code, defaults={"level": level})
