import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tenancy.scope import store_scope
from customers.domain.definitions.define_attribute import MOST_ATTRIBUTES
from customers.domain.save_customer import save_customer
from customers.models import AssetKind, Attribute, Customer, CustomerSettings, DueKind
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.customers.records.defined import attribute, audited, vehicle, vehicles
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

OWN = "/stores/sakura-auto/settings/customers/"


def names(model: type[Attribute] | type[AssetKind] | type[DueKind], shops: Shops) -> list[str]:
    with store_scope(shops.sakura.pk):
        return list(model.objects.order_by("position", "id").values_list("name", flat=True))


def with_value(shops: Shops, value: str, of: Attribute) -> Customer:
    with store_scope(shops.sakura.pk):
        return save_customer(
            actor=shops.sakura_staff, customer=None, values={"name": "山田", "attributes": {of.pk: value}}
        )


def test_a_manager_defines_a_field_of_customers_and_it_stands_in_the_form(
    shops: Shops, sign_in: SignIn
) -> None:
    client = sign_in(shops.sakura_manager)
    assert "No fields of your own yet" in text_of(client.get(OWN))
    made = client.post(
        f"{OWN}attributes/new/",
        {"name": "会員　ランク", "kind": "choice", "choices": "ゴールド\r\n シルバー \r\n\r\nゴールド"},
    )
    assert (made.status_code, made.headers["Location"]) == (302, OWN)
    with store_scope(shops.sakura.pk):
        found = Attribute.objects.get()
    assert (found.name, found.kind, found.choices, found.asset_kind_id) == (
        "会員 ランク",
        "choice",
        ["ゴールド", "シルバー"],
        None,
    )
    assert "会員 ランク choice: ゴールド, シルバー" in text_of(client.get(OWN))
    assert f'name="attribute_{found.pk}"' in client.get("/stores/sakura-auto/customers/new/").content.decode()
    assert audited(shops.sakura, "attribute.") == [("attribute.defined", {"name": "会員 ランク"})]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"name": "　", "kind": "text"}, ["This field is required."]),
        ({"name": "車種", "kind": "text"}, ["There is one of this name already."]),
        (
            {"name": "[[車種]]", "kind": "text"},
            ["A name cannot have square brackets, since templates use them."],
        ),
        (
            {"name": "色", "kind": "choice", "choices": " \n"},
            ["Enter the choices, one on each line, please."],
        ),
        ({"name": "色", "kind": "choice", "choices": "長" * 61}, ["Up to 60 characters a choice, please."]),
        (
            {"name": "色", "kind": "colour"},
            ["Select a valid choice. colour is not one of the available choices."],
        ),
    ],
)
def test_a_field_that_cannot_be_is_refused_beside_its_input(
    shops: Shops, sign_in: SignIn, typed: dict[str, Any], errors: list[str]
) -> None:
    attribute(shops.sakura, "車種")
    page = sign_in(shops.sakura_manager).post(f"{OWN}attributes/new/", typed)
    assert (page.status_code, errors_shown(page)) == (422, errors)
    assert names(Attribute, shops) == ["車種"]


def test_the_same_name_may_be_of_customers_and_of_each_kind(shops: Shops, sign_in: SignIn) -> None:
    known = vehicles(shops.sakura)
    client = sign_in(shops.sakura_manager)
    for address in (f"{OWN}attributes/new/", f"{OWN}kinds/{known.kind.pk}/attributes/new/"):
        assert client.post(address, {"name": "備考欄", "kind": "text"}).status_code == 302
    with store_scope(shops.sakura.pk):
        found = Attribute.objects.filter(name="備考欄").values_list("asset_kind_id", flat=True)
        assert set(found) == {None, known.kind.pk}


def test_the_number_of_fields_has_an_end(shops: Shops, sign_in: SignIn) -> None:
    with store_scope(shops.sakura.pk):
        Attribute.objects.bulk_create(Attribute(name=f"項目{n}") for n in range(MOST_ATTRIBUTES))
    page = sign_in(shops.sakura_manager).post(f"{OWN}attributes/new/", {"name": "もう一つ", "kind": "text"})
    assert page.status_code == 422
    assert "Up to 60 fields can be defined." in text_of(page)


def test_another_name_loses_no_value(shops: Shops, sign_in: SignIn) -> None:
    rank = attribute(shops.sakura, "ランク")
    customer = with_value(shops, "ゴールド", rank)
    client = sign_in(shops.sakura_manager)
    assert client.post(f"{OWN}attributes/{rank.pk}/", {"name": "会員ランク"}).status_code == 302
    assert "会員ランク ゴールド" in text_of(client.get(f"/stores/sakura-auto/customers/{customer.pk}/"))
    assert audited(shops.sakura, "attribute.") == [
        ("attribute.changed", {"name": "会員ランク", "fields": ["name"]})
    ]
    client.post(f"{OWN}attributes/{rank.pk}/", {"name": "会員ランク"})
    assert len(audited(shops.sakura, "attribute.")) == 1


