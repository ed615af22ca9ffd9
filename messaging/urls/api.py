"""`/api/v1/messages`."""

from django.urls import path

from messaging.api.messages import MessageBatch, MessageCancel, MessagePreview, Messages, OneMessage

app_name = "messages_api"

urlpatterns = [
    path("messages", Messages.as_view(), name="list"),
    path("messages/preview", MessagePreview.as_view(), name="preview"),
    path("messages/batch", MessageBatch.as_view(), name="batch"),
    path("messages/<int:message_id>", OneMessage.as_view(), name="one"),
    path("messages/<int:message_id>/cancel", MessageCancel.as_view(), name="cancel"),
]
