from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry, Permission, Role, Store
from accounts.tenancy.scope import ScopeMissing, platform_scope, store_scope
from customers.domain.lift_suppression import lift_suppression
from customers.domain.suppress_number import suppress_number
from customers.models import Suppression
from customers.queries.suppressions import stop_state, suppressed_phones
from customers.signals import number_suppressed
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

PHONE, OTHER = "+819012345678", "+819011112222"
STOP = {"reason": "at_request", "note": "電話で", "phone": PHONE}
LIFT = {
    "reason": "本人から電話",
    "source": "call",
    "said_at": "2026-03-01T10:00",
    "allowed": ["notice", "reminder"],
}


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What the signal told the apps above."""
    found: list[dict[str, Any]] = []

    def listen(sender: Any, signal: Any, **told: Any) -> None:
        found.append(told)

    number_suppressed.connect(listen)
    yield found
    number_suppressed.disconnect(listen)


@pytest.fixture
def branch(shops: Shops) -> Store:
    """A second store of sakura's legal entity."""
    return Store.objects.create(legal_entity=shops.sakura.legal_entity, slug="sakura-2", name="さくら二号店")


def stops(store: Store) -> list[dict[str, Any]]:
    with store_scope(store.pk):
        return list(
            Suppression.objects.order_by("id").values(
                "phone", "purpose", "reason", "note", "recorded_by_id", "lifted_by_id", "lift_reason"
            )
        )


def audited(store: Store) -> list[tuple[str, int | None, dict[str, Any]]]:
    with store_scope(store.pk):
        entries = AuditEntry.objects.filter(object_type="customers.suppression").order_by("id")
        return [(entry.action, entry.actor_id, entry.details) for entry in entries]


def stopped(store: Store, purpose: str = "all") -> dict[str, str]:
    return suppressed_phones(store=store, phones=[PHONE, OTHER, "+819099990000"], purpose=purpose)


def test_a_person_at_the_counter_stops_a_number_after_reading_what_it_does(
    shops: Shops, sign_in: SignIn, told: list[dict[str, Any]]
) -> None:
    father = entered(shops.sakura, "父", mobile=PHONE)
    entered(shops.sakura, "母", mobile=PHONE)
    client = sign_in(shops.sakura_staff)
    address = f"/stores/sakura-auto/customers/{father.pk}/stop/"
    asked = text_of(client.get(address))
    for said in (
        "090-1234-5678 父, 母",
        "Messages that are scheduled for it are cancelled.",
        "さくら自動車株式会社",
    ):
        assert said in asked
    assert (stops(shops.sakura), told) == ([], [])
    answer = client.post(address, STOP, follow=True)
    assert "Messages to this number are stopped." in text_of(answer)
    assert stops(shops.sakura) == [
        {
            "phone": PHONE,
            "purpose": "all",
            "reason": "at_request",
            "note": "電話で",
            "recorded_by_id": shops.sakura_staff.pk,
            "lifted_by_id": None,
            "lift_reason": "",
        }
    ]
    assert audited(shops.sakura) == [
        (
            "number.suppressed",
            shops.sakura_staff.pk,
            {"phone": "090-****-5678", "reason": "at_request", "purpose": "all"},
        )
    ]
    assert told == [
        {
            "phone": PHONE,
            "purpose": "all",
            "reason": "at_request",
            "ends_at": None,
            "store_ids": (shops.sakura.pk,),
        }
    ]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"reason": ""}, ["This field is required."]),
        (
            {"reason": "provider_list"},
            ["Select a valid choice. provider_list is not one of the available choices."],
        ),
        ({"note": "長" * 501}, ["Ensure this value has at most 500 characters (it has 501)."]),
    ],
)
def test_a_stop_without_a_reason_that_a_person_can_know_is_refused(
    shops: Shops, sign_in: SignIn, typed: dict[str, str], errors: list[str]
) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    answer = sign_in(shops.sakura_staff).post(
        f"/stores/sakura-auto/customers/{customer.pk}/stop/", STOP | typed
    )
    assert (answer.status_code, errors_shown(answer), stops(shops.sakura)) == (422, errors, [])
    assert (STOP | typed)["note"] in answer.content.decode()


def test_a_number_that_was_changed_meanwhile_is_not_stopped_unseen(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "父", mobile=OTHER)
    client = sign_in(shops.sakura_staff)
    answer = client.post(f"/stores/sakura-auto/customers/{customer.pk}/stop/", STOP)
    assert (answer.status_code, stops(shops.sakura)) == (422, [])
    page = answer.content.decode()
    assert "number has been changed meanwhile" in page
    assert f'name="phone" value="{OTHER}"' in page


