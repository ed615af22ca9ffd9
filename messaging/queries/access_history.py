"""The only way from an interface to a message: the permission is in the name, a foreign id does not exist."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts.models import Actor, ApiToken, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from messaging.models import Message


def messages_to_view(actor: Actor) -> QuerySet[Message]:
    """All messages of the store with text, dispatch and author. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_VIEW)
    return _messages(actor)


def messages_to_export(actor: Actor) -> QuerySet[Message]:
    """The same for a file that leaves the house. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_EXPORT)
    return messages_to_view(actor)


def message_to_view(actor: Actor, message_id: int) -> Message:
    """Raises PermissionDenied; Http404 for a message of another store as for none."""
    return one_of(messages_to_view(actor), message_id)


def messages_just_sent(actor: Actor, message_ids: Collection[int]) -> QuerySet[Message]:
    """Of one's own dispatches only. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    return _messages(actor).filter(_own(actor), pk__in=message_ids)


def message_to_cancel(actor: Actor, message_id: int) -> Message:
    """A message of one's own dispatch, or anybody's with messages.view.

    Raises PermissionDenied; Http404 for any other message as for one of another store, or none.
    """
    require(actor, Permission.MESSAGES_SEND)
    messages = _messages(actor)
    if not actor.may(Permission.MESSAGES_VIEW):
        messages = messages.filter(_own(actor))
    return one_of(messages, message_id)


def _messages(actor: Actor) -> QuerySet[Message]:
    found: QuerySet[Message] = Message.objects.filter(store_id=actor.store_id)
    return found.select_related("text", "dispatch__author__user", "dispatch__token")


def _own(actor: Actor) -> Q:
    return Q(dispatch__token=actor.pk) if isinstance(actor, ApiToken) else Q(dispatch__author=actor.pk)
