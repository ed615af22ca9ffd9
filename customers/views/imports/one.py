"""`imports/<id>/`: how far it has come, what became of it; cancelling it, and going on from a check."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Permission
from accounts.web.request import StoreRequest
from customers.domain.imports.cancel import cancel_import
from customers.domain.imports.choose import MappingRefused
from customers.domain.imports.open_import import NotStartable
from customers.domain.imports.start import start_import
from customers.import_words import fault_words
from customers.models import Import
from customers.queries.access_imports import import_to_manage
from customers.queries.imports.faults import SHOWN, ShownFault, first_duplicates, first_rejected
from customers.queries.imports.states import is_under_way, maker_of, may_be_mapped, state_of
from customers.sheets.layout import SheetRefused


@dataclass(frozen=True, slots=True)
class Total:
    word: str | Promise
    rows: int
    help: str | Promise = ""
    is_sum: bool = False


@require_safe
def one_import(request: StoreRequest, store_slug: str, import_id: int) -> HttpResponse:
    """The page; for htmx the part of it that lives, and 204 where nothing has changed since it was `seen`."""
    spreadsheet = import_to_manage(request.membership, import_id)
    if spreadsheet.status == Import.Status.DRAFT:
        return redirect("imports:columns", store_slug, spreadsheet.pk)
    mark = f"{spreadsheet.status},{spreadsheet.rows},{spreadsheet.progress:.3f}"
    if request.htmx and request.GET.get("seen") == mark:
        return HttpResponse(status=204)
    context = {
        "spreadsheet": spreadsheet,
        "state": state_of(spreadsheet),
        "mark": mark,
        "maker": maker_of(spreadsheet),
    }
    context |= _under_way(spreadsheet) if is_under_way(spreadsheet) else _ended(request, spreadsheet)
    template = "_progress" if request.htmx else "one"
    return render(request, f"customers/imports/{template}.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: StoreRequest, store_slug: str, import_id: int) -> HttpResponse:
    """Asks on a page of its own, which says what stays."""
    spreadsheet = import_to_manage(request.membership, import_id)
    may_end = is_under_way(spreadsheet) or spreadsheet.status == Import.Status.DRAFT
    if request.method == "GET" and may_end:
        return render(request, "customers/imports/cancel.html", {"spreadsheet": spreadsheet})
    if request.method == "POST":
        if cancel_import(actor=request.membership, spreadsheet=spreadsheet):
            messages.success(request, _("It is cancelled."))
        else:
            messages.info(request, _("It had ended already."))
    return redirect("imports:one", store_slug, spreadsheet.pk)


@require_POST
def start(request: StoreRequest, store_slug: str, import_id: int) -> HttpResponse:
    """Import for real what was checked, with the same columns."""
    spreadsheet = import_to_manage(request.membership, import_id)
    try:
        start_import(actor=request.membership, spreadsheet=spreadsheet, dry_run=False)
    except NotStartable:
        messages.info(request, _("This import has begun already."))
    except (MappingRefused, SheetRefused):
        # A field, a kind or a list that it names is gone since.
        messages.warning(
            request, _("Something has been changed meanwhile. Please look at the columns again.")
        )
        return redirect("imports:columns", store_slug, spreadsheet.pk)
    return redirect("imports:one", store_slug, spreadsheet.pk)


def _under_way(spreadsheet: Import) -> dict[str, Any]:
    return {
        "under_way": True,
        "waiting": spreadsheet.status == Import.Status.QUEUED,
        # The last rows may still be rejected: it is done when it says so.
        "percent": min(int(spreadsheet.progress * 100), 99),
    }


def _ended(request: StoreRequest, spreadsheet: Import) -> dict[str, Any]:
    dry = spreadsheet.dry_run
    finished = spreadsheet.status == Import.Status.FINISHED
    taken = spreadsheet.rows - spreadsheet.rejected - spreadsheet.duplicates
    changed_any = not dry and (spreadsheet.created or spreadsheet.updated or spreadsheet.unchanged)
    sees_customers = request.membership.may(Permission.CUSTOMERS_VIEW)
    return {
        "under_way": False,
        "dry": dry,
        "sentence": _sentence(spreadsheet, taken),
        "further": _further(spreadsheet),
        "failure": _failure(spreadsheet),
        "totals": _totals(spreadsheet) if spreadsheet.rows else [],
        "taken": taken,
        "may_import": dry and finished and taken > 0,
        "may_choose": may_be_mapped(spreadsheet),
        "customers_url": reverse("customers:list", args=[request.membership.store.slug])
        if changed_any and sees_customers
        else "",
        "rejected": [_fault(fault) for fault in first_rejected(spreadsheet)],
        "duplicates": [_fault(fault) for fault in first_duplicates(spreadsheet)],
        "most_shown": SHOWN,
    }


def _fault(fault: ShownFault) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": fault.column,
        "letter": fault.letter,
        "cell": fault.cell,
        "words": fault_words(fault.code, fault.params),
    }


def _failure(spreadsheet: Import) -> str:
    failure = spreadsheet.failure
    return fault_words(failure["code"], failure.get("params", {})) if failure else ""


def _sentence(spreadsheet: Import, taken: int) -> str:
    figures = {"taken": f"{taken:,}", "rows": f"{spreadsheet.rows:,}"}
    if spreadsheet.status == Import.Status.FAILED:
        return _("The file could not be read to its end.")
    if spreadsheet.status == Import.Status.CANCELLED and spreadsheet.started_at is None:
        return _("Nothing of this file was imported.")
    if spreadsheet.status == Import.Status.CANCELLED:
        return _("It was cancelled after %(rows)s rows.") % figures
    if spreadsheet.dry_run:
        words = ngettext(
            "%(taken)s of %(rows)s row can be imported.",
            "%(taken)s of %(rows)s rows can be imported.",
            spreadsheet.rows,
        )
    else:
        words = ngettext(
            "%(taken)s of %(rows)s row was imported.",
            "%(taken)s of %(rows)s rows were imported.",
            spreadsheet.rows,
        )
    return words % figures


def _further(spreadsheet: Import) -> list[str]:
    """What else is to be said under the sentence."""
    lines = []
    if spreadsheet.consents:
        words = ngettext(
            "%(count)s entry of consent with it.",
            "%(count)s entries of consent with it.",
            spreadsheet.consents,
        )
        lines.append(words % {"count": f"{spreadsheet.consents:,}"})
    ended_early = spreadsheet.status in {Import.Status.FAILED, Import.Status.CANCELLED}
    if ended_early and not spreadsheet.dry_run and spreadsheet.rows:
        lines.append(_("What had been imported by then stays. To import the rest, upload the file again."))
    return lines


def _totals(spreadsheet: Import) -> list[Total]:
    """The five add up to the sixth."""
    dry = spreadsheet.dry_run
    return [
        Total(
            gettext_lazy("New customers, to be added") if dry else gettext_lazy("New customers, added"),
            spreadsheet.created,
        ),
        Total(
            gettext_lazy("Customers you have, to be changed")
            if dry
            else gettext_lazy("Customers you have, changed"),
            spreadsheet.updated,
        ),
        Total(gettext_lazy("Customers you have, the same as in the file"), spreadsheet.unchanged),
        Total(
            gettext_lazy("Repetitions of an earlier row"),
            spreadsheet.duplicates,
            gettext_lazy("The same customer stands further up in the file; the first row counts."),
        ),
        Total(
            gettext_lazy("Rows that cannot be imported"),
            spreadsheet.rejected,
            gettext_lazy("The reasons stand below."),
        ),
        Total(gettext_lazy("All rows of the file"), spreadsheet.rows, is_sum=True),
    ]
