"""Keep what stands in a composer, to go on with it later (mission.md A9)."""

from collections.abc import Mapping

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from customers.models import Customer
from messaging.models import Dispatch, Draft

# Of one person in one store; what nobody comes back to must not pile up.
MOST_DRAFTS = 200
# Of all fields together: a thousand lines of numbers, and the longest text that is looked at.
LONGEST_DRAFT = 100_000


class TooManyDrafts(Exception):
    """The person has MOST_DRAFTS already. Nothing was saved."""


class DraftTooLong(Exception):
    """More than LONGEST_DRAFT characters. Nothing was saved."""


@transaction.atomic
def save_draft(
    *,
    actor: Membership,
    draft: Draft | None,
    source: Dispatch.Source,
    customer: Customer | None,
    fields: Mapping[str, str],
) -> Draft:
    """A new draft, or what one's own holds now instead. Raises PermissionDenied, TooManyDrafts, DraftTooLong.

    fields: the form's, by name, as typed. A draft that was deleted meanwhile is made anew: no text is lost.
    """
    require(actor, Permission.MESSAGES_SEND)
    if sum(map(len, fields.values())) > LONGEST_DRAFT:
        raise DraftTooLong
    own = Draft.objects.filter(owner=actor)
    kept = own.select_for_update().filter(pk=draft.pk).first() if draft is not None else None
    if kept is None and own.count() >= MOST_DRAFTS:
        raise TooManyDrafts
    if kept is None:
        kept = Draft(store_id=actor.store_id, owner=actor)
    kept.source = source
    kept.customer = customer
    # PostgreSQL's JSON has no NUL, and no text of ours either.
    kept.fields = {name: typed.replace("\0", "\N{REPLACEMENT CHARACTER}") for name, typed in fields.items()}
    kept.save()
    record_audit(actor=actor, action="draft.saved", target=kept)
    return kept
