"""tests/data/merge.json, and what Python makes of a body in the form in which the vectors have it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from templates_app.merge import Parsed, compiled_of, parsed

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "merge.json").read_text("utf-8"))
NAMES: dict[str, str] = VECTORS["names"]
VALUES: dict[str, str] = VECTORS["values"]


def plain(read: Parsed) -> dict[str, Any]:
    return {
        "pieces": [piece if isinstance(piece, str) else asdict(piece) for piece in read.pieces],
        "errors": [asdict(error) for error in read.errors],
        "half_bracketed": [asdict(field) for field in read.half_bracketed],
    }


def rendered(body: str) -> dict[str, Any]:
    compiled, unknown = compiled_of(parsed(body), NAMES)
    found = {"unknown": [field.written for field in unknown], "compiles": compiled is not None}
    if compiled is None:
        return found
    merged = compiled.render(VALUES)
    spans = [list(span) for span in merged.spans]
    return found | {"text": merged.text, "missing": list(merged.missing), "spans": spans}
