"""`/join/{slug}`: a store's sign-up page, for anybody. The store is named by `join_slug`: nobody signs in here."""

from django.urls import path

from customers.views.sign_up.join import join, tell_code

app_name = "join"

urlpatterns = [
    path("<slug:join_slug>", join, name="page"),
    path("<slug:join_slug>/<uuid:check_key>", tell_code, name="code"),
]
