"""What is held on a number itself, whoever's record it stands on."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from customers.models import (
    Complaint,
    ConsentPurpose,
    ConsentRecord,
    ConsentSource,
    ConsentState,
    NumberCheck,
    Suppression,
    Upload,
)
from customers.registries.personal_data import Table, Whom, coded

_GOES = _("is deleted")


def number_tables(whom: Whom) -> list[Table]:
    """Consents and what holds of them, stops, complaints, confirmations of the number."""
    return [_consents(whom), _states(whom), _stops(whom), _complaints(whom), _checks(whom)]


def numbers_checked(customer_ids: Sequence[int]) -> set[str]:
    """Numbers that were confirmed for these records, and for no other."""
    found = NumberCheck.objects.filter(customer__in=customer_ids)
    others = NumberCheck.objects.filter(phone=OuterRef("phone"), customer__isnull=False)
    alone = found.exclude(Exists(others.exclude(customer__in=customer_ids)))
    return set(alone.order_by().values_list("phone", flat=True).distinct())


def papers_of(whom: Whom) -> list[Upload]:
    """The papers kept as evidence of their consents."""
    named = ConsentRecord.objects.filter(phone__in=whom.phones, evidence__isnull=False).values("evidence")
    return list(Upload.objects.filter(pk__in=named).order_by("id"))


def _consents(whom: Whom) -> Table:
    found = ConsentRecord.objects.filter(phone__in=whom.phones).select_related("wording")
    return Table(
        "consents",
        _("Consents"),
        _("is deleted; the chain of proofs stays whole without it"),
        [
            ("position", _("Position in the chain")),
            ("phone", _("Phone number")),
            ("name", _("Name")),
            ("purpose", _("Purpose")),
            ("granted", _("Granted")),
            ("given_at", _("Given")),
            ("source", _("Source")),
            ("wording_version", _("Version of the wording")),
            ("wording", _("Wording")),
            ("note", _("Note")),
            ("ip", _("IP address")),
            ("user_agent", _("Browser")),
            ("evidence_sha256", _("SHA-256 of the paper")),
            ("recorded_by", _("Recorded by")),
        ],
        [
            [
                one.position, one.phone, one.name, coded(ConsentPurpose, one.purpose), one.granted, one.given_at,
                coded(ConsentSource, one.source),
                one.wording.version if one.wording else None, one.wording.text if one.wording else "",
                one.note, one.ip, one.user_agent, one.evidence_sha256, one.recorded_by_name,
            ]
            for one in found.order_by("position")
        ],
    )  # fmt: skip


def _states(whom: Whom) -> Table:
    found = ConsentState.objects.filter(phone__in=whom.phones).order_by("phone", "purpose")
    return Table(
        "consents_in_force",
        _("Consents in force"),
        _GOES,
        [
            ("phone", _("Phone number")),
            ("purpose", _("Purpose")),
            ("granted", _("Granted")),
            ("given_at", _("Given")),
        ],
        [[one.phone, coded(ConsentPurpose, one.purpose), one.granted, one.given_at] for one in found],
    )


def _stops(whom: Whom) -> Table:
    found = Suppression.objects.filter(phone__in=whom.phones).order_by("created_at", "id")
    return Table(
        "stops",
        _("Stops"),
        _("a stop in force stays, without its note; lifted ones are deleted"),
        [
            ("phone", _("Phone number")),
            ("purpose", _("Purpose")),
            ("reason", _("Reason")),
            ("note", _("Note")),
            ("created_at", _("Entered")),
            ("ends_at", _("Ends")),
            ("lifted_at", _("Lifted")),
            ("lift_reason", _("Reason for lifting")),
        ],
        [
            [
                one.phone, coded(Suppression.Purpose, one.purpose), coded(Suppression.Reason, one.reason), one.note,
                one.created_at, one.ends_at, one.lifted_at, one.lift_reason,
            ]
            for one in found
        ],
        stays=True,
    )  # fmt: skip


def _complaints(whom: Whom) -> Table:
    found = Complaint.objects.filter(phone__in=whom.phones).order_by("recorded_at", "id")
    return Table(
        "complaints",
        _("Complaints"),
        _GOES,
        [
            ("phone", _("Phone number")),
            ("said", _("What was said")),
            ("promised", _("What was promised")),
            ("recorded_at", _("Entered")),
        ],
        [[one.phone, one.said, one.promised, one.recorded_at] for one in found],
    )


def _checks(whom: Whom) -> Table:
    found = NumberCheck.objects.filter(phone__in=whom.phones).order_by("made_at", "id")
    return Table(
        "number_checks",
        _("Confirmations of the number"),
        _GOES,
        [
            ("phone", _("Phone number")),
            ("occasion", _("Occasion")),
            ("name", _("Name")),
            ("purposes", _("Purposes")),
            ("made_at", _("Entered")),
            ("confirmed_at", _("Confirmed")),
            ("ip", _("IP address")),
            ("user_agent", _("Browser")),
        ],
        [
            [
                one.phone, coded(NumberCheck.Occasion, one.occasion), one.name,
                [coded(ConsentPurpose, purpose) for purpose in one.purposes], one.made_at, one.confirmed_at, one.ip,
                one.user_agent,
            ]
            for one in found
        ],
    )  # fmt: skip
