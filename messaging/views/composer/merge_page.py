"""What a composer's page needs of merge fields: which there are, and what they say for one person."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from accounts.models import Membership
from messaging.domain.compose import Recipient
from messaging.domain.merge_texts import language_of, subject_of
from messaging.domain.recipient_codes import url_of
from messaging.models import RecipientCode
from messaging.queries.merge_fields import LINK, OPT_OUT_PAGE, OWN_PAGES, RECIPIENTS_PAGE
from messaging.queries.recipients.bearer import LENGTHS
from templates_app.queries.fields import ShownField, fields_of
from templates_app.queries.page_values import page_values
from templates_app.registries.merge_fields import Subject


@dataclass(frozen=True, slots=True)
class OfferedField:
    """`inserts` is what goes into the text; `value` what it says for the person, else an example (`is_example`).

    is_made_by_sending: an address that no record has; the send makes it.
    """

    inserts: str
    label: str
    value: str
    is_example: bool
    is_made_by_sending: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    label: str
    fields: list[OfferedField] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MergePage:
    """`groups` for the menu; `script` is the JSON for static/js/rendered.js."""

    groups: list[FieldGroup]
    script: dict[str, dict[str, str]]


# As long as the pages' own addresses will be, which only the send makes.
_OWN_PAGES = {
    field: url_of(kind, "x" * LENGTHS[kind])
    for field, kind in (
        (OPT_OUT_PAGE, RecipientCode.Kind.OPT_OUT),
        (RECIPIENTS_PAGE, RecipientCode.Kind.PAGE),
    )
}


_MADE_BY_SENDING = OWN_PAGES | {LINK}


def merge_page(membership: Membership, recipient: Recipient | None, body: str) -> MergePage:
    """`body` says the language of dates. Without a recipient the menu shows examples, and a text is counted with its
    fields as they are typed.
    """
    script = page_values(store=membership.store, subject=_subject_of(recipient, body))
    groups = _groups(fields_of(membership.store), script["values"])
    return MergePage(groups, script | {"values": script["values"] | _OWN_PAGES})


def values_of(membership: Membership, recipient: Recipient | None, body: str) -> dict[str, str]:
    """Every field of the store that says something for this recipient, by its name. A constant number of queries."""
    return page_values(store=membership.store, subject=_subject_of(recipient, body))["values"] | _OWN_PAGES


def _subject_of(recipient: Recipient | None, body: str) -> Subject:
    return subject_of(recipient, language=language_of(body)) if recipient else Subject()


def _groups(fields: Sequence[ShownField], values: dict[str, str]) -> list[FieldGroup]:
    language = "en" if (get_language() or "").startswith("en") else "ja"
    groups: dict[str, FieldGroup] = {}
    for one in fields:
        value = values.get(one.name, "")
        offered = OfferedField(
            f"[[{one.name}]]",
            str(one.label),
            value or one.example.get(language, ""),
            not value,
            one.name in _MADE_BY_SENDING,
        )
        label = str(one.group)
        groups.setdefault(label, FieldGroup(label)).fields.append(offered)
    return list(groups.values())
