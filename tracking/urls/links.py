"""`/stores/{slug}/links/`."""

from django.urls import path

from tracking.views.link_export import link_export
from tracking.views.link_list import link_list
from tracking.views.link_page import link_page
from tracking.views.short_domain import drop_domain, short_domain

app_name = "links"

urlpatterns = [
    path("", link_list, name="list"),
    path("domain/", short_domain, name="domain"),
    path("domain/drop/", drop_domain, name="drop_domain"),
    path("<int:target_id>/", link_page, name="page"),
    path("<int:target_id>/export/", link_export, name="export"),
]
