import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy.scope import store_scope
from customers.domain.keep_upload import keep_upload
from customers.domain.privacy.erase_person import erase_person
from customers.domain.privacy.import_files import ImportUnderWay, holds
from customers.models import Import, ImportFault, Upload
from customers.queries.privacy.people import holders_of
from customers.text_search import folded
from tests.customers.privacy.dumps import dumped
from tests.messaging.factories import make_customer
from tests.shops import Shops

PHONE = "+819012345678"
SOUGHT = ["9012345678"]
FORMS = [
    "090-1234-5678",
    "09012345678",
    "9012345678",
    "+81 90 1234 5678",
    "０９０－１２３４－５６７８",
    "090(1234)5678",
]


@given(
    st.sampled_from(FORMS),
    st.sampled_from(["utf-8", "utf-8-sig", "cp932"]),
    st.text("あ1,\n-", max_size=30),
    st.integers(1, 7),
)
def test_a_number_is_found_in_any_form_wherever_the_file_is_cut(
    form: str, encoding: str, around: str, size: int
) -> None:
    data = f"{around},{form},\n".encode(encoding)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert holds(pieces, SOUGHT, encoding=encoding)


def test_another_number_is_not_found_and_a_workbook_counts_as_holding_it() -> None:
    assert not holds(["名前,090-1234-5679\n,9012,345678".encode()], SOUGHT, encoding="utf-8")
    assert holds([b"PK\x03\x04 packed"], SOUGHT, encoding="utf-8")


def test_a_file_holds_a_name_in_one_cell_or_two_and_a_customer_number_as_a_cell() -> None:
    names, numbers = [folded("髙橋 一郎"), folded("タカハシ イチロウ")], ["K-100"]

    def held(text: str) -> bool:
        return holds([text.encode("cp932")], [], names, numbers, encoding="cp932")

    assert [
        held(text) for text in ("1,高橋 一郎,x", "高橋,一郎", "ﾀｶﾊｼ ｲﾁﾛｳ\n", "1,K-100\n", '"Ｋ－100"')
    ] == [True] * 5
    assert [held(text) for text in ("高橋,二郎", "K-1000,1", "AK-100")] == [False] * 3


def test_a_row_and_a_file_with_an_unreadable_number_go_by_the_name_or_the_customer_number(
    shops: Shops,
) -> None:
    """Of a household, whose number stays."""
    ended = an_import(shops, "finished", "髙橋 一郎,090-123".encode())
    other = an_import(shops, "finished", "高橋 花子,090-124".encode())
    customer = make_customer(shops.sakura, name="高橋 一郎", mobile=PHONE, number="K-100")
    make_customer(shops.sakura, name="高橋 花子", mobile=PHONE)
    rows = [
        ["髙橋　一郎", "090-123"],
        ["高橋", "一郎"],
        ["", "ｋ－100"],
        ["K-100", ""],
        ["高橋 花子", "090-12"],
    ]
    with store_scope(shops.sakura.pk):
        Import.objects.filter(pk=ended.pk).update(mapping={"1": "number"})
        for row, cells in enumerate(rows):
            ImportFault.objects.create(owner=ended, row=row, reasons=[], cells=cells)
        holders = [one.pk for one in holders_of(PHONE)]
        erase_person(actor=shops.sakura_owner, phone=PHONE, chosen_ids=[customer.pk], shown_ids=holders)
        assert list(ImportFault.objects.order_by("row").values_list("row", flat=True)) == [3, 4]
        assert [one.pk for one in Import.objects.filter(upload__isnull=False)] == [other.pk]


def erase(shops: Shops) -> None:
    customer = make_customer(shops.sakura, mobile=PHONE)
    with store_scope(shops.sakura.pk):
        erase_person(actor=shops.sakura_owner, phone=PHONE, chosen_ids=[customer.pk], shown_ids=[customer.pk])


def an_import(shops: Shops, status: str, data: bytes) -> Import:
    with store_scope(shops.sakura.pk):
        upload = keep_upload(actor=shops.sakura_owner, name="a.csv", pieces=[data], most=1000)
        made: Import = Import.objects.create(
            status=status, upload=upload, file_name="a.csv", layout={"sample": ["x"]}
        )
    return made


def test_of_several_files_those_without_the_number_stay(shops: Shops) -> None:
    ended, workbook, draft, other = (
        an_import(shops, status, data)
        for status, data in (
            ("finished", b"090-1234-5678"),
            ("finished", b"PK\x03\x04"),
            ("draft", b"09012345678"),
            ("draft", b"08012345678"),
        )
    )
    erase(shops)
    with store_scope(shops.sakura.pk):
        told = {one.pk: (one.status, one.upload_id is None, one.layout) for one in Import.objects.all()}
        assert told == {
            ended.pk: ("finished", True, {}),
            workbook.pk: ("finished", True, {}),
            draft.pk: ("cancelled", True, {}),
            other.pk: ("draft", False, {"sample": ["x"]}),
        }
        assert Upload.objects.count() == 1


def test_while_a_file_with_the_number_is_read_in_nothing_is_erased(shops: Shops) -> None:
    an_import(shops, "running", b"090-1234-5678")
    customer = make_customer(shops.sakura, mobile=PHONE)
    before = dumped(shops.sakura)
    with store_scope(shops.sakura.pk), pytest.raises(ImportUnderWay):
        erase_person(actor=shops.sakura_owner, phone=PHONE, chosen_ids=[customer.pk], shown_ids=[customer.pk])
    assert dumped(shops.sakura) == before
