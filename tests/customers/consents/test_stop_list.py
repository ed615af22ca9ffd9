"""The page of stops, complaints, and what the ledger says of both."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Permission, Store
from accounts.tenancy.scope import store_scope
from customers.domain.lift_suppression import lift_suppression
from customers.domain.record_complaint import record_complaint
from customers.domain.suppress_number import suppress_number
from customers.models import Complaint, ConsentRecord, Suppression
from customers.queries.consent_chain import verify_chain
from customers.signals import number_suppressed
from tests.conftest import SignIn
from tests.customers.consents.spoken import DAY, OTHER, PHONE, THEN, THIRD, hear, said, standing
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

STOPS = "/stores/sakura-auto/stops/"


def stop(store: Store, phone: str = PHONE, reason: str = "opt_out_page", **further: Any) -> Suppression:
    with store_scope(store.pk):
        return suppress_number(actor=None, phone=phone, reason=reason, **further)


def entries(shops: Shops) -> list[tuple[str, str, bool, str, str, str]]:
    with store_scope(shops.sakura.pk):
        return list(
            ConsentRecord.objects.order_by("position").values_list(
                "phone", "purpose", "granted", "source", "note", "recorded_by_name"
            )
        )


@pytest.fixture
def branch(shops: Shops) -> Store:
    """A second store of sakura's legal entity."""
    return Store.objects.create(legal_entity=shops.sakura.legal_entity, slug="sakura-2", name="さくら二号店")


@pytest.mark.parametrize(
    ("reason", "source"),
    [("opt_out_page", "opt_out_page"), ("reply_word", "reply"), ("complaint", "counter"), ("at_request", "counter"),
     ("wrong_person", "call")],
)  # fmt: skip
def test_a_stop_that_is_the_persons_word_withdraws_what_was_granted_and_nothing_else(
    shops: Shops, reason: str, source: str
) -> None:
    hear(shops.sakura, said(), said(purpose="reminder", granted=False), said(OTHER))
    stop(shops.sakura, reason=reason)
    assert entries(shops)[3:] == [(PHONE, "promotion", False, source, f"stop: {reason}", "smsnotify")]
    assert standing(shops.sakura) == {
        (PHONE, "promotion"): (False, 4),
        (PHONE, "reminder"): (False, 2),
        (OTHER, "promotion"): (True, 3),
    }
    assert verify_chain(shops.sakura).proven


@pytest.mark.parametrize("reason", ["permanent_failure", "provider_list"])
def test_a_stop_that_the_system_found_says_nothing_of_what_the_person_wants(
    shops: Shops, reason: str
) -> None:
    hear(shops.sakura, said())
    stop(shops.sakura, reason=reason)
    assert standing(shops.sakura) == {(PHONE, "promotion"): (True, 1)}


def test_a_stop_of_one_purpose_withdraws_that_purpose_only(shops: Shops) -> None:
    hear(shops.sakura, said(), said(purpose="notice"))
    stop(shops.sakura, purpose="promotion")
    assert standing(shops.sakura) == {(PHONE, "promotion"): (False, 3), (PHONE, "notice"): (True, 2)}


def test_who_may_stop_but_not_record_consent_can_still_stop(shops: Shops) -> None:
    hear(shops.sakura, said())
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CONSENTS_RECORD]
    with store_scope(shops.sakura.pk):
        suppress_number(actor=staff, phone=PHONE, reason="at_request")
    assert standing(shops.sakura) == {(PHONE, "promotion"): (False, 2)}


def test_a_lifted_stop_is_a_ledger_entry_for_each_purpose_and_lifting_alone_grants_nothing(
    shops: Shops,
) -> None:
    found = stop(shops.sakura)
    with store_scope(shops.sakura.pk):
        lift_suppression(actor=shops.sakura_manager, suppression=found, reason="本人から", source="call")
    told = ("call", "stop lifted: 本人から", "さくら自動車 manager")
    assert entries(shops) == [
        (PHONE, purpose, False, *told) for purpose in ("notice", "reminder", "promotion")
    ]


def stops_of(shops: Shops) -> list[tuple[str, str, str, int | None]]:
    with store_scope(shops.sakura.pk):
        return list(
            Suppression.objects.order_by("id").values_list("purpose", "reason", "note", "recorded_by_id")
        )


@pytest.mark.parametrize("reason", ["complaint", "reply_word", "at_request", "opt_out_page", "wrong_person"])
@pytest.mark.parametrize("found", ["permanent_failure", "provider_list"])
def test_a_persons_word_takes_the_place_of_what_the_system_found_and_withdraws(
    shops: Shops, found: str, reason: str
) -> None:
    hear(shops.sakura, said())
    standing_stop = stop(shops.sakura, reason=found, note="届かない")
    with store_scope(shops.sakura.pk):
        told = suppress_number(actor=shops.sakura_staff, phone=PHONE, reason=reason)
        line = AuditEntry.objects.get(action="number.suppressed", details__has_key="instead_of")
    assert (told.pk, standing(shops.sakura)) == (standing_stop.pk, {(PHONE, "promotion"): (False, 2)})
    assert stops_of(shops) == [("all", reason, "届かない", shops.sakura_staff.pk)]
    assert (line.actor_id, line.details) == (
        shops.sakura_staff.pk,
        {"phone": "090-****-5678", "reason": reason, "purpose": "all", "instead_of": found},
    )


