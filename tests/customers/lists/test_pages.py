"""The pages of lists, as a shop's employee uses them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tenancy.scope import store_scope
from customers.models import Customer, StaticList, StaticListEntry
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.lists.kept import a_list
from tests.customers.pages import errors_shown, names_listed, text_of
from tests.shops import Shops

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SHOP = "/stores/sakura-auto"
LISTS = f"{SHOP}/lists/"


def made(shops: Shops, name: str = "Spring", *, full: bool = False) -> StaticList:
    return a_list(shops.sakura_staff, name, full=full)


def on(shops: Shops, static_list: StaticList) -> list[str]:
    with store_scope(shops.sakura.pk):
        rows = StaticListEntry.objects.filter(list=static_list).order_by("customer__sort_key", "customer_id")
        return list(rows.values_list("customer__name", flat=True))


def test_a_store_without_lists_is_told_what_to_do_first_and_makes_one(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_staff)
    assert "No lists yet" in text_of(client.get(LISTS))
    refused = client.post(f"{LISTS}new/", {"name": " "})
    assert (refused.status_code, errors_shown(refused)) == (422, ["Give the list a name, please."])
    shown = client.post(f"{LISTS}new/", {"name": "Spring"}, follow=True)
    assert "Nobody is on this list yet" in text_of(shown)
    again = client.post(f"{LISTS}new/", {"name": "Spring"})
    assert errors_shown(again) == ["There is a list of this name already. Choose another one, please."]
    assert 'value="Spring"' in again.content.decode()


def test_a_lists_people_stand_in_kana_order_page_after_page(shops: Shops, sign_in: SignIn) -> None:
    for number in range(60):
        entered(shops.sakura, f"客{number:02}", kana=f"キャク{chr(ord('ア') + number)}", mobile=None)
    static_list = made(shops, full=True)
    entered(shops.sakura, "名簿外", kana="ア")
    client = sign_in(shops.sakura_staff)
    first = client.get(f"{LISTS}{static_list.pk}/")
    following = re.search(r'href="(\?after=\d+)"', first.content.decode())
    assert following is not None
    second = client.get(f"{LISTS}{static_list.pk}/{following[1]}")
    back = re.search(r'href="(\?before=\d+)"', second.content.decode())
    assert back is not None
    before = client.get(f"{LISTS}{static_list.pk}/{back[1]}")
    listed = names_listed(first) + names_listed(second)
    with store_scope(shops.sakura.pk):
        expected = list(
            Customer.objects.exclude(kana="ア").order_by("sort_key", "id").values_list("name", flat=True)
        )
    assert (listed, len(names_listed(first))) == (expected, 50)
    assert names_listed(before) == names_listed(first)


def test_customers_are_found_on_the_page_and_put_on_one_by_one(shops: Shops, sign_in: SignIn) -> None:
    who = entered(shops.sakura, "山田 太郎", kana="ヤマダ タロウ")
    entered(shops.sakura, "佐藤 花子")
    entered(shops.midori, "山田 みどり")
    static_list = made(shops)
    client = sign_in(shops.sakura_staff)
    live = client.get(f"{LISTS}{static_list.pk}/", {"find": "山田"}, headers={"HX-Request": "true"})
    assert text_of(live) == "山田 太郎 ヤマダ タロウ Put on"
    shown = client.post(f"{LISTS}{static_list.pk}/put/", {"customer": who.pk, "find": "山田"}, follow=True)
    assert "山田 太郎 is on the list now." in text_of(shown)
    assert on(shops, static_list) == ["山田 太郎"]
    again = client.post(f"{LISTS}{static_list.pk}/put/", {"customer": who.pk}, follow=True)
    assert "山田 太郎 is on the list already." in text_of(again)
    assert client.post(f"{LISTS}{static_list.pk}/put/", {"customer": "x"}).status_code == 404


def test_pasted_lines_find_mobile_and_customer_numbers_and_keep_what_fits_nobody(
    shops: Shops, sign_in: SignIn
) -> None:
    entered(shops.sakura, "山田 太郎", mobile="+819011112222")
    entered(shops.sakura, "山田 花子", mobile="+819011112222")
    entered(shops.sakura, "佐藤", mobile="+819033334444", number="A-7")
    entered(shops.sakura, "田中", number="1234")
    entered(shops.midori, "みどり", mobile="+819055556666", number="B-9")
    static_list = made(shops)
    client = sign_in(shops.sakura_staff)
    pasted = "090-1111-2222 山田花子\r\nＡ-7\n1234\t田中\n\n09055556666\nB-9\nでたらめ\n090-3333-4444"
    answer = client.post(f"{LISTS}{static_list.pk}/fill/", {"numbers": pasted})
    words = text_of(answer)
    assert "3 customers were put on the list." in words
    assert "3 lines fit no customer of your store" in words
    assert [f"Line {number}" in words for number in (5, 6, 7)] == [True] * 3
    assert "09055556666\nB-9\nでたらめ</textarea>" in answer.content.decode()
    assert sorted(on(shops, static_list)) == ["佐藤", "山田 花子", "田中"]
    without_name = client.post(f"{LISTS}{static_list.pk}/fill/", {"numbers": "09011112222"}, follow=True)
    assert "1 customer was put on the list. 1 was on it already." in text_of(without_name)
    assert answer.status_code == 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_of_numbers_fills_a_list(shops: Shops, sign_in: SignIn, encoding: str) -> None:
    entered(shops.sakura, "髙橋", mobile="+819011112222", number="顧-1")
    static_list = made(shops)
    client = sign_in(shops.sakura_staff)
    upload = SimpleUploadedFile("../番号.csv", "番号,名前\r\n顧-1,高橋\r\n".encode(encoding))
    answer = client.post(f"{LISTS}{static_list.pk}/fill/", {"numbers": "", "file": upload})
    assert "1 line fits no customer" in text_of(answer)
    assert on(shops, static_list) == ["髙橋"]


def test_what_is_no_list_of_numbers_is_refused_and_nothing_is_lost(shops: Shops, sign_in: SignIn) -> None:
    entered(shops.sakura, mobile="+819011112222")
    static_list = made(shops)
    client = sign_in(shops.sakura_staff)
    address = f"{LISTS}{static_list.pk}/fill/"
    empty = client.post(address, {"numbers": " \n"})
    assert (empty.status_code, errors_shown(empty)) == (422, ["Paste at least one number, or choose a file."])
    sheet = SimpleUploadedFile("list.xlsx", b"PK\x03\x04\x00\x00\xff\xfe")
    binary = client.post(address, {"numbers": "09011112222", "file": sheet})
    assert (binary.status_code, len(errors_shown(binary))) == (422, 1)
    assert "09011112222</textarea>" in binary.content.decode()
    large = SimpleUploadedFile("list.csv", b"1\n" * 600_000)
    assert "too large" in errors_shown(client.post(address, {"numbers": "", "file": large}))[0]
    many = client.post(address, {"numbers": "1\n" * 10_001})
    assert "10,001 lines" in errors_shown(many)[0]
    assert on(shops, static_list) == []


def test_chosen_people_are_put_on_a_list_after_a_look_at_how_many(shops: Shops, sign_in: SignIn) -> None:
    ids = [entered(shops.sakura, name).pk for name in ("佐藤", "田中", "山田")]
    theirs = entered(shops.midori, "みどり").pk
    client = sign_in(shops.sakura_staff)
    asked = client.post(f"{LISTS}chosen/", {"customer": [ids[0], ids[1], theirs]})
    assert "2 customers" in text_of(asked)
    nameless = client.post(f"{LISTS}chosen/", {"customer": ids[:2], "list": "new", "name": "", "shown": "2"})
    assert errors_shown(nameless) == ["Give the list a name, please."]
    done = client.post(
        f"{LISTS}chosen/",
        {"customer": [*ids[:2], theirs], "list": "new", "name": "Autumn", "shown": "2"},
        follow=True,
    )
    assert "2 customers were put on the list." in text_of(done)
    with store_scope(shops.sakura.pk):
        autumn = StaticList.objects.get(name="Autumn")
    assert sorted(on(shops, autumn)) == ["佐藤", "田中"]
    whole = client.post(
        f"{LISTS}chosen/",
        {"all": "1", "source": f"list:{autumn.pk}", "list": "usual", "shown": "2"},
        follow=True,
    )
    assert "2 customers were put on the list." in text_of(whole)
    nobody = client.post(f"{LISTS}chosen/", {"list": "usual"})
    assert (nobody.status_code, "Tick at least one row first" in text_of(nobody)) == (422, True)


def test_ticked_people_are_taken_off_after_a_question(shops: Shops, sign_in: SignIn) -> None:
    ids = [entered(shops.sakura, name).pk for name in ("佐藤", "田中", "山田")]
    static_list = made(shops, full=True)
    client = sign_in(shops.sakura_staff)
    address = f"{LISTS}{static_list.pk}/take-off/"
    asked = client.post(address, {"customer": ids[:2]})
    assert "2 customers are taken off the list." in text_of(asked)
    assert len(on(shops, static_list)) == 3
    done = client.post(address, {"customer": ids[:2], "certain": "yes", "shown": "2"}, follow=True)
    assert "2 customers were taken off the list." in text_of(done)
    assert on(shops, static_list) == ["山田"]
    whole = client.post(
        address,
        {"all": "1", "source": f"list:{static_list.pk}", "certain": "yes", "shown": "1"},
        follow=True,
    )
    assert "1 customer was taken off the list." in text_of(whole)
    assert on(shops, static_list) == []


@pytest.mark.parametrize("address", ["chosen/", "{list}/take-off/"])
def test_where_more_are_found_than_the_person_was_told_it_asks_again(
    shops: Shops, sign_in: SignIn, address: str
) -> None:
    entered(shops.sakura, "佐藤")
    static_list = made(shops, full=True)
    source = made(shops, "Summer", full=True)
    path = LISTS + address.format(list=static_list.pk)
    client = sign_in(shops.sakura_staff)
    form = {"all": "1", "source": f"list:{source.pk}"}
    assert 'name="shown" value="1"' in client.post(path, form).content.decode()
    newcomer = entered(shops.sakura, "田中")
    with store_scope(shops.sakura.pk):
        for one in (static_list, source):
            StaticListEntry.objects.create(list=one, customer=newcomer)
    before = on(shops, static_list)
    sure = form | {"certain": "yes", "list": "usual", "shown": "1"}
    again = client.post(path, sure)
    assert (again.status_code, "Nothing was done" in text_of(again)) == (422, True)
    assert 'name="shown" value="2"' in again.content.decode()
    with store_scope(shops.sakura.pk):
        assert not StaticList.objects.filter(is_default=True).exists()
    assert on(shops, static_list) == before
    assert client.post(path, sure | {"shown": "2"}).status_code == 302


def test_a_customers_page_shows_the_lists_and_puts_on_and_takes_off(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura)
    static_list = made(shops)
    client = sign_in(shops.sakura_staff)
    page = f"{SHOP}/customers/{customer.pk}/"
    assert "On no list." in text_of(client.get(page))
    done = client.post(f"{LISTS}customers/{customer.pk}/", {"list": static_list.pk}, follow=True)
    assert "On the list “Spring” now." in text_of(done)
    usual = client.post(f"{LISTS}customers/{customer.pk}/", {"list": "usual"}, follow=True)
    assert "On the list “Usual list” now." in text_of(usual)
    off = client.post(f"{LISTS}customers/{customer.pk}/", {"off": static_list.pk}, follow=True)
    assert "Taken off the list “Spring”." in text_of(off)
    assert on(shops, static_list) == []


def test_archiving_asks_with_the_number_and_can_be_taken_back(shops: Shops, sign_in: SignIn) -> None:
    entered(shops.sakura)
    static_list = made(shops, full=True)
    client = sign_in(shops.sakura_staff)
    assert "1 customer stands on it." in text_of(client.get(f"{LISTS}{static_list.pk}/archive/"))
    client.post(f"{LISTS}{static_list.pk}/archive/")
    assert names_listed(client.get(LISTS)) == []
    assert names_listed(client.get(LISTS, {"archived": "1"})) == ["Spring"]
    made(shops)
    refused = client.post(f"{LISTS}{static_list.pk}/restore/", follow=True)
    assert "Another list has this name by now." in text_of(refused)
    client.post(f"{LISTS}{static_list.pk}/edit/", {"name": "Spring 2025"})
    back = client.post(f"{LISTS}{static_list.pk}/restore/", follow=True)
    assert (names_listed(back), on(shops, static_list)) == (["山田 太郎"], ["山田 太郎"])


def test_pages_ask_as_often_for_three_rows_as_for_one(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_staff)
    asked = []
    for names in (["佐藤"], ["田中", "山田"]):
        for name in names:
            entered(shops.sakura, name, mobile="+819011112222")
        static_list = made(shops, names[0], full=True)
        counts = []
        for address in (LISTS, f"{LISTS}{static_list.pk}/", f"{LISTS}{static_list.pk}/?find=2222"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]
