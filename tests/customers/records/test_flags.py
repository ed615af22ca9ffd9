import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict

from accounts.models import Permission, Scope, Store
from accounts.tenancy.scope import store_scope
from customers.domain.assets.archive_asset import archive_asset
from customers.domain.change_flags import Undone, set_sms_flags, undo_flags
from customers.domain.delete_customer import delete_customer
from customers.models import Asset, BulkChange, Customer
from customers.queries.access import customers_to_view
from customers.queries.selection import customers_of, selection_in
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.customers.records.defined import audited, vehicle, vehicles
from tests.programs import program_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = "/stores/sakura-auto/customers/flags/"


def flags(store: Store, model: type[Customer] | type[Asset] = Customer) -> dict[str, bool]:
    with store_scope(store.pk):
        name = "name" if model is Customer else "label"
        return dict(model.objects.values_list(name, "sms_flag"))


@pytest.fixture
def people(shops: Shops) -> dict[str, Customer]:
    """甲 and 乙 with the flag off, 丙 with the flag on; their like in the other store."""
    for store in (shops.midori, shops.sakura):
        found = {name: entered(store, name, sms_flag=name == "丙") for name in ("甲", "乙", "丙")}
    return found


def change_all(shops: Shops, *, flag: bool) -> BulkChange:
    with store_scope(shops.sakura.pk):
        return set_sms_flags(
            actor=shops.sakura_manager,
            customers=customers_to_view(shops.sakura_manager),
            flag=flag,
            about="全員",
        )


@pytest.mark.usefixtures("people")
def test_just_those_with_the_other_flag_are_changed_noted_and_audited(
    shops: Shops, people: dict[str, Customer]
) -> None:
    with store_scope(shops.sakura.pk):
        before = dict(Customer.objects.values_list("name", "updated_at"))
    change = change_all(shops, flag=True)
    assert flags(shops.sakura) == {"甲": True, "乙": True, "丙": True}
    assert flags(shops.midori) == {"甲": False, "乙": False, "丙": True}
    with store_scope(shops.sakura.pk):
        noted = BulkChange.objects.get()
        after = dict(Customer.objects.values_list("name", "updated_at"))
    assert sorted(noted.changed_ids) == sorted([people["甲"].pk, people["乙"].pk])
    assert (noted.of, noted.flag, noted.changed, noted.about, noted.made_by_id) == (
        "customers",
        True,
        2,
        "全員",
        shops.sakura_manager.pk,
    )
    assert {name for name in before if before[name] != after[name]} == {"甲", "乙"}
    details = {"of": "customers", "flag": True, "changed": 2, "about": "全員"}
    assert audited(shops.sakura, "flags.") == [("flags.changed", details)]
    assert change.pk == noted.pk


def test_an_undo_touches_what_was_moved_and_still_stands_so_and_counts_the_rest(
    shops: Shops, people: dict[str, Customer]
) -> None:
    change = change_all(shops, flag=True)
    with store_scope(shops.sakura.pk):
        Customer.objects.filter(name="甲").update(sms_flag=False)
        later = entered(shops.sakura, "後から", sms_flag=True)
        assert undo_flags(actor=shops.sakura_owner, change=change) == Undone(back=1, left=1)
        assert BulkChange.objects.get().undone_by_id == shops.sakura_owner.pk
        with pytest.raises(ValidationError):
            undo_flags(actor=shops.sakura_owner, change=change)
    assert flags(shops.sakura) == {"甲": False, "乙": False, "丙": True, later.name: True}
    assert audited(shops.sakura, "flags.")[1:] == [
        ("flags.undone", {"of": "customers", "flag": False, "back": 1, "left": 1})
    ]


def test_who_is_gone_by_then_is_counted_as_left(shops: Shops, people: dict[str, Customer]) -> None:
    change = change_all(shops, flag=True)
    with store_scope(shops.sakura.pk):
        delete_customer(actor=shops.sakura_owner, customer=people["甲"])
        assert undo_flags(actor=shops.sakura_manager, change=change) == Undone(back=1, left=1)


