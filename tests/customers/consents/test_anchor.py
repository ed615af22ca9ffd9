"""Once a day the head of the ledger goes to the owners, where nobody can change it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from accounts.models import AuditEntry, User
from accounts.tenancy.scope import store_scope
from customers.domain.consents.anchor import anchor_chain, stores_to_anchor
from customers.models import ConsentChain
from customers.queries.consent_chain import verify_chain
from customers.tasks import anchor_consents
from tests.customers.consents.spoken import OTHER, hear, said
from tests.shops import Shops

# The audit log says when something was really written.
TODAY = datetime.now(UTC).replace(hour=3, minute=0)
DAY = timedelta(days=1)


def anchors(shops: Shops) -> list[dict[str, Any]]:
    with store_scope(shops.sakura.pk):
        return list(
            AuditEntry.objects.filter(action="consents.anchored")
            .order_by("id")
            .values_list("details", flat=True)
        )


def test_the_head_is_mailed_to_the_owners_and_stands_in_the_audit_log(shops: Shops) -> None:
    User.objects.filter(pk=shops.sakura_owner.user_id).update(language="en")
    hear(shops.sakura, said(), said(OTHER))
    assert anchor_chain(store=shops.sakura, now=TODAY)
    with store_scope(shops.sakura.pk):
        head = bytes(ConsentChain.objects.get().head_hash).hex()
    [letter] = mail.outbox
    assert letter.to == ["owner@sakura-auto.example"]
    assert letter.subject.startswith("[smsnotify] さくら自動車: state of the consent ledger")
    assert "Number of links: 2" in letter.body
    assert f"SHA-256 of the last link: {head}" in letter.body
    assert "090" not in letter.body
    assert anchors(shops) == [{"last": 2, "head": head}]
    assert verify_chain(shops.sakura).anchors == 2


def test_once_a_day_and_only_where_something_was_added(shops: Shops) -> None:
    assert not anchor_chain(store=shops.sakura, now=TODAY)
    hear(shops.sakura, said())
    assert anchor_chain(store=shops.sakura, now=TODAY)
    hear(shops.sakura, said(OTHER))
    assert not anchor_chain(store=shops.sakura, now=TODAY + timedelta(hours=2))
    assert anchor_chain(store=shops.sakura, now=TODAY + DAY)
    assert not anchor_chain(store=shops.sakura, now=TODAY + 5 * DAY)
    assert [one["last"] for one in anchors(shops)] == [1, 2]


def test_not_in_the_night_of_the_store(shops: Shops) -> None:
    hear(shops.sakura, said())
    assert not anchor_chain(store=shops.sakura, now=TODAY.replace(hour=20))
    assert mail.outbox == []


def test_a_mail_server_that_is_down_keeps_no_other_stores_mail_and_is_asked_again(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [store.slug for store in stores_to_anchor()] == ["sakura-auto", "midori-estate"]
    hear(shops.sakura, said())

    def refuse(backend: EmailBackend, messages: Any) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(OSError):  # noqa: PT011
            anchor_chain(store=shops.sakura, now=TODAY)
        anchor_consents()
    assert anchors(shops) == []
    assert anchor_chain(store=shops.sakura, now=TODAY)
