"""Pasted numbers, one a line, mobile or customer numbers: whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from accounts.models import Actor
from customers.models import Customer
from customers.phone import PhoneRefused, phone_in_line
from customers.queries.access import customers_to_view
from customers.text_search import folded

MOST_LINES = 10_000
MOST_CHARACTERS = 2_000_000


class PasteTooBig(ValueError):
    """More than MOST_LINES lines with something in them, or MOST_CHARACTERS characters. Nothing was read."""

    def __init__(self, lines: int) -> None:
        super().__init__(f"{lines} lines")
        self.lines = lines


@dataclass(frozen=True, slots=True)
class PastedPerson:
    """One line. `number` counts from 1 with blank lines. `customers`: whom it means; nobody where it is unknown."""

    number: int
    typed: str
    customers: tuple[Customer, ...] = ()


def people_in(actor: Actor, pasted: str) -> list[PastedPerson]:
    """Every line that is not blank with the store's customers whom it means. Two queries.

    A customer number counts before a telephone number that is written alike. Of several customers with one mobile
    number the line's name says who is meant; without one all are. Raises PasteTooBig, PermissionDenied.
    """
    lines = pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if len(filled) > MOST_LINES or len(pasted) > MOST_CHARACTERS:
        raise PasteTooBig(len(filled))
    read = [(_customer_numbers(line), *_phone(line, actor.store.allowed_countries)) for _, line in filled]
    customers = customers_to_view(actor).select_related(None)
    by_number = {
        customer.number: customer
        for customer in customers.filter(number__in={number for numbers, _, _ in read for number in numbers})
        if customer.number
    }
    by_phone: dict[str, list[Customer]] = {}
    for customer in customers.filter(mobile__in={phone for _, phone, _ in read if phone}).order_by("id"):
        by_phone.setdefault(customer.mobile or "", []).append(customer)
    return [
        PastedPerson(position, line, _meant(numbers, phone, name, by_number, by_phone))
        for (position, line), (numbers, phone, name) in zip(filled, read, strict=True)
    ]


def _customer_numbers(line: str) -> list[str]:
    """What of the line may be a customer number: the whole, or its first cell."""
    plain = normalize("NFKC", line).strip().strip("\"'")
    first = plain.replace(",", "\t").split("\t")[0].strip().strip("\"'")
    return [number for number in dict.fromkeys([plain, first]) if number and len(number) <= 40]


def _phone(line: str, countries: Sequence[str]) -> tuple[str, str]:
    """The line's mobile number (E.164) and the name beside it; empty without one."""
    try:
        read = phone_in_line(line, countries=countries)
    except PhoneRefused:
        return "", ""
    return read.phone.e164, read.name


def _meant(
    numbers: list[str],
    phone: str,
    name: str,
    by_number: dict[str, Customer],
    by_phone: dict[str, list[Customer]],
) -> tuple[Customer, ...]:
    for number in numbers:
        if number in by_number:
            return (by_number[number],)
    known = by_phone.get(phone, [])
    wanted = folded(name)
    named = [customer for customer in known if wanted and wanted in customer.search_text]
    return tuple(named[:1] or known)
