"""`/stores/{slug}/searches/`."""

from django.urls import path

from customers.views.searches.builder import change_search, new_search
from customers.views.searches.export import export
from customers.views.searches.saved import put_search_away, saved_search, search_count, searches

app_name = "searches"

urlpatterns = [
    path("", searches, name="list"),
    path("new/", new_search, name="new"),
    path("export/", export, name="export"),
    path("<int:segment_id>/", saved_search, name="segment"),
    path("<int:segment_id>/edit/", change_search, name="edit"),
    path("<int:segment_id>/count/", search_count, name="count"),
    path("<int:segment_id>/archive/", put_search_away, name="archive"),
]
