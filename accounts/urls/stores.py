from django.urls import path

from accounts.views.audit import audit
from accounts.views.choose_store import choose_store, home
from accounts.views.dashboard import dashboard
from accounts.views.tokens import revoke, tokens

app_name = "accounts"

urlpatterns = [
    path("", home, name="home"),
    path("stores/", choose_store, name="choose_store"),
    path("stores/<slug:store_slug>/", dashboard, name="dashboard"),
    path("stores/<slug:store_slug>/audit/", audit, name="audit"),
    path("stores/<slug:store_slug>/settings/tokens/", tokens, name="tokens"),
    path("stores/<slug:store_slug>/settings/tokens/<int:token_id>/revoke/", revoke, name="token_revoke"),
]
