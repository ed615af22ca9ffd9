"""Options of a program: `--name=value`, read by the given types."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any


def options_of(arguments: Sequence[str], **types: Callable[[str], Any]) -> argparse.Namespace:
    """All of them must be given."""
    parser = argparse.ArgumentParser()
    for name, kind in types.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, required=True)
    return parser.parse_args(arguments)
