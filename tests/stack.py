"""The real processes, for tests that walk through all of them: web, workers, beat, simulator.

A stack has a database and a Redis database of its own, so that no other test's clean-up touches it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
import requests
from django.conf import settings
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Stack:
    """Started piece by piece: `start("web", "simulator", "worker-urgent", "worker-urgent#2", ...)`.

    `server` (host, user, ...) and `redis_url`: other servers than those that the settings name. `extra`: what all
    processes find in their environment besides.
    """

    name: str
    folder: Path
    redis_number: int
    server: Mapping[str, str] | None = None
    redis_url: str = field(default_factory=lambda: str(settings.REDIS_URL))
    extra: Mapping[str, str] = field(default_factory=dict)
    web_port: int = field(default_factory=free_port)
    simulator_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def simulator(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def database(self) -> dict[str, str]:
        if self.server is not None:
            return {"dbname": self.name, **self.server}
        default = settings.DATABASES["default"]
        found = {"dbname": self.name, "user": default["USER"], "password": default.get("PASSWORD") or ""}
        found |= {"host": default["HOST"], "port": str(default.get("PORT") or "")}
        return {key: value for key, value in found.items() if value}

    @property
    def environment(self) -> dict[str, str]:
        at = self.database
        credentials = quote(at["user"]) + (f":{quote(at['password'], safe='')}" if "password" in at else "")
        port = f":{at['port']}" if "port" in at else ""
        return dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "smsnotify.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "DEMO": "true",
            "BASE_URL": self.web,
            "DATABASE_URL": f"postgres://{credentials}@{quote(at['host'], safe='')}{port}/{self.name}",
            "REDIS_URL": self._redis_url(),
            **self.extra,
        }

    def _redis_url(self) -> str:
        base = self.redis_url
        if base.startswith("redis+socket://"):
            return f"{base.split('?')[0]}?virtual_host={self.redis_number}"
        return f"{base.rsplit('/', 1)[0] if base.count('/') > 2 else base}/{self.redis_number}"

    @property
    def redis_client_url(self) -> str:
        return self._redis_url().replace("redis+socket://", "unix://").replace("virtual_host=", "db=")

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(make_conninfo("", **self.database), autocommit=True)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self.connect() as connection:
            return connection.execute(query, values).fetchall()

    def prepare(self) -> None:
        """An empty database with the demo's stores in it."""
        self._on_server(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)', f'CREATE DATABASE "{self.name}"'
        )
        with redis.Redis.from_url(self.redis_client_url) as client:
            client.flushdb()
        self.manage("migrate", "--verbosity=0")
        self.manage("load_demo", "--simulator-url", self.simulator, "--customers", "40")

    def remove(self) -> None:
        self.stop()
        self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _on_server(self, *statements: str) -> None:
        at = self.database | {"dbname": "postgres"}
        with psycopg.connect(make_conninfo("", **at), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, *names: str, environment: Mapping[str, str] | None = None) -> None:
        for name in names:
            log = (self.folder / f"{name}.log").open("ab")
            self.running[name] = subprocess.Popen(
                self._command(name),
                cwd=ROOT,
                env=self.environment | dict(environment or {}),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            log.close()
        if "web" in names:
            self.wait_for(lambda: _answers(f"{self.web}/healthz"), "web")
        if "simulator" in names:
            self.wait_for(lambda: _answers(f"{self.simulator}/healthz"), "simulator")

    def _command(self, name: str) -> list[str]:
        python = sys.executable
        celery = [python, "-m", "celery", "-A", "smsnotify"]
        commands = {
            "web": [
                python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                "--port", str(self.web_port), "smsnotify.wsgi:application",
            ],
            "simulator": [
                python, "-m", "simulator", "--host", "127.0.0.1",
                "--port", str(self.simulator_port), "--data", str(self.folder / "simulator"),
            ],
            "beat": [*celery, "beat", "--schedule", str(self.folder / "beat")],
        }  # fmt: skip
        if name in commands:
            return commands[name]
        queue, _, instance = name.removeprefix("worker-").partition("#")
        return [
            *celery, "worker", "-Q", queue, "-n", f"{queue}{instance}-{self.name}@%h",
            "--without-gossip", "--without-mingle", "--loglevel", "INFO",
        ]  # fmt: skip

    def ready(self) -> bool:
        """Whether the web process says so: database, Redis, and a worker seen in each lane."""
        return _answers(f"{self.web}/readyz")

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """The whole process group at once, as a power cut would."""
        process = self.running.pop(name)
        os.killpg(process.pid, how)
        process.wait(timeout=30)

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def wait_for(self, happens: object, what: str, seconds: float = _PATIENCE_SECONDS) -> object:
        """The first true answer of `happens`, or a failure with the processes' last words."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = happens()  # type: ignore[operator]
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"waited {seconds} s for {what}\n{self._last_words()}")

    def _last_words(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}" for log in logs)

    def handset(self, phone: str) -> list[dict[str, str]]:
        answer = requests.get(f"{self.simulator}/handsets/{phone}.json", timeout=10)
        found: list[dict[str, str]] = answer.json()
        return found


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False
