"""Celery: the doorbell. PostgreSQL holds every due time; a lost task costs one sweep, never a message.

Three queues, a worker each: `urgent` (one-off notices), `bulk` (many at once), `upkeep` (receipts, polling,
leases). Nothing is scheduled in Redis for longer than the sweep's interval (architecture.md).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smsnotify.settings")

app = Celery("smsnotify")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
