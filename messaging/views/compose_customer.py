"""`send/customers/<id>/`: a message to one customer, from the customer's page."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.addresses import id_named
from accounts.web.request import StoreRequest
from customers.models import Customer
from customers.queries.access_appointments import appointment_of_customer
from messaging.domain.appointment_text import text_for_composer
from messaging.domain.compose import Recipient
from messaging.domain.obstacle import obstacle_to_texting
from messaging.domain.recipients import recipient_for
from messaging.forms.notice_form import NoticeForm
from messaging.models import Dispatch, Purpose
from messaging.queries.access import customer_to_text
from messaging.queries.history import newest_for_customer
from messaging.queries.text_about import assets_to_write_about, written_about
from messaging.views.composing import Composing
from messaging.views.keeping import kept_as

NEWEST = 5


@require_http_methods(["GET", "HEAD", "POST"])
def compose_customer(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    return CustomerComposing(request, customer_to_text(request.membership, customer_id)).answer()


class CustomerComposing(Composing):
    form_class = NoticeForm
    source = Dispatch.Source.CUSTOMER_PAGE
    customer: Customer

    def __init__(self, request: StoreRequest, customer: Customer) -> None:
        super().__init__(request)
        request.navigation_entry = "customers:list"
        self.customer = customer

    @property
    def kept_as(self) -> str:
        return kept_as(self.membership, customer_id=self.customer.pk)

    def recipients(self, form: NoticeForm) -> tuple[Recipient, ...]:
        asked = form.about
        about = written_about(
            self.membership,
            self.customer,
            asset_ids=asked.asset_ids,
            due_kind_id=asked.due_kind_id,
            appointment_id=asked.appointment_id,
        )
        return tuple(
            replace(
                recipient,
                asset_id=about.asset_id,
                due_kind_id=about.due_kind_id,
                appointment_id=about.appointment_id,
                topic=about.topic,
            )
            for recipient in recipient_for(self.customer)
        )

    def first_recipient(self, form: NoticeForm) -> Recipient | None:
        return next(iter(self.recipients(form)), None)

    def obstacle(self) -> str:
        return obstacle_to_texting(self.membership, self.customer)

    def ready_fields(self) -> dict[str, Any]:
        """What the address names: an appointment with its text, an asset, what falls due for it.

        Raises Http404 for another customer's appointment.
        """
        given = {name: id_named(self.request.GET, name) for name in ("appointment", "asset", "due_kind")}
        ready: dict[str, Any] = {}
        if given["asset"] is not None:
            ready |= {"assets": given["asset"], "due_kind": given["due_kind"] or ""}
        if given["due_kind"] is not None:
            ready["purpose"] = Purpose.REMINDER
        if given["appointment"] is not None:
            appointment = appointment_of_customer(self.membership, given["appointment"], self.customer)
            text = text_for_composer(appointment, self.membership.store)
            ready |= {
                "body": text.body,
                "template_version": text.template_version_id or "",
                "purpose": text.purpose,
                "appointment": appointment.pk,
            }
        return ready

    def changed_since_shown(self) -> str:
        if self.request.POST.get("shown_phone") == self.customer.mobile:
            return ""
        return _(
            "The number has changed to %(number)s since you looked at it. Nothing was sent. Please look at the "
            "number and confirm again."
        ) % {"number": self.customer.mobile_form}

    def context(self, form: NoticeForm) -> dict[str, Any]:
        # Lazy: of this composer's pages only the first shows them.
        newest = SimpleLazyObject(lambda: newest_for_customer(self.membership, self.customer, limit=NEWEST))
        assets = SimpleLazyObject(lambda: assets_to_write_about(self.membership, self.customer))
        chosen = form.about.asset_ids
        return {
            "customer": self.customer,
            "newest": newest,
            "assets": assets,
            "chosen_asset": chosen[0] if chosen else None,
        }