@pytest.mark.usefixtures("people")
def test_nobody_chosen_changes_nobody(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        change = set_sms_flags(
            actor=shops.sakura_manager, customers=Customer.objects.none(), flag=True, about="誰も"
        )
    assert (change.changed, flags(shops.sakura)) == (0, {"甲": False, "乙": False, "丙": True})


def test_a_search_for_many_conditions_is_changed_in_one_statement(
    shops: Shops, people: dict[str, Customer]
) -> None:
    with store_scope(shops.sakura.pk):
        typed = QueryDict(f"customer={people['甲'].pk}&customer={people['丙'].pk}&customer=999999")
        chosen = customers_of(shops.sakura_manager, selection_in(shops.sakura_manager, typed))
        change = set_sms_flags(
            actor=shops.sakura_manager,
            customers=chosen.filter(name__contains="甲").distinct(),
            flag=True,
            about="",
        )
    assert (change.changed, flags(shops.sakura)) == (1, {"甲": True, "乙": False, "丙": True})


def test_without_the_permission_no_flag_is_changed_or_taken_back(
    shops: Shops, people: dict[str, Customer]
) -> None:
    change = change_all(shops, flag=True)
    reader = program_of(shops.sakura, scopes=[Scope.READ]).token
    with store_scope(shops.sakura.pk):
        for actor in (shops.sakura_staff, reader):
            with pytest.raises(PermissionDenied):
                set_sms_flags(actor=actor, customers=Customer.objects.all(), flag=False, about="")
            with pytest.raises(PermissionDenied):
                undo_flags(actor=actor, change=change)
    assert flags(shops.sakura) == {"甲": True, "乙": True, "丙": True}


def ticked(people: dict[str, Customer], *names: str, **further: str) -> dict[str, Any]:
    return {"customer": [str(people[name].pk) for name in names], **further}


def test_a_manager_sees_what_would_change_types_the_number_and_takes_it_back(
    shops: Shops, sign_in: SignIn, people: dict[str, Customer]
) -> None:
    client = sign_in(shops.sakura_manager)
    choose = client.post(PAGE, ticked(people, "甲", "乙", "丙"))
    assert "3 customers 3 ticked customers" in text_of(choose)
    look = client.post(PAGE, ticked(people, "甲", "乙", "丙", step="look", flag="on", of="customers"))
    text = text_of(look)
    assert "2 customers change SMS flag off SMS flag on 3 ticked customers" in text
    assert "1 more record has this flag already and stays as it is." in text
    assert "To go on, type the number of records that change: 2" in text
    assert flags(shops.sakura) == {"甲": False, "乙": False, "丙": True}

    wrong = client.post(
        PAGE, ticked(people, "甲", "乙", "丙", step="change", flag="on", of="customers", typed="3")
    )
    assert (wrong.status_code, errors_shown(wrong)) == (
        422,
        ["This is not the number of records that change. Nothing has been changed."],
    )
    assert flags(shops.sakura) == {"甲": False, "乙": False, "丙": True}

    done = client.post(
        PAGE, ticked(people, "甲", "乙", "丙", step="change", flag="on", of="customers", typed=" ２ ")
    )
    own = done.headers["Location"]
    assert flags(shops.sakura) == {"甲": True, "乙": True, "丙": True}
    assert "2 records get their flag of before again." in text_of(client.get(own))
    with store_scope(shops.sakura.pk):
        Customer.objects.filter(name="甲").update(sms_flag=False)
    assert "1 record gets its flag of before again. 1 was changed since, or is gone" in text_of(
        client.get(own)
    )
    back = client.post(own, follow=True)
    assert "Taken back on 1 records. 1 were changed since" in text_of(back)
    assert "This change was taken back." in text_of(back)
    assert flags(shops.sakura) == {"甲": False, "乙": False, "丙": True}


def test_where_all_have_the_flag_already_there_is_nothing_to_confirm(
    shops: Shops, sign_in: SignIn, people: dict[str, Customer]
) -> None:
    page = sign_in(shops.sakura_manager).post(
        PAGE, ticked(people, "丙", step="change", flag="on", of="customers", typed="0")
    )
    assert "Nothing to change 0 customers change" in text_of(page)
    assert 'value="change"' not in page.content.decode()
    with store_scope(shops.sakura.pk):
        assert not BulkChange.objects.exists()


def test_assets_of_one_kind_of_the_chosen_are_changed_and_others_are_not(
    shops: Shops, sign_in: SignIn, people: dict[str, Customer]
) -> None:
    known, other = vehicles(shops.sakura), vehicles(shops.sakura, "保険")
    for owner, kind, label in (
        ("甲", known.kind, "甲の車"),
        ("甲", other.kind, "甲の保険"),
        ("乙", known.kind, "乙の車"),
        ("甲", known.kind, "売った車"),
    ):
        asset = vehicle(shops.sakura_staff, people[owner], kind, label)
    with store_scope(shops.sakura.pk):
        archive_asset(actor=shops.sakura_staff, asset=asset)
    client = sign_in(shops.sakura_manager)
    choose = client.post(PAGE, ticked(people, "甲")).content.decode()
    assert re.findall(r'name="of" value="([^"]+)"', choose) == [
        "customers",
        f"kind-{known.kind.pk}",
        f"kind-{other.kind.pk}",
    ]
    done = client.post(
        PAGE, ticked(people, "甲", step="change", flag="on", of=f"kind-{known.kind.pk}", typed="1")
    )
    assert flags(shops.sakura, Asset) == {
        "甲の車": True,
        "甲の保険": False,
        "乙の車": False,
        "売った車": False,
    }
    assert flags(shops.sakura) == {"甲": False, "乙": False, "丙": True}
    text = text_of(client.get(done.headers["Location"]))
    assert "1 asset SMS flag off SMS flag on 車両 of: 1 ticked customer" in text


def test_everybody_of_a_source_is_changed_and_nobody_of_another_store(
    shops: Shops, sign_in: SignIn, people: dict[str, Customer]
) -> None:
    chosen = {"all": "1", "source": "all", "step": "change", "flag": "off", "of": "customers", "typed": "1"}
    assert sign_in(shops.sakura_manager).post(PAGE, chosen).status_code == 302
    assert flags(shops.sakura) == {"甲": False, "乙": False, "丙": False}
    assert flags(shops.midori) == {"甲": False, "乙": False, "丙": True}


def test_with_nobody_ticked_the_page_leads_back_to_the_list(shops: Shops, sign_in: SignIn) -> None:
    page = sign_in(shops.sakura_manager).post(PAGE, {}, follow=True)
    assert page.redirect_chain == [("/stores/sakura-auto/customers/", 302)]
    assert "Tick at least one row first" in text_of(page)


def test_staff_and_other_stores_reach_neither_the_page_nor_the_change(
    shops: Shops, sign_in: SignIn, people: dict[str, Customer]
) -> None:
    change = change_all(shops, flag=True)
    staff = sign_in(shops.sakura_staff)
    assert {
        staff.post(PAGE, ticked(people, "甲")).status_code,
        staff.post(f"{PAGE}{change.pk}/").status_code,
    } == {403}
    foreign = sign_in(shops.midori_owner).post(f"/stores/midori-estate/customers/flags/{change.pk}/")
    assert foreign.status_code == 404
    manager = shops.sakura_manager
    manager.withheld_permissions = [Permission.CUSTOMERS_BULK]
    manager.save()
    assert sign_in(manager).post(f"{PAGE}{change.pk}/").status_code == 403
    assert flags(shops.sakura) == {"甲": True, "乙": True, "丙": True}
