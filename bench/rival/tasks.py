"""One message a task."""

import requests
from celery import shared_task
from django.utils import timezone

from bench.rival.celery import PROVIDER
from bench.rival.models import TextMessage


@shared_task
def send_message(message_id: int) -> None:
    message = TextMessage.objects.get(pk=message_id)
    answer = requests.post(
        f"{PROVIDER}/v1/messages",
        headers={"Authorization": "Bearer rival"},
        json={
            "from": "SMSNOTIFY",
            "to": message.phone,
            "text": message.body,
            "reference": f"rival{message.pk}",
        },
        timeout=30,
    )
    answer.raise_for_status()
    message.status = "sent"
    message.provider_id = answer.json()["id"]
    message.sent_at = timezone.now()
    message.save()
