"""Addresses of recipients, without sign-in: `/o/` behind the opt-out link, `/r/` behind the recipient's page's."""

from django.urls import path

from messaging.views.recipients.pages import opt_out, page

app_name = "recipients"

urlpatterns = [
    path("o/<str:code>", opt_out, name="opt_out"),
    path("r/<str:code>", page, name="page"),
]
