"""How an import stands, in the words of a shop: a colour, an icon, a word (templates/parts/state.html)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models import Import

Status = Import.Status


@dataclass(frozen=True, slots=True)
class ImportState:
    tone: str
    icon: str
    word: str | Promise


_STATES = {
    Status.DRAFT: ImportState("neutral", "pencil", _("Columns not chosen yet")),
    Status.QUEUED: ImportState("info", "hourglass-split", pgettext_lazy("import", "Waiting")),
    Status.RUNNING: ImportState("info", "arrow-repeat", _("Being imported")),
    Status.FINISHED: ImportState("success", "check-circle-fill", pgettext_lazy("import", "Imported")),
    Status.FAILED: ImportState("danger", "x-circle-fill", pgettext_lazy("import", "Stopped by an error")),
    Status.CANCELLED: ImportState("neutral", "slash-circle", pgettext_lazy("import", "Cancelled")),
}
_CHECKS = {
    Status.RUNNING: ImportState("info", "arrow-repeat", _("Being checked")),
    Status.FINISHED: ImportState("info", "clipboard-check", _("Checked, not imported yet")),
}
# Rows were left out, and somebody should look.
_PARTLY = ImportState("warning", "exclamation-triangle-fill", _("Imported, but for some rows"))


def state_of(spreadsheet: Import) -> ImportState:
    status = Status(spreadsheet.status)
    if spreadsheet.dry_run and status in _CHECKS:
        return _CHECKS[status]
    if status is Status.FINISHED and spreadsheet.rejected:
        return _PARTLY
    return _STATES[status]


def is_under_way(spreadsheet: Import) -> bool:
    """A worker has it, or will: it changes by itself."""
    return spreadsheet.status in {Status.QUEUED, Status.RUNNING}


def may_be_mapped(spreadsheet: Import) -> bool:
    """Its columns may be chosen (anew): nothing of it was imported, and nobody is at it."""
    checked = spreadsheet.dry_run and not is_under_way(spreadsheet)
    return spreadsheet.upload_id is not None and (spreadsheet.status == Status.DRAFT or checked)


def maker_of(spreadsheet: Import) -> str:
    """The person or program who brought it; empty for the command line. Needs both at hand."""
    if spreadsheet.made_by is not None:
        return str(spreadsheet.made_by.shown_name)
    return str(spreadsheet.token.shown_name) if spreadsheet.token is not None else ""
