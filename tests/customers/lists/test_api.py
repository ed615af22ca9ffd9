"""Lists for programs."""

import pytest

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from customers.models import StaticList, StaticListEntry
from tests.customers.entered import entered
from tests.customers.lists.kept import a_list
from tests.programs import Program, program_of, refusal
from tests.shops import Shops

pytestmark = pytest.mark.django_db

LISTS = "/api/v1/lists"


@pytest.fixture
def program(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def on(shops: Shops, list_id: int) -> list[str]:
    with store_scope(shops.sakura.pk):
        rows = StaticListEntry.objects.filter(list_id=list_id).order_by("customer__name")
        return list(rows.values_list("customer__name", flat=True))


def test_a_list_is_made_read_renamed_archived_and_restored(program: Program) -> None:
    made = program.post(LISTS, {"name": "春"}, Idempotency_Key="one")
    again = program.post(LISTS, {"name": "春"}, Idempotency_Key="one")
    assert (made.status_code, again.content) == (201, made.content)
    body = made.json()
    assert {name: body[name] for name in ("name", "customers", "is_usual", "archived_at")} == {
        "name": "春",
        "customers": 0,
        "is_usual": False,
        "archived_at": None,
    }
    one = f"{LISTS}/{body['id']}"
    assert program.get(one).json() == body
    taken = program.post(LISTS, {"name": "春"})
    words = "There is a list of this name already. Choose another one, please."
    assert (taken.status_code, taken.json()) == (422, refusal(("name", "name_taken", words)))
    renamed = program.ask("PATCH", one, '{"name": "夏"}')
    assert renamed.json() == body | {"name": "夏"}
    archived = program.post(f"{one}/archive")
    assert archived.json()["archived_at"] is not None
    assert program.post(f"{one}/restore").json() == body | {"name": "夏"}


def test_customers_are_put_on_by_id_or_number_and_whoever_is_unknown_is_named(
    shops: Shops, program: Program
) -> None:
    ids = [entered(shops.sakura, name, number=f"K-{name}").pk for name in ("佐藤", "田中", "山田")]
    theirs = entered(shops.midori, "みどり", mobile="+819055556666").pk
    entered(shops.sakura, "高橋", mobile="+819011112222")
    one = f"{LISTS}/{a_list(shops.sakura_staff).pk}"
    asked = {
        "customers": [ids[0], theirs],
        "numbers": ["K-田中", "090-1111-2222", "09055556666", "でた\nらめ"],
    }
    put = program.post(f"{one}/customers", asked)
    assert (put.status_code, put.json()) == (
        200,
        {
            "new": 3,
            "already": 0,
            "unknown_customers": [theirs],
            "unknown_numbers": ["09055556666", "でた らめ"],
        },
    )
    assert program.post(f"{one}/customers", {"customers": ids}).json()["already"] == 2
    assert on(shops, int(one.rsplit("/", 1)[1])) == ["佐藤", "山田", "田中", "高橋"]
    page = program.get(f"{one}/customers", {"limit": 3}).json()
    rest = program.get(page["next"].split("testserver")[1]).json()
    names = [row["name"] for row in page["results"] + rest["results"]]
    assert (sorted(names), rest["next"]) == (["佐藤", "山田", "田中", "高橋"], None)
    removed = program.post(f"{one}/customers/remove", {"customers": [ids[0], ids[1], theirs]})
    assert removed.json() == {"removed": 2}
    assert on(shops, int(one.rsplit("/", 1)[1])) == ["山田", "高橋"]


def test_an_archived_list_takes_nobody(shops: Shops, program: Program) -> None:
    customer = entered(shops.sakura)
    static_list = a_list(shops.sakura_staff)
    program.post(f"{LISTS}/{static_list.pk}/archive")
    refused = program.post(f"{LISTS}/{static_list.pk}/customers", {"customers": [customer.pk]})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "archived")
    assert on(shops, static_list.pk) == []


def test_pages_of_lists_are_the_newest_first_and_hold_all(shops: Shops, program: Program) -> None:
    names = [f"リスト{number}" for number in range(5)]
    for name in names:
        a_list(shops.sakura_staff, name)
    a_list(shops.midori_staff, "みどり")
    address, found = f"{LISTS}?limit=2", []
    while address:
        page = program.get(address).json()
        found += [row["name"] for row in page["results"]]
        address = (page["next"] or "").partition("testserver")[2]
    assert found == names[::-1]


def test_a_token_that_may_only_read_changes_nothing(shops: Shops) -> None:
    reader = program_of(shops.sakura, scopes=[Scope.READ])
    one = f"{LISTS}/{a_list(shops.sakura_staff, '春').pk}"
    assert reader.get(one).status_code == 200
    answers = [
        reader.post(LISTS, {"name": "夏"}),
        reader.ask("PATCH", one, '{"name": "夏"}'),
        reader.post(f"{one}/archive"),
        reader.post(f"{one}/restore"),
        reader.post(f"{one}/customers", {"customers": []}),
        reader.post(f"{one}/customers/remove", {"customers": [1]}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 6
    with store_scope(shops.sakura.pk):
        assert list(StaticList.objects.values_list("name", "archived_at")) == [("春", None)]
