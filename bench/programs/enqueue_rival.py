"""The rival's table (bench/rival), its rows, and a task for each. Runs with the rival's settings."""

from collections.abc import Sequence

from django.db import connection

from bench.options import options_of
from bench.phones import phone_of
from bench.planted import TEXT
from bench.rival.models import TextMessage
from bench.rival.tasks import send_message


def main(arguments: Sequence[str]) -> dict[str, int]:
    asked = options_of(arguments, count=int)
    with connection.schema_editor() as editor:
        editor.create_model(TextMessage)
    messages = TextMessage.objects.bulk_create(
        TextMessage(phone=phone_of(person), body=TEXT) for person in range(asked.count)
    )
    for message in messages:
        send_message.delay(message.pk)
    return {"enqueued": len(messages)}
