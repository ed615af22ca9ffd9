"""`/api/v1/assets`: what a store looks after for its customers."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.api.problems import field_error, refused
from accounts.models import Permission
from customers.api.records import described
from customers.api.records.answers import Json, asset_answer
from customers.api.records.naming import by_id, read, refusal_of
from customers.api.records.shapes import AssetChange, AssetQuery, AssetRequest
from customers.domain.assets.archive_asset import archive_asset, restore_asset
from customers.domain.assets.save_asset import AssetValues, save_asset
from customers.models import Asset, AssetKind, Customer
from customers.queries.access import customer_to_edit
from customers.queries.access_assets import asset_to_answer, asset_to_edit
from customers.queries.assets import asset_kinds, due_kinds_of
from customers.queries.attributes import attributes_by_kind, attributes_of_store
from customers.queries.records_list import Span, assets_page


class Assets(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.ASSETS_LIST)
    def get(self, request: Request) -> Response:
        asked = read(AssetQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = assets_page(
            self.token,
            Span(asked["limit"], below=cursor.below, above=cursor.above),
            customer_id=int(asked["customer"]) if "customer" in asked else None,
            kind=asked.get("kind", ""),
            number=asked.get("number", ""),
            updated_since=asked.get("updated_since"),
        )
        attributes = attributes_by_kind()
        results = [asset_answer(one, attributes=attributes, zone=self.store.zone) for one in found.rows]
        return Response(page(request, results, newer=found.newer, older=found.older))

    @extend_schema(**described.ASSETS_CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._added)

    def _added(self) -> Response:
        asked = read(AssetRequest(data=self.request.data))
        customer = customer_to_edit(self.token, asked.pop("customer"))
        kind = _kind(asked["kind"])
        return Response(_saved(self, customer, None, kind, asked | {"kind": kind}), status=HTTPStatus.CREATED)


class OneAsset(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "PATCH": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.ASSETS_READ)
    def get(self, request: Request, asset_id: int) -> Response:
        return Response(_answer(self, asset_id))

    @extend_schema(**described.ASSETS_CHANGE)
    def patch(self, request: Request, asset_id: int) -> Response:
        asset = asset_to_edit(self.token, asset_id)
        asked = read(AssetChange(data=request.data))
        return Response(_saved(self, asset.customer, asset, asset.kind, asked))


class AssetArchive(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.ASSETS_ARCHIVE)
    def post(self, request: Request, asset_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: _moved(self, asset_id, archive_asset))


class AssetRestore(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.ASSETS_RESTORE)
    def post(self, request: Request, asset_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: _moved(self, asset_id, restore_asset))


def _moved(endpoint: StoreEndpoint, asset_id: int, move: Callable[..., bool]) -> Response:
    move(actor=endpoint.token, asset=asset_to_edit(endpoint.token, asset_id))
    return Response(_answer(endpoint, asset_id))


def _kind(name: str) -> AssetKind:
    """Raises ApiProblem for a name that there is none of."""
    for kind in asset_kinds():
        if kind.name == name:
            return kind
    raise refused([field_error("kind", "unknown_name", _("The store has defined nothing of this name."))])


def _saved(
    endpoint: StoreEndpoint, customer: Customer, asset: Asset | None, kind: AssetKind, asked: dict[str, Any]
) -> Json:
    """The asset with what is asked for, as it is answered. Raises ApiProblem."""
    attributes, due_kinds = attributes_of_store(kind), due_kinds_of(kind)
    values = dict(asked)
    if "attributes" in asked:
        values["attributes"] = by_id(asked["attributes"], attributes, field="attributes")
    if "dues" in asked:
        values["dues"] = by_id(asked["dues"], due_kinds, field="dues")
    try:
        record = save_asset(
            actor=endpoint.token, customer=customer, asset=asset, values=cast(AssetValues, values)
        )
    except ValidationError as error:
        raise refusal_of(error, attributes=attributes, due_kinds=due_kinds) from error
    return _answer(endpoint, record.pk)


def _answer(endpoint: StoreEndpoint, asset_id: int) -> Json:
    asset = asset_to_answer(endpoint.token, asset_id)
    return asset_answer(asset, attributes=attributes_by_kind(), zone=endpoint.store.zone)