def test_what_the_system_finds_changes_nothing_of_a_persons_word(shops: Shops) -> None:
    stop(shops.sakura, reason="complaint")
    hear(shops.sakura, said())
    stop(shops.sakura, reason="permanent_failure", note="x")
    assert stops_of(shops) == [("all", "complaint", "", None)]
    assert standing(shops.sakura) == {(PHONE, "promotion"): (True, 1)}


def test_who_stops_again_after_a_new_consent_withdraws_that_too(shops: Shops) -> None:
    for _ in range(2):
        hear(shops.sakura, said(given_at=timezone.now()))
        stop(shops.sakura, reason="at_request")
    assert standing(shops.sakura) == {(PHONE, "promotion"): (False, 4)}
    assert stops_of(shops) == [("all", "at_request", "", None)]
    with store_scope(shops.sakura.pk):
        assert AuditEntry.objects.filter(action="number.suppressed").count() == 1


def test_a_stop_lifted_with_an_earlier_word_leaves_no_later_consent_that_was_not_ticked(shops: Shops) -> None:
    found = stop(shops.sakura, reason="provider_list")
    hear(shops.sakura, said(given_at=THEN + DAY))
    with store_scope(shops.sakura.pk):
        lift_suppression(
            actor=shops.sakura_manager, suppression=found, reason="本人から", said_at=THEN, allowed=["notice"]
        )
    assert standing(shops.sakura) == {
        (PHONE, "notice"): (True, 2), (PHONE, "reminder"): (False, 3), (PHONE, "promotion"): (False, 4),
    }  # fmt: skip
    assert verify_chain(shops.sakura).proven


def test_a_manager_lifts_from_the_list_saying_how_and_when_and_what(shops: Shops, sign_in: SignIn) -> None:
    found = stop(shops.sakura)
    client = sign_in(shops.sakura_manager)
    address = f"{STOPS}{found.pk}/lift/"
    form = client.get(address).content.decode()
    ticked = re.findall(r'name="allowed" value="(\w+)"[^>]*checked', form)
    assert ticked == ["notice", "reminder"]
    typed = {"reason": "電話で", "source": "call", "said_at": "2099-01-01T00:00", "allowed": ["promotion"]}
    late = client.post(address, typed)
    assert (late.status_code, errors_shown(late)) == (422, ["This time has not come yet."])
    client.post(address, typed | {"said_at": "2026-03-01T10:00"})
    with store_scope(shops.sakura.pk):
        found.refresh_from_db()
    assert found.lift_reason == "電話で"
    assert standing(shops.sakura) == {
        (PHONE, "notice"): (False, 1),
        (PHONE, "reminder"): (False, 2),
        (PHONE, "promotion"): (True, 3),
    }
    assert "This stop was lifted already." in text_of(client.post(address, typed, follow=True))
    assert sign_in(shops.sakura_staff).post(address, typed).status_code == 403


def test_a_number_of_nobody_is_stopped_by_hand_in_any_form(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_staff)
    typed = {"phone": "０９０-1234-5678", "purpose": "promotion", "reason": "at_request", "note": "電話で"}
    page = text_of(client.post(f"{STOPS}new/", typed, follow=True))
    assert "Messages to 090-1234-5678 are stopped." in page
    assert "090-1234-5678 promotion asked for by the customer 電話で" in page
    wrong = client.post(f"{STOPS}new/", typed | {"phone": "03-1234-5678", "reason": ""})
    assert (wrong.status_code, len(errors_shown(wrong)), "電話で" in wrong.content.decode()) == (422, 2, True)
    with store_scope(shops.sakura.pk):
        assert Suppression.objects.count() == 1
    shops.sakura_staff.withheld_permissions = [Permission.SUPPRESSIONS_ADD]
    shops.sakura_staff.save()
    assert sign_in(shops.sakura_staff).post(f"{STOPS}new/", typed).status_code == 403


