"""Lists: made, filled in one statement, reduced, put away; always within one store."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from accounts.models import AuditEntry, Permission
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.lists.archive_list import archive_list, restore_list
from customers.domain.lists.make_list import make_list, rename_list, usual_list
from customers.domain.lists.put_on_list import Put, put_on_list, take_off_list
from customers.models import Customer, StaticList, StaticListEntry
from customers.queries.access import customers_to_view
from customers.queries.lists.shown_lists import lists_in_use, lists_of, lists_with_counts
from tests.customers.entered import entered
from tests.shops import Shops

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, str, str]]:
    with platform_scope("a look at everything"):
        rows = StaticListEntry.objects.order_by("store_id", "list_id", "customer_id")
        return list(rows.values_list("store__slug", "list__name", "customer__name"))


def audited() -> list[tuple[str, dict[str, object]]]:
    with platform_scope("a look at everything"):
        found = AuditEntry.objects.filter(action__startswith="list.").order_by("id")
        return list(found.values_list("action", "details"))


def test_a_list_is_filled_in_one_statement_and_says_who_was_new(
    shops: Shops,
) -> None:
    for name in ("佐藤", "田中", "山田"):
        entered(shops.sakura, name)
        entered(shops.midori, name)
    actor = shops.sakura_staff
    with store_scope(shops.sakura.pk):
        made = make_list(actor=actor, name=" 春の　タイヤ交換 ")
        some = customers_to_view(actor).filter(name__in=["佐藤", "田中"])
        assert put_on_list(actor=actor, static_list=made, customers=some, about="by hand") == Put(2, 0)
        everybody = customers_to_view(actor)
        assert put_on_list(actor=actor, static_list=made, customers=everybody) == Put(1, 2)
        assert put_on_list(actor=actor, static_list=made, customers=everybody) == Put(0, 3)
        assert put_on_list(actor=actor, static_list=made, customers=everybody.none()) == Put(0, 0)
    name = "春の タイヤ交換"
    assert sorted(entries()) == sorted(("sakura-auto", name, who) for who in ("佐藤", "田中", "山田"))
    assert audited() == [
        ("list.made", {}),
        ("list.filled", {"new": 2, "already": 0, "about": "by hand"}),
        ("list.filled", {"new": 1, "already": 2}),
    ]


def test_a_search_of_another_store_puts_nobody_on(shops: Shops) -> None:
    theirs = entered(shops.midori, "みどりの客")
    actor = shops.sakura_staff
    with platform_scope("a queryset that was made outside of the store's scope"):
        foreign = Customer.objects.filter(pk=theirs.pk)
    with store_scope(shops.sakura.pk):
        made = make_list(actor=actor, name="リスト")
        put_on_list(actor=actor, static_list=made, customers=foreign)
    assert entries() == []


def test_taking_off_counts_who_was_on(shops: Shops) -> None:
    actor = shops.sakura_staff
    for name in ("佐藤", "田中"):
        entered(shops.sakura, name)
    with store_scope(shops.sakura.pk):
        one, other = (make_list(actor=actor, name=name) for name in ("甲", "乙"))
        for static_list in (one, other):
            put_on_list(actor=actor, static_list=static_list, customers=customers_to_view(actor))
        assert (
            take_off_list(
                actor=actor, static_list=one, customers=customers_to_view(actor).filter(name="佐藤")
            )
            == 1
        )
        assert (
            take_off_list(
                actor=actor, static_list=one, customers=customers_to_view(actor).filter(name="佐藤")
            )
            == 0
        )
    assert sorted(entries()) == sorted(
        [("sakura-auto", "甲", "田中"), ("sakura-auto", "乙", "佐藤"), ("sakura-auto", "乙", "田中")]
    )
    assert audited()[-1] == ("list.reduced", {"taken_off": 1})


def test_names_are_unique_among_the_lists_in_use_and_given_back_by_archiving(shops: Shops) -> None:
    actor = shops.sakura_staff
    with store_scope(shops.sakura.pk):
        first = make_list(actor=actor, name="甲")
        other = make_list(actor=actor, name="乙")
        taken: list[Callable[[], object]] = [
            lambda: make_list(actor=actor, name="甲"),
            lambda: rename_list(actor=actor, static_list=other, name="甲"),
        ]
        for work in taken:
            with pytest.raises(ValidationError) as refused:
                work()
            assert [error.code for error in refused.value.error_dict["name"]] == ["name_taken"]
        assert archive_list(actor=actor, static_list=first) is True
        assert archive_list(actor=actor, static_list=first) is False
        rename_list(actor=actor, static_list=other, name="甲")
        with pytest.raises(ValidationError):
            restore_list(actor=actor, static_list=first)
        rename_list(actor=actor, static_list=other, name="乙")
        assert restore_list(actor=actor, static_list=first) is True
        assert restore_list(actor=actor, static_list=first) is False
        assert [one.name for one in lists_in_use(actor)] == ["乙", "甲"]
    with store_scope(shops.midori.pk):
        make_list(actor=shops.midori_staff, name="甲")


@pytest.mark.parametrize(
    ("name", "code"), [("", "required"), (" 　\n", "required"), ("あ" * 81, "max_length")]
)
def test_a_list_needs_a_name_of_up_to_80_characters(shops: Shops, name: str, code: str) -> None:
    with store_scope(shops.sakura.pk), pytest.raises(ValidationError) as refused:
        make_list(actor=shops.sakura_staff, name=name)
    assert [error.code for error in refused.value.error_dict["name"]] == [code]


def test_nobody_is_put_on_an_archived_list(shops: Shops) -> None:
    entered(shops.sakura)
    actor = shops.sakura_staff
    with store_scope(shops.sakura.pk):
        made = make_list(actor=actor, name="甲")
        archive_list(actor=actor, static_list=made)
        with pytest.raises(ValidationError):
            put_on_list(actor=actor, static_list=made, customers=customers_to_view(actor))
    assert entries() == []


def test_the_usual_list_is_made_on_first_use_and_anew_after_it_was_archived(shops: Shops) -> None:
    actor = shops.sakura_staff
    with store_scope(shops.sakura.pk), translation.override("en"):
        by_hand = make_list(actor=actor, name="Usual list")
        usual = usual_list(actor=actor)
        assert usual.pk == by_hand.pk
        assert usual_list(actor=actor).pk == usual.pk
        archive_list(actor=actor, static_list=usual)
        anew = usual_list(actor=actor)
        assert anew.pk != usual.pk
        assert list(StaticList.objects.filter(is_default=True)) == [anew]


def test_counts_and_the_lists_of_a_customer(shops: Shops) -> None:
    actor = shops.sakura_staff
    customer = entered(shops.sakura)
    entered(shops.sakura, "佐藤")
    with store_scope(shops.sakura.pk):
        full, _empty = (make_list(actor=actor, name=name) for name in ("甲", "乙"))
        put_on_list(actor=actor, static_list=full, customers=customers_to_view(actor))
        assert [(one.row.name, one.members) for one in lists_with_counts(actor)] == [("乙", 0), ("甲", 2)]
        assert [one.name for one in lists_of(actor, customer)] == ["甲"]


def test_who_may_not_change_customers_changes_no_list(shops: Shops) -> None:
    actor = shops.sakura_staff
    with store_scope(shops.sakura.pk):
        made = make_list(actor=actor, name="甲")
        actor.withheld_permissions = [Permission.CUSTOMERS_EDIT]
        forbidden: list[Callable[[], object]] = [
            lambda: make_list(actor=actor, name="乙"),
            lambda: rename_list(actor=actor, static_list=made, name="乙"),
            lambda: usual_list(actor=actor),
            lambda: archive_list(actor=actor, static_list=made),
            lambda: restore_list(actor=actor, static_list=made),
            lambda: put_on_list(actor=actor, static_list=made, customers=customers_to_view(actor)),
            lambda: take_off_list(actor=actor, static_list=made, customers=customers_to_view(actor)),
        ]
        for work in forbidden:
            with pytest.raises(PermissionDenied):
                work()
        assert [one.name for one in lists_in_use(actor)] == ["甲"]
