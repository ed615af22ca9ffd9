"""A pause ends by itself: what holds meanwhile, what afterwards, and what staff see and do."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import AuditEntry, Scope, Store
from accounts.tenancy.scope import store_scope
from customers.domain.lift_suppression import lift_suppression
from customers.domain.pause_number import pause_number
from customers.domain.privacy.erase_rows import erase_number_rows
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentState, Suppression
from customers.queries.suppressions import standing_of_number, standing_stops, stop_state, suppressed_phones
from customers.registries.personal_data import Whom
from tests.conftest import SignIn
from tests.customers.consents.spoken import DAY, PHONE, hear, said, standing
from tests.customers.pages import text_of
from tests.messaging.factories import make_customer
from tests.programs import program_of
from tests.shops import Shops


def paused(store: Store, *, ends_at: datetime | None = None, phone: str = PHONE) -> Suppression:
    with store_scope(store.pk):
        return pause_number(phone=phone, ends_at=ends_at or timezone.now() + 30 * DAY)


def over(store: Store) -> None:
    with store_scope(store.pk):
        pauses = Suppression.objects.filter(ends_at__isnull=False, lifted_at__isnull=True)
        pauses.update(ends_at=timezone.now() - timedelta(minutes=1))


def rows(store: Store) -> list[dict[str, Any]]:
    with store_scope(store.pk):
        return list(Suppression.objects.order_by("id").values("reason", "purpose", "lift_reason"))


def held(store: Store) -> dict[str, str]:
    with store_scope(store.pk):
        return suppressed_phones(store=store, phones=[PHONE])


def in_house(words: str) -> str:
    """As staff read what the system wrote down."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(words)


def audited(store: Store) -> int:
    with store_scope(store.pk):
        return int(AuditEntry.objects.count())


def test_a_pause_holds_until_its_end_and_not_a_moment_longer(shops: Shops) -> None:
    pause = paused(shops.sakura)
    with store_scope(shops.sakura.pk):
        [stop] = standing_stops(store=shops.sakura, phones=[PHONE]).values()
        assert (stop.is_pause, stop.ends_at, stop.reason) == (True, pause.ends_at, "opt_out_page")
        assert (pause.is_in_force, pause.is_over) == (True, False)
    assert (held(shops.sakura), held(shops.midori)) == ({PHONE: "opt_out_page"}, {})
    over(shops.sakura)
    with store_scope(shops.sakura.pk):
        pause.refresh_from_db()
        assert (pause.is_in_force, pause.is_over, pause.lifted_at) == (False, True, None)
        assert stop_state(store=shops.sakura, phone=PHONE).own == []
        assert standing_of_number(store=shops.sakura, phone=PHONE) == {}
    assert held(shops.sakura) == {}


def test_asking_again_never_shortens_and_the_same_word_writes_nothing(shops: Shops) -> None:
    first = paused(shops.sakura)
    assert first.ends_at is not None
    before = audited(shops.sakura)
    for ends_at in (first.ends_at, first.ends_at + timedelta(hours=23), first.ends_at - 20 * DAY):
        assert paused(shops.sakura, ends_at=ends_at).ends_at == first.ends_at
    assert audited(shops.sakura) == before
    longer = paused(shops.sakura, ends_at=first.ends_at + 5 * DAY)
    assert (longer.pk, longer.ends_at) == (first.pk, first.ends_at + 5 * DAY)
    assert audited(shops.sakura) == before + 1
    assert len(rows(shops.sakura)) == 1


def test_after_its_end_the_same_number_can_be_paused_and_stopped_anew(shops: Shops) -> None:
    paused(shops.sakura)
    over(shops.sakura)
    paused(shops.sakura)
    over(shops.sakura)
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=PHONE, reason="at_request")
    ended = in_house("The pause has ended by itself.")
    assert [(one["reason"], one["lift_reason"]) for one in rows(shops.sakura)] == [
        ("opt_out_page", ended),
        ("opt_out_page", ended),
        ("at_request", ""),
    ]
    with store_scope(shops.sakura.pk):
        first = Suppression.objects.order_by("id").first()
        assert first is not None
        assert first.lifted_at == first.ends_at


def test_a_stop_takes_the_place_of_a_pause_and_a_pause_never_that_of_a_stop(shops: Shops) -> None:
    paused(shops.sakura)
    with store_scope(shops.sakura.pk):
        stop = suppress_number(actor=None, phone=PHONE, reason="reply_word")
    assert [(one["reason"], one["lift_reason"]) for one in rows(shops.sakura)] == [
        ("opt_out_page", in_house("A stop has taken the place of the pause.")),
        ("reply_word", ""),
    ]
    assert paused(shops.sakura).pk == stop.pk
    assert len(rows(shops.sakura)) == 2


@pytest.mark.parametrize("reason", ["permanent_failure", "provider_list"])
def test_what_the_system_finds_takes_no_ones_pause_away(shops: Shops, reason: str) -> None:
    pause = paused(shops.sakura)
    before = audited(shops.sakura)
    with store_scope(shops.sakura.pk):
        assert suppress_number(actor=None, phone=PHONE, reason=reason) == pause
    assert (held(shops.sakura), audited(shops.sakura)) == ({PHONE: "opt_out_page"}, before)
    over(shops.sakura)
    with store_scope(shops.sakura.pk):
        suppress_number(actor=None, phone=PHONE, reason=reason)
    assert [(one["reason"], one["lift_reason"]) for one in rows(shops.sakura)] == [
        ("opt_out_page", in_house("The pause has ended by itself.")),
        (reason, ""),
    ]


