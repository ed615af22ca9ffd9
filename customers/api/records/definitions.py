"""`/api/v1/attributes`, `/api/v1/asset-kinds`: what the store has defined, so that programs know the names."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.models import Permission
from customers.api.records import described
from customers.api.records.answers import attribute_answer, kind_answer
from customers.queries.assets import asset_kinds
from customers.queries.attributes import attributes_by_kind, attributes_of_store


class Attributes(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW}

    @extend_schema(**described.ATTRIBUTES_LIST)
    def get(self, request: Request) -> Response:
        return Response({"results": [attribute_answer(attribute) for attribute in attributes_of_store()]})


class AssetKinds(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW}

    @extend_schema(**described.KINDS_LIST)
    def get(self, request: Request) -> Response:
        attributes = attributes_by_kind()
        return Response(
            {"results": [kind_answer(kind, attributes.get(kind.pk, ())) for kind in asset_kinds()]}
        )
