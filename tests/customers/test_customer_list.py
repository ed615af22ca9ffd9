import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Permission
from accounts.tenancy.scope import store_scope
from customers.domain.index_customer import index_customer
from customers.domain.suppress_number import suppress_number
from customers.models import Customer
from customers.queries.search import find_order, matching
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import names_listed, text_of
from tests.shops import Shops

LIST = "/stores/sakura-auto/customers/"


def many_entered(shops: Shops, count: int, **fields: Any) -> None:
    with store_scope(shops.sakura.pk):
        customers = [
            Customer(name=f"客 {place:04d}", kana=f"キャク {place // 3:04d}", **fields)
            for place in range(count)
        ]
        for customer in customers:
            index_customer(customer)
        Customer.objects.bulk_create(customers)


def link(page: str, relation: str) -> str | None:
    found = re.search(rf'href="([^"]*)" rel="{relation}"', page)
    return found[1].replace("&amp;", "&") if found else None


def test_the_pages_of_a_list_show_everybody_once_forwards_and_backwards(
    shops: Shops, sign_in: SignIn
) -> None:
    many_entered(shops, 130)
    client = sign_in(shops.sakura_staff)
    pages = [client.get(LIST)]
    while address := link(pages[-1].content.decode(), "next"):
        pages.append(client.get(LIST + address))
    names = [names_listed(page) for page in pages]
    assert [len(page) for page in names] == [50, 50, 30]
    assert [name for page in names for name in page] == [f"客 {place:04d}" for place in range(130)]
    backwards = [names[-1]]
    page = pages[-1]
    while address := link(page.content.decode(), "prev"):
        page = client.get(LIST + address)
        backwards.append(names_listed(page))
    assert backwards == names[::-1]


def test_the_pages_of_a_search_keep_what_is_searched(shops: Shops, sign_in: SignIn) -> None:
    many_entered(shops, 60)
    entered(shops.sakura, "別人", kana="ベツジン")
    client = sign_in(shops.sakura_staff)
    first = client.get(LIST, {"q": "きゃく"})
    second = client.get(LIST + str(link(first.content.decode(), "next")))
    assert names_listed(first) + names_listed(second) == [f"客 {place:04d}" for place in range(60)]
    assert 'value="きゃく"' in second.content.decode()
    assert link(second.content.decode(), "next") is None


@pytest.mark.parametrize(
    "anchor", ["after=999999999", "after=abc", "after=" + "9" * 40, "before=0", "after=²"]
)
def test_a_page_after_somebody_who_is_gone_is_the_first(shops: Shops, sign_in: SignIn, anchor: str) -> None:
    many_entered(shops, 3)
    assert len(names_listed(sign_in(shops.sakura_staff).get(f"{LIST}?{anchor}"))) == 3


def test_another_stores_customer_is_no_anchor(shops: Shops, sign_in: SignIn) -> None:
    many_entered(shops, 3)
    foreign = entered(shops.midori, "渡辺", kana="ワタナベ")
    assert len(names_listed(sign_in(shops.sakura_staff).get(f"{LIST}?after={foreign.pk}"))) == 3


def test_a_count_is_exact_up_to_a_thousand_and_then_says_so(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_staff)
    shops.sakura_staff.user.language = "en"
    shops.sakura_staff.user.save()
    many_entered(shops, 1000)
    assert "1000 customers " in text_of(client.get(LIST)) + " "
    entered(shops.sakura, "千一人目")
    assert "More than 1,000 customers" in text_of(client.get(LIST))
    assert "1 customer " in text_of(client.get(LIST, {"q": "千一"}))


def test_a_row_shows_whether_the_number_is_shared_stopped_and_flagged(shops: Shops, sign_in: SignIn) -> None:
    shops.sakura_staff.user.language = "en"
    shops.sakura_staff.user.save()
    entered(shops.sakura, "親", kana="ア", mobile="+819012345678", sms_flag=True)
    entered(shops.sakura, "子", kana="イ", mobile="+819012345678")
    entered(shops.sakura, "他", kana="ウ", mobile="+819011112222", sms_flag=True)
    entered(shops.sakura, "無", kana="エ")
    entered(shops.midori, "隣", kana="オ", mobile="+819011112222")
    with store_scope(shops.sakura.pk):
        suppress_number(actor=None, phone="+819011112222", reason="complaint")
    rows = text_of(sign_in(shops.sakura_staff).get(LIST)).split("SMS 親 ")[1].split("smsnotify")[0].strip()
    assert rows == (
        "ア 090-1234-5678 2 customers share this number – – SMS flag on "
        "子 イ 090-1234-5678 2 customers share this number – – SMS flag off "
        "他 ウ 090-1111-2222 – – Stopped SMS flag on "
        "無 エ Not entered – – SMS flag off"
    )


