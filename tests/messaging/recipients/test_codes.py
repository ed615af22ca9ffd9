"""The codes in a recipient's addresses."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from psycopg.errors import UniqueViolation

from accounts.tenancy.scope import store_scope
from messaging.domain.recipient_codes import NewRecipientCode, free_codes, taken_codes, url_of, write_codes
from messaging.models import MessageText, RecipientCode
from tests.messaging.factories import make_message
from tests.messaging.recipients.conftest import OPT_OUT, PAGE, PHONE
from tests.messaging.stages.wished import ahead, sent, wish
from tests.shops import Shops
from tracking.links.codes import ALPHABET

KEY = uuid.UUID(int=7)


@pytest.mark.django_db
def test_a_code_follows_from_send_recipient_and_kind_and_nobody_shares_it() -> None:
    owners = [
        (key, phone, topic)
        for key in (KEY, uuid.UUID(int=8))
        for phone in (PHONE, "+819012345679")
        for topic in ("", "asset:1")
    ]
    codes = [*free_codes(OPT_OUT, owners), *free_codes(PAGE, owners)]
    assert len(set(codes)) == len(codes)
    assert [len(code) for code in codes] == [10] * 8 + [23] * 8
    assert set("".join(codes)) <= set(ALPHABET)
    assert free_codes(OPT_OUT, owners[:1]) == codes[:1]


def test_a_code_that_a_message_has_is_nobody_elses(shops: Shops) -> None:
    message = make_message(shops.sakura_staff)
    with store_scope(shops.sakura.pk):
        [code] = free_codes(PAGE, [(KEY, PHONE, "")])
        write_codes(store_id=shops.sakura.pk, codes=[NewRecipientCode(code, PAGE, message.pk)])
        assert free_codes(PAGE, [(KEY, PHONE, "")]) != [code]


def test_an_address_stands_below_the_installations_own(settings: Any) -> None:
    settings.BASE_URL = "https://sms.example"
    assert url_of(OPT_OUT, "abc") == "https://sms.example/o/abc"
    assert url_of(PAGE, "") == "https://sms.example/r/"


def test_what_is_written_is_taken_and_no_message_gets_anothers(shops: Shops) -> None:
    message, other = make_message(shops.sakura_staff), make_message(shops.midori_staff)
    codes = ["A" * 10, "B" * 23]
    with store_scope(shops.sakura.pk):
        write_codes(
            store_id=shops.sakura.pk,
            codes=[
                NewRecipientCode(codes[0], OPT_OUT, message.pk),
                NewRecipientCode(codes[1], PAGE, message.pk),
            ],
        )
        assert list(RecipientCode.objects.order_by("id").values_list("code", "kind", "message_id")) == [
            (codes[0], "opt_out", message.pk),
            (codes[1], "page", message.pk),
        ]
    # Of whatever store: a code is one in the installation.
    with store_scope(shops.midori.pk):
        assert taken_codes([*codes, "C" * 10]) == set(codes)
        assert taken_codes([]) == set()
        with pytest.raises(UniqueViolation), transaction.atomic():
            write_codes(store_id=shops.midori.pk, codes=[NewRecipientCode(codes[0], OPT_OUT, other.pk)])


def test_a_text_whose_code_is_there_already_is_planned_with_another(shops: Shops) -> None:
    asked = wish(body="停止 [[配信停止URL]]")
    before = ahead(shops.sakura_staff, asked).renderings[0].codes[OPT_OUT]
    message = make_message(shops.midori_staff)
    with store_scope(shops.midori.pk):
        write_codes(store_id=shops.midori.pk, codes=[NewRecipientCode(before, OPT_OUT, message.pk)])
    planned = sent(shops.sakura_staff, asked)
    with store_scope(shops.sakura.pk):
        code = RecipientCode.objects.get(message=planned.message_ids[0]).code
        assert code != before
        assert MessageText.objects.get(message=planned.message_ids[0]).body == f"停止 {url_of(OPT_OUT, code)}"
