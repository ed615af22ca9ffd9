"""`/stores/{slug}/due/`."""

from django.urls import path

from customers.views.due.due_list import due_list, print_due_list
from customers.views.due.export import export_due_list

app_name = "due"

urlpatterns = [
    path("", due_list, name="list"),
    path("print/", print_due_list, name="print"),
    path("export/", export_due_list, name="export"),
]