def test_a_list_of_three_takes_as_many_queries_as_a_list_of_one(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_staff)

    def queries(typed: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(LIST, {"q": typed})
        return len(captured)

    entered(shops.sakura, "山田 一", mobile="+819012345678", staff=shops.sakura_staff)
    of_one = queries(""), queries("山田")
    entered(shops.sakura, "山田 二", mobile="+819012345678", staff=shops.sakura_manager)
    entered(shops.sakura, "山田 三", mobile="+819012345679", staff=shops.sakura_owner)
    assert (queries(""), queries("山田")) == of_one


def test_an_empty_store_is_told_what_to_do_first(shops: Shops, sign_in: SignIn) -> None:
    shops.sakura_staff.user.language = "en"
    shops.sakura_staff.user.save()
    entered(shops.midori)
    page = sign_in(shops.sakura_staff).get(LIST)
    assert "No customers yet" in text_of(page)
    assert page.content.decode().count(f'href="{LIST}new/"') == 2


def test_without_the_permission_there_is_no_list_and_no_entry_in_the_navigation(
    shops: Shops, sign_in: SignIn
) -> None:
    entered(shops.sakura, "山田 太郎")
    staff = shops.sakura_staff
    client = sign_in(staff)
    assert f'href="{LIST}"' in client.get(LIST).content.decode()
    staff.withheld_permissions = [Permission.CUSTOMERS_VIEW]
    staff.save()
    refused = client.get(LIST)
    assert refused.status_code == 403
    assert "山田" not in refused.content.decode()
    assert f'href="{LIST}"' not in refused.content.decode()


def test_another_stores_list_does_not_exist(shops: Shops, sign_in: SignIn) -> None:
    entered(shops.sakura, "山田 太郎")
    assert sign_in(shops.midori_owner).get(LIST).status_code == 404
    anonymous = Client().get(LIST)
    assert (anonymous.status_code, "/accounts/login/" in anonymous["Location"]) == (302, True)


def plan_of(typed: str, *, without: str) -> set[str]:
    """The indexes in the plan of a page. A table this small is read whole, unless that is forbidden."""
    with connection.cursor() as cursor:
        for path in ("seqscan", *without.split()):
            cursor.execute(f"SET LOCAL enable_{path} = off")
    customers = matching(Customer.objects.all(), typed) if typed else Customer.objects.all()
    plan = customers.order_by(find_order(typed), "id")[:51].explain()
    return set(re.findall(r"Scan (?:using|on) (customers_(?!customer )\w+)", plan))


@pytest.mark.parametrize("typed", ["", "さ", "B0"])
def test_what_is_not_rare_is_walked_in_the_lists_order(shops: Shops, typed: str) -> None:
    with store_scope(shops.sakura.pk):
        assert plan_of(typed, without="sort bitmapscan") == {"customers_by_kana"}


def test_what_is_rare_is_found_by_the_indexes_of_the_search(shops: Shops) -> None:
    many_entered(shops, 3000)
    numbers = {
        "customers_grams",
        "customers_number_start",
        "customers_mobile_tail",
        "customers_landline_tail",
    }
    with store_scope(shops.sakura.pk):
        with connection.cursor() as cursor:
            # As autovacuum would by now: entries not yet sorted in make the index look costly.
            cursor.execute("SELECT gin_clean_pending_list('customers_grams')")
            cursor.execute("ANALYZE customers_customer")
        assert plan_of("きゃく0292", without="indexscan") == {"customers_grams"}
        assert plan_of("キャク 客0292", without="indexscan") == {"customers_grams"}
        assert plan_of("0292", without="indexscan") == numbers
