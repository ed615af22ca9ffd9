"""What holds for every gateway, shown by the simulator's two ways: in batches, and a request for each message."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from messaging.gateways.contract import (
    Accepted,
    Delivery,
    Found,
    GatewayUnavailable,
    NotAccepted,
    Outgoing,
    Presence,
    Throttled,
    Unknown,
)
from messaging.gateways.line import Patience
from messaging.gateways.registry import GATEWAYS, AccountSettings
from messaging.gateways.simulator.gateway import SimulatorGateway
from tests.messaging.gateways.conftest import Listen, Provider, comes, handset, pull
from tests.messaging.gateways.wire import Call

PHONE = "+819012345678"
UNREACHABLE = NotAccepted("gateway_unreachable", "NewConnectionError", False)


def outgoing(phone: str = PHONE, reference: str = "a" * 32, text: str = "こんにちは") -> Outgoing:
    return Outgoing(reference, phone, text)


def reference(place: int) -> str:
    return f"{place:032x}"


def test_every_message_gets_its_own_outcome_in_its_order(each_way: SimulatorGateway) -> None:
    outcomes = each_way.submit(
        [
            outgoing(reference="a" * 32),
            outgoing("+819012345911", "b" * 32),
            outgoing("+81312345678", "c" * 32),
            outgoing(reference="d" * 32, text="あ" * 71),
            outgoing(reference="e" * 32, text="🍣"),
        ]
    )
    kinds = [
        (one.code, one.permanent) if isinstance(one, NotAccepted) else type(one).__name__ for one in outcomes
    ]
    assert kinds == [
        "Accepted",
        ("blocked_by_provider", True),
        ("number_refused", True),
        "Accepted",
        ("text_refused", True),
    ]
    assert [one.parts for one in outcomes if isinstance(one, Accepted)] == [1, 2]


def test_a_full_request_is_accepted_once_each(each_way: SimulatorGateway) -> None:
    most = each_way.capabilities.largest_batch
    batch = [outgoing(f"+819012{place:03d}678", reference(place)) for place in range(most)]
    outcomes = each_way.submit(batch)
    ids = [one.provider_id for one in outcomes if isinstance(one, Accepted)]
    assert len(ids) == len(set(ids)) == most
    assert [one.provider_id for one in each_way.look_up_all([one.reference for one in batch])] == ids
    counted = requests.get(f"{each_way.url}/messages/count.json", timeout=5).json()
    assert (counted["accepted"], counted["repeated_references"]) == (most, 0)


def test_no_message_is_no_outcome(each_way: SimulatorGateway) -> None:
    assert each_way.submit([]) == []
    assert each_way.look_up_all([]) == []


@pytest.mark.parametrize(
    ("ending", "expected", "presence"),
    [
        ("908", Unknown, Presence.FOUND),
        ("909", Unknown, Presence.ABSENT),
        ("910", Throttled, Presence.ABSENT),
        ("911", NotAccepted, Presence.ABSENT),
        ("913", Unknown, Presence.FOUND),
    ],
)
def test_a_number_with_a_fate_has_the_outcome_that_is_true(
    each_way: SimulatorGateway, ending: str, expected: type, presence: Presence
) -> None:
    hasty = replace(each_way, patience=Patience(exchange=2))
    [outcome] = hasty.submit([outgoing(f"+819012345{ending}")])
    assert isinstance(outcome, expected)
    assert each_way.look_up("a" * 32).presence is presence


def test_one_message_that_spoils_its_request_leaves_the_others_theirs_where_each_has_its_own(
    gateway: SimulatorGateway,
) -> None:
    batch = [outgoing(reference="a" * 32), outgoing("+819012345910", "b" * 32), outgoing(reference="c" * 32)]
    assert [type(one) for one in gateway.submit(batch)] == [Throttled] * 3
    assert [type(one) for one in replace(gateway, singly=True).submit(batch)] == [
        Accepted,
        Throttled,
        Accepted,
    ]


def test_an_outage_is_surely_not_accepted_and_may_be_tried_again(each_way: SimulatorGateway) -> None:
    pull(each_way, outage=True)
    assert each_way.submit([outgoing(text="one")]) == [NotAccepted("gateway_unreachable", "outage", False)]
    pull(each_way, outage=False)
    assert isinstance(each_way.submit([outgoing(text="two")])[0], Accepted)
    assert comes(lambda: bool(handset(each_way, PHONE)))
    assert handset(each_way, PHONE) == ["two"]


def test_a_refused_connection_is_surely_not_accepted_and_may_be_tried_again(
    each_way: SimulatorGateway,
) -> None:
    away = replace(each_way, url="http://127.0.0.1:9")
    assert away.submit([outgoing(), outgoing(reference="b" * 32)]) == [UNREACHABLE] * 2
    assert away.look_up_all(["a" * 32, "b" * 32]) == [Found(Presence.UNCLEAR)] * 2
    with pytest.raises(GatewayUnavailable):
        away.look_up("a" * 32)
    with pytest.raises(GatewayUnavailable):
        away.poll(["a" * 32])


def test_missing_credentials_wait_for_somebody_to_mend_them(each_way: SimulatorGateway) -> None:
    nobody = replace(each_way, token="")
    assert nobody.submit([outgoing()]) == [NotAccepted("gateway_credentials", "status 401", False)]


def test_a_poll_reads_back_what_arrived_and_the_look_up_is_certain(each_way: SimulatorGateway) -> None:
    each_way.submit([outgoing(reference="a" * 32), outgoing("+819012345900", "b" * 32)])

    def told() -> dict[str, tuple[Delivery, str]]:
        reading = each_way.read(each_way.poll(["a" * 32, "b" * 32, "c" * 32]))
        assert reading.remarks == []
        return {receipt.reference: (receipt.delivery, receipt.code) for receipt in reading.receipts}

    assert comes(lambda: all(delivery is not Delivery.SENT for delivery, _ in told().values()))
    assert told() == {"a" * 32: (Delivery.DELIVERED, ""), "b" * 32: (Delivery.UNDELIVERED, "out_of_range")}
    presences = [one.presence for one in each_way.look_up_all(["c" * 32, "b" * 32, "a" * 32])]
    assert presences == [Presence.ABSENT, Presence.FOUND, Presence.FOUND]


def test_two_hundred_references_are_asked_at_once_and_one_without_an_answer_costs_only_itself(
    each_way: SimulatorGateway, listen: Listen
) -> None:
    def script(call: Call) -> None:
        while request := call.hear():
            asked = request.split(b" ", 2)[1].rsplit(b"/", 1)[1]
            if asked == reference(7).encode():
                return
            body = b'{"id": "id", "reference": "%b", "parts": 1}' % asked
            call.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    elsewhere = replace(each_way, url=listen(script).url)
    found = elsewhere.look_up_all([reference(place) for place in range(200)])
    expected = [Found(Presence.FOUND, "id", 1)] * 200
    expected[7] = Found(Presence.UNCLEAR)
    assert found == expected


def test_a_look_up_that_is_switched_off_says_nothing(each_way: SimulatorGateway) -> None:
    pull(each_way, look_up=False)
    assert each_way.look_up("a" * 32) == Found(Presence.UNCLEAR)
    assert each_way.look_up_all(["a" * 32]) == [Found(Presence.UNCLEAR)]


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("7", 7), ("", 1), ("9" * 20, 1), ("Wed, 21 Oct 2026 07:28:00 GMT", 1), ("１", 1)],
)
def test_a_provider_that_says_wait_is_understood_whatever_it_says(
    each_way: SimulatorGateway, provider: Provider, retry_after: str, seconds: int
) -> None:
    provider.answers = (429, {"Retry-After": retry_after.encode().decode("latin-1")}, b"")
    away = replace(each_way, url=provider.url)
    assert away.submit([outgoing()]) == [Throttled(timedelta(seconds=seconds))]


ENTRY = b'{"reference": "%s", "status": "accepted", "id": "\\ud800\\u0000"}' % (b"a" * 32)
OTHERS = b'{"reference": "%s", "status": "accepted", "id": "1"}' % (b"b" * 32)
REFUSED = b'{"reference": "%s", "status": "rejected", "code": "blocked"}'


def both(entry: bytes) -> dict[bool, bytes]:
    """An entry as a batch's answer has it, and alone."""
    return {False: b'{"results": [%b]}' % entry, True: entry}


