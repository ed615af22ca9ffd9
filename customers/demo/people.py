"""The demo stores' customers, as `manage.py load_demo` puts them in."""

from random import Random

from django.db import transaction

from accounts.models import Membership, Store
from customers.demo.draw import Person, drawn_people
from customers.demo.trades import GARAGE, TRADES, Trade
from customers.domain.index_customer import index_customer
from customers.domain.suppress_number import suppress_number
from customers.models import Attribute, Customer, Suppression


@transaction.atomic
def load_demo_customers(*, store: Store, count: int, seed: int) -> int:
    """Fill a store without customers, in its open scope. Returns how many were made: 0 where some are there."""
    if Customer.objects.exists():
        return 0
    trade = TRADES.get(store.slug, GARAGE)
    attributes = _defined(trade)
    staff = list(Membership.objects.filter(store=store, is_active=True).order_by("id"))
    random = Random(seed)  # noqa: S311
    customers = []
    for position, person in enumerate(drawn_people(count=count, seed=seed), start=1):
        customer = _customer(person, number=trade.number_form.format(position))
        customer.staff = random.choice([None, *staff])
        drawn = {str(pk): field.draw(random) for pk, field in zip(attributes, trade.fields, strict=True)}
        customer.attributes = {pk: value for pk, value in drawn.items() if value is not None}
        index_customer(customer)
        customers.append(customer)
    Customer.objects.bulk_create(customers, batch_size=500)
    _stop_last(customers)
    return len(customers)


def _defined(trade: Trade) -> list[int]:
    """The ids of the store's attributes, made now."""
    made = Attribute.objects.bulk_create(
        Attribute(name=field.name, kind=field.kind, choices=list(field.choices), position=position)
        for position, field in enumerate(trade.fields)
    )
    return [attribute.pk for attribute in made]


def _customer(person: Person, *, number: str) -> Customer:
    return Customer(
        number=number,
        kind=Customer.Kind.COMPANY if person.company_name else Customer.Kind.PERSON,
        name=person.name,
        kana=person.kana,
        company_name=person.company_name,
        mobile=person.mobile,
        landline=person.landline,
        postal_code=person.postal_code,
        address=person.address,
        email=person.email,
        language=person.language,
        notes=person.notes,
        sms_flag=person.sms_flag,
    )


def _stop_last(customers: list[Customer]) -> None:
    """Two who want no messages, so that the disabled button is there to be seen."""
    numbers = [
        customer.mobile for customer in customers if customer.mobile and not customer.notes.startswith("デモ")
    ]
    for phone, reason in zip(
        numbers[-2:], [Suppression.Reason.AT_REQUEST, Suppression.Reason.WRONG_PERSON], strict=False
    ):
        suppress_number(actor=None, phone=phone, reason=reason)
