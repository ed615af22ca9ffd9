"""Whose links there are: the messages and sends behind the ids that links keep (tracking/registries/recipients.py)."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Actor, Permission
from customers.phone import national_form
from messaging.models import Dispatch, MessageText
from tracking.registries.recipients import LinkRecipient, LinkSend


def link_recipients(actor: Actor, message_ids: Collection[int]) -> dict[int, LinkRecipient]:
    """By message. Names only for who may see customers. One query, none without ids."""
    if not message_ids:
        return {}
    slug, named = actor.store.slug, actor.may(Permission.CUSTOMERS_VIEW)
    found = MessageText.objects.filter(store_id=actor.store_id, message_id__in=message_ids)
    return {
        text.message_id: LinkRecipient(
            name=text.recipient_name if named else "",
            # A message whose person was erased, or whose text was kept long enough.
            phone=national_form(text.phone) or _("(erased)"),
            url=f"{reverse('messages:detail', args=[slug, text.message_id])}#message",
            customer_url=reverse("customers:page", args=[slug, text.customer_id])
            if named and text.customer_id
            else "",
        )
        for text in found.only("message_id", "recipient_name", "phone", "customer_id")
    }


def link_sends(actor: Actor, dispatch_ids: Collection[int]) -> dict[int, LinkSend]:
    """By dispatch. One query, none without ids."""
    if not dispatch_ids:
        return {}
    found = Dispatch.objects.filter(store_id=actor.store_id, pk__in=dispatch_ids)
    return {
        dispatch.pk: LinkSend(
            subject=dispatch.subject or _("(erased)"),
            at=dispatch.send_at or dispatch.created_at,
            url=reverse("send:done", args=[actor.store.slug, dispatch.pk]),
        )
        for dispatch in found
    }
