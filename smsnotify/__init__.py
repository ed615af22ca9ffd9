from smsnotify.celery import app as celery_app

# Whoever rings (web, commands, tests) rings through the configured Celery app, not through a default one.
__all__ = ["celery_app"]
