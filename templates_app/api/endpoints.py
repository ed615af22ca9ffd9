"""`/api/v1/templates`, and the fields that their texts may name."""

from http import HTTPStatus
from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.models import Permission
from customers.api.records.naming import read, refusal_of
from templates_app.api import described
from templates_app.api.answers import refusal_of_template, template_answer, template_answers
from templates_app.api.shapes import TemplateChange, TemplateQuery, TemplateRequest
from templates_app.domain.archive_template import archive_template, restore_template
from templates_app.domain.save_template import TemplateRefused, TemplateValues, save_template
from templates_app.models import Template
from templates_app.queries.access import template_to_edit, template_to_view, templates_to_view
from templates_app.queries.fields import fields_of
from templates_app.queries.template_list import newest_templates


class Templates(StoreEndpoint):
    permissions = {"GET": Permission.MESSAGES_SEND, "POST": Permission.TEMPLATES_EDIT}

    @extend_schema(**described.LIST)
    def get(self, request: Request) -> Response:
        asked = read(TemplateQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = newest_templates(
            templates_to_view(self.token), size=asked["limit"], below=cursor.below, above=cursor.above
        )
        results = template_answers(self.store, found.templates)
        return Response(page(request, results, newer=found.newer, older=found.older))

    @extend_schema(**described.CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._made)

    def _made(self) -> Response:
        made = saved_by(self, None, read(TemplateRequest(data=self.request.data)))
        return Response(template_answer(self.store, made), status=HTTPStatus.CREATED)


class OneTemplate(StoreEndpoint):
    permissions = {"GET": Permission.MESSAGES_SEND, "PATCH": Permission.TEMPLATES_EDIT}

    @extend_schema(**described.READ)
    def get(self, request: Request, template_id: int) -> Response:
        return Response(template_answer(self.store, template_to_view(self.token, template_id)))

    @extend_schema(**described.CHANGE)
    def patch(self, request: Request, template_id: int) -> Response:
        template = template_to_edit(self.token, template_id)
        changed = saved_by(self, template, read(TemplateChange(data=request.data)))
        return Response(template_answer(self.store, changed))


class TemplateArchive(StoreEndpoint):
    permissions = {"POST": Permission.TEMPLATES_EDIT}

    @extend_schema(**described.ARCHIVE)
    def post(self, request: Request, template_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._archived(template_id))

    def _archived(self, template_id: int) -> Response:
        archived = archive_template(actor=self.token, template=template_to_edit(self.token, template_id))
        return Response(template_answer(self.store, archived))


class TemplateRestore(StoreEndpoint):
    permissions = {"POST": Permission.TEMPLATES_EDIT}

    @extend_schema(**described.RESTORE)
    def post(self, request: Request, template_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._restored(template_id))

    def _restored(self, template_id: int) -> Response:
        try:
            restored = restore_template(actor=self.token, template=template_to_edit(self.token, template_id))
        except ValidationError as error:
            raise refusal_of(error) from error
        return Response(template_answer(self.store, restored))


class MergeFields(StoreEndpoint):
    permissions = {"GET": Permission.MESSAGES_SEND}

    @extend_schema(**described.FIELDS)
    def get(self, request: Request) -> Response:
        results = [
            {
                "name": field.name,
                "names": list(field.names),
                "label": str(field.label),
                "group": str(field.group),
                "example": field.example["ja"],
            }
            for field in fields_of(self.store)
        ]
        return Response({"results": results})


def saved_by(endpoint: StoreEndpoint, template: Template | None, asked: dict[str, object]) -> Template:
    """Raises ApiProblem."""
    try:
        return save_template(actor=endpoint.token, template=template, values=cast(TemplateValues, asked))
    except TemplateRefused as error:
        raise refusal_of_template(error) from error