@pytest.mark.parametrize(
    ("status", "bodies", "expected"),
    [
        (202, both(ENTRY), Accepted("", None)),
        (202, both(OTHERS), Unknown("the answer does not name it")),
        (202, both(ENTRY[:-1]), Unknown("the answer could not be read")),
        (202, both(b"[" * 100_000), Unknown("the answer could not be read")),
        (202, {False: b"[]", True: b"[]"}, Unknown("the answer could not be read")),
        (500, both(ENTRY), Unknown("status 500")),
        (302, both(b""), Unknown("status 302")),
        (200, both(ENTRY), Unknown("status 200")),
        (404, both(b"<html>"), NotAccepted("refused_by_provider", "status 404", False)),
        (422, both(b"<html>"), NotAccepted("refused_by_provider", "status 422", False)),
        (403, both(b"<html>"), NotAccepted("gateway_credentials", "status 403", False)),
        (503, both(b"<html>"), Unknown("status 503")),
        (503, {False: b'{"code": []}', True: b'{"code": []}'}, Unknown("status 503")),
        (
            503,
            {False: b'{"code": "storage"}', True: b'{"code": "storage"}'},
            NotAccepted("gateway_unreachable", "storage", False),
        ),
    ],
)
def test_an_odd_answer_has_an_outcome_that_is_true_and_can_be_kept(
    each_way: SimulatorGateway, provider: Provider, status: int, bodies: dict[bool, bytes], expected: object
) -> None:
    provider.answers = (status, {}, bodies[each_way.singly])
    assert replace(each_way, url=provider.url).submit([outgoing()]) == [expected]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (422, REFUSED % (b"a" * 32), NotAccepted("blocked_by_provider", "", True)),
        (422, REFUSED % (b"b" * 32), Unknown("the answer does not name it")),
        (202, REFUSED % (b"a" * 32), Unknown("the answer could not be read")),
        (422, ENTRY, NotAccepted("refused_by_provider", "status 422", False)),
    ],
)
def test_a_single_refusal_counts_only_as_the_protocol_has_it(
    gateway: SimulatorGateway, provider: Provider, status: int, body: bytes, expected: object
) -> None:
    provider.answers = (status, {}, body)
    assert replace(gateway, url=provider.url, singly=True).submit([outgoing()]) == [expected]


