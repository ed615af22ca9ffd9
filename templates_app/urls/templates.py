"""`/stores/{slug}/templates/`."""

from django.urls import path

from templates_app.views.template_list import template_list

app_name = "templates"

urlpatterns = [path("", template_list, name="list")]
