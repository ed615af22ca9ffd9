from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Permission, Scope
from accounts.tenancy.scope import store_scope
from customers.domain.assets.archive_asset import archive_asset, restore_asset
from customers.domain.assets.save_asset import AssetValues, due_field, save_asset
from customers.domain.definitions.set_defaults import set_flag_defaults
from customers.models import Asset
from tests.customers.entered import entered
from tests.customers.records.defined import audited, dues_kept, vehicle, vehicles
from tests.programs import program_of
from tests.shops import Shops


def change(shops: Shops, asset: Asset, values: AssetValues) -> Asset:
    with store_scope(shops.sakura.pk):
        return save_asset(actor=shops.sakura_staff, customer=asset.customer, asset=asset, values=values)


def test_a_new_asset_keeps_what_it_was_given_and_is_audited_once(shops: Shops) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    asset = vehicle(
        shops.sakura_staff,
        customer,
        known.kind,
        "  プリウス　白 ",
        number="品川　３００ あ １２-３４",
        attributes={
            known.model.pk: "ZVW30",
            known.doors.pk: "5",
            known.bought.pk: date(2020, 4, 1),
            known.colour.pk: "白",
        },
        dues={known.inspection.pk: date(2027, 3, 31), known.oil.pk: None},
        notes="一行目\r\n二行目",
    )
    with store_scope(shops.sakura.pk):
        kept = Asset.objects.get(pk=asset.pk)
    assert (kept.customer_id, kept.kind_id, kept.label, kept.number) == (
        customer.pk,
        known.kind.pk,
        "プリウス 白",
        "品川 300 あ 12-34",
    )
    assert kept.attributes == {
        str(known.model.pk): "ZVW30",
        str(known.doors.pk): 5,
        str(known.bought.pk): "2020-04-01",
        str(known.colour.pk): "白",
    }
    assert (kept.notes, kept.sms_flag, kept.archived_at) == ("一行目\n二行目", False, None)
    assert dues_kept(shops.sakura, asset) == {"車検": date(2027, 3, 31)}
    assert audited(shops.sakura, "asset.") == [("asset.created", {"customer": customer.pk})]


def test_a_change_sets_what_is_given_leaves_the_rest_and_names_the_changed_fields(shops: Shops) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    asset = vehicle(
        shops.sakura_staff,
        customer,
        known.kind,
        attributes={known.model.pk: "ZVW30", known.colour.pk: "白"},
        dues={known.inspection.pk: date(2027, 3, 31), known.oil.pk: date(2026, 12, 1)},
        notes="前から",
    )
    change(
        shops,
        asset,
        {
            "attributes": {known.colour.pk: "", known.doors.pk: 3},
            "dues": {known.inspection.pk: date(2029, 3, 31), known.oil.pk: None},
        },
    )
    with store_scope(shops.sakura.pk):
        kept = Asset.objects.get(pk=asset.pk)
    assert kept.attributes == {str(known.model.pk): "ZVW30", str(known.doors.pk): 3}
    assert (kept.label, kept.notes) == ("プリウス", "前から")
    assert dues_kept(shops.sakura, asset) == {"車検": date(2029, 3, 31)}
    assert audited(shops.sakura, "asset.")[1:] == [
        ("asset.changed", {"customer": customer.pk, "fields": ["attributes", "dues"]})
    ]


def test_a_save_without_a_change_writes_nothing(shops: Shops) -> None:
    known = vehicles(shops.sakura)
    values: AssetValues = {
        "label": "プリウス",
        "attributes": {known.colour.pk: "黒"},
        "dues": {known.inspection.pk: date(2027, 3, 31), known.oil.pk: None},
    }
    asset = vehicle(shops.sakura_staff, entered(shops.sakura), known.kind, **values)  # type: ignore[misc]
    with store_scope(shops.sakura.pk):
        updated_at = Asset.objects.get(pk=asset.pk).updated_at
        change(shops, asset, values | {"kind": known.kind})
        assert Asset.objects.get(pk=asset.pk).updated_at == updated_at
    assert [action for action, _ in audited(shops.sakura, "asset.")] == ["asset.created"]


