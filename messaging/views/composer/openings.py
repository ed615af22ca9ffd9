"""What stands in a composer when it is opened: an earlier text, a draft, a template, what was scheduled, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from accounts.models import Membership
from accounts.web.addresses import id_in, id_named
from accounts.web.request import StoreRequest
from customers.models import Customer
from customers.phone import national_form
from messaging.models import Dispatch, Draft, Message, MessageText, Purpose
from messaging.queries.access import dispatch_to_cancel
from messaging.queries.access_drafts import draft_to_open
from messaging.queries.access_history import message_to_view
from messaging.queries.dispatches import messages_of
from messaging.queries.merge_fields import LINK
from messaging.queries.message_rows import person_shown
from messaging.queries.sending_settings import sending_settings
from messaging.queries.text_about import about_in
from messaging.views.composer.replaced import waiting_of
from templates_app.queries.access import template_to_use, version_to_use
from templates_app.queries.versions import current_version

# Fields of a dispatch that stand in the form under the same name.
_SAME = ("body", "memo", "subject", "purpose", "link_parameters", "track_links", "unique_links")


@dataclass(frozen=True, slots=True)
class Opening:
    """`fields`: the form's, by name; empty where nothing is asked for. The page says what it opened from.

    had_left: nothing waits any more of what the draft was to take the place of.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    again: Message | None = None
    draft: Draft | None = None
    had_left: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.fields


def opening_in(request: StoreRequest, customer: Customer | None) -> Opening:
    """What the address asks for: `again`, `draft`, `replace`, `template`.

    Raises PermissionDenied; Http404 for what is another store's, a colleague's draft, or was for another customer.
    """
    membership = request.membership
    if (again := id_named(request.GET, "again")) is not None:
        return _of_message(message_to_view(membership, again))
    if (draft := id_named(request.GET, "draft")) is not None:
        return _of_draft(draft_to_open(membership, draft), membership, customer)
    if (replace := id_named(request.GET, "replace")) is not None:
        return _of_dispatch(dispatch_to_cancel(membership, replace), membership, customer)
    if (template := id_named(request.GET, "template")) is not None:
        return Opening(fields=_of_template(membership, template))
    return Opening()


def usual_fields() -> dict[str, Any]:
    """What a new message has, as the store has chosen. One query."""
    chosen = sending_settings()
    return {"track_links": chosen.track_links, "unique_links": chosen.unique_links}


def _of_message(message: Message) -> Opening:
    """A new one with the old one's text as it was written; its own time is not taken along."""
    dispatch = message.dispatch
    fields = {name: getattr(dispatch, name) for name in _SAME if name != "subject"}
    fields |= _origin(dispatch) | _meant([message])
    return Opening(fields=fields, again=message)


def _of_draft(draft: Draft, membership: Membership, customer: Customer | None) -> Opening:
    if customer is not None and draft.customer_id != customer.pk:
        raise Http404
    fields: dict[str, Any] = dict(draft.fields) | {"draft": draft.pk}
    replaced = id_in(str(fields.get("replaces") or ""))
    had_left = replaced is not None and not waiting_of(dispatch_to_cancel(membership, replaced))
    if had_left:
        fields["replaces"] = ""
    return Opening(fields=fields, draft=draft, had_left=had_left)


def _of_dispatch(dispatch: Dispatch, membership: Membership, customer: Customer | None) -> Opening:
    """All that was decided, to be decided anew; the numbers as lines for quick send."""
    found = list(messages_of(dispatch).exclude(text__topic=MessageText.INTRODUCTION))
    if customer is not None and {message.text.customer_id for message in found} != {customer.pk}:
        raise Http404
    fields: dict[str, Any] = {name: getattr(dispatch, name) for name in _SAME}
    fields |= {
        **_origin(dispatch),
        **_meant(found),
        "when": "later" if dispatch.send_at else "now",
        "send_at": dispatch.send_at or "",
        "numbers": "\n".join(_line(message, membership) for message in found),
        "replaces": dispatch.pk,
    }
    return Opening(fields=fields)


def _origin(dispatch: Dispatch) -> dict[str, Any]:
    return {"template_version": dispatch.template_version_id or ""}


def _meant(found: Sequence[Message]) -> dict[str, Any]:
    """What the fields of the text stood for: whose vehicle, which appointment, where the link led to."""
    abouts = [about_in(message.text.topic) for message in found]
    links = ((message.text.merge_values or {}).get(LINK, "") for message in found)
    return {
        "assets": ",".join(str(about.asset_id) for about in abouts if about.asset_id is not None),
        "due_kind": next((about.due_kind_id for about in abouts if about.due_kind_id), ""),
        "appointment": next((about.appointment_id for about in abouts if about.appointment_id), ""),
        "link": next((link for link in links if link), ""),
    }


def _line(message: Message, membership: Membership) -> str:
    name, _customer = person_shown(message, membership)
    return f"{national_form(message.text.phone)}\t{name}".strip()


def _of_template(membership: Membership, template_id: int) -> dict[str, Any]:
    version = current_version(template_to_use(membership, template_id))
    return {
        "body": version.body,
        "subject": version.subject,
        "purpose": Purpose(version.purpose),
        "template_version": version.pk,
    }


def version_of_form(membership: Membership, version_id: int | None) -> int | None:
    """The template's version that a form names; None for none, and for what is not the store's."""
    if version_id is None:
        return None
    try:
        return version_to_use(membership, version_id).pk
    except Http404:
        return None
