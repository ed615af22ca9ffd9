"""The row of a stop: one in force for a number and purpose, and a pause makes room for a stop."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Store
from accounts.tenancy.scope import current_store_id
from customers.models import Suppression
from customers.phone import masked_form
from customers.signals import number_suppressed

_OVER = _("The pause has ended by itself.")
_REPLACED = _("A stop has taken the place of the pause.")


def standing_row(stop: Suppression) -> Suppression | None:
    """The row of this number and purpose that nobody has lifted: a stop, or a pause, which may be over."""
    found: Suppression | None = Suppression.objects.filter(
        phone=stop.phone, purpose=stop.purpose, lifted_at__isnull=True
    ).first()
    return found


def kept(stop: Suppression) -> Suppression | None:
    """Nothing where it is kept; else the row that somebody else has kept meanwhile."""
    try:
        with transaction.atomic():
            stop.save()
    except IntegrityError:
        standing = standing_row(stop)
        if standing is None:
            raise
        return standing
    return None


def end_pause(pause: Suppression) -> None:
    """What is over, or gives way to a stop, becomes history. It says which of the two it was, to the staff."""
    now = timezone.now()
    ended: tuple[datetime, Promise] = (
        (pause.ends_at, _OVER) if pause.ends_at is not None and pause.ends_at <= now else (now, _REPLACED)
    )
    with translation.override(settings.LANGUAGE_CODE):
        words = str(ended[1])
    Suppression.objects.filter(pk=pause.pk, lifted_at__isnull=True).update(
        lifted_at=ended[0], lift_reason=words
    )


def audit_stop(stop: Suppression, actor: Actor | None, **further: str) -> None:
    record_audit(
        actor=actor,
        action="number.suppressed",
        target=stop,
        details={
            "phone": masked_form(stop.phone),
            "reason": stop.reason,
            "purpose": stop.purpose,
            **({"ends_at": stop.ends_at.isoformat()} if stop.ends_at else {}),
            **further,
        },
    )


def tell_stop(stop: Suppression) -> None:
    """To every store of the legal entity of the store in scope (customers.signals)."""
    own = Store.objects.filter(pk=current_store_id()).values("legal_entity_id")
    stores = Store.objects.filter(legal_entity_id__in=own).order_by("id").values_list("id", flat=True)
    number_suppressed.send(
        Suppression,
        phone=stop.phone,
        purpose=stop.purpose,
        reason=stop.reason,
        ends_at=stop.ends_at,
        store_ids=tuple(stores),
    )
