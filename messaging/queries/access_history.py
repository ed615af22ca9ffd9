"""The only way from the history's pages to a message: the permission is in the name, a foreign id does not exist."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from messaging.models import Message


def messages_to_view(membership: Membership) -> QuerySet[Message]:
    """All messages of the store with text, dispatch and author. Raises PermissionDenied."""
    require(membership, Permission.MESSAGES_VIEW)
    return _messages(membership)


def messages_to_export(membership: Membership) -> QuerySet[Message]:
    """The same for a file that leaves the house. Raises PermissionDenied."""
    require(membership, Permission.MESSAGES_EXPORT)
    return messages_to_view(membership)


def message_to_view(membership: Membership, message_id: int) -> Message:
    """Raises PermissionDenied; Http404 for a message of another store as for none."""
    return _one(messages_to_view(membership), message_id)


def message_to_cancel(membership: Membership, message_id: int) -> Message:
    """A message of one's own dispatch, or anybody's with messages.view.

    Raises PermissionDenied; Http404 for any other message as for one of another store, or none.
    """
    require(membership, Permission.MESSAGES_SEND)
    messages = _messages(membership)
    if not membership.may(Permission.MESSAGES_VIEW):
        messages = messages.filter(dispatch__author_id=membership.pk)
    return _one(messages, message_id)


def _messages(membership: Membership) -> QuerySet[Message]:
    found: QuerySet[Message] = Message.objects.filter(store_id=membership.store_id)
    return found.select_related("text", "dispatch__author__user")


def _one(messages: QuerySet[Message], message_id: int) -> Message:
    message = messages.filter(pk=message_id).first()
    if message is None:
        raise Http404
    return message
