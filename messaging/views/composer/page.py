"""What the page shows on which a text is written, and the part of it that follows while somebody types."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import Membership
from customers.models import Customer
from customers.phone import national_form
from messaging.domain.compose import Recipient, Wish
from messaging.domain.obstacle import obstacles_by_purpose
from messaging.domain.send import Preview
from messaging.forms.notice_form import NoticeForm
from messaging.models import GatewayAccount, PriceTable, Purpose
from messaging.queries.drafts import draft_count
from messaging.queries.gateways import account_of
from messaging.queries.merge_fields import LINK
from messaging.queries.prices import plain_prices, price_day, price_table_for, range_words
from messaging.queries.test_numbers import test_number_of
from messaging.views.composer.merge_page import merge_page, values_of
from messaging.views.composer.presets import send_presets
from messaging.views.composer.replaced import replaced_in
from messaging.views.composer.shown_problems import shown_problems
from messaging.views.figures import typed_figures
from tracking.queries.short_base import own_hosts, short_base

# What the browser says by itself at every key (static/js/composer.js), or what an open page knows anyway.
_SAID_BY_THE_BROWSER = frozenset(
    {"empty_body", "body_too_long", "unsendable_character", "risky_character", "no_recipients", "no_gateway"}
)
_HELP: dict[Purpose, str | Promise] = {
    Purpose.NOTICE: gettext_lazy("an order, a contract, a visit at hand"),
    Purpose.REMINDER: gettext_lazy("a due date, an appointment"),
    Purpose.PROMOTION: gettext_lazy("advertising; only with consent"),
}


@dataclass(frozen=True, slots=True)
class PurposeChoice:
    """`obstacle`: why nothing for this purpose may go to the person of this page; empty where it may."""

    value: str
    label: str
    help: str
    obstacle: str
    checked: bool


def page_context(
    membership: Membership, form: NoticeForm, customer: Customer | None, recipient: Recipient | None
) -> dict[str, Any]:
    """`recipient`: for whom the merge fields speak; None where there is nobody yet."""
    store = membership.store
    account = account_of(store)
    body = str(form["body"].value() or "")
    merge = merge_page(membership, recipient, body)
    return {
        "figures": typed_figures(body, store),
        "limit": store.body_limit,
        "purposes": _purposes(membership, form, customer),
        "presets": send_presets(timezone.now().astimezone(store.zone)),
        "fields": merge.groups,
        "merge": merge.script,
        "link_base": short_base(store),
        "link_field": LINK,
        "own_hosts": " ".join(sorted(own_hosts(store))),
        "prices": _prices(account),
        "replaces": replaced_in(membership, form),
        "draft_count": draft_count(membership),
        **test_context(membership),
    }


def test_context(membership: Membership) -> dict[str, Any]:
    """`test_number` as people read it, empty where none has been proved; a key for the next test. One query."""
    number = test_number_of(membership)
    return {"test_number": national_form(number.phone) if number else "", "test_key": uuid.uuid4()}


def live_context(membership: Membership, form: NoticeForm, wish: Wish, ahead: Preview) -> dict[str, Any]:
    """What the server says of a text that is still being written; a form that is empty yet is not scolded."""
    first = ahead.renderings[0].recipient if ahead.renderings else None
    typed = {"body": wish.body, "link": wish.link}
    found = shown_problems(ahead, typed=typed, left_out=_SAID_BY_THE_BROWSER) if wish.body else []
    return {
        "problems": found,
        "form": form,
        "values": values_of(membership, first, wish.body),
        "people": len(ahead.renderings),
        "price": range_words(ahead.price) if ahead.price and len(ahead.renderings) > 1 else "",
        "introduction": next((one.introduction for one in ahead.renderings if one.introduction), None),
    }


def _prices(account: GatewayAccount | None) -> dict[str, Any] | None:
    """For static/js/price_range.js: today's prices, and how an amount is said."""
    prices = plain_prices(price_table_for(account, price_day())) if account else None
    if prices is None:
        return None
    words = {
        "range": _("%(low)s to %(high)s (%(tax)s)"),
        "one": _("%(amount)s (%(tax)s)"),
        "yen": pgettext("amount of money", "¥%(amount)s"),
        "tax": str(PriceTable.Tax(prices["tax"]).label),
    }
    return prices | {"words": words}


def _purposes(membership: Membership, form: NoticeForm, customer: Customer | None) -> list[PurposeChoice]:
    chosen = str(form["purpose"].value() or Purpose.NOTICE)
    obstacles = obstacles_by_purpose(membership, customer) if customer is not None else {}
    return [
        PurposeChoice(
            purpose.value,
            str(purpose.label),
            str(_HELP[purpose]),
            obstacles.get(purpose, ""),
            checked=chosen == purpose,
        )
        for purpose in Purpose
    ]
