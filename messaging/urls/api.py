"""`/api/v1/messages`."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from messaging.api.messages import MessageBatch, MessageCancel, MessagePreview, Messages, OneMessage


class RowIdConverter(IntConverter):
    """Each row has one address, without zeros before it, and an address has an end."""

    regex = "[1-9][0-9]{0,18}"


register_converter(RowIdConverter, "row_id")

app_name = "messages_api"

urlpatterns = [
    path("messages", Messages.as_view(), name="list"),
    path("messages/preview", MessagePreview.as_view(), name="preview"),
    path("messages/batch", MessageBatch.as_view(), name="batch"),
    path("messages/<row_id:message_id>", OneMessage.as_view(), name="one"),
    path("messages/<row_id:message_id>/cancel", MessageCancel.as_view(), name="cancel"),
]
