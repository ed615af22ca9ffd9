"""`imports/<id>/columns/`: what each column is. Live while it is chosen, and a plain form all the same."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.imports.choose import MappingRefused, choose_mapping, mapping_faults
from customers.domain.imports.open_import import NotStartable
from customers.domain.imports.reread import reread_import
from customers.domain.imports.start import start_import
from customers.forms.imports.layout_form import DELIMITERS, ENCODINGS, LayoutForm
from customers.forms.imports.mapping_form import MappingForm
from customers.import_words import refusal_words
from customers.models import Import
from customers.queries.access_imports import import_to_manage
from customers.queries.access_lists import lists_to_view
from customers.queries.assets import asset_kinds
from customers.queries.imports.memory import remembered_columns
from customers.queries.imports.states import may_be_mapped
from customers.queries.imports.targets import targets_of_store
from customers.sheets.layout import SheetRefused


@require_http_methods(["GET", "POST"])
def columns(request: StoreRequest, store_slug: str, import_id: int) -> HttpResponse:
    """Steps of its form: `look` (live: words only), `layout` (read the file otherwise), `check`, `import`."""
    spreadsheet = import_to_manage(request.membership, import_id)
    if not may_be_mapped(spreadsheet):
        return redirect("imports:one", store_slug, spreadsheet.pk)
    if request.method == "GET":
        return _page(request, spreadsheet, _mapping_form(request, spreadsheet, unpark_form(request)))
    step = request.POST.get("step")
    if step == "layout":
        return _read_otherwise(request, spreadsheet)
    form = _mapping_form(request, spreadsheet, request.POST)
    if step == "look":
        _look(form, spreadsheet)
        return render(request, "customers/imports/_said.html", {"form": form})
    if _is_started(request, spreadsheet, form, dry_run=step != "import"):
        return redirect("imports:one", store_slug, spreadsheet.pk)
    return _page(request, spreadsheet, form, status=422)


def _mapping_form(request: StoreRequest, spreadsheet: Import, typed: QueryDict | None) -> MappingForm:
    records_consent = request.membership.may(Permission.CONSENTS_RECORD)
    offered = [one for one in targets_of_store() if records_consent or not one.key.startswith("consent")]
    return MappingForm(
        typed,
        spreadsheet=spreadsheet,
        offered=offered,
        kinds=asset_kinds(),
        lists=lists_to_view(request.membership).filter(archived_at=None).order_by("name"),
        remembered=remembered_columns(),
    )


def _look(form: MappingForm, spreadsheet: Import) -> None:
    """Everything that would stand in the way, said at its place."""
    if form.is_valid():
        form.show_faults(mapping_faults(spreadsheet, form.mapping, form.options))


def _is_started(request: StoreRequest, spreadsheet: Import, form: MappingForm, *, dry_run: bool) -> bool:
    """Kept and on its way; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        choose_mapping(
            actor=request.membership, spreadsheet=spreadsheet, mapping=form.mapping, options=form.options
        )
        start_import(actor=request.membership, spreadsheet=spreadsheet, dry_run=dry_run)
    except MappingRefused as refused:
        form.show_faults(refused.faults)
        return False
    except SheetRefused as gone:
        form.add_error(None, refusal_words(gone))
        return False
    except NotStartable:
        # A colleague, or the same form in another tab, was faster: its page shows what goes on.
        return True
    return True


def _read_otherwise(request: StoreRequest, spreadsheet: Import) -> HttpResponse:
    form = LayoutForm(request.POST, spreadsheet=spreadsheet)
    if form.is_valid():
        try:
            reread_import(actor=request.membership, spreadsheet=spreadsheet, **form.reading)
            return redirect("imports:columns", request.membership.store.slug, spreadsheet.pk)
        except SheetRefused as refused:
            form.add_error(None, refusal_words(refused))
        except NotStartable:
            return redirect("imports:one", request.membership.store.slug, spreadsheet.pk)
    mapping = _mapping_form(request, spreadsheet, None)
    return _page(request, spreadsheet, mapping, layout_form=form, status=422)


def _page(
    request: StoreRequest,
    spreadsheet: Import,
    form: MappingForm,
    *,
    layout_form: LayoutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "spreadsheet": spreadsheet,
        "form": form,
        "columns": form.columns,
        "layout_form": layout_form or LayoutForm(spreadsheet=spreadsheet),
        "layout_rows": _layout_rows(spreadsheet.layout),
        "doubtful": spreadsheet.layout.get("doubtful"),
    }
    return render(request, "customers/imports/columns.html", context, status=status)


def _layout_rows(layout: dict[str, Any]) -> list[tuple[str, Any]]:
    """How the file was read, in words."""
    rows: list[tuple[str, Any]] = [
        (_("Rows with something in them"), _("%(rows)s rows") % {"rows": f"{layout['rows']:,}"})
    ]
    if layout["format"] == "xlsx":
        rows.append((_("Sheet"), layout["sheet"]))
    else:
        encoding = "utf-8-sig" if layout["encoding"] == "utf-8" else layout["encoding"]
        rows.append((_("How its letters are written"), dict(ENCODINGS).get(encoding, encoding)))
        delimiter = layout["delimiter"]
        rows.append((_("What stands between the cells"), dict(DELIMITERS).get(delimiter, delimiter)))
    rows.append((_("Names of the columns"), _("in row %(row)s") % {"row": layout["header_row"]}))
    return rows
