"""`/api/v1/imports`: bringing a spreadsheet, seeing what became of it."""

from http import HTTPStatus
from typing import ClassVar

from django.http import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.fields import errors_in
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.api.parsing import FormWithFile
from accounts.api.problems import ApiProblem, field_error, refused
from accounts.models import Permission
from accounts.web.downloads import csv_download
from customers.api.imports import described
from customers.api.imports.answers import answer_of
from customers.api.imports.shapes import ListQuery
from customers.api.imports.wish import ImportWish, by_position, mapping_errors, told_apart, wish_in
from customers.domain.imports.cancel import cancel_import
from customers.domain.imports.choose import MappingRefused, choose_mapping
from customers.domain.imports.start import start_import
from customers.domain.receive_spreadsheet import receive_spreadsheet
from customers.import_words import refusal_words
from customers.models import Import
from customers.queries.access_imports import import_to_manage, rejected_import_to_manage
from customers.queries.imports.import_list import import_page
from customers.queries.imports.rejected_file import rejected_lines
from customers.sheets.layout import MOST_BYTES, SheetRefused


class SpreadsheetForm(FormWithFile):
    most: ClassVar[int] = MOST_BYTES


class CsvFile(BaseRenderer):
    """What a program may ask for; the answer is written piece by piece, not by this."""

    media_type = "text/csv"
    format = "csv"


class Imports(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_IMPORT, "POST": Permission.CUSTOMERS_IMPORT}
    parser_classes = (SpreadsheetForm,)

    @extend_schema(**described.LIST)
    def get(self, request: Request) -> Response:
        query = ListQuery(data=query_in(request))
        if not query.is_valid():
            raise refused(errors_in(query.errors))
        asked = query.validated_data
        cursor = cursor_in(asked.get("cursor", ""))
        found = import_page(self.token, size=asked["limit"], below=cursor.below, above=cursor.above)
        results = [answer_of(self.token, spreadsheet) for spreadsheet in found.imports]
        return Response(page(request, results, newer=found.newer, older=found.older))

    @extend_schema(**described.CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        wish = wish_in(request)
        return once(request, self.token, lambda: self._taken(wish), body=lambda: told_apart(request))

    def _taken(self, wish: ImportWish) -> Response:
        """All of it in the answer's transaction: a refusal keeps nothing, not even the file."""
        try:
            spreadsheet = receive_spreadsheet(
                actor=self.token, name=wish.file.name or "", pieces=wish.file.chunks()
            )
        except SheetRefused as sheet:
            raise refused([field_error("file", sheet.code, refusal_words(sheet))]) from sheet
        headers = spreadsheet.layout["headers"]
        mapping = spreadsheet.mapping if wish.mapping is None else by_position(wish.mapping, headers)
        try:
            choose_mapping(actor=self.token, spreadsheet=spreadsheet, mapping=mapping, options=wish.options)
            start_import(actor=self.token, spreadsheet=spreadsheet, dry_run=wish.dry_run)
        except MappingRefused as found:
            raise refused(mapping_errors(found.faults, headers)) from found
        taken = {"id": spreadsheet.pk, "status": Import.Status.QUEUED.value}
        return Response(taken, status=HTTPStatus.ACCEPTED)


class OneImport(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_IMPORT}

    @extend_schema(**described.READ)
    def get(self, request: Request, import_id: int) -> Response:
        return Response(answer_of(self.token, import_to_manage(self.token, import_id)))


class RejectedRows(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_IMPORT}
    renderer_classes = (CsvFile, JSONRenderer)

    @extend_schema(**described.REJECTED)
    def get(self, request: Request, import_id: int) -> HttpResponseBase:
        spreadsheet = rejected_import_to_manage(self.token, import_id)
        lines = rejected_lines(spreadsheet, language=translation.get_language() or "ja")
        return csv_download(lines, name=f"import-{spreadsheet.pk}-rejected.csv")


class ImportCancel(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_IMPORT}

    @extend_schema(**described.CANCEL)
    def post(self, request: Request, import_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._cancelled(import_id))

    def _cancelled(self, import_id: int) -> Response:
        spreadsheet = import_to_manage(self.token, import_id)
        if not cancel_import(actor=self.token, spreadsheet=spreadsheet):
            words = _("It has ended already.")
            raise ApiProblem(HTTPStatus.CONFLICT, words, [field_error("", "has_ended", words)])
        return Response(answer_of(self.token, import_to_manage(self.token, import_id)))