def numbers(page: Any) -> list[str]:
    return re.findall(r'<span class="figures fw-semibold">([^<]+)</span>', page.content.decode())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["080-3333-4444", "090-1111-2222", "090-1234-5678"]),
        ("?digits=5678", ["090-1234-5678"]),
        ("?digits=090-1111-2222", ["090-1111-2222"]),
        ("?digits=９０１１１１２２２２", ["090-1111-2222"]),
        ("?state=lifted", ["080-3333-4444"]),
        ("?state=in_force", ["090-1111-2222", "090-1234-5678"]),
        ("?purpose=promotion", ["090-1111-2222"]),
        ("?reason=reply_word", ["090-1234-5678"]),
        ("?reason=reply_word&purpose=promotion", []),
        ("?digits=abc", []),
    ],
)
def test_the_list_is_searched_by_number_state_purpose_and_reason(
    shops: Shops, sign_in: SignIn, query: str, found: list[str]
) -> None:
    stop(shops.sakura, PHONE, "reply_word")
    stop(shops.sakura, OTHER, "at_request", purpose="promotion")
    lifted = stop(shops.sakura, THIRD)
    stop(shops.midori, "+819055556666")
    with store_scope(shops.sakura.pk):
        lift_suppression(actor=shops.sakura_manager, suppression=lifted, reason="x")
    assert numbers(sign_in(shops.sakura_staff).get(STOPS + query)) == found


def test_the_list_goes_page_by_page_with_the_filter_and_the_same_queries(
    shops: Shops, sign_in: SignIn
) -> None:
    client = sign_in(shops.sakura_manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(STOPS)
        return len(captured)

    entered(shops.sakura, "父", mobile="+818012340000")
    stop(shops.sakura, "+818012340000")
    one = queries()
    for number in range(1, 55):
        stop(shops.sakura, f"+81801234{number:04d}", "provider_list")
    assert queries() == one
    first = client.get(f"{STOPS}?reason=provider_list")
    older = re.search(r'href="(\?[^"]*below=[^"]*)"', first.content.decode())
    assert older is not None
    second = client.get(STOPS + older[1].replace("&amp;", "&"))
    assert (len(numbers(first)), numbers(second)) == (50, [f"080-1234-000{n}" for n in (4, 3, 2, 1)])


def test_another_stores_stop_of_the_company_is_told_without_the_store(
    shops: Shops, branch: Store, sign_in: SignIn
) -> None:
    stop(branch, PHONE, "complaint", note="秘密のメモ")
    client = sign_in(shops.sakura_staff)
    assert "1 number is stopped through other stores of さくら自動車株式会社" in text_of(client.get(STOPS))
    page = text_of(client.get(f"{STOPS}?digits=09012345678"))
    assert "090-1234-5678 is stopped through another store of your company: all messages · complaint" in page
    for secret in ("秘密のメモ", "さくら二号店", "sakura-2"):
        assert secret not in page


def test_one_action_keeps_a_complaint_and_stops_everything(shops: Shops, sign_in: SignIn) -> None:
    hear(shops.sakura, said())
    customer = entered(shops.sakura, "父", mobile=PHONE)
    client = sign_in(shops.sakura_staff)
    address = f"{STOPS}customers/{customer.pk}/complaint/"
    form = text_of(client.get(address))
    assert "you get no more SMS from さくら自動車" in form
    assert len(re.findall("さくら自動車", form.split("What you can say")[1].split("smsnotify")[0])) == 3
    empty = client.post(address, {"phone": PHONE, "said": " ", "promised": "折り返す"})
    assert (empty.status_code, errors_shown(empty), "折り返す" in empty.content.decode()) == (
        422, ["This field is required."], True,
    )  # fmt: skip
    typed = {"phone": PHONE, "said": "しつこい\n<b>", "promised": "店長が折り返す"}
    page = text_of(client.post(address, typed, follow=True))
    assert "The complaint is kept, and no message goes to this number any more." in page
    assert "Said: しつこい <b> Promised: 店長が折り返す" in page
    with store_scope(shops.sakura.pk):
        assert list(Complaint.objects.values_list("phone", "said", "promised", "recorded_by_id")) == [
            (PHONE, "しつこい\n<b>", "店長が折り返す", shops.sakura_staff.pk)
        ]
        assert list(Suppression.objects.values_list("phone", "purpose", "reason")) == [
            (PHONE, "all", "complaint")
        ]
        actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
        assert list(actions)[-3:] == ["complaint.recorded", "number.suppressed", "consents.recorded"]
    changed = client.post(address, typed | {"phone": OTHER})
    assert "number has been changed meanwhile" in changed.content.decode()


def test_a_second_complaint_is_kept_beside_the_stop_that_stands(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        for said_so in ("一度目", "二度目"):
            record_complaint(actor=shops.sakura_staff, phone=PHONE, said=said_so)
        assert (Complaint.objects.count(), Suppression.objects.count()) == (2, 1)


def test_a_complaint_that_cannot_stop_is_not_kept(shops: Shops) -> None:
    def fail(sender: Any, **_: Any) -> None:
        raise RuntimeError("the database is gone")

    number_suppressed.connect(fail)
    try:
        with store_scope(shops.sakura.pk), pytest.raises(RuntimeError):
            record_complaint(actor=shops.sakura_staff, phone=PHONE, said="x")
    finally:
        number_suppressed.disconnect(fail)
    with store_scope(shops.sakura.pk):
        assert (Complaint.objects.count(), Suppression.objects.count()) == (0, 0)