def test_a_choice_in_use_is_pointed_at_and_dropped_only_on_demand(shops: Shops, sign_in: SignIn) -> None:
    rank = attribute(shops.sakura, "ランク", "choice", choices=["金", "銀", "銅"])
    for value in ("金", "金", "銀"):
        customer = with_value(shops, value, rank)
    client = sign_in(shops.sakura_manager)
    address = f"{OWN}attributes/{rank.pk}/"
    page = client.post(address, {"name": "ランク", "choices": "白金"})
    assert page.status_code == 422
    assert errors_shown(page) == ["“金” is still chosen on 2 records.", "“銀” is still chosen on 1 record."]
    assert 'name="drops_held"' in page.content.decode()
    with store_scope(shops.sakura.pk):
        assert Attribute.objects.get().choices == ["金", "銀", "銅"]
    assert client.post(address, {"name": "ランク", "choices": "白金", "drops_held": "on"}).status_code == 302
    # The record keeps its value through a save of something else.
    form = client.get(f"/stores/sakura-auto/customers/{customer.pk}/edit/").content.decode()
    assert '<option value="銀" selected>銀</option>' in form
    saved = client.post(
        f"/stores/sakura-auto/customers/{customer.pk}/edit/",
        {"kind": "person", "name": "改名", "language": "ja", f"attribute_{rank.pk}": "銀"},
    )
    assert saved.status_code == 302
    with store_scope(shops.sakura.pk):
        kept = Customer.objects.get(pk=customer.pk)
    assert (kept.name, kept.attributes) == ("改名", {str(rank.pk): "銀"})


def test_removing_a_field_asks_with_the_number_of_values_and_they_never_come_back_by_themselves(
    shops: Shops, sign_in: SignIn
) -> None:
    rank = attribute(shops.sakura, "ランク")
    customer = with_value(shops, "ゴールド", rank)
    entered(shops.sakura, "値のない人")
    client = sign_in(shops.sakura_manager)
    address = f"{OWN}attributes/{rank.pk}/remove/"
    assert "1 record has a value in this field." in text_of(client.get(address))
    assert names(Attribute, shops) == ["ランク"]
    assert client.post(address).status_code == 302
    assert audited(shops.sakura, "attribute.") == [("attribute.removed", {"name": "ランク", "values": 1})]
    client.post(f"{OWN}attributes/new/", {"name": "ランク", "kind": "text"})
    assert "ゴールド" not in text_of(client.get(f"/stores/sakura-auto/customers/{customer.pk}/"))
    with store_scope(shops.sakura.pk):
        assert Customer.objects.get(pk=customer.pk).attributes == {str(rank.pk): "ゴールド"}


def test_definitions_are_moved_among_those_beside_them(shops: Shops, sign_in: SignIn) -> None:
    known = vehicles(shops.sakura)
    first, _second, third = (attribute(shops.sakura, name) for name in ("一", "二", "三"))
    client = sign_in(shops.sakura_manager)
    client.post(f"{OWN}attributes/{third.pk}/move/", {"to": "up"})
    client.post(f"{OWN}attributes/{first.pk}/move/", {"to": "down"})
    client.post(f"{OWN}attributes/{third.pk}/move/", {"to": "up"})
    client.post(f"{OWN}due/{known.oil.pk}/move/", {"to": "up"})
    assert [name for name in names(Attribute, shops) if name in "一二三"] == ["三", "一", "二"]
    assert names(DueKind, shops) == ["オイル交換", "車検"]
    assert [action for action, _ in audited(shops.sakura, "definition.")] == ["definition.moved"] * 3


def test_a_kind_gets_fields_and_due_dates_and_other_names(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_manager)
    made = client.post(f"{OWN}kinds/new/", {"name": "車"})
    own = made.headers["Location"]
    client.post(f"{own}attributes/new/", {"name": "車種", "kind": "text"})
    client.post(f"{own}due/new/", {"name": "車検"})
    assert client.post(f"{own}due/new/", {"name": "車検"}).status_code == 422
    client.post(own, {"name": "車両"})
    with store_scope(shops.sakura.pk):
        due_kind = DueKind.objects.get()
    client.post(f"{OWN}due/{due_kind.pk}/", {"name": "継続車検"})
    assert "車両 Fields: 車種 Due dates: 継続車検" in text_of(client.get(OWN))
    assert audited(shops.sakura, "asset_kind.", "due_kind.") == [
        ("asset_kind.defined", {"name": "車"}),
        ("due_kind.defined", {"name": "車検"}),
        ("asset_kind.changed", {"before": "車", "name": "車両"}),
        ("due_kind.changed", {"before": "車検", "name": "継続車検"}),
    ]


