"""Upkeep of sign-in and of programs' answers."""

from celery import shared_task
from django.core.management import call_command

from accounts.domain.answer_once import forget_answers as forget


@shared_task(name="accounts.tasks.clear_sessions")
def clear_sessions() -> None:
    call_command("clearsessions")


@shared_task(name="accounts.tasks.forget_answers")
def forget_answers() -> int:
    return forget()
