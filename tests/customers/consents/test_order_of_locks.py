"""A stop and a withdrawal of the same number at the same moment: the ledger first, then the messages, for both."""

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from accounts.tenancy.scope import store_scope
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentState, Suppression
from customers.signals import number_suppressed
from messaging.models import Message
from tests.customers.consents.spoken import PHONE, hear, said
from tests.messaging.factories import make_message
from tests.shops import Shops

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def until_somebody_waits() -> None:
    """Returns, too, when nobody comes to wait within five seconds."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def test_a_stop_and_a_withdrawal_at_once_do_not_block_each_other(shops: Shops) -> None:
    make_message(shops.sakura_staff, phone=PHONE)
    hear(shops.sakura, said(purpose="notice"))
    stopping, failed = threading.Event(), []

    def hold_the_messages(sender: Any, **_: Any) -> None:
        stopping.set()
        until_somebody_waits()

    def stop() -> None:
        try:
            with store_scope(shops.sakura.pk):
                suppress_number(actor=shops.sakura_manager, phone=PHONE, reason="at_request")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    number_suppressed.connect(hold_the_messages)
    try:
        thread = threading.Thread(target=stop)
        thread.start()
        assert stopping.wait(20)
        hear(shops.sakura, said(purpose="notice", granted=False, given_at=datetime(2026, 4, 1, tzinfo=UTC)))
        thread.join()
    finally:
        number_suppressed.disconnect(hold_the_messages)
    assert failed == []
    with store_scope(shops.sakura.pk):
        assert Suppression.objects.filter(phone=PHONE, lifted_at=None).count() == 1
        assert [state.granted for state in ConsentState.objects.filter(phone=PHONE)] == [False]
        assert Message.objects.get().state == "cancelled"
