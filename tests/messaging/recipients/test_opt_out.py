"""The page behind the opt-out link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Store
from accounts.tenancy.scope import store_scope
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentLink, Suppression
from messaging.domain.judge import Asked, judge
from messaging.models import Purpose, Reason, State
from tests.customers.consents.spoken import hear, said
from tests.customers.pages import text_of
from tests.messaging.factories import make_customer, make_message
from tests.messaging.recipients.conftest import (
    MASKED,
    PHONE,
    Letter,
    Press,
    a_letter,
    consents_of,
    due,
    state_of,
    stops_of,
)
from tests.shops import Shops
from tests.test_tenancy_sweep import everything_of

STOPPED = (PHONE, "all", "opt_out_page", False, False)
PAUSED = (PHONE, "all", "opt_out_page", True, False)
NOTICES_ONLY = [
    (PHONE, "reminder", "opt_out_page", False, False),
    (PHONE, "promotion", "opt_out_page", False, False),
]
WRONG = (PHONE, "all", "wrong_person", False, False)


@pytest.fixture
def letter(shops: Shops) -> Letter:
    """To a customer of one shop; the other one has a customer with the same number, and wrote to them as well."""
    a_letter(
        shops.midori_staff, customer=make_customer(shops.midori, name="山田 花子"), state=State.DELIVERED
    )
    customer = make_customer(shops.sakura, name="山田 太郎")
    return a_letter(shops.sakura_staff, customer=customer, state=State.DELIVERED)


def test_the_page_says_who_sends_and_shows_neither_name_nor_number_nor_text(letter: Letter) -> None:
    page = Client().get(letter.opt_out)
    words, source = text_of(page), page.content.decode()
    for shown in ("さくら自動車株式会社", "さくら自動車", "東京都", "03-1234-5678", MASKED):
        assert shown in words
    for hidden in ("山田", "届きました", PHONE, "090-1234-5678", "みどり"):
        assert hidden not in source
    assert (page.status_code, page.headers["Content-Language"]) == (200, "ja")
    assert (page.headers["X-Robots-Tag"], page.headers["Referrer-Policy"]) == (
        "noindex, nofollow",
        "no-referrer",
    )
    assert "no-store" in page.headers["Cache-Control"]


def test_the_page_needs_neither_script_nor_cookie_and_is_light(letter: Letter) -> None:
    page = Client().get(letter.opt_out)
    source = page.content.decode()
    assert not page.cookies
    assert "<script" not in source
    assert "csrfmiddlewaretoken" not in source
    assert len(page.content) < 12_000


def test_the_page_speaks_as_the_browser_or_the_address_says(letter: Letter) -> None:
    english = Client().get(letter.opt_out, headers={"accept-language": "en-GB,en;q=0.9"})
    assert "Which messages may come?" in text_of(english)
    asked = Client().get(f"{letter.opt_out}?language=en", headers={"accept-language": "ja"})
    assert (asked.headers["Content-Language"], "Stop all messages" in text_of(asked)) == ("en", True)
    assert Client().get(f"{letter.opt_out}?language=xx").headers["Content-Language"] == "ja"


@pytest.mark.parametrize("verb", ["get", "head", "put", "patch", "delete", "options", "trace"])
def test_looking_changes_nothing_whatever_looks(letter: Letter, verb: str) -> None:
    before = everything_of("sakura-auto")
    for address in (letter.opt_out, letter.page):
        for query in ("", "?choice=stop", "?language=en&choice=wrong_person"):
            answer = getattr(Client(), verb)(address + query)
            assert answer.status_code == (200 if verb in {"get", "head"} else 405)
    assert everything_of("sakura-auto") == before


@pytest.mark.parametrize("choice", ["", "Stop", "lift", "stop ", "\x00"])
def test_what_is_no_button_changes_nothing_and_says_so(letter: Letter, press: Press, choice: str) -> None:
    before = everything_of("sakura-auto")
    answer = press(f"{letter.opt_out}?language=en", choice)
    assert (answer.status_code, "Nothing was changed" in text_of(answer)) == (422, True)
    assert everything_of("sakura-auto") == before


def test_one_press_stops_everything_takes_back_what_waits_and_withdraws_consent(
    shops: Shops, letter: Letter, press: Press
) -> None:
    for purpose in ("notice", "promotion"):
        hear(shops.sakura, said(PHONE, purpose))
        hear(shops.midori, said(PHONE, purpose))
    waiting = make_message(shops.sakura_staff)
    others = everything_of("midori-estate")
    answer = press(f"{letter.opt_out}?language=en", "stop")
    # The browser fetches the page anew: a reload asks for nothing.
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{letter.opt_out}?language=en")
    assert stops_of(shops.sakura) == [STOPPED]
    assert consents_of(shops.sakura) == [(PHONE, "notice", False), (PHONE, "promotion", False)]
    assert state_of(waiting) == ("cancelled", "suppressed")
    assert state_of(letter.message) == ("delivered", "")
    assert everything_of("midori-estate") == others
    words = text_of(Client().get(answer.headers["Location"]))
    assert f"No messages come to {MASKED} any more." in words
    assert "This holds for all shops of さくら自動車株式会社." in words
    assert "Stop all messages" not in words
    assert "Pause for 30 days" not in words


@pytest.mark.parametrize("choice", ["stop", "pause", "notices_only", "wrong_person"])
def test_pressing_twice_is_pressing_once(shops: Shops, letter: Letter, press: Press, choice: str) -> None:
    hear(shops.sakura, said(PHONE, "promotion"))
    assert press(letter.opt_out, choice).status_code == 302
    once = everything_of("sakura-auto")
    assert press(letter.opt_out, choice).status_code == 302
    assert press(letter.page, choice).status_code == 302
    assert everything_of("sakura-auto") == once


def test_only_important_notices_keeps_notices_and_nothing_else(
    shops: Shops, letter: Letter, press: Press
) -> None:
    hear(shops.sakura, said(PHONE, "notice"))
    hear(shops.sakura, said(PHONE, "promotion"))
    waiting = {purpose: make_message(shops.sakura_staff, purpose=purpose) for purpose in Purpose}
    press(letter.opt_out, "notices_only")
    assert stops_of(shops.sakura) == NOTICES_ONLY
    assert consents_of(shops.sakura) == [(PHONE, "notice", True), (PHONE, "promotion", False)]
    assert {purpose: state_of(message) for purpose, message in waiting.items()} == {
        Purpose.NOTICE: ("scheduled", ""),
        Purpose.REMINDER: ("cancelled", "suppressed"),
        Purpose.PROMOTION: ("cancelled", "suppressed"),
    }
    assert f"Only important notices come to {MASKED} ." in text_of(
        Client().get(f"{letter.opt_out}?language=en")
    )


def test_a_pause_holds_for_thirty_days_and_leaves_what_is_due_later_and_what_was_agreed_to(
    shops: Shops, letter: Letter, press: Press
) -> None:
    hear(shops.sakura, said(PHONE, "promotion"))
    soon, later = make_message(shops.sakura_staff), make_message(shops.sakura_staff)
    due(soon, timezone.now() + timedelta(days=29))
    due(later, timezone.now() + timedelta(days=31))
    links = _links(shops.sakura)
    before = timezone.now()
    press(letter.opt_out, "pause")
    assert stops_of(shops.sakura) == [PAUSED]
    with store_scope(shops.sakura.pk):
        ends_at = Suppression.objects.get().ends_at
    assert before <= ends_at - timedelta(days=30) <= timezone.now()
    assert (state_of(soon), state_of(later)) == (("cancelled", "paused"), ("scheduled", ""))
    assert (consents_of(shops.sakura), _links(shops.sakura)) == ([(PHONE, "promotion", True)], links)
    words = text_of(Client().get(f"{letter.opt_out}?language=en"))
    assert f"{ends_at.astimezone(shops.sakura.zone):%Y-%m-%d %H:%M} JST" in words
    with store_scope(shops.sakura.pk):
        assert judge(store=shops.sakura, asked=[Asked(PHONE, Purpose.PROMOTION)]) == [Reason.PAUSED]
        Suppression.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
        assert judge(store=shops.sakura, asked=[Asked(PHONE, Purpose.PROMOTION)]) == [None]
    assert "No messages come" not in text_of(Client().get(f"{letter.opt_out}?language=en"))


def test_who_stops_after_a_pause_is_stopped_for_good(shops: Shops, letter: Letter, press: Press) -> None:
    hear(shops.sakura, said(PHONE, "promotion"))
    press(letter.opt_out, "pause")
    press(letter.opt_out, "stop")
    assert stops_of(shops.sakura) == [(PHONE, "all", "opt_out_page", True, True), STOPPED]
    assert consents_of(shops.sakura) == [(PHONE, "promotion", False)]
    # A weaker word takes nothing back from a stronger one.
    press(letter.opt_out, "pause")
    assert stops_of(shops.sakura)[1:] == [STOPPED]


def test_somebody_else_says_so_and_the_shop_sees_it(shops: Shops, letter: Letter, press: Press) -> None:
    press(letter.opt_out, "wrong_person")
    assert stops_of(shops.sakura) == [WRONG]
    words = text_of(Client().get(f"{letter.opt_out}?language=en"))
    assert f"Thank you for telling us. No messages come to {MASKED} any more." in words
    assert "I am not this person" not in words


def test_who_has_stopped_can_still_say_that_the_number_is_somebody_elses(
    shops: Shops, letter: Letter, press: Press
) -> None:
    press(letter.opt_out, "stop")
    press(letter.opt_out, "wrong_person")
    assert stops_of(shops.sakura) == [WRONG]
    # But not back again: nobody knows who pressed.
    press(letter.opt_out, "stop")
    assert stops_of(shops.sakura) == [WRONG]


def test_what_another_shop_of_the_company_was_told_shows_here_and_binds(
    shops: Shops, letter: Letter, press: Press
) -> None:
    branch = Store.objects.create(
        legal_entity=shops.sakura.legal_entity,
        slug="sakura-branch",
        name="さくら自動車 支店",
        status="active",
    )
    with store_scope(branch.pk):
        suppress_number(actor=None, phone=PHONE, reason=Suppression.Reason.REPLY_WORD)
    words = text_of(Client().get(f"{letter.opt_out}?language=en"))
    assert f"No messages come to {MASKED} any more." in words
    press(letter.opt_out, "stop")
    assert stops_of(shops.sakura) == [STOPPED]


def test_every_change_is_in_the_audit_log_with_the_number_masked(
    shops: Shops, letter: Letter, press: Press
) -> None:
    for choice in ("notices_only", "pause", "stop", "wrong_person"):
        press(letter.opt_out, choice)
    with store_scope(shops.sakura.pk):
        entries = AuditEntry.objects.filter(action="number.suppressed").order_by("id")
        told = [(entry.actor_name, entry.details["reason"], entry.details["purpose"]) for entry in entries]
        assert {entry.details["phone"] for entry in entries} == {MASKED}
    assert told == [
        ("smsnotify", "opt_out_page", "reminder"),
        ("smsnotify", "opt_out_page", "promotion"),
        ("smsnotify", "opt_out_page", "all"),
        ("smsnotify", "opt_out_page", "all"),
        ("smsnotify", "wrong_person", "all"),
    ]


@pytest.mark.parametrize("status", [Store.Status.TRIAL, Store.Status.SUSPENDED])
def test_stopping_works_whatever_has_become_of_the_store(
    shops: Shops, letter: Letter, press: Press, status: str
) -> None:
    Store.objects.filter(pk=shops.sakura.pk).update(status=status)
    assert press(letter.opt_out, "stop").status_code == 302
    assert stops_of(shops.sakura) == [STOPPED]


def test_a_full_stop_that_the_handset_took_for_part_of_the_address_does_no_harm(letter: Letter) -> None:
    for behind in (".", "。", "）", "%20", ","):
        assert Client().get(letter.opt_out + behind).status_code == 200


def _links(store: Store) -> int:
    with store_scope(store.pk):
        return int(ConsentLink.objects.count())
