"""From what programs ask for to wishes: many at once, each with its own errors."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts.api.fields import errors_in
from accounts.api.problems import FieldError, field_error, forbidden
from accounts.models import Actor, Permission
from customers.models import Customer
from customers.phone import PhoneRefused, phone_from
from customers.phone_words import REFUSAL_WORDS
from messaging.api.shapes import MessageRequest
from messaging.domain.compose import Recipient, Wish, compose
from messaging.domain.problems import Level, Problem
from messaging.domain.recipients import recipient_for, recipients_at
from messaging.models import Dispatch, Purpose
from messaging.queries.access import customers_to_text
from templates_app.queries.access import templates_to_use
from templates_app.queries.versions import current_versions

NOT_FOUND = "not_found"
FORBIDDEN = "forbidden"
# A form's field is called otherwise than a request's.
_FIELDS = {"__all__": "", "recipients": "to"}

Asked = Mapping[str, Any]
Errors = list[FieldError]


def wishes_of(actor: Actor, items: Sequence[Any]) -> list[Wish | Errors]:
    """Each item of JSON as a wish, or what is wrong with it. Four queries at most."""
    # One reader for all: to make one takes as long as to read ten messages.
    reader = MessageRequest()
    read = [_read(reader, item) for item in items]
    found = _recipients(actor, read)
    texts = _texts(actor, read)
    return [_wish(one, found[position], texts[position]) for position, one in enumerate(read)]


def wish_errors(problems: Iterable[Problem]) -> Errors:
    """What keeps a wish from being sent, in the API's shape; of a warning, how to send all the same."""
    return [
        field_error(_FIELDS.get(problem.field, problem.field), problem.code, _message(problem))
        for problem in problems
    ]


def _message(problem: Problem) -> str:
    if problem.level is Level.ERROR:
        return problem.message
    return (
        problem.message + " " + _("To send it all the same, acknowledge: %(code)s") % {"code": problem.code}
    )


def _read(reader: MessageRequest, item: Any) -> Asked | Errors:
    try:
        asked: Asked = reader.run_validation(item)
    except ValidationError as error:
        return errors_in(error.detail)
    found = []
    named = [name for name in ("to", "customer") if asked.get(name) is not None]
    if len(named) == 2:
        found.append(field_error("customer", "to_or_customer", _("Name a number or a customer, not both.")))
    elif not named:
        found.append(field_error("to", "required", _("Name a number or a customer.")))
    written = [name for name in ("body", "template") if asked.get(name) is not None]
    if len(written) == 2:
        found.append(
            field_error("template", "body_or_template", _("Write a body or name a template, not both."))
        )
    elif not written:
        found.append(field_error("body", "required", _("Write a body or name a template.")))
    return found or asked


def _recipients(actor: Actor, read: Sequence[Asked | Errors]) -> list[Recipient | Errors]:
    """Beside `read`; errors stay what they are."""
    sought = {one["customer"] for one in read if not isinstance(one, list) and one.get("customer")}
    unseen: Errors = []
    customers: Mapping[int, Customer] = {}
    try:
        customers = customers_to_text(actor, sought)
    except PermissionDenied as denied:
        unseen = [field_error("customer", FORBIDDEN, forbidden(denied))]
    countries = actor.store.allowed_countries
    found: list[Recipient | Errors] = []
    for one in read:
        if isinstance(one, list):
            found.append(one)
        elif one.get("to") is not None:
            found.append(_at_number(one["to"], countries))
        else:
            found.append(unseen or _at_customer(customers.get(one["customer"])))
    strangers = {
        position: reached.phone
        for position, reached in enumerate(found)
        if isinstance(reached, Recipient) and reached.customer_id is None
    }
    reads_records = actor.may(Permission.CUSTOMERS_VIEW)
    for position, known in zip(strangers, recipients_at(list(strangers.values())), strict=True):
        # Else whoever may only send could ask for anybody's record: the preview of [[氏名]] at their number.
        found[position] = known if reads_records else replace(known, values_of=None)
    return found


def _at_number(typed: str, countries: Sequence[str]) -> Recipient | Errors:
    try:
        return Recipient(phone_from(typed, countries=countries).e164)
    except PhoneRefused as refused:
        return [field_error("to", refused.code.value, REFUSAL_WORDS[refused.code])]


def _at_customer(customer: Customer | None) -> Recipient | Errors:
    if customer is None:
        return [field_error("customer", NOT_FOUND, _("There is no such customer."))]
    if not customer.mobile:
        return [field_error("customer", "no_mobile", _("No mobile number is on record for this customer."))]
    [recipient] = recipient_for(customer)
    return recipient


@dataclass(frozen=True, slots=True)
class _Text:
    """What is sent, and what it is made from, if it is."""

    body: str
    purpose: str = Purpose.NOTICE
    subject: str = ""
    version_id: int | None = None


def _texts(actor: Actor, read: Sequence[Asked | Errors]) -> list[_Text | Errors]:
    """Beside `read`; errors stay what they are."""
    named = {one["template"] for one in read if not isinstance(one, list) and one.get("template")}
    known = set(templates_to_use(actor).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    versions = current_versions(known) if known else {}
    found: list[_Text | Errors] = []
    for one in read:
        if isinstance(one, list):
            found.append(one)
        elif one.get("template") is None:
            found.append(_Text(one["body"]))
        elif (version := versions.get(one["template"])) is not None:
            found.append(_Text(version.body, version.purpose, version.subject, version.pk))
        else:
            found.append([field_error("template", NOT_FOUND, _("There is no such template."))])
    return found


def _wish(asked: Asked | Errors, recipient: Recipient | Errors, text: _Text | Errors) -> Wish | Errors:
    if isinstance(asked, list):
        return asked
    if isinstance(recipient, list):
        return recipient
    if isinstance(text, list):
        return text
    return compose(
        key=uuid.uuid4(),
        source=Dispatch.Source.API,
        purpose=Purpose(asked.get("purpose") or text.purpose),
        body=text.body,
        recipients=(replace(recipient, values=asked.get("fields", {})),),
        subject=asked.get("subject") or text.subject,
        template_version_id=text.version_id,
        link=asked.get("link") or "",
        track_links=asked.get("track_links", False),
        unique_links=asked.get("unique_links", False),
        link_parameters=asked.get("link_parameters") or "",
        memo=asked.get("memo") or "",
        reference=asked.get("reference") or "",
        send_at=asked.get("send_at"),
        expires_at=asked.get("expires_at"),
        acknowledged=frozenset(asked.get("acknowledge", ())),
    )
