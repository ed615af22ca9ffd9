"""The house's own lint: `python -m tests.house` (part of `make check`).

Rules that no kept linter knows: how large a file and a function may be, that interfaces reach rows only
through access functions, and that nothing in the product knows of tests. Samples of good and bad lines stand
in tests/smsnotify/test_house.py.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
_TEXTS = {".py", ".html", ".js", ".css"}
_INTERFACES = {"views", "forms", "api", "tasks", "panels"}
_BANNED_CALLS = {"get_object_or_404", "get_list_or_404"}


def complaints_about_length(path: str, source: str) -> Iterator[str]:
    lines = source.count("\n")
    if lines > LONGEST_FILE:
        yield f"{path}: {lines} lines, more than {LONGEST_FILE}: which noun is missing?"


def complaints_about_functions(path: str, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION and not path.startswith("tests/"):
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines and does not fit on a screen"


def is_interface(path: str) -> bool:
    """Views, forms, API, tasks and panels: they fetch through access functions, call, and answer."""
    parts = Path(path).with_suffix("").parts
    return parts[0] not in {"tests", "bench"} and bool(_INTERFACES & set(parts[1:]))


def complaints_about_getters(path: str, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager", "_default_manager"}:
            yield f"{path}:{node.lineno}: .{node.attr}: reach rows through an access function of queries/"
        if isinstance(node, ast.Name) and node.id in _BANNED_CALLS:
            yield f"{path}:{node.lineno}: {node.id}: an access function says what it allows"


def complaints_about_tests_in_product(path: str, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        module = node.module if isinstance(node, ast.ImportFrom) else None
        for name in [module] if module else [alias.name for alias in node.names]:
            if name.split(".")[0] in {"tests", "pytest", "unittest"}:
                yield f"{path}:{node.lineno}: imports {name}: the product does not know of its tests"


def complaints_about(path: str, source: str) -> Iterator[str]:
    """All rules for one file; `path` is relative to the project's root."""
    yield from complaints_about_length(path, source)
    if not path.endswith(".py"):
        return
    yield from complaints_about_functions(path, source)
    if is_interface(path):
        yield from complaints_about_getters(path, source)
    if not path.startswith(("tests/", "bench/")):
        yield from complaints_about_tests_in_product(path, source)


def own_files() -> Iterator[str]:
    """Files that git knows or would add, but for what is not ours or is written by Django."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for path in sorted(set(listed)):
        vendored = "/vendor/" in path or "/migrations/" in path
        if Path(path).suffix in _TEXTS and not vendored and (ROOT / path).is_file():
            yield path


def main() -> int:
    found = [
        complaint
        for path in own_files()
        for complaint in complaints_about(path, (ROOT / path).read_text("utf-8"))
    ]
    print("\n".join(found) or "house: nothing to complain about")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
