"""The checks over a real store's records, for every recipient of a send."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import ApiToken, Membership, Permission, Scope
from accounts.tenancy.scope import store_scope
from customers.models import Customer
from messaging.domain.compose import Recipient, Wish, compose
from messaging.domain.preflight import findings_of
from messaging.domain.problems import Level, Problem
from messaging.domain.render import Rendering
from messaging.models import Dispatch, PreflightLevel, Purpose, Reason, State
from messaging.text import domestic_count
from tests.customers.appointments.booked import booked
from tests.customers.records.defined import attribute, vehicle, vehicles
from tests.messaging.factories import make_customer, make_message
from tests.programs import program_of
from tests.shops import Shops

PHONE, OTHER = "+819012345678", "+818012345678"
# What every text here has, so that hints about it do not stand in each result.
SHOP, CALL = "【さくら自動車】", "https://sakura.example.jp"


def to(customer: Customer, **about: Any) -> Recipient:
    return Recipient(
        phone=customer.mobile or "",
        name=str(customer),
        customer_id=customer.pk,
        values_of=customer.pk,
        **about,
    )


def wish_of(*recipients: Recipient, body: str, source: str = "customer_page", **fields: Any) -> Wish:
    given: dict[str, Any] = {"key": uuid.uuid4(), "purpose": Purpose.NOTICE} | fields
    return compose(source=Dispatch.Source(source), body=body, recipients=recipients, **given)


def rendered(wish: Wish) -> list[Rendering]:
    return [Rendering(one, wish.body, domestic_count(wish.body)) for one in wish.recipients]


def found(actor: Membership | ApiToken, *recipients: Recipient, body: str, **fields: Any) -> list[Problem]:
    wish = wish_of(*recipients, body=body, **fields)
    with store_scope(actor.store_id), translation.override("en"):
        [said] = findings_of(actor=actor, pairs=[(wish, rendered(wish))], capabilities=None)
    return said


def summary(problems: list[Problem], body: str) -> list[tuple[str, str, list[str], int]]:
    return [
        (problem.code, problem.level.value, [body[start:end] for start, end in problem.spans], problem.people)
        for problem in problems
    ]


def test_a_date_other_than_the_vehicles_due_date_is_said_with_the_date_on_record(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    known = vehicles(shops.sakura)
    vehicle(shops.sakura_staff, customer, known.kind, dues={known.inspection.pk: date(2027, 3, 20)})
    body = f"{SHOP}車検の期日は3月15日です。{CALL}"
    [problem] = found(shops.sakura_staff, to(customer), body=body)
    assert problem == Problem(
        "body",
        "date_disagrees",
        "The text says 3月15日, but 車検 of プリウス on record is on Sat 20 Mar 2027. Correct the one that is wrong.",
        Level.WARNING,
        ((14, 19),),
        0,
        1,
    )
    right = body.replace("15日", "20日")
    assert found(shops.sakura_staff, to(customer), body=right) == []


def test_of_two_vehicles_the_one_that_the_send_is_about_counts(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    known = vehicles(shops.sakura)
    first, second = (
        vehicle(shops.sakura_staff, customer, known.kind, label, dues={known.inspection.pk: day})
        for label, day in (("プリウス", date(2027, 3, 20)), ("アクア", date(2027, 6, 1)))
    )
    body = f"{SHOP}車検満了日は4月1日です。{CALL}"
    said = {
        asset.label: found(shops.sakura_staff, to(customer, asset_id=asset.pk), body=body)[0].message
        for asset in (first, second)
    }
    assert "車検 of プリウス" in said["プリウス"]
    assert "車検 of アクア" in said["アクア"]
    others = f"{SHOP}車検満了日は6月1日です。{CALL}"
    assert found(shops.sakura_staff, to(customer, asset_id=first.pk), body=others) == []


def test_an_appointments_day_and_time_are_those_on_record(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    day = timezone.localtime(timezone=shops.sakura.zone) + timedelta(days=9)
    booked(shops.sakura_staff, customer, day.replace(hour=15, minute=0, second=0, microsecond=0))
    right = f"{SHOP}ご予約は{day.month}月{day.day}日15時です。{CALL}"
    assert found(shops.sakura_staff, to(customer), body=right) == []
    late = right.replace("15時", "16時")
    assert summary(found(shops.sakura_staff, to(customer), body=late), late) == [
        ("time_disagrees", "warning", ["16時"], 1)
    ]
    other = day + timedelta(days=1)
    moved = f"{SHOP}ご予約は{other.month}月{other.day}日です。{CALL}"
    assert summary(found(shops.sakura_staff, to(customer), body=moved), moved) == [
        ("date_disagrees", "warning", [f"{other.month}月{other.day}日"], 1)
    ]


def test_an_amount_is_compared_with_the_records_field_of_the_same_name(shops: Shops) -> None:
    rent = attribute(shops.sakura, "家賃", "number")
    customer = make_customer(shops.sakura, attributes={str(rent.pk): "80000"})
    body = f"{SHOP}今月の家賃は85,000円です。{CALL}"
    [problem] = found(shops.sakura_staff, to(customer), body=body)
    assert (problem.code, problem.message) == (
        "amount_disagrees",
        "The text says 85,000円, but 家賃 on record is 80,000. Correct the one that is wrong.",
    )
    given = to(customer, values={"敷金": "10,000円"})
    body = f"{SHOP}家賃80,000円、敷金12,000円。{CALL}"
    assert summary(found(shops.sakura_staff, given, body=body), body) == [
        ("amount_disagrees", "warning", ["12,000円"], 1)
    ]


def test_one_problem_a_code_counts_the_people_and_shows_the_first_text(shops: Shops) -> None:
    people = [
        make_customer(shops.sakura, name=name, mobile=f"+8190000000{place:02}")
        for place, name in enumerate(("鈴木 一郎", "山田 花子", "佐藤 次郎"))
    ]
    body = f"{SHOP}鈴木様、お品物が届きました。{CALL}"
    [problem] = found(shops.sakura_staff, *map(to, people), body=body)
    assert (problem.code, problem.people, problem.shown_in) == ("name_disagrees", 2, 1)
    assert problem.message == (
        "The text speaks to 鈴木, but goes to 山田 花子. Check the name and the recipient."
    )


def test_whoever_may_not_see_customers_learns_nothing_of_their_records(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    known = vehicles(shops.sakura)
    vehicle(shops.sakura_staff, customer, known.kind, dues={known.inspection.pk: date(2027, 3, 20)})
    body = f"{SHOP}鈴木様、車検の期日は3月15日です。{CALL}"
    assert [one.code for one in found(shops.sakura_staff, to(customer), body=body)] == [
        "name_disagrees",
        "date_disagrees",
    ]
    shops.sakura_staff.withheld_permissions = [Permission.CUSTOMERS_VIEW]
    assert found(shops.sakura_staff, to(customer), body=body) == []


def test_another_stores_customer_of_the_same_number_and_id_is_not_looked_at(shops: Shops) -> None:
    customer = make_customer(shops.midori, name="鈴木 一郎")
    body = f"{SHOP}山田様、お品物が届きました。{CALL}"
    assert found(shops.sakura_staff, to(customer), body=body) == []


@pytest.mark.parametrize(
    ("state", "hours", "told"),
    [
        (State.DELIVERED, 1, True),
        (State.SCHEDULED, 23, True),
        (State.DELIVERED, 25, False),
        (State.CANCELLED, 1, False),
        (State.FAILED, 1, False),
    ],
)
def test_the_same_text_to_the_same_number_is_told_with_its_time(
    shops: Shops, state: State, hours: int, told: bool
) -> None:
    body = f"{SHOP}お品物が届きました。{CALL}"
    at = timezone.now() - timedelta(hours=hours)
    make_message(shops.sakura_staff, state=state, body=body, phone=PHONE, created_at=at)
    # The other store's is nobody's business here.
    make_message(shops.midori_staff, state=State.DELIVERED, body=body, phone=OTHER)
    problems = found(shops.sakura_staff, Recipient(PHONE), Recipient(OTHER), body=body)
    zoned = f"{at.astimezone(shops.sakura.zone):%Y-%m-%d %H:%M}"
    assert [(one.code, one.message, one.people, one.shown_in) for one in problems] == (
        [
            (
                "same_text",
                f"The same text was sent to 1 of these numbers within 24 hours, last at {zoned}.",
                1,
                0,
            )
        ]
        if told
        else []
    )


def test_what_the_same_form_sent_or_what_is_replaced_is_no_repetition(shops: Shops) -> None:
    body = f"{SHOP}お品物が届きました。{CALL}"
    before = make_message(shops.sakura_staff, state=State.SCHEDULED, body=body, phone=PHONE)
    same, other = Recipient(PHONE), Recipient(OTHER)
    assert [one.code for one in found(shops.sakura_staff, same, body=body)] == ["same_text"]
    with store_scope(shops.sakura.pk):
        key = before.dispatch.key
    assert found(shops.sakura_staff, same, other, body=body, key=key) == []
    assert found(shops.sakura_staff, same, other, body=body, replaces=before.dispatch_id) == []


def test_who_may_not_see_messages_is_told_of_their_own_only(shops: Shops) -> None:
    body = f"{SHOP}お品物が届きました。{CALL}"
    make_message(shops.sakura_manager, state=State.DELIVERED, body=body, phone=PHONE)
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_VIEW]
    assert found(shops.sakura_staff, Recipient(PHONE), body=body) == []
    make_message(shops.sakura_staff, state=State.DELIVERED, body=body, phone=PHONE)
    assert [one.code for one in found(shops.sakura_staff, Recipient(PHONE), body=body)] == ["same_text"]
    token = program_of(shops.sakura, scopes=[Scope.SEND]).token
    with store_scope(shops.sakura.pk):
        assert found(token, Recipient(PHONE), body=body) == []


def test_a_program_may_send_two_that_are_alike_unless_the_store_says_otherwise(shops: Shops) -> None:
    body = f"{SHOP}お品物が届きました。{CALL}"
    make_message(shops.sakura_staff, state=State.DELIVERED, body=body, phone=PHONE)
    program = program_of(shops.sakura).token
    [problem] = found(program, Recipient(PHONE), body=body, source="api")
    assert (problem.code, problem.level) == ("same_text", Level.HINT)
    with store_scope(shops.sakura.pk):
        PreflightLevel.objects.create(code="same_text", level="error")
    [problem] = found(program, Recipient(PHONE), body=body, source="api")
    assert problem.level == Level.ERROR


def test_a_third_message_within_an_hour_reads_like_a_chat(shops: Shops) -> None:
    for text in ("はい", "承知しました"):
        make_message(shops.sakura_staff, state=State.DELIVERED, body=text, phone=PHONE)
    body = f"{SHOP}お待ちしています。{CALL}"
    assert found(shops.sakura_staff, Recipient(PHONE), body=body) == []
    make_message(shops.sakura_staff, state=State.DELIVERED, body="了解です", phone=PHONE)
    [problem] = found(shops.sakura_staff, Recipient(PHONE), body=body)
    assert (problem.code, problem.level) == ("chat_like", Level.HINT)
    assert problem.message == (
        "3 messages went to this number within an hour. Put what is left into one, or phone."
    )


def test_a_store_decides_how_seriously_a_check_is_taken_for_itself_only(shops: Shops) -> None:
    body = f"{SHOP}お品物が届きました。{CALL} 090-1111-2222"
    assert summary(found(shops.sakura_staff, Recipient(PHONE), body=body), body) == [
        ("phone_number", "warning", ["090-1111-2222"], 1)
    ]
    for level, expected in (("error", ["error"]), ("hint", ["hint"]), ("off", [])):
        with store_scope(shops.sakura.pk):
            PreflightLevel.objects.update_or_create(code="phone_number", defaults={"level": level})
        problems = found(shops.sakura_staff, Recipient(PHONE), body=body)
        assert [problem.level.value for problem in problems] == expected
    midori = body.replace("さくら自動車", "みどり不動産")
    assert [one.level for one in found(shops.midori_staff, Recipient(PHONE), body=midori)] == [Level.WARNING]


def test_errors_come_first_and_hints_last(shops: Shops) -> None:
    body = "［［氏名］］様 http://example.jp 090-1111-2222"
    levels = [one.level.value for one in found(shops.sakura_staff, Recipient(PHONE), body=body)]
    assert levels == sorted(levels, key=["error", "warning", "hint"].index)
    assert set(levels) == {"error", "warning", "hint"}


def test_what_nobody_can_acknowledge_and_what_cannot_go_anyway_is_not_looked_at(shops: Shops) -> None:
    body = "［［氏名］］様"
    for source in ("number_check", "appointment", "test"):
        assert found(shops.sakura_staff, Recipient(PHONE), body=body, source=source) == []
    wish = wish_of(Recipient(PHONE), body=body)
    [whole] = rendered(wish)
    wanting = Rendering(whole.recipient, whole.text, whole.count, wanting=Reason.MISSING_VALUE)
    with store_scope(shops.sakura.pk):
        pairs = [(wish, [wanting])]
        assert findings_of(actor=shops.sakura_staff, pairs=pairs, capabilities=None) == [[]]


def test_a_relative_word_is_said_with_the_day_that_it_will_mean(shops: Shops) -> None:
    body = f"{SHOP}明日お待ちしております。{CALL}"
    assert found(shops.sakura_staff, Recipient(PHONE), body=body) == []
    leaves = datetime(2027, 3, 14, 9, 0, tzinfo=shops.sakura.zone)
    [problem] = found(shops.sakura_staff, Recipient(PHONE), body=body, send_at=leaves)
    assert problem.message == (
        "“明日” is read on Sun 14 Mar 2027 and means Mon 15 Mar 2027 then. Write the date instead."
    )


def test_a_batch_asks_the_database_as_often_as_one_message(shops: Shops) -> None:
    known = vehicles(shops.sakura)
    people = []
    for place in range(3):
        customer = make_customer(shops.sakura, mobile=f"+8190000000{place:02}")
        vehicle(shops.sakura_staff, customer, known.kind, dues={known.oil.pk: date(2027, 3, 20)})
        people.append(customer)
    counted = []
    for number in (1, 3):
        wishes = [
            wish_of(to(customer), body=f"{SHOP}オイル交換の期日は3月1{place}日です。{CALL}")
            for place, customer in enumerate(people[:number])
        ]
        pairs = [(wish, rendered(wish)) for wish in wishes]
        with (
            store_scope(shops.sakura.pk),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            answers = findings_of(actor=shops.sakura_staff, pairs=pairs, capabilities=None)
        assert [[one.code for one in answer] for answer in answers] == [["date_disagrees"]] * number
        counted.append(len(queries))
    assert counted[0] == counted[1]
