"""From names to rows: programs name attributes, due dates, kinds and people; the domain wants ids."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.api.fields import StrictRequest, errors_in
from accounts.api.problems import ApiProblem, FieldError, field_error, refused
from accounts.models import ApiToken, Membership
from customers.domain.assets.save_asset import due_field
from customers.domain.check_attributes import attribute_field
from customers.models import Attribute, DueKind
from customers.phone import Phone, PhoneRefused, Refusal
from customers.phone_words import REFUSAL_WORDS
from customers.queries.staff import staff_with_address

Reader = Callable[..., Phone]


def read(request: StrictRequest) -> dict[str, Any]:
    """What the request holds. Raises ApiProblem."""
    if not request.is_valid():
        raise refused(errors_in(request.errors))
    return dict(request.validated_data)


def by_id(named: Mapping[str, Any], known: Sequence[Attribute | DueKind], *, field: str) -> dict[int, Any]:
    """Values by the definition's id. Raises ApiProblem for names that there are none of."""
    ids = {one.name: one.pk for one in known}
    unknown = [name for name in named if name not in ids]
    if unknown:
        words = _("The store has defined nothing of this name.")
        raise refused([field_error(f"{field}.{name}", "unknown_name", words) for name in unknown[:10]])
    return {ids[name]: value for name, value in named.items()}


def phones(
    asked: Mapping[str, Any], readers: Mapping[str, Reader], *, countries: Sequence[str]
) -> dict[str, str | None]:
    """Of these fields those that are given, as E.164. Raises ApiProblem."""
    found: dict[str, str | None] = {}
    errors: list[FieldError] = []
    for field, reader in readers.items():
        if field not in asked:
            continue
        try:
            found[field] = reader(asked[field], countries=countries).e164 if asked[field] else None
        except PhoneRefused as error:
            if error.code is Refusal.EMPTY:
                found[field] = None
            else:
                errors.append(field_error(field, error.code.value, REFUSAL_WORDS[error.code]))
    if errors:
        raise refused(errors)
    return found


def staff(token: ApiToken, address: str | None) -> Membership | None:
    """The person of the store who signs in so. Raises ApiProblem for nobody."""
    if not address:
        return None
    found = staff_with_address(token, address)
    if found is None:
        words = _("Nobody of the store signs in with this address.")
        raise refused([field_error("staff", "unknown_name", words)])
    return found


def refusal_of(
    error: ValidationError, *, attributes: Sequence[Attribute] = (), due_kinds: Sequence[DueKind] = ()
) -> ApiProblem:
    """What the domain refused, under the names that programs know."""
    names = {attribute_field(one): f"attributes.{one.name}" for one in attributes}
    names |= {due_field(one.pk): f"dues.{one.name}" for one in due_kinds}
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return refused(
        [
            field_error(names.get(field, field), one.code or "invalid", message)
            for field, errors in by_field.items()
            for one in errors
            for message in one.messages
        ]
    )
