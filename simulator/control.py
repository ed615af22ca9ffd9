"""The control panel's levers: how the provider behaves just now."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

Fault = Literal[
    "none",
    "hang_before",
    "hang_after",
    "garbled",
    "half",
    "error_500",
    "error_500_after",
    "drop_before",
    "drop_after",
]
ReceiptOrder = Literal["normal", "twice", "reordered"]

LONGEST_DELAY = 3600.0
LOWEST_RATE = 0.001
HIGHEST_RATE = 1_000_000.0


class ControlError(Exception):
    """Fields that cannot be set: `errors` has a code for each (unknown, number, flag, choice)."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {code}" for name, code in errors.items()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Control:
    """Delays in seconds; `throttle_per_second` in messages an account, None for no limit."""

    latency: float = 0.0
    delivery_delay: float = 0.3
    receipt_delay: float = 0.0
    late_receipt_delay: float = 60.0
    look_up_delay: float = 0.0
    outage: bool = False
    throttle_per_second: float | None = None
    fault: Fault = "none"
    # "blind": nothing is found, and that proves nothing.
    look_up: bool | Literal["blind"] = True
    receipts: Literal["push", "off"] = "push"
    receipt_order: ReceiptOrder = "normal"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


DELAYS = ("latency", "delivery_delay", "receipt_delay", "late_receipt_delay", "look_up_delay")
# A page's words for the values of a lever that has a fixed set of them, in the order of its list.
CHOICES: dict[str, dict[str, object]] = {
    "fault": {name: name for name in get_args(Fault)},
    "receipts": {"push": "push", "off": "off"},
    "receipt_order": {name: name for name in get_args(ReceiptOrder)},
    "look_up": {"on": True, "off": False, "blind": "blind"},
}


def changed(control: Control, changes: Mapping[str, object]) -> Control:
    """`control` with any subset of its fields set; ControlError names every field that is wrong."""
    errors = {name: code for name, value in changes.items() if (code := _error(name, value))}
    if errors:
        raise ControlError(errors)
    return replace(control, **dict(changes))  # type: ignore[arg-type]  # judged field by field above


def typed(form: Mapping[str, str]) -> dict[str, object]:
    """A form's words as the values they mean; what means nothing stays a word, for `changed` to refuse."""
    return {name: _typed(name, value.strip()) for name, value in form.items()}


def _typed(name: str, value: str) -> object:
    if name == "outage":
        return {"on": True, "off": False}.get(value, value)
    if name in CHOICES:
        return CHOICES[name].get(value, value)
    if name == "throttle_per_second" and not value:
        return None
    if name in DELAYS or name == "throttle_per_second":
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _error(name: str, value: object) -> str | None:
    if name in DELAYS:
        return None if _is_number(value, 0.0, LONGEST_DELAY) else "number"
    if name == "outage":
        return None if isinstance(value, bool) else "flag"
    if name == "throttle_per_second":
        return None if value is None or _is_number(value, LOWEST_RATE, HIGHEST_RATE) else "number"
    if name in CHOICES:
        # By type too: 1 is no true.
        known = any(type(value) is type(choice) and value == choice for choice in CHOICES[name].values())
        return None if known else "choice"
    return "unknown"


def _is_number(value: object, lowest: float, highest: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and lowest <= value <= highest
