# The image of web, workers, beat and migrate (docker-compose.yml). Nothing of the set-up for development is in it.
FROM python:3.12-slim AS build
ENV PYTHONDONTWRITEBYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir "uv>=0.9,<1"
WORKDIR /app
COPY pyproject.toml uv.lock ./
# What runs in production, and beside it what builds: the compiler of the translations is a development tool.
RUN UV_PROJECT_ENVIRONMENT=/app/.venv uv sync --frozen --no-dev \
 && UV_PROJECT_ENVIRONMENT=/tools uv sync --frozen
COPY . .
# The settings ask for secrets and servers; nothing is signed or reached here.
RUN export SECRET_KEY=build FIELD_KEYS=build EMAIL_URL=consolemail:// \
      DATABASE_URL=postgres://build.invalid/build REDIS_URL=redis://build.invalid \
 && /tools/bin/python -m smsnotify.catalogues compile \
 && .venv/bin/python manage.py collectstatic --noinput \
 && .venv/bin/python -m compileall -q -j 0 .

FROM python:3.12-slim
LABEL org.opencontainers.image.title="smsnotify"
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --user-group --home-dir /app --no-create-home smsnotify \
 && install --directory --owner smsnotify --group smsnotify /var/lib/smsnotify
COPY --from=build /app /app
WORKDIR /app
USER smsnotify
EXPOSE 8000
# The host's name is among ALLOWED_HOSTS, 127.0.0.1 may not be.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "\
import os, urllib.parse, urllib.request as web;\
host = urllib.parse.urlsplit(os.environ['BASE_URL']).netloc;\
web.urlopen(web.Request('http://127.0.0.1:8000/healthz', headers={'Host': host}), timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "32", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10", \
     "smsnotify.wsgi:application"]
