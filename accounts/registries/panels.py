"""Panels: how a higher app shows something on a lower app's page.

The page names the place and what it shows; a panel answers a template and its context, or None for nothing.
Places: "dashboard" (subject: the membership's store), "customer" and "customer_actions" (subject: the customer),
"customer_selection" (buttons under a list with ticked rows; subject: customers.views.selection_bar.SelectionBar),
"appointment_actions" and "appointment" (the appointment's page; subject: the appointment),
"template_actions" (buttons of a template's page; subject: the template),
"senders_sheet" (what handsets show as sender, on the printed sheet; subject: the membership's store).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    context: dict[str, Any]


PanelSource = Callable[[Membership, Any], Panel | None]

_sources: dict[str, list[tuple[int, PanelSource]]] = defaultdict(list)


def add_panel(place: str, position: int, source: PanelSource) -> None:
    if all(known is not source for _, known in _sources[place]):
        _sources[place].append((position, source))


def panels_at(place: str, membership: Membership, subject: Any) -> list[Panel]:
    """The panels of a place, in order of position."""
    ordered = sorted(_sources[place], key=lambda entry: entry[0])
    found = (source(membership, subject) for _, source in ordered)
    return [panel for panel in found if panel is not None]