def test_a_kind_or_a_due_date_in_use_is_not_removed_and_the_page_says_how_many(
    shops: Shops, sign_in: SignIn
) -> None:
    known, unused = vehicles(shops.sakura), vehicles(shops.sakura, "保険")
    for _ in range(2):
        vehicle(shops.sakura_staff, entered(shops.sakura), known.kind, dues={known.oil.pk: date(2027, 1, 1)})
    client = sign_in(shops.sakura_manager)
    kind, oil = f"{OWN}kinds/{known.kind.pk}/remove/", f"{OWN}due/{known.oil.pk}/remove/"
    assert "2 assets are of this kind. Kinds in use cannot be removed." in text_of(client.get(kind))
    assert "2 assets have this date. Due dates in use cannot be removed." in text_of(client.get(oil))
    for address in (kind, oil):
        client.post(address)
    assert (names(AssetKind, shops), len(names(DueKind, shops))) == (["車両", "保険"], 4)
    for address in (f"{OWN}due/{known.inspection.pk}/remove/", f"{OWN}kinds/{unused.kind.pk}/remove/"):
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 302
    assert (names(AssetKind, shops), names(DueKind, shops)) == (["車両"], ["オイル交換"])
    with store_scope(shops.sakura.pk):
        assert set(Attribute.objects.values_list("asset_kind_id", flat=True)) == {known.kind.pk}


def test_new_records_begin_with_the_flags_that_the_store_chose(shops: Shops, sign_in: SignIn) -> None:
    entered(shops.sakura, "前からの人")
    client = sign_in(shops.sakura_manager)
    new = "/stores/sakura-auto/customers/new/"
    assert not re.search(r'name="sms_flag"[^>]* checked', client.get(new).content.decode())
    assert client.post(OWN, {"customer_sms_flag": "on"}).status_code == 302
    client.post(OWN, {"customer_sms_flag": "on"})
    assert audited(shops.sakura, "customer_settings.") == [
        ("customer_settings.changed", {"customer_sms_flag": True})
    ]
    assert re.search(r'name="sms_flag"[^>]* checked', client.get(new).content.decode())
    with store_scope(shops.sakura.pk):
        save_customer(actor=shops.sakura_staff, customer=None, values={"name": "新しい人"})
        save_customer(actor=shops.sakura_staff, customer=None, values={"name": "断った人", "sms_flag": False})
        flags = dict(Customer.objects.values_list("name", "sms_flag"))
    assert flags == {"前からの人": False, "新しい人": True, "断った人": False}
    with store_scope(shops.midori.pk):
        assert not CustomerSettings.objects.exists()


def test_a_changed_mobile_number_is_no_longer_confirmed(shops: Shops) -> None:
    customer = entered(shops.sakura, mobile="+819012345678", mobile_confirmed_at="2026-11-01T00:00Z")
    with store_scope(shops.sakura.pk):
        save_customer(actor=shops.sakura_staff, customer=customer, values={"name": "改名"})
        assert Customer.objects.get().mobile_confirmed_at is not None
        save_customer(actor=shops.sakura_staff, customer=customer, values={"mobile": "+819011112222"})
        assert Customer.objects.get().mobile_confirmed_at is None


def test_the_overview_takes_as_many_queries_with_one_kind_as_with_three(
    shops: Shops, sign_in: SignIn
) -> None:
    client = sign_in(shops.sakura_manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(OWN)
        return len(captured)

    vehicles(shops.sakura)
    queries()
    one = queries()
    for name in ("保険", "賃貸契約"):
        vehicles(shops.sakura, name)
    assert queries() == one


def test_staff_defines_nothing(shops: Shops, sign_in: SignIn) -> None:
    known = vehicles(shops.sakura)
    client = sign_in(shops.sakura_staff)

    for address in (
        "",
        "attributes/new/",
        f"attributes/{known.model.pk}/",
        f"attributes/{known.model.pk}/remove/",
        f"kinds/{known.kind.pk}/",
        f"kinds/{known.kind.pk}/move/",
        f"due/{known.oil.pk}/remove/",
    ):
        refused = client.post(f"{OWN}{address}", {"name": "別", "kind": "text", "to": "up"})
        assert refused.status_code == 403
    assert names(DueKind, shops) == ["車検", "オイル交換"]
    assert len(names(Attribute, shops)) == 4
