"""Who pasted numbers belong to: the customers known by them, and the recipients that come of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from customers.models import Customer
from customers.queries.numbers import customers_by_number
from customers.text_search import folded
from messaging.domain.compose import Recipient
from messaging.domain.paste import Fate, PastedLine
from messaging.models import MessageText

# Of a longer name, as somebody may paste one, the beginning is kept with the message.
_NAME_LIMIT: int = MessageText._meta.get_field("recipient_name").max_length or 0


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A pasted line and the store's customers with its number, the oldest first; a household may share one."""

    line: PastedLine
    customers: tuple[Customer, ...] = ()

    @property
    def customer(self) -> Customer | None:
        """Whose history the message joins: of several the one whom the line names, else the first."""
        return next(iter(self._named()), next(iter(self.customers), None))

    @property
    def names_another(self) -> bool:
        """The line has a name, but not that of anybody known by this number: it may have changed hands."""
        return bool(self.customers and folded(self.line.name) and not self._named())

    @property
    def is_sure(self) -> bool:
        """It is this customer who is written to: named, or nobody else has the number and nobody else is named."""
        return bool(self._named()) or (len(self.customers) == 1 and not self.names_another)

    def _named(self) -> list[Customer]:
        name = folded(self.line.name)
        return [customer for customer in self.customers if name and name in customer.search_text]


def recognised_lines(lines: Sequence[PastedLine]) -> list[RecognisedLine]:
    """Each line with its customers, in order. One query, however many lines."""
    known = customers_by_number({line.phone for line in lines if line.phone})
    return [RecognisedLine(line, tuple(known.get(line.phone, ()))) for line in lines]


def recipients_of(lines: Iterable[RecognisedLine]) -> tuple[Recipient, ...]:
    """One recipient for each number that could be read, in order of the lines.

    Numbers that may not be texted are among them: they are recorded as withheld, with the reason.
    """
    return tuple(_recipient(known) for known in lines if known.line.fate in {Fate.GOES, Fate.HELD_BACK})


def recipient_for(customer: Customer) -> tuple[Recipient, ...]:
    """The customer at the mobile number of the record; nobody without one."""
    if not customer.mobile:
        return ()
    return (_as_customer(customer.mobile, customer),)


def recipients_at(phones: Sequence[str]) -> list[Recipient]:
    """One at each number (E.164), in order, with the customer known by it; of several the first. One query."""
    known = customers_by_number(set(phones))
    return [_one_at(phone, known.get(phone, ())) for phone in phones]


def _one_at(phone: str, customers: Sequence[Customer]) -> Recipient:
    """Of a household nobody knows who is meant: the text gets nobody's name and nobody's car."""
    if not customers:
        return Recipient(phone)
    recipient = _as_customer(phone, customers[0])
    return recipient if len(customers) == 1 else replace(recipient, values_of=None)


def _recipient(known: RecognisedLine) -> Recipient:
    customer, line = known.customer, known.line
    if customer is None:
        return Recipient(phone=line.phone, name=line.name[:_NAME_LIMIT])
    recipient = _as_customer(line.phone, customer)
    if known.is_sure:
        return recipient
    return replace(recipient, values_of=None, typed_name=line.name[:_NAME_LIMIT])


def _as_customer(phone: str, customer: Customer) -> Recipient:
    return Recipient(
        phone=phone, name=str(customer)[:_NAME_LIMIT], customer_id=customer.pk, values_of=customer.pk
    )
