"""`/stores/{slug}/templates/`."""

from django.urls import path

from templates_app.views.editor import change_template, figures, new_template
from templates_app.views.library import library_page
from templates_app.views.template_list import picker, template_list
from templates_app.views.template_page import archive, restore, template_page

app_name = "templates"

urlpatterns = [
    path("", template_list, name="list"),
    path("new/", new_template, name="new"),
    path("figures/", figures, name="figures"),
    path("picker/", picker, name="picker"),
    path("library/", library_page, name="library"),
    path("<int:template_id>/", template_page, name="page"),
    path("<int:template_id>/change/", change_template, name="change"),
    path("<int:template_id>/archive/", archive, name="archive"),
    path("<int:template_id>/restore/", restore, name="restore"),
]
