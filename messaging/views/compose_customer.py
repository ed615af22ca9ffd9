"""`send/customers/<id>/`: a notice to one customer, from the customer's page."""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.request import StoreRequest
from customers.models import Customer
from customers.queries.access_appointments import appointment_of_customer
from messaging.domain.appointment_text import appointment_text
from messaging.domain.compose import Recipient
from messaging.domain.obstacle import obstacle_to_texting
from messaging.domain.recipients import recipient_for
from messaging.forms.notice_form import NoticeForm
from messaging.models import Dispatch
from messaging.queries.access import customer_to_text
from messaging.queries.history import newest_for_customer
from accounts.web.addresses import id_in
from messaging.views.composing import Composing
from messaging.views.keeping import kept_as

NEWEST = 5


@require_http_methods(["GET", "HEAD", "POST"])
def compose_customer(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    return CustomerComposing(request, customer_to_text(request.membership, customer_id)).answer()


class CustomerComposing(Composing):
    form_class = NoticeForm
    source = Dispatch.Source.CUSTOMER_PAGE

    def __init__(self, request: StoreRequest, customer: Customer) -> None:
        super().__init__(request)
        request.navigation_entry = "customers:list"
        self.customer = customer

    @property
    def kept_as(self) -> str:
        return kept_as(self.membership, customer_id=self.customer.pk)

    def recipients(self, form: NoticeForm) -> tuple[Recipient, ...]:
        return recipient_for(self.customer)

    def obstacle(self) -> str:
        return obstacle_to_texting(self.membership, self.customer)

    def ready_fields(self) -> dict[str, str]:
        """The text for the appointment that the address names (`appointment`). Raises Http404 for another's."""
        given = id_in(self.request.GET.get("appointment", ""))
        if given is None:
            return {}
        appointment = appointment_of_customer(self.membership, given, self.customer)
        return {"body": appointment_text(appointment, self.membership.store)}

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
        return {"customer": self.customer, "newest": newest}
