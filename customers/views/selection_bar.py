"""What stands under a list whose rows can be ticked."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from accounts.registries.panels import Panel, panels_at

PLACE = "customer_selection"


@dataclass(frozen=True, slots=True)
class SelectionBar:
    """The context `selection` of customers/parts/selection_bar.html.

    `source`: what "all" means (customers/queries/selection.py), empty where there is no such choice. `count`: of all,
    None where it is not known yet. Buttons are panels of the place "customer_selection": their template may be
    customers/parts/selection_button.html with url, icon, word; the subject is this bar without them.
    """

    source: str
    count: int | None
    of_assets: bool = False
    panels: tuple[Panel, ...] = ()

    @property
    def figure(self) -> str:
        return f"{self.count:,}"

    @property
    def action(self) -> str:
        """Where a press on Enter goes: the first button's address."""
        addresses: list[Any] = [panel.context.get("url", "") for panel in self.panels]
        return str(addresses[0]) if addresses else ""


def selection_bar(
    membership: Membership, *, source: str, count: int | None, of_assets: bool = False
) -> SelectionBar:
    """With the buttons that every app has for it."""
    bare = SelectionBar(source, count, of_assets)
    return SelectionBar(source, count, of_assets, tuple(panels_at(PLACE, membership, bare)))
