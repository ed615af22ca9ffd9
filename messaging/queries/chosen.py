"""The chosen customers, as the lines of a paste: who can be texted, and who is left out."""

from dataclasses import dataclass

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from customers.models import Customer
from customers.phone import national_form
from customers.queries.selection import Selection, customers_of

# Of those without a mobile number so many are named.
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """`count`: all who were chosen; `lines`: number and name of those who can be texted, by kana.

    `without_number`: up to MOST_NAMED of the `unreachable`. `flags_off`: of the lines, whose SMS flag is off.
    `too_many`: more than can be texted at once; then nobody was read.
    """

    about: str
    count: int
    too_many: bool = False
    lines: tuple[str, ...] = ()
    unreachable: int = 0
    without_number: tuple[Customer, ...] = ()
    flags_off: int = 0

    @property
    def figure(self) -> str:
        return f"{self.count:,}"


def chosen_people(membership: Membership, selection: Selection, *, most: int) -> Chosen:
    """Raises PermissionDenied, Http404, SelectionRefused. Three queries at most."""
    require(membership, Permission.MESSAGES_SEND)
    customers = customers_of(membership, selection).select_related(None)
    count = customers.count()
    reachable = customers.filter(mobile__isnull=False)
    read = list(reachable.order_by("sort_key", "id")[: most + 1])
    if len(read) > most:
        return Chosen(selection.about, count, too_many=True)
    without = customers.filter(mobile__isnull=True).order_by("sort_key", "id")[:MOST_NAMED]
    return Chosen(
        about=selection.about,
        count=count,
        lines=tuple(_line(customer) for customer in read),
        unreachable=count - len(read),
        without_number=tuple(without),
        flags_off=sum(not customer.sms_flag for customer in read),
    )


def _line(customer: Customer) -> str:
    """With a tab between, as a spreadsheet would paste it; a name has none."""
    return f"{national_form(customer.mobile or '')}\t{customer}"