def test_of_a_stop_and_a_pause_in_two_shops_of_one_company_the_stop_counts(shops: Shops) -> None:
    branch = Store.objects.create(
        legal_entity=shops.sakura.legal_entity, slug="branch", name="支店", status="active"
    )
    paused(shops.sakura)
    with store_scope(branch.pk):
        suppress_number(actor=None, phone=PHONE, reason="reply_word")
    with store_scope(shops.sakura.pk):
        assert standing_stops(store=shops.sakura, phones=[PHONE])[PHONE].reason == "reply_word"
        assert standing_of_number(store=shops.sakura, phone=PHONE)["all"].is_pause is False
        # A purpose's own stop and everybody's are both told.
        suppress_number(actor=None, phone=PHONE, reason="opt_out_page", purpose="promotion")
        assert set(standing_of_number(store=shops.sakura, phone=PHONE)) == {"all", "promotion"}


def test_staff_see_until_when_and_lift_it_early_without_touching_consent(
    shops: Shops, sign_in: SignIn
) -> None:
    hear(shops.sakura, said(PHONE, "promotion"))
    customer = make_customer(shops.sakura)
    pause = paused(shops.sakura)
    assert pause.ends_at is not None
    until = f"{pause.ends_at.astimezone(shops.sakura.zone):%Y-%m-%d %H:%M}"
    client = sign_in(shops.sakura_manager)
    client.post("/accounts/language/", {"language": "en"})
    for page in (
        f"/stores/sakura-auto/customers/{customer.pk}/",
        "/stores/sakura-auto/stops/?state=in_force",
    ):
        assert until in text_of(client.get(page)), page
    address = f"/stores/sakura-auto/stops/{pause.pk}/lift/"
    form = client.get(address)
    assert (until in text_of(form), 'name="allowed"' in form.content.decode()) == (True, False)
    answer = client.post(
        address, {"reason": "来店時に依頼", "source": "counter", "said_at": "2026-01-05T10:00"}
    )
    assert answer.status_code == 302
    assert held(shops.sakura) == {}
    assert standing(shops.sakura) == {(PHONE, "promotion"): (True, 1)}
    assert [one["lift_reason"] for one in rows(shops.sakura)] == ["来店時に依頼"]


def test_what_is_over_is_shown_so_and_cannot_be_lifted(shops: Shops, sign_in: SignIn) -> None:
    customer = make_customer(shops.sakura)
    pause = paused(shops.sakura)
    over(shops.sakura)
    client = sign_in(shops.sakura_manager)
    client.post("/accounts/language/", {"language": "en"})
    assert "the pause has ended by itself" in text_of(
        client.get(f"/stores/sakura-auto/customers/{customer.pk}/")
    )
    listed = text_of(client.get("/stores/sakura-auto/stops/?state=lifted"))
    assert "the pause has ended by itself" in listed
    assert "090-1234-5678" not in text_of(client.get("/stores/sakura-auto/stops/?state=in_force"))
    page = client.get(f"/stores/sakura-auto/stops/{pause.pk}/lift/", follow=True)
    assert "This pause is over already." in text_of(page)
    with store_scope(shops.sakura.pk):
        assert lift_suppression(actor=shops.sakura_manager, suppression=pause, reason="x") is False


@pytest.mark.parametrize("is_over", [False, True])
def test_programs_see_the_end_and_find_it_by_its_state(shops: Shops, is_over: bool) -> None:
    pause = paused(shops.sakura)
    if is_over:
        over(shops.sakura)
    program = program_of(shops.sakura, scopes=[Scope.CUSTOMERS])
    found = {
        state: [one["id"] for one in program.get(f"/api/v1/suppressions?state={state}").json()["results"]]
        for state in ("in_force", "lifted")
    }
    assert found == (
        {"in_force": [], "lifted": [pause.pk]} if is_over else {"in_force": [pause.pk], "lifted": []}
    )
    [row] = program.get("/api/v1/suppressions").json()["results"]
    assert (row["ends_at"] is not None, row["lifted_at"]) == (True, None)
    lifted = program.post(f"/api/v1/suppressions/{pause.pk}/lift", {"reason": "x", "allowed": ["notice"]})
    assert lifted.status_code == 422
    lifted = program.post(f"/api/v1/suppressions/{pause.pk}/lift", {"reason": "x"})
    assert lifted.status_code == (409 if is_over else 200)


def test_an_erasure_keeps_a_pause_in_force_drops_one_that_is_over_and_keeps_withdrawals(shops: Shops) -> None:
    hear(shops.sakura, said(PHONE, "promotion", granted=False))
    paused(shops.sakura)
    whom = Whom(phones=(PHONE,), customer_ids=())
    with store_scope(shops.sakura.pk):
        erase_number_rows(shops.sakura_owner, whom)
        assert ConsentState.objects.filter(phone=PHONE).count() == 0
    assert [(one["purpose"], one["reason"]) for one in rows(shops.sakura)] == [
        ("all", "opt_out_page"),
        ("promotion", "at_request"),
    ]
    over(shops.sakura)
    with store_scope(shops.sakura.pk):
        erase_number_rows(shops.sakura_owner, whom)
    assert [one["purpose"] for one in rows(shops.sakura)] == ["promotion"]
