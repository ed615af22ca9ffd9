"""The entries of a store's navigation. Apps add theirs when they start (AppConfig.ready)."""

from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import Permission


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    position: int
    label: str | Promise
    icon: str
    url_name: str
    # None: everybody of the store.
    permission: Permission | None = None


_entries: dict[str, NavigationEntry] = {}


def add_entry(entry: NavigationEntry) -> None:
    """Raises ValueError when two apps take the same address."""
    if entry.url_name in _entries:
        raise ValueError(f"{entry.url_name} is in the navigation already.")
    _entries[entry.url_name] = entry


def entries() -> list[NavigationEntry]:
    return sorted(_entries.values(), key=lambda entry: entry.position)
