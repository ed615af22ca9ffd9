"""Every tap that was answered has its hit, however often the web process is killed meanwhile."""

import contextlib
import subprocess
from pathlib import Path

from bench.figures import Figure
from bench.stand import Stand
from bench.tapped import FIRST_RECIPIENT

_SHARE = 2
_LINES = 64
_KILLED_EVERY_SECONDS = 5.0
_KILLS = 20
# Asked for when the server died, and never answered: one a connection, and those that came while it started.
_SPARE = 2 * _KILLS * _LINES
_SERVER = "web-as-installed"


def measure(stand: Stand, n: int) -> list[Figure]:
    taps = n // _SHARE
    stand.renew()
    stand.run("plant_links", count=taps + _SPARE)
    numbers = Path(stand.folder) / "answered"
    stand.start(_SERVER)
    stand.wait_for(stand.answers, "web")
    tapping = stand.begin("tap", {"url": stand.web, "count": taps, "lines": _LINES, "numbers": numbers})
    kills = _kill_meanwhile(stand, tapping)
    found = stand.ended(tapping)
    stand.end()
    kept, recorded = _read_back(stand, numbers)
    answered = found["answered"]
    return [
        Figure(
            what=f"hits read back, web killed {kills} times under load",
            ours=kept,
            unit="hits",
            beside={"taps answered": answered},
            ratio=kept / answered,
            reach="all of them",
            reached=kept == answered and kills > 0,
            details={"kills": kills, "recorded": recorded, "others": found["others"]},
        )
    ]


def _kill_meanwhile(stand: Stand, tapping: "subprocess.Popen[str]") -> int:
    """SIGKILL to the server's whole process group, and another one started, until all taps are done."""
    kills = 0
    while True:
        # The first one early: in small, all taps are done in a second.
        with contextlib.suppress(subprocess.TimeoutExpired):
            tapping.wait(timeout=_KILLED_EVERY_SECONDS if kills else 0.5)
            return kills
        if kills < _KILLS:
            stand.kill(_SERVER)
            kills += 1
            stand.start(_SERVER)
            stand.wait_for(stand.answers, "web again")


def _read_back(stand: Stand, numbers: Path) -> tuple[int, int]:
    """How many of the answered taps have a hit; and all hits that there are."""
    with stand.connect() as connection:
        connection.execute("CREATE TEMPORARY TABLE answered (number bigint)")
        with connection.cursor().copy("COPY answered FROM STDIN") as rows:
            rows.write(numbers.read_text() + "\n")
        [found] = connection.execute(
            "SELECT (SELECT count(DISTINCT answered.number) FROM answered "
            "JOIN tracking_shortlink AS link ON link.recipient = %s + answered.number "
            "JOIN tracking_hit AS hit ON hit.link_id = link.id), (SELECT count(*) FROM tracking_hit)",
            [FIRST_RECIPIENT],
        ).fetchall()
    return int(str(found[0])), int(str(found[1]))
