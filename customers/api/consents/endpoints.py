"""`/api/v1/customers/{id}/consents` and `/api/v1/suppressions`."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.api.problems import ApiProblem, field_error, refused
from accounts.models import ApiToken, Permission
from customers.api.consents import described
from customers.api.consents.shapes import ConsentRequest, LiftRequest, SuppressionQuery, SuppressionRequest
from customers.api.records.naming import phones, read, refusal_of
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.domain.lift_suppression import lift_suppression
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentRecord, ConsentWording, Customer, Suppression
from customers.phone import phone_from
from customers.queries.access import customer_to_view
from customers.queries.access_consents import (
    customer_to_hear,
    records_to_view,
    stop_of_store_to_lift,
    stops_to_view,
    wordings_to_show,
)
from customers.queries.consent_ledger import standings_of
from customers.queries.stop_list import Wanted, matching_stops, stop_page

Json = dict[str, Any]
_MOST_ENTRIES = 100


class Consents(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.CONSENTS_RECORD}

    @extend_schema(**described.CONSENTS_READ)
    def get(self, request: Request, customer_id: int) -> Response:
        return Response(_consents(self.token, customer_to_view(self.token, customer_id)))

    @extend_schema(**described.CONSENTS_RECORD)
    def post(self, request: Request, customer_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._recorded(customer_id))

    def _recorded(self, customer_id: int) -> Response:
        customer = customer_to_hear(self.token, customer_id)
        asked = read(ConsentRequest(data=self.request.data))
        wording = _wording(self.token, asked.get("wording"))
        given = [
            Given(
                phone=customer.mobile or "",
                purpose=purpose,
                granted=asked["granted"],
                given_at=asked.get("given_at") or timezone.now(),
                source=asked["source"],
                name=str(customer),
                wording=wording,
                note=asked.get("note", ""),
                ip=asked.get("ip"),
                user_agent=asked.get("user_agent", ""),
            )
            for purpose in dict.fromkeys(asked["purposes"])
        ]
        try:
            record_consents(actor=self.token, given=given)
        except ValidationError as error:
            raise refusal_of(error) from error
        return Response(_consents(self.token, customer), status=HTTPStatus.CREATED)


class Suppressions(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.SUPPRESSIONS_ADD}

    @extend_schema(**described.SUPPRESSIONS_LIST)
    def get(self, request: Request) -> Response:
        asked = read(SuppressionQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        stops = stops_to_view(self.token)
        if "phone" in asked:
            stops = stops.filter(phone=self._phone(asked))
        if "state" in asked:
            stops = matching_stops(stops, Wanted(state=asked["state"]), store=self.store)
        found = stop_page(stops, size=asked["limit"], below=cursor.below, above=cursor.above)
        results = [_stop(row.stop) for row in found.rows]
        return Response(page(request, results, newer=found.newer, older=found.older))

    @extend_schema(**described.SUPPRESSIONS_ADD)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._stopped)

    def _stopped(self) -> Response:
        asked = read(SuppressionRequest(data=self.request.data))
        asked["phone"] = self._phone(asked)
        try:
            stop = suppress_number(actor=self.token, **asked)
        except ValidationError as error:
            raise refusal_of(error) from error
        return Response(_stop(stop), status=HTTPStatus.CREATED)

    def _phone(self, asked: Json) -> str:
        found = phones(asked, {"phone": phone_from}, countries=self.store.allowed_countries)
        if not found["phone"]:
            raise refused([field_error("phone", "empty", _("Enter a mobile number, please."))])
        return found["phone"]


class SuppressionLift(StoreEndpoint):
    permissions = {"POST": Permission.SUPPRESSIONS_LIFT}

    @extend_schema(**described.SUPPRESSIONS_LIFT)
    def post(self, request: Request, suppression_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._lifted(suppression_id))

    def _lifted(self, suppression_id: int) -> Response:
        stop = stop_of_store_to_lift(self.token, suppression_id)
        asked = read(LiftRequest(data=self.request.data))
        try:
            lifted = lift_suppression(actor=self.token, suppression=stop, **asked)
        except ValidationError as error:
            raise refusal_of(error) from error
        if not lifted:
            words = _("This stop was lifted already.")
            raise ApiProblem(HTTPStatus.CONFLICT, words, [field_error("", "lifted_already", words)])
        stop.refresh_from_db()
        return Response(_stop(stop))


def _wording(token: ApiToken, version: int | None) -> ConsentWording | None:
    if version is None:
        return None
    found = wordings_to_show(token).filter(version=version).first()
    if found is None:
        raise refused(
            [field_error("wording", "unknown_version", _("The store has no wording of this version."))]
        )
    return found


def _consents(token: ApiToken, customer: Customer) -> Json:
    phone = customer.mobile
    return {
        "phone": phone,
        "states": [
            {
                "purpose": one.purpose,
                "granted": one.granted,
                "given_at": one.since.astimezone(token.store.zone) if one.since else None,
                "position": one.position,
            }
            for one in (standings_of(phone) if phone else [])
        ],
        "entries": [
            _entry(record, token) for record in records_to_view(token, customer)[:_MOST_ENTRIES] if phone
        ],
    }


def _entry(record: ConsentRecord, token: ApiToken) -> Json:
    return {
        "position": record.position,
        "purpose": record.purpose,
        "granted": record.granted,
        "given_at": record.given_at.astimezone(token.store.zone),
        "source": record.source,
        "wording": record.wording.version if record.wording else None,
        "note": record.note,
        "ip": record.ip,
        "user_agent": record.user_agent,
        "evidence_sha256": record.evidence_sha256 or None,
        "recorded_by": record.recorded_by_name,
    }


def _stop(stop: Suppression) -> Json:
    return {
        "id": stop.pk,
        "phone": stop.phone,
        "purpose": stop.purpose,
        "reason": stop.reason,
        "note": stop.note,
        "created_at": stop.created_at,
        "ends_at": stop.ends_at,
        "lifted_at": stop.lifted_at,
        "lift_reason": stop.lift_reason,
    }