def test_stopping_twice_is_one_stop_told_and_audited_once(
    shops: Shops, sign_in: SignIn, told: list[dict[str, Any]]
) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    client = sign_in(shops.sakura_staff)
    for _ in range(2):
        assert client.post(f"/stores/sakura-auto/customers/{customer.pk}/stop/", STOP).status_code == 302
    assert (len(stops(shops.sakura)), len(audited(shops.sakura)), len(told)) == (1, 1, 1)


def test_a_stop_binds_every_store_of_the_legal_entity_and_no_other(
    shops: Shops, branch: Store, told: list[dict[str, Any]]
) -> None:
    with store_scope(branch.pk):
        suppress_number(actor=None, phone=PHONE, reason="opt_out_page", note="秘密のメモ")
    with store_scope(shops.midori.pk):
        suppress_number(actor=None, phone=OTHER, reason="reply_word")
    assert [stopped(store) for store in (shops.sakura, branch, shops.midori)] == [
        {PHONE: "opt_out_page"},
        {PHONE: "opt_out_page"},
        {OTHER: "reply_word"},
    ]
    assert [one["store_ids"] for one in told] == [(shops.sakura.pk, branch.pk), (shops.midori.pk,)]


def test_another_stores_stop_is_seen_with_its_reason_alone_and_cannot_be_lifted(
    shops: Shops, branch: Store, sign_in: SignIn
) -> None:
    with store_scope(branch.pk):
        stop = suppress_number(actor=None, phone=PHONE, reason="opt_out_page", note="秘密のメモ")
    customer = entered(shops.sakura, "父", mobile=PHONE)
    client = sign_in(shops.sakura_owner)
    page = text_of(client.get(f"/stores/sakura-auto/customers/{customer.pk}/"))
    assert "Stopped through another store of your company Reason: stopped on the opt-out page" in page
    assert "秘密のメモ" not in page
    lift = f"/stores/sakura-auto/customers/{customer.pk}/stops/{stop.pk}/lift/"
    assert [client.get(lift).status_code, client.post(lift, {"reason": "x"}).status_code] == [404, 404]
    assert stopped(shops.sakura) == {PHONE: "opt_out_page"}


