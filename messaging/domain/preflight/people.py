"""The records of the people whose texts speak of something that is on record."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from accounts.models import Actor, Permission
from messaging.domain.compose import Recipient
from messaging.domain.render import Rendering
from messaging.preflight import Person, amounts_in, plain_amount
from messaging.queries.on_record import About, people_on_record


class People:
    """Asked for one by one, fetched at once. Who may not see customers learns nothing of their records."""

    def __init__(self, actor: Actor) -> None:
        self._store = actor.store
        self._sees = actor.may(Permission.CUSTOMERS_VIEW)
        self._sought: set[About] = set()
        self._found: dict[About, Person] = {}

    def add(self, recipient: Recipient) -> None:
        about = _about(recipient)
        if self._sees and about is not None:
            self._sought.add(about)

    def fetch(self) -> None:
        self._found = people_on_record(store=self._store, sought=self._sought)

    def person(self, rendering: Rendering) -> Person:
        """With what the sender gave for this person."""
        recipient = rendering.recipient
        about = _about(recipient)
        person = self._found.get(about) if about else None
        if person is None:
            # Of a number that several share nobody knows whose name is right; a typed one says it.
            name = recipient.typed_name or (recipient.name if recipient.customer_id is None else "")
            names = (name,) if name else ()
            person = Person(names)
        given = tuple(_amounts(recipient))
        return replace(person, amounts=person.amounts + given) if given else person


def _about(recipient: Recipient) -> About | None:
    if recipient.values_of is None:
        return None
    return About(recipient.values_of, recipient.asset_id, recipient.appointment_id)


def _amounts(recipient: Recipient) -> Iterator[tuple[str, Decimal]]:
    """Values that are amounts, as a program writes them: 12000, 12,000, 12,000円."""
    for name, value in recipient.values.items():
        written = amounts_in(value)
        amount = written[0].amount if written else plain_amount(value)
        if amount is not None:
            yield name, amount
