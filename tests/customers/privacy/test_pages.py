import csv
import io
import json
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.models import Customer, RetentionPeriod
from messaging.models import MessageText
from tests.conftest import SignIn
from tests.customers.pages import errors_shown, text_of
from tests.customers.privacy.conftest import KANA, NAME, PHONE, Known, known_in
from tests.customers.privacy.dumps import dumped
from tests.messaging.factories import make_customer, make_message
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")
BASE = "/stores/sakura-auto/privacy/"


@pytest.fixture
def client(shops: Shops, sign_in: SignIn, in_english: None) -> Client:
    return sign_in(shops.sakura_owner)


def test_everything_held_on_a_number_is_found_in_whatever_form_it_is_typed(
    client: Client, known: Known
) -> None:
    pages = [
        text_of(client.post(BASE, {"number": typed}))
        for typed in ("090-1234-5678", "０９０１２３４５６７８", "+81 90 1234 5678", "9012345678")
    ]
    for page in pages:
        assert "Customer records 1 entry" in page
    for words in (
        "Assets 1 entry", "Appointments 1 entry", "Entries of lists 1 entry",
        # The stop has withdrawn the promotion: that is one more.
        "Consents 3 entries", "Stops 1 entry", "Complaints 1 entry", "Confirmations of the number 1 entry",
        "Papers 1 file", "Messages 2 entries", "Hand-overs to the provider 1 entry", "Receipts of carriers 1 entry",
        "Reports as the provider sent them 1 entry", "Rows that were not imported 1 entry",
        "Uploaded spreadsheets 1 entry", "Saved searches that name the person 1 entry",
    ):  # fmt: skip
        assert words in pages[0]
    assert "佐藤" not in pages[0]


def test_a_number_of_which_nothing_is_held_and_one_that_is_none_say_so(client: Client, shops: Shops) -> None:
    make_customer(shops.midori, mobile=PHONE)
    assert "Nothing is held on this number" in text_of(client.post(BASE, {"number": "09012345678"}))
    page = client.post(BASE, {"number": "0901234"})
    assert (page.status_code, errors_shown(page)) == (
        422,
        ["This is not a complete phone number. Please check the digits."],
    )


def test_the_export_holds_everything_as_json_and_csv_and_nothing_of_others(
    client: Client, shops: Shops, known: Known
) -> None:
    known_in(shops.midori_owner)
    with store_scope(shops.sakura.pk):
        Customer.objects.filter(pk=known.customer.pk).update(notes="=HYPERLINK(1)")
    answer = client.post(f"{BASE}export/", {"number": PHONE})
    assert answer["Content-Disposition"].startswith('attachment; filename="sakura-auto-person-')
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    names = set(archive.namelist())
    assert {"README.txt", "data.json", "customers.csv", "messages.csv", "consents.csv", "stops.csv"} <= names
    [paper] = [name for name in names if name.startswith("papers/")]
    assert archive.read(paper) == b"%PDF 0901234-5678"
    data = json.loads(archive.read("data.json"))
    assert [(one["name"], one["kana"], one["mobile"]) for one in data["customers"]] == [(NAME, KANA, PHONE)]
    assert [one["id"] for one in data["messages"]] == [known.sent.pk, known.waiting.pk]
    [row] = csv.DictReader(io.StringIO(archive.read("customers.csv").decode("utf-8-sig")))
    assert (row["Name"], row["Mobile number"], row["Notes"]) == (NAME, "090-1234-5678", "'=HYPERLINK(1)")
    read_me = archive.read("README.txt").decode()
    assert "090-1234-5678" in read_me
    assert not any("佐藤" in archive.read(name).decode(errors="replace") for name in names)
    with store_scope(shops.sakura.pk):
        assert AuditEntry.objects.get(action="person.exported").details["phone"] == "090-****-5678"


