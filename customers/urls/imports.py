from django.urls import path

from customers.views.imports.columns import columns
from customers.views.imports.import_list import imports
from customers.views.imports.one import cancel, one_import, start
from customers.views.imports.rejected import rejected
from customers.views.imports.upload import example, new_import

app_name = "imports"

urlpatterns = [
    path("", imports, name="list"),
    path("new/", new_import, name="new"),
    path("example.csv", example, name="example"),
    path("<int:import_id>/", one_import, name="one"),
    path("<int:import_id>/columns/", columns, name="columns"),
    path("<int:import_id>/start/", start, name="start"),
    path("<int:import_id>/cancel/", cancel, name="cancel"),
    path("<int:import_id>/rejected.csv", rejected, name="rejected"),
]
