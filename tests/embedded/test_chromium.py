from pathlib import Path

from smsnotify.embedded.chromium import chromium


def _program(file: Path, script: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_a_stub_that_only_names_a_snap_is_passed_over(tmp_path: Path) -> None:
    _program(tmp_path / "chromium-browser", "echo requires the chromium snap; exit 10")
    chrome = _program(tmp_path / "google-chrome", "echo Google Chrome 150.0")

    assert chromium({"PATH": str(tmp_path)}) == chrome


def test_the_chosen_browser_is_the_only_one_asked(tmp_path: Path) -> None:
    _program(tmp_path / "chromium", "echo Chromium 150.0")
    chosen = _program(tmp_path / "elsewhere" / "my-chrome", "echo Chromium 151.0")
    environment = {"PATH": str(tmp_path)}

    assert chromium({**environment, "CHROMIUM": str(chosen)}) == chosen
    assert chromium({**environment, "CHROMIUM": str(tmp_path / "missing")}) is None


def test_playwrights_own_browser_is_found_the_newest_first(tmp_path: Path) -> None:
    store = tmp_path / ".cache" / "ms-playwright"
    _program(store / "chromium-1200" / "chrome-linux" / "chrome", "echo Chromium 140.0")
    newer = _program(store / "chromium-1300" / "chrome-linux64" / "chrome", "echo Chromium 150.0")

    assert chromium({"PATH": str(tmp_path), "HOME": str(tmp_path)}) == newer


def test_without_any_there_is_none(tmp_path: Path) -> None:
    assert chromium({"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None
