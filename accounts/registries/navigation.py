"""The entries of a store's navigation. Apps add theirs when they start (AppConfig.ready)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Permission

# The headings of the side bar: each holds the entries from its position up to the next one's.
SECTIONS: tuple[tuple[int, str | Promise], ...] = (
    (0, ""),
    (20, _("Customers")),
    (60, _("Consent and privacy")),
    (80, _("Settings")),
)


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    position: int
    label: str | Promise
    icon: str
    url_name: str
    # None: everybody of the store.
    permission: Permission | None = None

    @property
    def section(self) -> str:
        """The heading that it stands under; empty for what is always at hand."""
        return next(str(title) for start, title in reversed(SECTIONS) if self.position >= start)


_entries: dict[str, NavigationEntry] = {}


def add_entry(entry: NavigationEntry) -> None:
    """Raises ValueError when two apps take the same address."""
    if entry.url_name in _entries:
        raise ValueError(f"{entry.url_name} is in the navigation already.")
    _entries[entry.url_name] = entry


_of_person: dict[str, NavigationEntry] = {}


def add_person_entry(entry: NavigationEntry) -> None:
    """What a person has of their own in a store, for the menu under their name. Raises as above."""
    if entry.url_name in _of_person:
        raise ValueError(f"{entry.url_name} is in the person's menu already.")
    _of_person[entry.url_name] = entry


def person_entries() -> list[NavigationEntry]:
    return sorted(_of_person.values(), key=lambda entry: entry.position)


def entries() -> list[NavigationEntry]:
    return sorted(_entries.values(), key=lambda entry: entry.position)
