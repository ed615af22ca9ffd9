"""`/stores/{slug}/send/`: composing and sending."""

from django.urls import path

from messaging.views.compose_chosen import compose_chosen
from messaging.views.compose_customer import compose_customer
from messaging.views.compose_quick import compose_quick
from messaging.views.sent import cancel_sent, sent

app_name = "send"

urlpatterns = [
    path("", compose_quick, name="quick"),
    path("chosen/", compose_chosen, name="chosen"),
    path("customers/<int:customer_id>/", compose_customer, name="customer"),
    path("done/<int:dispatch_id>/", sent, name="done"),
    path("done/<int:dispatch_id>/cancel/", cancel_sent, name="cancel"),
]
