"""Drafts in the search and the erasure of a person, and for how long one is kept that nobody goes on with."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Actor
from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by, rows_of
from customers.queries.privacy.traces import RUN_TOGETHER, patterns_sought
from customers.registries.personal_data import Held, RetentionKind, Source, Table, Whom

# What names the person anywhere in a draft: in the lines of numbers, in the text, in the memo.
_NAMED = (
    "draft.customer_id = ANY(%(customers)s) OR EXISTS (SELECT 1 FROM jsonb_each_text(draft.fields) AS typed, "
    f"unnest(%(patterns)s::text[]) AS sought(pattern) WHERE {RUN_TOGETHER % 'typed.value'} ~ sought.pattern)"
)
_FOUND = f"""
SELECT draft.id, draft.changed_at, coalesce(draft.fields ->> 'subject', ''), coalesce(draft.fields ->> 'body', ''),
    coalesce(draft.fields ->> 'numbers', ''), coalesce(draft.fields ->> 'memo', '')
FROM messaging_draft AS draft WHERE draft.store_id = %(store)s AND ({_NAMED}) ORDER BY draft.id
"""
_ERASE = f"DELETE FROM messaging_draft AS draft WHERE draft.store_id = %(store)s AND ({_NAMED})"

_OLD = "FROM messaging_draft WHERE store_id = %(store)s AND changed_at < %(before)s"


def _wanted(whom: Whom) -> dict[str, object]:
    return {
        "store": current_store_id(),
        "customers": list(whom.customer_ids),
        "patterns": patterns_sought(whom.phones, whom.names),
    }


def drafts_held(whom: Whom) -> Held:
    columns = [
        ("id", _("ID")),
        ("changed_at", _("Changed")),
        ("subject", _("Subject")),
        ("text", _("Text")),
        ("numbers", _("Mobile numbers")),
        ("memo", _("Memo")),
    ]
    fate = _("deleted, also where others are named in them")
    return Held([Table("drafts", _("Drafts"), fate, columns, rows_of(_FOUND, _wanted(whom)))])


def erase_drafts(actor: Actor, whom: Whom) -> int:
    """A draft is no record: whoever wrote it can write it again without the person. How many were deleted."""
    return changed_by(_ERASE, _wanted(whom))


def count_old_drafts(before: datetime) -> int:
    ((found,),) = rows_of(f"SELECT count(*) {_OLD}", {"store": current_store_id(), "before": before})
    return int(found)


@transaction.atomic
def drop_old_drafts(before: datetime, limit: int) -> int:
    """Delete up to `limit` drafts that nobody has changed since this moment."""
    return changed_by(
        f"DELETE FROM messaging_draft WHERE id = ANY(ARRAY(SELECT id {_OLD} ORDER BY id LIMIT %(limit)s))",
        {"store": current_store_id(), "before": before, "limit": limit},
    )


DRAFTS = Source("drafts", _("Drafts"), 52, drafts_held, erase_drafts)

OLD_DRAFTS = RetentionKind(
    slug="drafts",
    label=_("Drafts"),
    about=_("Counted from the last change. What was sent from a draft is a message."),
    position=12,
    default_days=400,
    least_days=30,
    count=count_old_drafts,
    drop=drop_old_drafts,
)
