"""`appointments/`: the day or the week, and where a new appointment begins: with its customer."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.queries.access import customers_to_view
from customers.queries.appointments.calendar import calendar, today_of
from customers.queries.appointments.slot_states import shown_slots
from customers.queries.customer_list import customer_list
from customers.queries.staff import staff_to_choose
from customers.text_search import LONGEST_QUERY

_MOST_FOUND = 20
_FIRST, _LAST = date(2000, 1, 1), date(2199, 1, 1)


@require_GET
def appointments(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The week from the day on, or the day alone."""
    membership = request.membership
    today = today_of(membership.store)
    day = _day_in(request.GET.get("day", "")) or today
    days = 1 if request.GET.get("span") == "day" else 7
    staff = staff_to_choose(membership, current_id=None)
    staff_id = next((one.pk for one in staff if str(one.pk) == request.GET.get("staff")), None)
    shown = calendar(membership, day, days=days, staff_id=staff_id)

    def address(to: date, length: int = days) -> str:
        query = {"day": to.isoformat(), "span": "day" if length == 1 else "week"}
        return "?" + urlencode(query | ({"staff": staff_id} if staff_id else {}))

    context = {
        "calendar": shown,
        "days": [(one, shown_slots(one.slots)) for one in shown.days],
        "day": day,
        "last": day + timedelta(days=days - 1),
        "is_week": days == 7,
        "today_url": address(today),
        "at_today": day == today,
        "previous_url": address(day - timedelta(days=days)),
        "next_url": address(day + timedelta(days=days)),
        "day_url": address(day, 1),
        "week_url": address(day, 7),
        "staff": staff,
        "staff_id": staff_id,
        "span": "week" if days == 7 else "day",
        "may_edit": membership.may(Permission.CUSTOMERS_EDIT),
    }
    return render(request, "customers/appointments/calendar.html", context)


@require_GET
@vary_on_headers("HX-Request")
def new_for_whom(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The customer is found first; for the search box's live requests the finds alone."""
    membership = request.membership
    require(membership, Permission.CUSTOMERS_EDIT)
    typed = request.GET.get("find", "")[:LONGEST_QUERY]
    found = None
    if typed.strip():
        found = customer_list(customers_to_view(membership), store=membership.store, typed=typed).rows
    day = _day_in(request.GET.get("day", ""))
    context = {
        "find": typed,
        "longest_query": LONGEST_QUERY,
        "found": found[:_MOST_FOUND] if found is not None else None,
        "found_more": found is not None and len(found) > _MOST_FOUND,
        "day": day.isoformat() if day else "",
    }
    live = request.htmx and not request.htmx.history_restore_request
    page = "customers/appointments/found.html" if live else "customers/appointments/for_whom.html"
    return render(request, page, context)


def _day_in(given: str) -> date | None:
    """None for what is no day of our time: a made-up address shows today."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if _FIRST <= day <= _LAST else None
