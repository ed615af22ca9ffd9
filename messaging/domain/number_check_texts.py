"""What the messages around a sign-up say. No link in either: a code is for the page that is open, or the counter."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Store
from messaging.text import ONE_PART, ProblemCode, character_problems, domestic_count

# What every handset shows, if wrongly now and then; the others are refused by a provider.
_PASS = {ProblemCode.NOT_SHIFT_JIS, ProblemCode.PRIVATE_USE}


def code_text(store: Store, *, code: str, at_counter: bool, language: str) -> str:
    """One part, however long the shop's name is."""
    with translation.override(language):
        words = (
            _("[%(shop)s] Test. Please tell our staff this code: %(code)s")
            if at_counter
            else _("[%(shop)s] Code: %(code)s (10 min). Not asked for? Ignore it.")
        )
    room = ONE_PART - len(words % {"shop": "", "code": code})
    return words % {"shop": _cut(_sendable(store.name), room), "code": code}


def sign_up_done_text(store: Store, *, language: str) -> str:
    """That the sign-up is complete, and how to stop: what fits into one part, else what the store may send at all."""
    values = {
        "shop": _sendable(store.name),
        "entity": _sendable(store.legal_entity.formal_name),
        "contact": _sendable(store.phone or store.legal_entity.contact),
    }
    with translation.override(language):
        texts = [
            _("[%(shop)s] You are signed up. To stop: %(contact)s. Sender: %(entity)s"),
            _("[%(shop)s] You are signed up. To stop: %(contact)s"),
        ]
        shortest = _("You are signed up for SMS. To stop at any time, tell the shop.")
    written = [text % values for text in texts]
    limit = store.body_limit
    return _first_within(written, ONE_PART) or _first_within(written, limit) or shortest


def _first_within(texts: Iterable[str], limit: int) -> str:
    return next((text for text in texts if domestic_count(text).characters <= limit), "")


def _sendable(text: str) -> str:
    """Without characters that a provider refuses: an emoji in a shop's name keeps no code from going."""
    refused = {problem.character for problem in character_problems(text) if problem.code not in _PASS}
    return "".join(character for character in " ".join(text.split()) if character not in refused)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"
