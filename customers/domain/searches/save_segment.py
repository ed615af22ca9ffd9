"""Saving a search under a name, changing it, putting it away."""

from collections.abc import Sequence

import psycopg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.models import Segment
from customers.queries.searches.columns import columns_of, default_columns
from customers.queries.searches.fields import search_fields
from customers.queries.searches.found import Search
from customers.queries.searches.saved import kept

MOST_COLUMNS = 60


def save_segment(
    *,
    actor: Actor,
    segment: Segment | None = None,
    name: str,
    search: Search | None = None,
    columns: Sequence[str] | None = None,
    file_columns: Sequence[str] | None = None,
) -> Segment:
    """The saved search as it is now; a new one where `segment` is None, and then `search` must be given.

    What is None stays as it is; of a new one columns are the usual ones. One audit line with what changed, none where
    nothing did. Raises PermissionDenied, ValidationError (name, columns, file_columns).
    """
    require(actor, Permission.CUSTOMERS_EDIT)
    with transaction.atomic():
        if segment is None:
            if search is None:
                raise ValueError("a new saved search needs its criteria")
            record = Segment(
                store_id=actor.store_id,
                of=search.of,
                columns=list(default_columns(of_assets=search.of_assets, file=False)),
                file_columns=list(default_columns(of_assets=search.of_assets, file=True)),
                made_by=actor if isinstance(actor, Membership) else None,
            )
        else:
            record = Segment.objects.select_for_update().get(pk=segment.pk)
        before = {} if segment is None else {one: getattr(record, one) for one in _CHANGEABLE}
        record.name = name.strip()
        if search is not None:
            record.criteria, record.of = kept(search), search.of
        if columns is not None:
            record.columns = _known(columns, record, search, "columns")
        if file_columns is not None:
            record.file_columns = _known(file_columns, record, search, "file_columns")
        changed = [one for one in before if before[one] != getattr(record, one)]
        if segment is not None and not changed:
            return record
        _write(record)
        action = "segment.created" if segment is None else "segment.changed"
        record_audit(
            actor=actor, action=action, target=record, details={"name": record.name, "fields": changed}
        )
    return record


def archive_segment(*, actor: Actor, segment: Segment) -> Segment:
    """It is offered no more, its name is free again; what was made from it stays. Twice is once."""
    require(actor, Permission.CUSTOMERS_EDIT)
    with transaction.atomic():
        archived = Segment.objects.filter(pk=segment.pk, archived_at__isnull=True).update(archived_at=Now())
        segment.refresh_from_db()
        if archived:
            record_audit(
                actor=actor, action="segment.archived", target=segment, details={"name": segment.name}
            )
    return segment


_CHANGEABLE = ("name", "of", "criteria", "columns", "file_columns")


def _known(names: Sequence[str], record: Segment, search: Search | None, where: str) -> list[str]:
    """Each once, in order. Columns that are not there are refused."""
    wanted = list(dict.fromkeys(names))
    if not wanted or len(wanted) > MOST_COLUMNS:
        raise ValidationError({where: _("Choose 1 to %(most)s columns.") % {"most": MOST_COLUMNS}})
    fields = search.fields if search else search_fields()
    there = columns_of(fields, of_assets=record.of == Segment.Of.ASSETS)
    if missing := [name for name in wanted if name not in there]:
        raise ValidationError({where: _("There is no column “%(name)s”.") % {"name": missing[0][:60]}})
    return wanted


def _write(record: Segment) -> None:
    if not record.name or len(record.name) > 80 or "\x00" in record.name:
        raise ValidationError({"name": _("Give the search a name of up to 80 characters.")})
    taken = {"name": _("Another saved search has this name already.")}
    if Segment.objects.filter(name=record.name, archived_at__isnull=True).exclude(pk=record.pk).exists():
        raise ValidationError(taken)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        # Two people gave the same name at the same moment.
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and cause.diag.constraint_name == "customers_segment_name":
            raise ValidationError(taken) from error
        raise
