"""Chromium for the browser's tests: found, or installed where that is allowed."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_APT_OPTIONS = ("-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")

HOW_TO_GET_IT = """\
The browser's tests will not run: there is no Chromium. One of these gets it:
  Debian, as root:   apt-get install chromium fonts-noto-cjk
  without root:      .venv/bin/python -m playwright install chromium
  elsewhere:         install Chrome or Chromium, or set CHROMIUM to its path"""
NO_JAPANESE_FONT = """\
There is no Japanese font: pages work, but screenshots show boxes.
On Debian, as root:  apt-get install fonts-noto-cjk"""


def chromium(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The first browser that starts: CHROMIUM, the PATH's, Chrome on a Mac, Playwright's own; else None.

    Each is asked for its version: Ubuntu's /usr/bin/chromium-browser is a stub that only names a snap.
    """
    if chosen := environment.get("CHROMIUM"):
        return Path(chosen) if _starts(Path(chosen)) else None
    return next((path for path in _candidates(environment) if _starts(path)), None)


def has_japanese_font() -> bool:
    """By fontconfig, else by the files of Debian's package; elsewhere (a Mac) the system brings fonts."""
    if shutil.which("fc-list") is None:
        return not Path("/etc/debian_version").exists() or any(Path("/usr/share/fonts").rglob("*CJK*"))
    listed = subprocess.run(("fc-list", ":lang=ja"), capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def set_up(*, say: Callable[[str], None]) -> Path | None:
    """Finds both, installs what is missing with apt-get if we are root, says what is missing still."""
    found, font = chromium(), has_japanese_font()
    wanted = [name for name, there in (("chromium", found), ("fonts-noto-cjk", font)) if not there]
    if wanted and not os.environ.get("CHROMIUM") and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {' and '.join(wanted)} with apt-get for the browser's tests ...")
        _install(wanted, say=say)
        found, font = chromium(), has_japanese_font()
    if found is None:
        chosen = os.environ.get("CHROMIUM")
        say(f"CHROMIUM={chosen} does not start.\n{HOW_TO_GET_IT}" if chosen else HOW_TO_GET_IT)
    elif not font:
        say(NO_JAPANESE_FONT)
    return found


def _install(packages: Iterable[str], *, say: Callable[[str], None]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for action in (("update",), ("install", "-y", "--no-install-recommends", *packages)):
        done = subprocess.run(
            ("apt-get", *_APT_OPTIONS, *action),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            tail = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-10:])
            say(f"apt-get {action[0]} failed ({done.returncode}):\n{tail}")
            return


def _candidates(environment: Mapping[str, str]) -> Iterable[Path]:
    path = environment.get("PATH", os.defpath)
    yield from (Path(found) for name in _NAMES if (found := shutil.which(name, path=path)))
    yield _MAC
    home = Path(environment.get("HOME", "/nonexistent"))
    for store in (home / ".cache" / "ms-playwright", home / "Library" / "Caches" / "ms-playwright"):
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
            yield from sorted(store.glob(pattern), reverse=True)


def _starts(path: Path) -> bool:
    try:
        shown = subprocess.run((str(path), "--version"), capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return shown.returncode == 0 and b"Chrom" in shown.stdout
