"""Every place that works across stores, with its reason. A new one belongs on this list, or not in the product."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

ALLOWED = {
    ("accounts/queries/tokens.py", "a token says whose store it opens"),
    ("customers/tasks.py", "a worker takes up the imports of every store"),
    ("messaging/domain/deliver.py", "a lane's worker serves the messages of every store"),
    ("messaging/management/commands/load_demo.py", "the demo's line belongs to the installation"),
    ("messaging/queries/recipients/bearer.py", "a recipient's code says whose message it opens"),
    ("messaging/tasks.py", "a lane's worker serves the messages of every store"),
    ("messaging/tasks.py", "upkeep serves the messages of every store"),
    ("tracking/tasks.py", "hits of every store move their tallies"),
}


def uses(path: Path) -> set[tuple[str, str]]:
    """(file, reason) of each platform_scope(...); the reason must stand there, or in a constant of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "platform_scope":
            reason = node.args[0]
            words = reason.value if isinstance(reason, ast.Constant) else constants[ast.unparse(reason)]
            found.add((str(path.relative_to(ROOT)), str(words)))
    return found


def test_every_use_of_the_platforms_scope_is_listed_with_its_reason() -> None:
    apps = ("accounts", "customers", "messaging", "smsnotify", "templates_app", "tracking")
    found = {use for app in apps for path in (ROOT / app).rglob("*.py") for use in uses(path)}
    assert found == ALLOWED
