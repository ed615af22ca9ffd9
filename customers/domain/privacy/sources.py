"""Customers' places of personal data, and how long they are kept."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from customers.domain.keep_upload import read_upload
from customers.domain.privacy import old_rows
from customers.domain.privacy.erase_rows import (
    erase_customer_rows,
    erase_from_files,
    erase_kept_answers,
    erase_number_rows,
)
from customers.domain.privacy.import_files import imports_holding
from customers.queries.privacy.files import file_tables, import_table
from customers.queries.privacy.numbers import number_tables, numbers_checked, papers_of
from customers.queries.privacy.records import record_tables
from customers.registries.personal_data import (
    FixedPeriod,
    Held,
    HeldFile,
    RetentionKind,
    Source,
    Whom,
    add_fixed_period,
    add_retention_kind,
    add_source,
)


def _records_held(whom: Whom) -> Held:
    return Held(record_tables(whom))


def _numbers_held(whom: Whom) -> Held:
    papers = [HeldFile(f"{paper.pk}-{paper.name}", partial(read_upload, paper)) for paper in papers_of(whom)]
    return Held(number_tables(whom), papers)


def _files_held(whom: Whom) -> Held:
    """The spreadsheets are named, not exported: they are about many people."""
    return Held([*file_tables(whom), import_table(imports_holding(whom))])


def _nothing_held(whom: Whom) -> Held:
    """What programs were answered says nothing that does not stand elsewhere, and is gone within a day."""
    return Held([])


SOURCES = (
    Source("records", _("Customer record"), 10, _records_held, erase_customer_rows),
    Source(
        "numbers", _("Consents, stops, complaints"), 20, _numbers_held, erase_number_rows, numbers_checked
    ),
    Source("files", _("Imports and searches"), 30, _files_held, erase_from_files),
    Source("kept_answers", _("Answers to programs"), 90, _nothing_held, erase_kept_answers),
)

KINDS = (
    RetentionKind(
        "customers", _("Customers without contact"),
        _("Neither texted nor changed since, no appointment since then, nothing due. The whole record is deleted."),
        30, None, 365, old_rows.count_long_away, old_rows.drop_long_away,
    ),
    RetentionKind(
        "appointments", _("Past appointments"), _("Counted from their start."),
        40, 730, 30, old_rows.count_ended, old_rows.drop_ended,
    ),
    RetentionKind(
        "assets", _("Archived assets"), _("Counted from the day on which they were archived."),
        50, None, 30, old_rows.count_archived, old_rows.drop_archived,
    ),
    RetentionKind(
        "complaints", _("Complaints"), _("Counted from the day on which they were recorded; the stop stays."),
        60, 1095, 31, old_rows.count_complaints, old_rows.drop_complaints,
    ),
    RetentionKind(
        "imports", _("Uploaded spreadsheets and refused rows"),
        _("Counted from the upload. What was imported stays, and so do the totals."),
        70, 30, 1, old_rows.count_import_files, old_rows.drop_import_files,
    ),
    RetentionKind(
        "number_checks", _("Confirmations of numbers"), _("Counted from the code that was sent."),
        80, 30, 1, old_rows.count_checks, old_rows.drop_checks,
    ),
)  # fmt: skip


def add_sources() -> None:
    for source in SOURCES:
        add_source(source)
    for kind in KINDS:
        add_retention_kind(kind)
    add_fixed_period(FixedPeriod(_("Answers to programs, to be repeated"), _("24 hours")))
