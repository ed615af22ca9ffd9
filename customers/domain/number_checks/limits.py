"""How many codes go out: so many a number, an address and a store within an hour, and a number within a day.

Counted in PostgreSQL, one after the other: who asks waits for the turn of the store, of the address and of the number,
then counts what is committed. Twenty requests at once bring no code more than one after the other.
"""

from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from django.utils import timezone

from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import rows_of
from customers.models import NumberCheck

WITHIN = timedelta(hours=1)
TODAY = timedelta(days=1)
# At all stores together: whoever is pestered does not care from how many.
A_NUMBER = 3
A_NUMBER_TODAY = 8
AN_ADDRESS = 10
A_STORE = 200

_TURN = "SELECT pg_advisory_xact_lock(hashtext(%s))"

# An address asks at any store: this counts across all of them, and lets out nothing but how many.
_OF_ADDRESS = """
SELECT count(*) FROM (
    SELECT FROM customers_numbercheck WHERE ip BETWEEN %s::inet AND %s::inet AND made_at > %s LIMIT %s
) AS lately
"""


# A number as well: 3 stores with an open page would else be 9 codes an hour to a stranger.
_OF_NUMBER = """
SELECT count(*) FILTER (WHERE made_at > %s), count(*) FROM (
    SELECT made_at FROM customers_numbercheck WHERE phone = %s AND made_at > %s
    ORDER BY made_at DESC LIMIT %s
) AS lately
"""


class Limit(StrEnum):
    NUMBER = "number"
    NUMBER_TODAY = "number_today"
    ADDRESS = "address"
    STORE = "store"


class TooManyCodes(Exception):
    """No code was made; after an hour at the latest there may be one again, of NUMBER_TODAY after a day."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.value)
        self.limit = limit


def take_turn(ip: str | None = None) -> None:
    """Until the end of the transaction nobody else makes or answers a check in this store, or from this address.

    Always the store before the address, so that two never wait for each other.
    """
    rows_of(_TURN, [f"customers.number_check {current_store_id()}"])
    if ip is not None:
        rows_of(_TURN, [f"customers.number_check {_range_of(ip)[0]}"])


def count_in(check: NumberCheck) -> None:
    """Raises TooManyCodes where this check, not saved yet, would be one too many. After take_turn."""
    now = timezone.now()
    since = now - WITHIN
    lately = NumberCheck.objects.filter(made_at__gt=since)
    # Always after the store's and the address's turn, so that two never wait for each other.
    rows_of(_TURN, [f"customers.number_check {check.phone}"])
    ((this_hour, today),) = rows_of(_OF_NUMBER, [since, check.phone, now - TODAY, A_NUMBER_TODAY])
    if this_hour >= A_NUMBER:
        raise TooManyCodes(Limit.NUMBER)
    if today >= A_NUMBER_TODAY:
        raise TooManyCodes(Limit.NUMBER_TODAY)
    if check.ip is not None:
        ((asked,),) = rows_of(_OF_ADDRESS, [*_range_of(check.ip), since, AN_ADDRESS])
        if asked >= AN_ADDRESS:
            raise TooManyCodes(Limit.ADDRESS)
    # A flood on the page keeps nobody at the counter from a code, nor the other way round.
    if lately.filter(occasion=check.occasion).count() >= A_STORE:
        raise TooManyCodes(Limit.STORE)


def _range_of(ip: str) -> tuple[str, str]:
    """The first and the last address of who asks: a line with IPv6 has a whole /64 of them."""
    if isinstance(ip_address(ip), IPv6Address):
        line = ip_network(f"{ip}/64", strict=False)
        return str(line[0]), str(line[-1])
    return ip, ip
