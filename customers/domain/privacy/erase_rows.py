"""Erasing what customers' own tables hold on a person. Each works in the erasure's transaction."""

from collections.abc import Collection

from accounts.domain.answer_once import forget_answers_holding
from accounts.models import Actor
from customers.domain.consents.erase import erase_records
from customers.domain.delete_customer import delete_records
from customers.domain.privacy.import_files import drop_files, imports_holding
from customers.domain.suppress_number import suppress_number
from customers.models import Complaint, ConsentState, ImportFault, NumberCheck, Segment, Suppression
from customers.queries.privacy.files import refused_rows, searches_naming
from customers.queries.privacy.traces import names_sought
from customers.queries.suppressions import IN_FORCE
from customers.registries.personal_data import Whom


def erase_customer_rows(actor: Actor, whom: Whom) -> int:
    """The records with all that belongs to them."""
    return delete_records(whom.customer_ids)


def erase_number_rows(actor: Actor, whom: Whom) -> int:
    """Consents with their papers, complaints, confirmations. A stop in force keeps number and reason: it is what
    keeps anybody from texting the person again. What was withdrawn becomes a stop, for nothing else would say it.
    erase_person holds the chain: nobody withdraws between the look and the erasing."""
    for phone in whom.phones:
        _stop_what_was_withdrawn(actor, phone)
    gone = sum(erase_records(actor=actor, phone=phone) for phone in whom.phones)
    for model in (Complaint, NumberCheck):
        gone += model.objects.filter(phone__in=whom.phones).delete()[0]
    stops = Suppression.objects.filter(phone__in=whom.phones)
    gone += stops.filter(~IN_FORCE).delete()[0]
    gone += stops.exclude(note="").update(note="")
    return gone


def _stop_what_was_withdrawn(actor: Actor, phone: str) -> None:
    withdrawn = ConsentState.objects.filter(phone=phone, granted=False).order_by("purpose")
    stopped = set(
        Suppression.objects.filter(phone=phone, lifted_at__isnull=True, ends_at__isnull=True).values_list(
            "purpose", flat=True
        )
    )
    if Suppression.Purpose.ALL in stopped:
        return
    for state in withdrawn:
        suppress_number(actor=actor, phone=phone, reason=Suppression.Reason.AT_REQUEST, purpose=state.purpose)


def erase_from_files(actor: Actor, whom: Whom) -> int:
    """Refused rows of the person, the spreadsheets themselves, searches that look for the person."""
    gone = ImportFault.objects.filter(pk__in=_ids(refused_rows(whom))).delete()[0]
    gone += Segment.objects.filter(pk__in=_ids(searches_naming(whom))).delete()[0]
    return gone + drop_files(imports_holding(whom))


def erase_kept_answers(actor: Actor, whom: Whom) -> int:
    """What programs were answered within a day, where it names a number (written in one form only) or the person."""
    return forget_answers_holding([*whom.phones, *names_sought(whom.names)])


def _ids(rows: Collection[tuple[object, ...]]) -> list[object]:
    return [row[0] for row in rows]
