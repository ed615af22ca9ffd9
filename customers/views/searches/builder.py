"""Putting a search together, trying it, saving it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.addresses import id_in
from accounts.web.request import StoreRequest
from customers.criteria import CriteriaRefused
from customers.domain.searches.save_segment import save_segment
from customers.forms.searches.builder import Typed, typed_in, typed_of_json
from customers.forms.searches.shown import chosen_columns, shown_groups
from customers.models import Segment
from customers.queries.access_segments import segment_to_edit, segment_to_view
from customers.queries.searches.columns import columns_of, default_columns
from customers.queries.searches.fields import search_fields
from customers.queries.searches.found import Search, search_in
from customers.queries.searches.saved import search_of
from customers.queries.searches.words import described, fault_words
from customers.queries.selection import search_source
from customers.views.searches.results import count_of, shown_results

_SAVING = {"save", "save-as"}


@require_http_methods(["GET", "POST"])
def new_search(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_VIEW)
    return _Builder(request, None).answer()


@require_http_methods(["GET", "POST"])
def change_search(request: StoreRequest, store_slug: str, segment_id: int) -> HttpResponse:
    request.navigation_entry = "searches:list"
    return _Builder(request, segment_to_view(request.membership, segment_id)).answer()


class _Builder:
    """One request of the page: what was typed, what was pressed, and the page that follows."""

    def __init__(self, request: StoreRequest, segment: Segment | None) -> None:
        self.request, self.membership, self.segment = request, request.membership, segment
        self.fields = search_fields()
        self.context: dict[str, Any] = {}
        self.status = 200
        pressed = request.POST.get("do", "run")
        self.do = pressed if request.method == "POST" else ""
        self.name = request.POST.get("name", segment.name if segment else "")
        self.typed: Typed | None = typed_in(request.POST) if self.do else _typed_of(segment)

    def answer(self) -> HttpResponse:
        if self.segment is not None and not self.do:
            self._show_faults()
        if self.typed is None:
            # Only a program makes such a search; it can be run and named, not drawn.
            return self._page()
        action = self.do.partition(":")[0]
        if not action or action == "refresh" or action in {"add", "remove", "add-group", "remove-group"}:
            self.typed = self.typed.after(self.do)
            return self._page()
        search = self._search()
        if search is None:
            self.status = 422
            return self._page()
        if action in _SAVING:
            return self._saved(search)
        self._tried(search, action)
        return self._page()

    def _search(self) -> Search | None:
        """What was typed, as a search; None where it is refused, and the words stand in the rows."""
        if self.typed is None:
            return None
        try:
            return search_in(self.typed.as_json(self.fields), of=self.typed.of, fields=self.fields)
        except CriteriaRefused as refused:
            self.typed = self.typed.with_faults(refused.faults)
            return None

    def _show_faults(self) -> None:
        """Of a saved search that asks for what is gone: by name, at the top and in its rows."""
        if self.segment is None:
            return
        try:
            search_of(self.segment, self.fields)
        except CriteriaRefused as refused:
            self.context["broken"] = [fault_words(fault) for fault in refused.faults]
            if self.typed is not None:
                self.typed = self.typed.with_faults(refused.faults)

    def _saved(self, search: Search) -> HttpResponse:
        segment = self.segment if self.do == "save" else None
        if segment is not None:
            segment = segment_to_edit(self.membership, segment.pk)
        try:
            saved = save_segment(
                actor=self.membership,
                segment=segment,
                name=self.name,
                search=search,
                columns=self._columns(search.of_assets, file=False),
                file_columns=self._columns(search.of_assets, file=True),
            )
        except ValidationError as refused:
            self.context["name_errors"] = refused.message_dict.get("name", [])
            self.context["column_errors"] = [
                *refused.message_dict.get("columns", []), *refused.message_dict.get("file_columns", []),
            ]  # fmt: skip
            self.status = 422
            return self._page()
        messages.success(self.request, _("The search is saved."))
        return redirect("searches:segment", self.membership.store.slug, saved.pk)

    def _tried(self, search: Search, action: str) -> None:
        self.context["described"] = described(search.criteria, self.fields)
        if action == "count":
            self.context["counted"] = f"{count_of(self.membership, search):,}"
            return
        pk = id_in(self.do.partition(":")[2])
        results = shown_results(
            self.membership,
            search,
            self._columns(search.of_assets, file=False),
            source=search_source(self.membership, search),
            before=pk if action == "before" else None,
            after=pk if action == "after" else None,
        )
        self.context["results"] = results
        self.context["counted"] = results.figure or None

    def _columns(self, of_assets: bool, *, file: bool) -> list[str]:
        """As ticked, those chosen before in their order; the usual ones where the page had none to tick."""
        kept = (self.segment.file_columns if file else self.segment.columns) if self.segment else []
        usual = list(kept or default_columns(of_assets=of_assets, file=file))
        name = "file-column" if file else "column"
        if not self.do or "columns-shown" not in self.request.POST:
            return usual
        if (self.request.POST.get("columns-of") == Segment.Of.ASSETS) != of_assets:
            return list(default_columns(of_assets=of_assets, file=file))
        return _in_order(self.request.POST.getlist(name), usual)

    def _page(self) -> HttpResponse:
        typed = self.typed
        of_assets = typed.of_assets if typed else False
        columns = columns_of(self.fields, of_assets=of_assets)
        context = {
            "segment": self.segment,
            "typed": typed,
            "groups": shown_groups(typed, self.fields) if typed else [],
            "columns": chosen_columns(columns, self._columns(of_assets, file=False)),
            "file_columns": chosen_columns(columns, self._columns(of_assets, file=True)),
            "name": self.name,
            "may_save": self.membership.may(Permission.CUSTOMERS_EDIT),
            "may_export": self.membership.may(Permission.CUSTOMERS_EXPORT),
        }
        return render(
            self.request, "customers/searches/builder.html", context | self.context, status=self.status
        )


def _typed_of(segment: Segment | None) -> Typed | None:
    return Typed() if segment is None else typed_of_json(segment.criteria.get("tree"), segment.of)


def _in_order(ticked: Sequence[str], before: Sequence[str]) -> list[str]:
    return [one for one in before if one in ticked] + [one for one in ticked if one not in before]
