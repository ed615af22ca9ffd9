"""What messaging tells on the sheet "messages from us come from these numbers"."""

from accounts.models import Membership, Store
from accounts.registries.panels import Panel, add_panel
from messaging.queries.gateways import account_of
from messaging.queries.senders import CARRIER_NAMES, shown_senders


def add_panels() -> None:
    add_panel("senders_sheet", 10, senders_panel)


def senders_panel(membership: Membership, store: Store) -> Panel:
    """What handsets of each carrier show as sender; nothing where the store has no line."""
    account = account_of(store)
    senders = shown_senders(account) if account else []
    rows = [(CARRIER_NAMES[one.carrier], one.shown_as, one.can_be_replied_to) for one in senders]
    return Panel("messaging/panels/senders.html", {"rows": rows, "known": any(shown for _, shown, _ in rows)})
