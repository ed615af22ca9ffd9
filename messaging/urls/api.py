"""`/api/v1/messages`."""

from django.urls import path

import accounts.urls.converters  # noqa: F401 - registers <row_id:...>
from messaging.api.messages import MessageBatch, MessageCancel, MessagePreview, Messages, OneMessage

app_name = "messages_api"

urlpatterns = [
    path("messages", Messages.as_view(), name="list"),
    path("messages/preview", MessagePreview.as_view(), name="preview"),
    path("messages/batch", MessageBatch.as_view(), name="batch"),
    path("messages/<row_id:message_id>", OneMessage.as_view(), name="one"),
    path("messages/<row_id:message_id>/cancel", MessageCancel.as_view(), name="cancel"),
]