def test_what_does_not_fit_is_refused_by_field_and_nothing_is_written(shops: Shops) -> None:
    known, other, foreign = vehicles(shops.sakura), vehicles(shops.sakura, "賃貸契約"), vehicles(shops.midori)
    asset = vehicle(shops.sakura_staff, entered(shops.sakura), known.kind)
    refused: list[tuple[AssetValues, str]] = [
        ({"label": "　"}, "label"),
        ({"kind": other.kind}, "kind"),
        ({"attributes": {known.doors.pk: "五"}}, f"attribute_{known.doors.pk}"),
        ({"attributes": {known.doors.pk: "1E+999999999"}}, f"attribute_{known.doors.pk}"),
        ({"attributes": {known.colour.pk: "赤"}}, f"attribute_{known.colour.pk}"),
        ({"dues": {other.inspection.pk: date(2027, 1, 1)}}, due_field(other.inspection.pk)),
        ({"dues": {foreign.inspection.pk: date(2027, 1, 1)}}, due_field(foreign.inspection.pk)),
    ]
    for values, field in refused:
        with pytest.raises(ValidationError) as error:
            change(shops, asset, values)
        assert list(error.value.message_dict) == [field]
    with store_scope(shops.sakura.pk), pytest.raises(ValidationError) as no_kind:
        save_asset(
            actor=shops.sakura_staff,
            customer=asset.customer,
            asset=None,
            values={"label": "x", "kind": foreign.kind},
        )
    assert list(no_kind.value.message_dict) == ["kind"]
    with store_scope(shops.sakura.pk):
        assert list(Asset.objects.values_list("label", "attributes")) == [("プリウス", {})]
    assert [action for action, _ in audited(shops.sakura, "asset.")] == ["asset.created"]


def test_a_choice_that_is_none_any_more_stays_while_it_is_given_unchanged(shops: Shops) -> None:
    known = vehicles(shops.sakura)
    asset = vehicle(shops.sakura_staff, entered(shops.sakura), known.kind, attributes={known.colour.pk: "白"})
    with store_scope(shops.sakura.pk):
        known.colour.choices = ["黒"]
        known.colour.save()
    assert change(shops, asset, {"attributes": {known.colour.pk: "白"}}).attributes == {
        str(known.colour.pk): "白"
    }
    change(shops, asset, {"attributes": {known.colour.pk: "黒"}})
    with pytest.raises(ValidationError):
        change(shops, asset, {"attributes": {known.colour.pk: "白"}})


def test_new_assets_begin_with_the_stores_flag_unless_one_is_given(shops: Shops) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    with store_scope(shops.sakura.pk):
        set_flag_defaults(actor=shops.sakura_manager, customer_sms_flag=False, asset_sms_flag=True)
    assert vehicle(shops.sakura_staff, customer, known.kind).sms_flag is True
    assert vehicle(shops.sakura_staff, customer, known.kind, sms_flag=False).sms_flag is False


def test_what_was_sold_is_archived_and_brought_back_once(shops: Shops) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    asset = vehicle(shops.sakura_staff, customer, known.kind, dues={known.oil.pk: date(2027, 1, 1)})
    program = program_of(shops.sakura, scopes=[Scope.CUSTOMERS]).token
    with store_scope(shops.sakura.pk):
        assert [archive_asset(actor=shops.sakura_staff, asset=asset) for _ in range(2)] == [True, False]
        assert Asset.objects.get(pk=asset.pk).archived_at is not None
        assert [restore_asset(actor=program, asset=asset) for _ in range(2)] == [True, False]
        assert Asset.objects.get(pk=asset.pk).archived_at is None
    told = {"customer": customer.pk}
    assert audited(shops.sakura, "asset.") == [
        ("asset.created", told),
        ("asset.archived", told),
        ("asset.restored", told),
    ]
    assert dues_kept(shops.sakura, asset) == {"オイル交換": date(2027, 1, 1)}


def test_without_the_permission_nothing_is_saved_or_archived(shops: Shops) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    asset = vehicle(shops.sakura_staff, customer, known.kind)
    reader = program_of(shops.sakura, scopes=[Scope.READ]).token
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CUSTOMERS_EDIT]
    with store_scope(shops.sakura.pk):
        for actor in (reader, staff):
            with pytest.raises(PermissionDenied):
                save_asset(actor=actor, customer=customer, asset=asset, values={"label": "別"})
            with pytest.raises(PermissionDenied):
                archive_asset(actor=actor, asset=asset)
        kept = Asset.objects.get(pk=asset.pk)
    assert (kept.label, kept.archived_at) == ("プリウス", None)
