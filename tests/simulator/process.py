"""The real simulator as a process."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import requests

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "token-of-the-shop"
SENDER = "SMSNOTIFY"
IMPATIENT = ("--retry-first", "0.1", "--retry-longest", "0.2", "--retry-give-up", "30")

# Many short lives: compiled modules are kept between them, even where the environment keeps none.
ENVIRONMENT = os.environ | {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "smsnotify-simulator-bytecode"),
}

Found = TypeVar("Found")


def eventually(look: Callable[[], Found], *, seconds: float = 5.0) -> Found:
    """What `look` finds as soon as that is something, or what it finds last."""
    until = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def command(data: Path, *, port: int = 0, options: tuple[str, ...] = IMPATIENT) -> list[str]:
    return [sys.executable, "-m", "simulator", "--port", str(port), "--data", str(data), *options]


def run_to_its_end(data: Path, *, port: int = 0) -> tuple[int, str]:
    """Exit code and last words of a simulator that cannot start."""
    ended = subprocess.run(
        command(data, port=port),
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    return ended.returncode, ended.stderr


class Simulator:
    """One running process; what it says is in `log`."""

    def __init__(self, data: Path, *, options: tuple[str, ...] = IMPATIENT) -> None:
        self.data = data
        self.log = data.with_suffix(".log")
        with open(self.log, "ab") as log:
            start = log.tell()
            self.process = subprocess.Popen(
                command(data, options=options), cwd=ROOT, env=ENVIRONMENT, stderr=log
            )
        said = eventually(lambda: re.search(r"http://[0-9.]+:[0-9]+", self.said()[start:]), seconds=15)
        assert said, f"the simulator did not start: {self.said()}"
        self.url = said.group()
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {TOKEN}"

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(5)

    def end(self, number: int = signal.SIGTERM) -> int:
        """The exit code after a polite request to end."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(5)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.session.get(self.url + path, timeout=10, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return self.session.post(self.url + path, timeout=10, **options)

    def hand_over(
        self, to: str, text: str = "こんにちは", reference: str = "r1", **more: Any
    ) -> requests.Response:
        return self.post(
            "/v1/messages", json={"from": SENDER, "to": to, "text": text, "reference": reference, **more}
        )

    def hand_over_batch(self, messages: list[dict[str, Any]], **more: Any) -> requests.Response:
        return self.post("/v1/batches", json={"from": SENDER, "messages": messages, **more})

    def set_control(self, **changes: Any) -> None:
        assert self.post("/control", json=changes).status_code == 200

    def inbox(self, number: str) -> list[dict[str, Any]]:
        return list(self.get(f"/handsets/{number}.json").json())

    def texts(self, number: str, *, count: int = 1) -> list[str]:
        """The texts on a handset, waiting for `count` of them."""
        eventually(lambda: len(self.inbox(number)) >= count)
        return [message["text"] for message in self.inbox(number)]

    def totals(self) -> dict[str, int]:
        return dict(self.get("/messages/count.json").json())

    def wait_for(self, **totals: int) -> None:
        """Until these totals are reached."""
        assert eventually(lambda: totals.items() <= self.totals().items()), self.totals()

    def wait_for_lines(self, kind: str, *, count: int) -> None:
        """Until the journal has so many lines of this kind (those that no answer waits for)."""
        journal, word = self.data / "journal.jsonl", f'{{"kind":"{kind}"'
        assert eventually(lambda: journal.read_text(encoding="utf-8").count(word) >= count)

    def reports(self, *references: str) -> list[dict[str, Any]]:
        answer = self.get("/v1/reports", params={"reference": list(references)})
        return list(answer.json()["reports"])