@pytest.mark.parametrize("body", [b"<html>not found</html>", b"{}", b'{"code": "no_such_page"}'])
def test_a_404_of_somebody_else_proves_nothing(
    each_way: SimulatorGateway, provider: Provider, body: bytes
) -> None:
    provider.answers = (404, {}, body)
    away = replace(each_way, url=provider.url)
    assert away.look_up("a" * 32) == Found(Presence.UNCLEAR)
    assert away.look_up_all(["a" * 32]) == [Found(Presence.UNCLEAR)]


def account(**settings: object) -> AccountSettings:
    given = {"url": "http://127.0.0.1:9/", "sender": "SMSNOTIFY"} | settings
    return AccountSettings(settings=given, secrets={"token": "a-token"}, receipts_url="http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("settings", "largest_batch", "settles_after"),
    [
        ({}, 500, timedelta(seconds=10)),
        ({"singly": False, "look_up": "authoritative"}, 500, timedelta(seconds=10)),
        ({"singly": True}, 128, timedelta(seconds=10)),
        ({"look_up": "not_authoritative"}, 500, None),
    ],
)
def test_an_account_says_how_its_provider_is_spoken_to_and_what_its_look_up_proves(
    settings: dict[str, object], largest_batch: int, settles_after: timedelta | None
) -> None:
    able = GATEWAYS["simulator"](account(**settings)).capabilities
    assert (able.largest_batch, able.look_up_settles_after) == (largest_batch, settles_after)
    assert (able.looks_up, able.parallel_requests) == (True, 4)


@pytest.mark.parametrize(
    "settings", [{"singly": "yes"}, {"singly": 1}, {"look_up": "sometimes"}, {"look_up": []}]
)
def test_a_setting_that_means_nothing_makes_the_account_unusable(settings: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        GATEWAYS["simulator"](account(**settings))
