"""Two people at the same moment: neither has seen what the other is about to commit."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.domain.consents.append import record_consents
from customers.domain.privacy.erase_person import erase_person
from customers.domain.save_customer import save_customer
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentState, Customer, Suppression
from customers.queries.consent_chain import verify_chain
from messaging.domain.privacy.retention import drop_old_consents
from tests.customers.consents.spoken import DAY, THEN, hear, said
from tests.shops import Shops

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_english")]

PHONE = "+819012345678"
_PATIENCE_SECONDS = 20.0


def while_uncommitted(store: Store, first: Callable[[], object], second: Callable[[], object]) -> None:
    """Run `second` while `first` is done but not committed; `first` commits once `second` waits for it."""
    done = threading.Event()

    def run_first() -> None:
        with store_scope(store.pk), transaction.atomic():
            first()
            done.set()
            _wait_for_a_waiting_query()
        connection.close()

    thread = threading.Thread(target=run_first)
    thread.start()
    try:
        assert done.wait(_PATIENCE_SECONDS)
        with store_scope(store.pk):
            second()
    finally:
        thread.join()


def _wait_for_a_waiting_query() -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)


def test_one_customer_number_is_given_once_though_two_enter_it_together(shops: Shops) -> None:
    refusals: list[dict[str, list[str]]] = []

    def enter() -> None:
        try:
            save_customer(actor=shops.sakura_staff, customer=None, values={"name": "二人目", "number": "K-1"})
        except ValidationError as refused:
            refusals.append(refused.message_dict)

    while_uncommitted(
        shops.sakura,
        lambda: save_customer(
            actor=shops.sakura_manager, customer=None, values={"name": "一人目", "number": "K-1"}
        ),
        enter,
    )
    assert len(refusals) == 1
    assert list(refusals[0]) == ["number"]
    with store_scope(shops.sakura.pk):
        assert list(Customer.objects.values_list("name", "number")) == [("一人目", "K-1")]


def test_one_number_is_stopped_once_though_two_stop_it_together(shops: Shops) -> None:
    found: list[Suppression] = []
    while_uncommitted(
        shops.sakura,
        lambda: found.append(suppress_number(actor=None, phone=PHONE, reason="reply_word")),
        lambda: found.append(suppress_number(actor=shops.sakura_staff, phone=PHONE, reason="complaint")),
    )
    assert [stop.reason for stop in found] == ["reply_word", "reply_word"]
    with store_scope(shops.sakura.pk):
        assert list(Suppression.objects.all()) == [found[0]]


def _withdraw() -> None:
    record_consents(actor=None, given=[said(PHONE, granted=False, given_at=THEN + DAY)])


def test_who_withdraws_while_old_consents_are_dropped_is_heard(shops: Shops) -> None:
    hear(shops.sakura, said(PHONE))
    dropped: list[int] = []
    while_uncommitted(
        shops.sakura,
        _withdraw,
        lambda: dropped.append(drop_old_consents(datetime.now(UTC) + timedelta(minutes=1), 10)),
    )
    with store_scope(shops.sakura.pk):
        assert (dropped, list(ConsentState.objects.values_list("granted", flat=True))) == ([0], [False])
    assert verify_chain(shops.sakura).proven


def test_who_withdraws_while_they_are_erased_is_stopped(shops: Shops) -> None:
    hear(shops.sakura, said(PHONE))
    while_uncommitted(
        shops.sakura,
        _withdraw,
        lambda: erase_person(actor=shops.sakura_owner, phone=PHONE, chosen_ids=[], shown_ids=[]),
    )
    with store_scope(shops.sakura.pk):
        stops = list(Suppression.objects.values_list("phone", "purpose", "reason"))
        assert (stops, ConsentState.objects.count()) == ([(PHONE, "promotion", "at_request")], 0)
    assert verify_chain(shops.sakura).proven
