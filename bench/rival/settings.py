"""A project of its own on the bench's database and Redis; nothing of the product is loaded."""

import os
from urllib.parse import unquote

import environ

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["bench.rival"]
DATABASES = {"default": environ.Env().db("DATABASE_URL") | {"CONN_MAX_AGE": 300}}
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
CELERY_BROKER_URL = os.environ["REDIS_URL"]
CELERY_TASK_IGNORE_RESULT = True
# Without it Celery opens a connection to PostgreSQL for each task.
CELERY_DB_REUSE_MAX = 1000
