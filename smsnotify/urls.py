"""All addresses (api.md)."""

from django.urls import include, path, re_path

from messaging.views.gateway_receipts import gateway_receipts
from smsnotify.health import healthz, readyz

handler400 = "accounts.api.unforeseen.bad_request"
handler404 = "accounts.api.unforeseen.page_not_found"
handler500 = "accounts.api.unforeseen.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("accounts.urls.sign_in")),
    path("", include("accounts.urls.stores")),
    path("stores/<slug:store_slug>/customers/", include("customers.urls.customers")),
    path("stores/<slug:store_slug>/consents/", include("customers.urls.consents")),
    path("stores/<slug:store_slug>/stops/", include("customers.urls.stops")),
    path("stores/<slug:store_slug>/imports/", include("customers.urls.imports")),
    path("stores/<slug:store_slug>/searches/", include("customers.urls.searches")),
    path("stores/<slug:store_slug>/lists/", include("customers.urls.lists")),
    path("stores/<slug:store_slug>/due/", include("customers.urls.due")),
    path("stores/<slug:store_slug>/appointments/", include("customers.urls.appointments")),
    path("stores/<slug:store_slug>/privacy/", include("customers.urls.privacy")),
    path("stores/<slug:store_slug>/settings/customers/", include("customers.urls.definitions")),
    path("stores/<slug:store_slug>/settings/sign-up/", include("customers.urls.sign_up")),
    path("join/", include("customers.urls.join")),
    path("stores/<slug:store_slug>/templates/", include("templates_app.urls.templates")),
    path("stores/<slug:store_slug>/links/", include("tracking.urls.links")),
    path("stores/<slug:store_slug>/settings/sending/", include("messaging.urls.settings")),
    path("stores/<slug:store_slug>/send/", include("messaging.urls.send")),
    path("stores/<slug:store_slug>/messages/", include("messaging.urls.messages")),
    path("api/v1/", include("customers.urls.api")),
    path("api/v1/", include("templates_app.urls.api")),
    path("api/v1/", include("tracking.urls.api")),
    path("api/v1/", include("messaging.urls.api")),
    path("api/", include("accounts.urls.api")),
    path("", include("messaging.urls.recipients")),
    re_path(r"^gateways/(?P<key>[A-Za-z0-9_-]{1,40})/receipts$", gateway_receipts, name="gateway_receipts"),
]