def test_who_may_not_erase_gets_no_page_of_it(shops: Shops, sign_in: SignIn, known: Known) -> None:
    client = sign_in(shops.sakura_manager)
    before = dumped(shops.sakura)
    delete = f"{BASE}customers/{known.customer.pk}/delete/"
    for path in (BASE, f"{BASE}erase/?number={PHONE}", f"{BASE}retention/", delete):
        assert client.get(path).status_code == 403
    assert client.post(f"{BASE}export/", {"number": PHONE}).status_code == 403
    assert client.post(f"{BASE}erase/", {"number": PHONE, "typed": "5678"}).status_code == 403
    assert client.post(delete, {"typed": "5678"}).status_code == 403
    assert dumped(shops.sakura) == before


def test_erasing_says_what_goes_and_waits_for_the_last_four_digits(
    client: Client, shops: Shops, known: Known
) -> None:
    page = text_of(client.post(f"{BASE}erase/", {"number": "090-1234-5678"}))
    assert "Messages 2 entries time, result and parts stay for totals and bills" in page
    assert "a stop in force stays, without its note" in page
    form = {"number": PHONE, "customer": known.customer.pk, "shown": known.customer.pk}
    before = dumped(shops.sakura)
    for typed in ("", "1234", "567"):
        refused = client.post(f"{BASE}erase/", form | {"typed": typed})
        assert refused.status_code == 422
        assert errors_shown(refused)
    assert dumped(shops.sakura) == before
    done = client.post(f"{BASE}erase/", form | {"typed": "５６７８"}, follow=True)
    assert "The person is erased. A stop on the number stays in force." in text_of(done)
    again = client.post(f"{BASE}erase/", form | {"typed": "5678"}, follow=True)
    assert "Who has this number has changed meanwhile." in text_of(again)


def test_no_address_of_these_pages_holds_a_number(client: Client, shops: Shops, known: Known) -> None:
    assert client.get(BASE, {"number": PHONE}).context["form"].is_bound is False
    assert client.get(f"{BASE}erase/", {"number": PHONE}).headers["Location"] == BASE
    wife = make_customer(shops.sakura, name="山田 幸子", mobile=PHONE)
    pages = [
        client.get(f"{BASE}customers/{wife.pk}/"),
        client.post(f"{BASE}erase/", {"number": PHONE}),
        client.post(f"{BASE}erase/", {"number": PHONE, "customer": wife.pk}),
    ]
    for page in pages:
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode())
        assert page.status_code == 200
        assert not [one for one in addresses if "9012345678" in one or "?number" in one]


def test_earlier_numbers_of_the_record_are_shown(client: Client, shops: Shops, known: Known) -> None:
    make_message(shops.sakura_owner, customer=known.customer, phone="+818055556666", body="旧番号宛")
    page = text_of(client.post(BASE, {"number": PHONE}))
    assert "080-5555-6666" in page
    assert "Messages 3 entries" in page
    assert "080-5555-6666" in text_of(client.post(f"{BASE}erase/", {"number": PHONE}))


def test_of_a_household_it_asks_who(client: Client, shops: Shops, known: Known) -> None:
    wife = make_customer(shops.sakura, name="山田 幸子", mobile=PHONE)
    page = text_of(client.post(f"{BASE}erase/", {"number": PHONE}))
    assert "Who is to be erased?" in page
    assert client.post(f"{BASE}erase/", {"number": PHONE, "chosen": "1"}).status_code == 422
    page = text_of(
        client.post(f"{BASE}erase/", {"number": PHONE, "chosen": "1", "customer": str(known.customer.pk)})
    )
    assert "The number stays with 山田 幸子" in page
    assert "Complaints" not in page
    form = {
        "number": PHONE,
        "customer": known.customer.pk,
        "shown": [known.customer.pk, wife.pk],
        "typed": "5678",
    }
    done = client.post(f"{BASE}erase/", form, follow=True)
    assert "The number is still another customer's." in text_of(done)
    with store_scope(shops.sakura.pk):
        assert set(Customer.objects.values_list("name", flat=True)) == {"山田 幸子", "佐藤 花子"}