def test_a_stop_of_one_purpose_stops_that_purpose_only(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        suppress_number(actor=None, phone=PHONE, reason="at_request", purpose="promotion")
        assert stop_state(store=shops.sakura, phone=PHONE).in_force is False
    found = {
        purpose: stopped(shops.sakura, purpose) for purpose in ("all", "notice", "reminder", "promotion")
    }
    assert found == {"all": {}, "notice": {}, "reminder": {}, "promotion": {PHONE: "at_request"}}


def test_of_several_stops_the_oldest_gives_the_reason(shops: Shops, branch: Store) -> None:
    for store, reason in ((branch, "complaint"), (shops.sakura, "wrong_person")):
        with store_scope(store.pk):
            suppress_number(actor=None, phone=PHONE, reason=reason)
    assert stopped(shops.sakura) == {PHONE: "complaint"}


def test_whether_numbers_are_stopped_can_be_asked_without_any_scope_and_of_no_numbers(shops: Shops) -> None:
    assert suppressed_phones(store=shops.sakura, phones=[]) == {}
    assert stopped(shops.sakura) == {}
    with pytest.raises(ScopeMissing):
        Suppression.objects.exists()


def test_a_manager_lifts_a_stop_with_a_reason_and_the_history_stays(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    with store_scope(shops.sakura.pk):
        stop = suppress_number(actor=shops.sakura_staff, phone=PHONE, reason="wrong_person")
    client = sign_in(shops.sakura_manager)
    address = f"/stores/sakura-auto/customers/{customer.pk}/stops/{stop.pk}/lift/"
    without = client.post(address, {"reason": "  "})
    assert (without.status_code, errors_shown(without)) == (422, ["This field is required."] * 3)
    assert stopped(shops.sakura) == {PHONE: "wrong_person"}
    page = text_of(client.post(address, LIFT, follow=True))
    assert "The stop is lifted." in page
    assert "Earlier stops wrong person (all messages)" in page
    assert "lifted by さくら自動車 manager: 本人から電話" in page
    assert stopped(shops.sakura) == {}
    assert [(one["lifted_by_id"], one["lift_reason"]) for one in stops(shops.sakura)] == [
        (shops.sakura_manager.pk, "本人から電話")
    ]
    assert audited(shops.sakura)[1:] == [
        (
            "number.suppression_lifted",
            shops.sakura_manager.pk,
            {"phone": "090-****-5678", "reason": "wrong_person"},
        )
    ]
    again = client.post(address, LIFT, follow=True)
    assert "This stop was lifted already." in text_of(again)
    assert len(audited(shops.sakura)) == 2
    client.post(f"/stores/sakura-auto/customers/{customer.pk}/stop/", STOP)
    assert (len(stops(shops.sakura)), stopped(shops.sakura)) == (2, {PHONE: "at_request"})


def test_a_stop_is_lifted_once_though_two_press_at_the_same_time(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        stop = suppress_number(actor=None, phone=PHONE, reason="wrong_person")
        lifts = [
            lift_suppression(actor=shops.sakura_manager, suppression=stop, reason=reason)
            for reason in ("first", "second")
        ]
    assert lifts == [True, False]
    assert [one["lift_reason"] for one in stops(shops.sakura)] == ["first"]


def test_who_may_not_see_customers_cannot_stop_their_numbers(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CUSTOMERS_VIEW]
    staff.save()
    client = sign_in(staff)
    address = f"/stores/sakura-auto/customers/{customer.pk}/stop/"
    for page in (client.get(address), client.post(address, STOP)):
        assert page.status_code == 403
        assert "父" not in text_of(page)
    assert stops(shops.sakura) == []


def test_staff_cannot_lift_and_who_may_not_stop_cannot_stop(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    with store_scope(shops.sakura.pk):
        stop = suppress_number(actor=None, phone=PHONE, reason="wrong_person")
        with pytest.raises(PermissionDenied):
            lift_suppression(actor=shops.sakura_staff, suppression=stop, reason="x")
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.SUPPRESSIONS_ADD]
    staff.save()
    client = sign_in(staff)
    page = f"/stores/sakura-auto/customers/{customer.pk}/"
    for address in (f"{page}stop/", f"{page}stops/{stop.pk}/lift/"):
        assert [client.get(address).status_code, client.post(address, STOP).status_code] == [403, 403]
    assert len(audited(shops.sakura)) == 1


@pytest.mark.parametrize("role", Role.values)
def test_another_stores_numbers_can_be_neither_stopped_nor_lifted(
    shops: Shops, sign_in: SignIn, role: str
) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    own = entered(shops.midori, "隣", mobile=PHONE)
    with store_scope(shops.sakura.pk):
        stop = suppress_number(actor=None, phone=PHONE, reason="wrong_person")
    client = sign_in(getattr(shops, f"midori_{role}"))
    for page in (
        f"/stores/sakura-auto/customers/{customer.pk}/",
        f"/stores/midori-estate/customers/{customer.pk}/",
    ):
        for address in (f"{page}stop/", f"{page}stops/{stop.pk}/lift/"):
            assert [client.get(address).status_code, client.post(address, STOP).status_code] == [404, 404]
    if role != Role.STAFF:
        lift = f"/stores/midori-estate/customers/{own.pk}/stops/{stop.pk}/lift/"
        assert client.post(lift, {"reason": "x"}).status_code == 404
    assert (stopped(shops.sakura), stops(shops.midori)) == ({PHONE: "wrong_person"}, [])


def test_a_customer_without_a_mobile_number_has_nothing_to_stop(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "父")
    client = sign_in(shops.sakura_staff)
    assert client.get(f"/stores/sakura-auto/customers/{customer.pk}/stop/").status_code == 404


def test_a_stop_of_another_number_is_not_lifted_from_this_customers_page(
    shops: Shops, sign_in: SignIn
) -> None:
    customer = entered(shops.sakura, "父", mobile=OTHER)
    with store_scope(shops.sakura.pk):
        stop = suppress_number(actor=None, phone=PHONE, reason="wrong_person")
    lift = f"/stores/sakura-auto/customers/{customer.pk}/stops/{stop.pk}/lift/"
    assert sign_in(shops.sakura_owner).post(lift, {"reason": "x"}).status_code == 404
    assert stopped(shops.sakura) == {PHONE: "wrong_person"}


def test_a_stop_outlives_the_customer(shops: Shops) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    with store_scope(shops.sakura.pk):
        suppress_number(actor=None, phone=PHONE, reason="opt_out_page")
        customer.delete()
    assert stopped(shops.sakura) == {PHONE: "opt_out_page"}


@pytest.mark.parametrize(
    ("reason", "purpose"), [("because", "all"), ("complaint", "everything"), ("", "all")]
)
def test_a_reason_or_purpose_that_does_not_exist_is_an_error(shops: Shops, reason: str, purpose: str) -> None:
    with store_scope(shops.sakura.pk), pytest.raises(ValueError, match="is not a valid"):
        suppress_number(actor=None, phone=PHONE, reason=reason, purpose=purpose)
    assert stops(shops.sakura) == []


def test_what_a_receiver_cannot_do_undoes_the_stop_too(shops: Shops) -> None:
    def fail(sender: Any, **_: Any) -> None:
        raise RuntimeError("the database is gone")

    number_suppressed.connect(fail)
    try:
        with store_scope(shops.sakura.pk), pytest.raises(RuntimeError):
            suppress_number(actor=None, phone=PHONE, reason="complaint")
    finally:
        number_suppressed.disconnect(fail)
    with platform_scope("a test of what was kept"):
        assert Suppression.objects.count() == 0
