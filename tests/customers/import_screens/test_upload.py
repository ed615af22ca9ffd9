"""The file: what is taken, what is refused in place, and that no other address takes any."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.web.uploads import take_one_file
from customers.forms.imports.upload_form import UploadForm
from customers.models import AssetKind, Attribute, Import, Upload, UploadPart
from tests.conftest import SignIn
from tests.customers.import_screens.conftest import HANAKO, HEAD, IMPORTS, TARO, upload
from tests.shops import Shops


def kept() -> list[int]:
    return [model.objects.count() for model in (Import, Upload, UploadPart)]


@pytest.mark.usefixtures("in_sakura")
def test_a_file_is_kept_and_its_columns_are_asked_for_next(manager: Client) -> None:
    content = HEAD + TARO + HANAKO
    answer = upload(manager, content, "../../etc/顧客.csv")
    made = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{IMPORTS}{made.pk}/columns/")
    assert (made.status, made.file_name, made.mapping) == (
        "draft",
        "顧客.csv",
        {"0": "number", "1": "name", "2": "mobile"},
    )
    assert b"".join(bytes(part.data) for part in UploadPart.objects.all()) == content.encode()


@pytest.mark.usefixtures("in_sakura")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file."),
        (b"%PDF-1.7 ...", "This is not a spreadsheet."),
        (HEAD.encode(), "There are names of columns, but no rows below them."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an old Excel file (.xls)."),
    ],
    ids=["empty", "pdf", "no rows", "old excel"],
)
def test_a_file_that_cannot_be_read_is_refused_in_place_and_nothing_is_kept(
    manager: Client, content: bytes, words: str
) -> None:
    answer = upload(manager, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert kept() == [0, 0, 0]


@pytest.mark.usefixtures("in_sakura")
def test_without_a_file_the_page_asks_for_one(manager: Client) -> None:
    answer = manager.post(f"{IMPORTS}new/", {})
    assert (answer.status_code, kept()) == (422, [0, 0, 0])
    assert "Please choose a file." in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_with_its_measure(rf: RequestFactory) -> None:
    request = rf.post("/", {"file": SimpleUploadedFile("x.csv", b"x" * 2_000_001)})
    take_one_file(request, most=2_000_000)
    with translation.override("en"):
        errors = dict(UploadForm(request, most=2_000_000).errors)
    assert errors == {
        "file": [
            "This file is larger than 2 MB. Nothing was kept. "
            "Please divide it, or leave out columns that are not needed."
        ]
    }


def test_no_other_address_takes_a_file(manager: Client) -> None:
    file = SimpleUploadedFile("x.csv", b"x")
    answer = manager.post("/stores/sakura-auto/customers/new/", {"name": "x", "file": file})
    assert answer.status_code == 400


def test_a_strangers_file_is_not_even_read(client: Client, shops: Shops) -> None:
    answer = client.post(f"{IMPORTS}new/", {"file": SimpleUploadedFile("x.csv", b"x" * 1000)})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_file_without_the_forms_token_is_refused(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_manager)
    client.handler.enforce_csrf_checks = True
    assert upload(client, HEAD + TARO).status_code == 403


def test_staff_may_not_import_and_do_not_see_it_in_the_navigation(
    shops: Shops, in_english: None, sign_in: SignIn
) -> None:
    client = sign_in(shops.sakura_staff)
    assert [client.get(IMPORTS + path).status_code for path in ("", "new/", "example.csv")] == [403] * 3
    assert IMPORTS not in client.get("/stores/sakura-auto/customers/").content.decode()


@pytest.mark.usefixtures("in_sakura")
def test_the_example_has_the_stores_own_fields_and_is_understood_without_help(manager: Client) -> None:
    Attribute.objects.create(name="来店きっかけ", kind="choice", choices=["紹介", "広告"])
    answer = manager.get(f"{IMPORTS}example.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="sakura-auto-example.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (rows[0][-1], rows[1][-1], len(rows)) == ("来店きっかけ", "紹介", 3)
    upload(manager, answer.content, "example.csv")
    made = Import.objects.get()
    assert sorted(map(int, made.mapping)) == list(range(len(rows[0])))
    assert AssetKind.objects.count() == 0
