"""What holds for numbers now, and what was said when."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.models import ConsentRecord, ConsentState

_ANSWERS = """
SELECT phone, purpose, granted FROM customers_consentstate
WHERE store_id = %s AND phone = ANY(%s) AND purpose = ANY(%s)
"""


def consent_states(
    *, phones: Collection[str], purposes: Collection[str] | None = None
) -> dict[tuple[str, str], ConsentState]:
    """By number (E.164) and purpose, in the store in scope; who has said nothing is missing. One query.

    Without `purposes` all of them.
    """
    if not phones:
        return {}
    states = ConsentState.objects.filter(phone__in=list(phones))
    if purposes is not None:
        states = states.filter(purpose__in=list(purposes))
    return {(state.phone, state.purpose): state for state in states}


def consents_of(phone: str) -> QuerySet[ConsentRecord]:
    """All entries of a number in the store in scope, in the order of the ledger, with wording and file."""
    found: QuerySet[ConsentRecord] = ConsentRecord.objects.filter(phone=phone)
    return found.select_related("wording", "evidence").order_by("position")


def consent_answers(
    *, store: Store, phones: Collection[str], purposes: Collection[str]
) -> dict[tuple[str, str], bool]:
    """Whether it is granted (True) or withdrawn (False), by number and purpose, for the gates of sending.

    In any scope, for just this store. One query.
    """
    if not phones:
        return {}
    rows = rows_of(_ANSWERS, [store.pk, list(phones), list(purposes)])
    return {(phone, purpose): granted for phone, purpose, granted in rows}
