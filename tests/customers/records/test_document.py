"""What the document says of customers and assets is so."""

import zlib
from typing import Any

import pytest
import schemathesis

from accounts.models import Scope, Store
from accounts.tenancy.scope import store_scope
from customers.models import AssetKind
from tests.customers.entered import entered
from tests.customers.records.defined import vehicle, vehicles
from tests.documents import cases_of
from tests.programs import Program, program_of
from tests.shops import Shops


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def kind_of(store: Store) -> AssetKind:
    with store_scope(store.pk):
        known: AssetKind | None = AssetKind.objects.first()
    return known or vehicles(store).kind


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Of what was made up, every other row and name exists and every other number is one; what is wrong stays wrong."""
    path: dict[str, Any] = case.path_parameters or {}
    body: Any = case.body
    if type(path.get("customer_id")) is int and path["customer_id"] % 2:
        path["customer_id"] = entered(shops.sakura).pk
    if type(path.get("asset_id")) is int and path["asset_id"] % 2:
        path["asset_id"] = vehicle(shops.sakura_staff, entered(shops.sakura), kind_of(shops.sakura)).pk
    if not isinstance(body, dict):
        return
    if type(body.get("customer")) is int and body["customer"] > 0 and body["customer"] % 2:
        body["customer"] = entered(shops.sakura).pk
    if (
        isinstance(body.get("kind"), str)
        and body["kind"] not in {"person", "company", ""}
        and "label" in body
    ):
        body["kind"] = kind_of(shops.sakura).name
    for field, number in (("mobile", "090-1234-5678"), ("landline", "03-1234-5678")):
        if isinstance(body.get(field), str) and zlib.crc32(body[field].encode(errors="replace")) % 2:
            body[field] = number


test_listing_customers_answers_so = cases_of("customers_list", made_real=made_real)
test_entering_a_customer_answers_so = cases_of("customers_create", made_real=made_real)
test_reading_a_customer_answers_so = cases_of("customers_read", made_real=made_real)
test_changing_a_customer_answers_so = cases_of("customers_change", made_real=made_real)
test_listing_attributes_answers_so = cases_of("attributes_list", made_real=made_real)
test_listing_kinds_answers_so = cases_of("asset_kinds_list", made_real=made_real)
test_listing_assets_answers_so = cases_of("assets_list", made_real=made_real)
test_adding_an_asset_answers_so = cases_of("assets_create", made_real=made_real)
test_reading_an_asset_answers_so = cases_of("assets_read", made_real=made_real)
test_changing_an_asset_answers_so = cases_of("assets_change", made_real=made_real)
test_archiving_an_asset_answers_so = cases_of("assets_archive", made_real=made_real)
test_restoring_an_asset_answers_so = cases_of("assets_restore", made_real=made_real)
