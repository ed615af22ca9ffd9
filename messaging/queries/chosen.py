"""The chosen customers, as the lines of a paste: who can be texted, and who is left out."""

from collections import Counter
from dataclasses import dataclass

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from customers.criteria.due_window import due_window_in
from customers.models import Customer
from customers.phone import national_form
from customers.queries.selection import Selection, assets_of, customers_of

# Of those without a mobile number so many are named.
MOST_NAMED = 20
# A form carries so many ids; who has more of them than that is written to all the same.
MOST_ASSETS = 1000


@dataclass(frozen=True, slots=True)
class Chosen:
    """`count`: all who were chosen; `lines`: number and name of those who can be texted, by kana.

    `without_number`: up to MOST_NAMED of the `unreachable`. `flags_off`: of the lines, whose SMS flag is off.
    `too_many`: more than can be texted at once; then nobody was read. `asset_ids`: what of theirs was chosen, where
    the list was one of assets; `due_kind_id`: what falls due, where it was a list of that; `several`: how many people
    have more than one of these.
    """

    about: str
    count: int
    too_many: bool = False
    lines: tuple[str, ...] = ()
    unreachable: int = 0
    without_number: tuple[Customer, ...] = ()
    flags_off: int = 0
    asset_ids: tuple[int, ...] = ()
    due_kind_id: int | None = None
    several: int = 0

    @property
    def figure(self) -> str:
        return f"{self.count:,}"


def chosen_people(membership: Membership, selection: Selection, *, most: int, shown_in: str = "") -> Chosen:
    """`shown_in`: the source of the list in which rows were ticked. Raises PermissionDenied, Http404,
    SelectionRefused. Four queries at most.
    """
    require(membership, Permission.MESSAGES_SEND)
    customers = customers_of(membership, selection).select_related(None)
    count = customers.count()
    reachable = customers.filter(mobile__isnull=False)
    read = list(reachable.order_by("sort_key", "id")[: most + 1])
    if len(read) > most:
        return Chosen(selection.about, count, too_many=True)
    without = customers.filter(mobile__isnull=True).order_by("sort_key", "id")[:MOST_NAMED]
    owners = _owners_of_assets(membership, selection, {customer.pk for customer in read})
    window = due_window_in(selection.source or shown_in)
    return Chosen(
        asset_ids=tuple(owners),
        due_kind_id=window.kind_id if window and owners else None,
        several=sum(count > 1 for count in Counter(owners.values()).values()),
        about=selection.about,
        count=count,
        lines=tuple(_line(customer) for customer in read),
        unreachable=count - len(read),
        without_number=tuple(without),
        flags_off=sum(not customer.sms_flag for customer in read),
    )


def _owners_of_assets(membership: Membership, selection: Selection, customer_ids: set[int]) -> dict[int, int]:
    """Of a choice of assets: each by its id, with its customer's, of those customers. At most MOST_ASSETS."""
    if not (selection.asset_ids or due_window_in(selection.source)):
        return {}
    found = assets_of(membership, selection).filter(customer_id__in=customer_ids).order_by("pk")
    return dict(found.values_list("pk", "customer_id")[:MOST_ASSETS])


def _line(customer: Customer) -> str:
    """With a tab between, as a spreadsheet would paste it; a name has none."""
    return f"{national_form(customer.mobile or '')}\t{customer}"
