"""Imports as programs ask for them and read them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import Choice, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.models import ConsentSource, Import

_HIGHEST_ID = 2**63 - 1


class ImportRequest(StrictRequest):
    """The fields of a form (multipart/form-data)."""

    file = serializers.FileField(
        allow_empty_file=True,
        use_url=False,
        help_text="CSV (UTF-8, UTF-16 or Shift_JIS) or Excel (.xlsx), up to 300 MB and 1,000,000 rows.",
        error_messages={"invalid": _("Send the file as a file of the form.")},
    )
    kind = Choice(choices=Import.Kind.choices, default=Import.Kind.CUSTOMERS, help_text="What its rows are.")
    mapping = Text(
        required=False,
        max_length=100_000,
        help_text=(
            'JSON: {"name of a column": "target"}; columns left out are not imported. Without it: as the store chose '
            "last for columns of these names, else guessed by their names."
        ),
    )
    dry_run = serializers.BooleanField(default=False, help_text="Only count what would become of the rows.")
    empty_clears = serializers.BooleanField(
        default=False, help_text="An empty cell empties the field of the record."
    )
    asset_kind = serializers.IntegerField(
        min_value=1, max_value=_HIGHEST_ID, required=False, help_text="Which kind of asset the rows hold."
    )
    list = serializers.IntegerField(
        min_value=1,
        max_value=_HIGHEST_ID,
        required=False,
        help_text="A list on which everybody of the file is put.",
    )
    consent_source = Choice(
        choices=ConsentSource.choices, required=False, help_text="How consent was given, of all rows."
    )
    consent_date = serializers.DateField(required=False, help_text="When consent was given, of all rows.")

    class Meta:
        ref_name = "Import"


class ListQuery(StrictRequest):
    """What an address of the list may hold."""

    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class FailureShape(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="For programs; does not change.")
    message = serializers.CharField(help_text="For people, in the language of Accept-Language (ja, en).")

    class Meta:
        ref_name = "ImportFailure"


def _moment(words: str, *, null: bool = True) -> serializers.DateTimeField:
    return serializers.DateTimeField(allow_null=null, help_text=words)


class ImportShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Import.Status.choices)
    kind = serializers.ChoiceField(choices=Import.Kind.choices)
    file_name = serializers.CharField()
    dry_run = serializers.BooleanField()
    progress = serializers.FloatField(help_text="Of the file, from 0 to 1.")
    rows = serializers.IntegerField(help_text="Gone through so far; the five below add up to it.")
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    duplicates = serializers.IntegerField(help_text="Rows that repeat an earlier one of the file.")
    rejected = serializers.IntegerField(help_text="Rows with a fault: imports/{id}/rejected.csv has them.")
    consents = serializers.IntegerField(help_text="Entries of consent written.")
    failure = FailureShape(allow_null=True, help_text="Why the whole of it failed.")
    created_at = _moment("When it was taken.", null=False)
    started_at = _moment("When a worker began.")
    finished_at = _moment("When it ended, however.")

    class Meta:
        ref_name = "Import"


class TakenShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Import.Status.choices)

    class Meta:
        ref_name = "ImportTaken"


class ImportPageShape(serializers.Serializer[Any]):
    results = ImportShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "ImportPage"
