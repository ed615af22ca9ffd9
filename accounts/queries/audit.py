"""The audit log, the newest first, page after page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import ApiToken, AuditEntry, Membership, Permission
from accounts.queries.memberships import require
from accounts.queries.paging import keys_of_page

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class AuditSought:
    """What narrows the log; None and empty narrow nothing.

    `by`: who acted, as in audit_actors. `since` inclusive, `until` exclusive, both aware.
    """

    actions: Sequence[str] | None = None
    by: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """`newer` and `older`: ids to page from, None at either end."""

    entries: list[AuditEntry]
    newer: int | None
    older: int | None


def audit_actors(membership: Membership) -> list[tuple[str, str]]:
    """Who may have acted, as value and name: people by name, programs, the system. Raises PermissionDenied."""
    require(membership, Permission.AUDIT_VIEW)
    people = (
        Membership.objects.filter(store_id=membership.store_id)
        .select_related("user")
        .order_by("user__name", "id")
    )
    programs = ApiToken.objects.filter(store_id=membership.store_id).order_by("-id")
    return [
        *((f"person-{one.pk}", one.shown_name) for one in people),
        *((f"program-{one.pk}", one.shown_name) for one in programs),
        ("system", "smsnotify"),
    ]


def audit_page(
    membership: Membership, sought: AuditSought, *, below: int | None = None, above: int | None = None
) -> AuditPage:
    """One page: the newest, or the one below or above an entry's id. Raises PermissionDenied."""
    require(membership, Permission.AUDIT_VIEW)
    entries: QuerySet[AuditEntry] = AuditEntry.objects.filter(_narrowed(sought), store_id=membership.store_id)

    def ids_next_to(most: int) -> list[int]:
        if above is not None:
            return list(entries.filter(pk__gt=above).order_by("id").values_list("id", flat=True)[:most])[::-1]
        older = entries if below is None else entries.filter(pk__lt=below)
        return list(older.order_by("-id").values_list("id", flat=True)[:most])

    keys = keys_of_page(ids_next_to, size=PAGE_SIZE, below=below, above=above)
    page = AuditEntry.objects.filter(store_id=membership.store_id, pk__in=keys.ids).order_by("-id")
    return AuditPage(list(page), keys.newer, keys.older)


def _narrowed(sought: AuditSought) -> Q:
    condition = Q()
    if sought.actions is not None:
        condition &= Q(action__in=list(sought.actions))
    kind, _dash, pk = sought.by.partition("-")
    if kind == "person":
        condition &= Q(actor_id=int(pk))
    elif kind == "program":
        condition &= Q(token_id=int(pk))
    elif kind == "system":
        condition &= Q(actor_id__isnull=True, token_id__isnull=True)
    if sought.since is not None:
        condition &= Q(at__gte=sought.since)
    if sought.until is not None:
        condition &= Q(at__lt=sought.until)
    return condition
