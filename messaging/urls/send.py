"""`/stores/{slug}/send/`: composing and sending."""

from django.urls import path

from messaging.views.compose_chosen import compose_chosen
from messaging.views.compose_customer import compose_customer
from messaging.views.compose_quick import compose_quick
from messaging.views.drafts import delete_draft, drafts
from messaging.views.sent import cancel_sent, sent

app_name = "send"

urlpatterns = [
    path("", compose_quick, name="quick"),
    path("chosen/", compose_chosen, name="chosen"),
    path("drafts/", drafts, name="drafts"),
    path("drafts/<int:draft_id>/delete/", delete_draft, name="delete_draft"),
    path("customers/<int:customer_id>/", compose_customer, name="customer"),
    path("done/<int:dispatch_id>/", sent, name="done"),
    path("done/<int:dispatch_id>/cancel/", cancel_sent, name="cancel"),
]