def test_deleting_a_record_keeps_the_texts_and_the_numbers_history(
    client: Client, shops: Shops, known: Known
) -> None:
    path = f"{BASE}customers/{known.customer.pk}/delete/"
    assert "Assets: 1 deleted with it." in text_of(client.get(path))
    assert client.post(path, {"typed": "0000"}).status_code == 422
    before = dumped(shops.sakura)
    assert "The record is deleted." in text_of(client.post(path, {"typed": "5678"}, follow=True))
    after = dumped(shops.sakura)
    gone = {
        "customers_customer": 1, "customers_asset": 1, "customers_assetdue": 1, "customers_appointment": 1,
        "customers_staticlistentry": 1, "customers_contact": 1, "accounts_auditentry": -1,
    }  # fmt: skip
    assert {
        table: len(before[table]) - len(after[table])
        for table in after
        if len(before[table]) != len(after[table])
    } == gone
    with store_scope(shops.sakura.pk):
        texts = MessageText.objects.filter(phone=PHONE)
        assert set(texts.values_list("customer", flat=True)) == {None}
        assert all(text.body for text in texts)


def test_a_record_without_a_number_is_deleted_by_a_word(client: Client, shops: Shops) -> None:
    nobody = make_customer(shops.sakura, name="番号 なし", mobile=None)  # type: ignore[arg-type]
    path = f"{BASE}customers/{nobody.pk}/delete/"
    page = client.get(f"{BASE}customers/{nobody.pk}/", follow=True)
    assert "Type the word “delete”" in text_of(page)
    assert client.post(path, {"typed": "no"}).status_code == 422
    assert client.post(path, {"typed": "Delete"}).status_code == 302


def test_what_would_go_is_shown_before_anything_is_saved(client: Client, shops: Shops) -> None:
    make_message(shops.sakura_owner, phone=PHONE)
    page = client.get(f"{BASE}retention/")
    assert "Default: 3 years; at least 30 days" in text_of(page)
    periods = {
        "message_texts": "3", "message_texts_unit": "365", "consents": "3", "consents_unit": "365",
        "customers": "", "customers_unit": "365", "appointments": "2", "appointments_unit": "365",
        "assets": "", "assets_unit": "365", "complaints": "3", "complaints_unit": "365",
        "imports": "30", "imports_unit": "1", "number_checks": "30", "number_checks_unit": "1",
        "drafts": "400", "drafts_unit": "1", "link_hits": "3", "link_hits_unit": "365",
    }  # fmt: skip
    shorter = periods | {"imports": "10"}
    looked = text_of(client.post(f"{BASE}retention/", shorter | {"step": "look"}))
    assert "Nothing is saved yet." in looked
    assert "with: 10 days" in looked
    assert "Type the word “shorten”" in text_of(client.post(f"{BASE}retention/", shorter | {"step": "save"}))
    assert client.post(f"{BASE}retention/", shorter | {"step": "save", "typed": "no"}).status_code == 422
    low = client.post(
        f"{BASE}retention/", periods | {"complaints": "1", "complaints_unit": "30", "step": "save"}
    )
    assert errors_shown(low) == ["At least 31 days, please."]
    with store_scope(shops.sakura.pk):
        assert RetentionPeriod.objects.count() == 0
    saved = client.post(f"{BASE}retention/", shorter | {"step": "save", "typed": "shorten"}, follow=True)
    assert "Saved. It is applied next night." in text_of(saved)
    longer = client.post(f"{BASE}retention/", periods | {"step": "save"}, follow=True)
    assert "Saved." in text_of(longer)
    with store_scope(shops.sakura.pk):
        assert RetentionPeriod.objects.count() == 0


def test_more_messages_need_no_more_queries(client: Client, shops: Shops, known: Known) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.post(BASE, {"number": PHONE}).status_code == 200
        return len(caught)

    queries()
    few = queries()
    for _ in range(2):
        known_message = make_message(shops.sakura_owner, customer=known.customer, phone=PHONE)
        assert known_message.pk
        make_customer(shops.sakura, name="山田 次郎", mobile=PHONE)
    assert queries() == few


def test_an_erased_message_is_still_shown_in_the_history(client: Client, shops: Shops, known: Known) -> None:
    form = {"number": PHONE, "customer": known.customer.pk, "shown": known.customer.pk, "typed": "5678"}
    client.post(f"{BASE}erase/", form)
    page = text_of(client.get(f"/stores/sakura-auto/messages/{known.sent.pk}/"))
    assert "Message to the number (erased)" in page
    assert NAME not in page
