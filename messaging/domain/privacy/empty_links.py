"""What short links of emptied messages led to: it may hold a value of the person's, or be written for them alone."""

from collections.abc import Sequence

from accounts.tenancy.statements import changed_by

# A link without a target has ended. `unique_codes`: each of its codes is one recipient's.
_EMPTY = "UPDATE tracking_linktarget AS target SET url = '', expires_at = least(target.expires_at, now())"

# Whoever still has a code of it keeps the link.
_OF_NOBODY = f"""
{_EMPTY}
WHERE target.store_id = %(store)s AND target.url > '' AND target.unique_codes
  AND target.id = ANY(ARRAY(
      SELECT target_id FROM tracking_shortlink
      WHERE store_id = %(store)s AND recipient = ANY(%(messages)s::bigint[])
  ))
  AND NOT EXISTS (
      SELECT 1 FROM tracking_shortlink AS link
      JOIN messaging_messagetext AS text ON text.store_id = link.store_id AND text.message_id = link.recipient
      WHERE link.store_id = target.store_id AND link.target_id = target.id AND text.phone > ''
  )
"""

# Of links that all share, nobody knows whose they are: they go when nobody of their send is left.
_OF_SENDS = f"""
{_EMPTY}
WHERE target.store_id = %(store)s AND target.origin = ANY(%(dispatches)s::bigint[]) AND target.url > ''
  AND NOT EXISTS (
      SELECT 1 FROM messaging_messagetext AS text
      WHERE text.store_id = target.store_id AND text.dispatch_id = target.origin AND text.phone > ''
  )
"""


def empty_links(*, store_id: int, message_ids: Sequence[int], dispatch_ids: Sequence[int]) -> int:
    """Take the target from every link that these messages, emptied by now, were the last to have; how many.

    Figures stay. An address with a value of a person's in it is always a link of their own (domain/shorten_links.py).
    """
    of_nobody = changed_by(_OF_NOBODY, {"store": store_id, "messages": list(message_ids)})
    return of_nobody + changed_by(_OF_SENDS, {"store": store_id, "dispatches": list(dispatch_ids)})
