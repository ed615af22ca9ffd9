"""`/stores/{slug}/links/`."""

from django.urls import path

from tracking.views.link_list import link_list
from tracking.views.short_domain import short_domain

app_name = "links"

urlpatterns = [path("", link_list, name="list"), path("domain/", short_domain, name="domain")]
