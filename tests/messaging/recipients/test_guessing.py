"""Who tries out codes is slowed down, and nobody whose code there is."""

from django.test import Client

from messaging.models import State
from tests.customers.pages import text_of
from tests.messaging.recipients.conftest import a_letter, stops_of
from tests.shops import Shops
from tracking.domain.throttle import LIMIT, span_began
from tracking.models import UnknownCode

CARRIER = "203.0.113.7"


def test_a_network_that_guesses_is_told_to_wait_and_others_are_not(shops: Shops) -> None:
    UnknownCode.objects.create(network=CARRIER, since=span_began(), count=LIMIT - 2)
    guesser, person = Client(REMOTE_ADDR=CARRIER), Client(REMOTE_ADDR="203.0.113.8")
    for kind in "or":
        page = guesser.get(f"/{kind}/aaaaaaaaaa?language=en")
        assert (page.status_code, "There is no such page" in text_of(page)) == (404, True)
    refused = guesser.post("/r/aaaaaaaaaa?language=en", {"choice": "stop"})
    assert (refused.status_code, "Please wait a little" in text_of(refused)) == (429, True)
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert person.get("/o/aaaaaaaaaa").status_code == 404
    assert dict(UnknownCode.objects.values_list("network", "count")) == {CARRIER: LIMIT, "203.0.113.8": 1}


def test_who_shares_an_address_with_guessers_can_stop_messages_all_the_same(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED)
    UnknownCode.objects.create(network=CARRIER, since=span_began(), count=LIMIT * 10)
    person = Client(REMOTE_ADDR=CARRIER)
    assert [person.get(address).status_code for address in (letter.opt_out, letter.page)] == [200, 200]
    assert person.post(letter.opt_out, {"choice": "stop"}).status_code == 302
    assert [stop[:3] for stop in stops_of(shops.sakura)] == [
        (letter.message.text.phone, "all", "opt_out_page")
    ]


def test_who_has_a_good_address_is_never_counted(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED)
    for _ in range(3):
        Client().get(letter.opt_out)
    assert UnknownCode.objects.count() == 0
