"""Who tries out codes is slowed down."""

from django.test import Client

from messaging.models import State
from tests.customers.pages import text_of
from tests.messaging.recipients.conftest import a_letter, stops_of
from tests.shops import Shops
from tracking.domain.throttle import LIMIT
from tracking.models import UnknownCode


def test_a_network_that_guesses_gets_nothing_at_all_for_a_while_and_others_do(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED)
    guesser, person = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    for number in range(LIMIT):
        page = guesser.get(f"/{'or'[number % 2]}/{number:010d}?language=en")
        assert (page.status_code, "There is no such page" in text_of(page)) == (404, True)
    refused = guesser.get(f"{letter.opt_out}?language=en")
    assert (refused.status_code, "Please wait a little" in text_of(refused)) == (429, True)
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert guesser.post(letter.page, {"choice": "stop"}).status_code == 429
    assert stops_of(shops.sakura) == []
    assert person.get(letter.opt_out).status_code == 200
    assert person.post(letter.opt_out, {"choice": "stop"}).status_code == 302
    assert sum(UnknownCode.objects.values_list("count", flat=True)) == LIMIT


def test_who_has_a_good_address_is_never_counted(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED)
    for _ in range(3):
        Client().get(letter.opt_out)
    assert UnknownCode.objects.count() == 0
