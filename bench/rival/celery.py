"""`celery -A bench.rival.celery worker`."""

import os

from celery import Celery

app = Celery("rival")
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["bench.rival"])

PROVIDER = os.environ.get("RIVAL_PROVIDER", "")
