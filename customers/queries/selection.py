"""Whom an action is for: ticked rows of a list, or all that it found (templates/customers/parts/selection_bar.html).

A page puts its rows' ticks (`customer=12` or `asset=7`) and its source into one form; every action takes that form:

    selection = selection_in(membership, request.POST)      # raises SelectionRefused, Http404, PermissionDenied
    customers_of(membership, selection)                     # QuerySet, scoped, in no order, each customer once
    selection.fields                                        # for hidden inputs of the page that asks "really?"

Sources: `segment:12`, `list:3`, `due:<kind>:<from>:<to>`, `search:<signed criteria>`, `all`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Actor
from customers.criteria import CriteriaRefused
from customers.criteria.due_window import due_window_in
from customers.models import Asset, Customer
from customers.queries.access import customers_to_view
from customers.queries.access_assets import assets_to_view
from customers.queries.access_due import customers_due, due_kind_to_view, dues_to_view
from customers.queries.access_lists import list_to_view, members_of
from customers.queries.access_segments import segment_to_view
from customers.queries.searches.found import Search, as_json, assets_found, customers_found, search_in
from customers.queries.searches.saved import search_of

MOST_TICKED = 1_000
_SALT = "customers.search"


class SelectionRefused(ValueError):
    """Nobody was chosen, or the form holds what no page of ours writes. `code`: nothing_chosen, too_many, unreadable,
    search_broken. Its text is for people.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Selection:
    """Ticked rows (of customers or of assets), or everything of a source. `about`: which, in words."""

    customer_ids: tuple[int, ...] = ()
    asset_ids: tuple[int, ...] = ()
    source: str = ""
    about: str = ""

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Names and values of the form, for hidden inputs: the same selection comes of them again."""
        if self.source:
            return [("all", "1"), ("source", self.source)]
        ticked = [("customer", str(pk)) for pk in self.customer_ids]
        return ticked + [("asset", str(pk)) for pk in self.asset_ids]


def selection_in(actor: Actor, data: QueryDict) -> Selection:
    """What was chosen. Raises SelectionRefused; Http404 for a source of another store; PermissionDenied.

    That ticked rows exist is not looked at here: `customers_of` finds those that do.
    """
    if data.get("all") == "1":
        return _of_source(actor, data.get("source", ""))
    customer_ids, asset_ids = _ids(data.getlist("customer")), _ids(data.getlist("asset"))
    ticked = len(customer_ids) + len(asset_ids)
    if not ticked:
        raise SelectionRefused(
            "nothing_chosen", _("Tick at least one row first, or choose all that were found.")
        )
    if ticked > MOST_TICKED:
        raise SelectionRefused(
            "too_many",
            _("Up to %(most)s rows can be ticked at once; choose all instead.") % {"most": MOST_TICKED},
        )
    if asset_ids:
        about = ngettext("%(count)s ticked asset", "%(count)s ticked assets", ticked)
    else:
        about = ngettext("%(count)s ticked customer", "%(count)s ticked customers", ticked)
    return Selection(tuple(customer_ids), tuple(asset_ids), about=about % {"count": ticked})


def customers_of(actor: Actor, selection: Selection) -> QuerySet[Customer]:
    """The customers, each once, in no order; of assets those who have them. Raises PermissionDenied, Http404,
    SelectionRefused (a saved search that has to be mended first).
    """
    customers = customers_to_view(actor)
    if not selection.source:
        if selection.asset_ids:
            assets = assets_to_view(actor).filter(pk__in=selection.asset_ids)
            return customers.filter(pk__in=assets.values("customer_id"))
        return customers.filter(pk__in=selection.customer_ids)
    kind, _colon, rest = selection.source.partition(":")
    if kind == "list":
        return members_of(actor, list_to_view(actor, _id(rest)))
    if kind == "due" and (window := due_window_in(selection.source)):
        return customers_due(actor, window)
    if kind == "all":
        return customers
    search, _name = _search(actor, selection.source)
    return customers_found(actor, search)


def assets_of(actor: Actor, selection: Selection) -> QuerySet[Asset]:
    """The assets: ticked ones, those of a search for assets or of a due list; else all that the customers have."""
    assets = assets_to_view(actor)
    if selection.asset_ids:
        return assets.filter(pk__in=selection.asset_ids)
    if window := due_window_in(selection.source):
        return assets.filter(pk__in=dues_to_view(actor, window).values("asset_id"))
    if selection.source.startswith(("segment:", "search:")):
        search, _name = _search(actor, selection.source)
        if search.of_assets:
            return assets_found(actor, search)
    return assets.filter(customer_id__in=customers_of(actor, selection).values("pk"))


def rows_of(actor: Actor, selection: Selection) -> QuerySet[Customer] | QuerySet[Asset]:
    """What the person saw as rows: assets where assets were ticked or sought, else customers. Raises as above."""
    of_assets = bool(selection.asset_ids) or due_window_in(selection.source) is not None
    if selection.source.startswith(("segment:", "search:")):
        of_assets = _search(actor, selection.source)[0].of_assets
    return assets_of(actor, selection) if of_assets else customers_of(actor, selection)


def search_source(actor: Actor, search: Search) -> str:
    """A search that is not saved, as a source: signed, so that only what this store's pages made comes back."""
    signer = signing.TimestampSigner(salt=f"{_SALT}.{actor.store_id}")
    return "search:" + signer.sign_object({"of": str(search.of), "criteria": as_json(search)}, compress=True)


def _of_source(actor: Actor, source: str) -> Selection:
    customers_to_view(actor)
    kind, _colon, rest = source.partition(":")
    if kind == "list":
        about = _("the list “%(name)s”") % {"name": list_to_view(actor, _id(rest)).name}
    elif kind == "due" and (window := due_window_in(source)):
        due_kind = due_kind_to_view(actor, window.kind_id)
        about = _("%(what)s due from %(since)s to %(until)s") % {
            "what": due_kind.name,
            "since": window.since or "–",
            "until": window.until or "–",
        }
    elif source == "all":
        about = _("all customers")
    else:
        name = _search(actor, source)[1]
        about = _("the saved search “%(name)s”") % {"name": name} if name else _("a search")
    return Selection(source=source, about=about)


def _search(actor: Actor, source: str) -> tuple[Search, str]:
    """With the name that it was saved under, if it was."""
    kind, _colon, rest = source.partition(":")
    try:
        if kind == "segment":
            segment = segment_to_view(actor, _id(rest))
            return search_of(segment), segment.name
        if kind == "search":
            signer = signing.TimestampSigner(salt=f"{_SALT}.{actor.store_id}")
            found = signer.unsign_object(rest)
            return search_in(found["criteria"], of=found["of"]), ""
    except signing.BadSignature as error:
        raise _unreadable() from error
    except CriteriaRefused as error:
        words = _("The search asks for something that is no longer there. Open it and mend it first.")
        raise SelectionRefused("search_broken", words) from error
    raise _unreadable()


def _unreadable() -> SelectionRefused:
    return SelectionRefused(
        "unreadable", _("This choice could not be read. Please go back and choose again.")
    )


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


def _ids(given: Sequence[str]) -> list[int]:
    """Each once, in order; what is no id is refused as a whole: nobody is left out in silence."""
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in given):
        raise _unreadable()
    return list(dict.fromkeys(map(int, given)))
