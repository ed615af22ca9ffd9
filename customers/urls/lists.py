"""`/stores/{slug}/lists/`."""

from django.urls import path

from customers.views.lists.chosen import put_chosen, put_one, take_off_chosen
from customers.views.lists.members import fill, list_page, put_customer
from customers.views.lists.overview import change_list, lists, new_list, put_list_away, take_list_back

app_name = "lists"

urlpatterns = [
    path("", lists, name="list"),
    path("new/", new_list, name="new"),
    path("chosen/", put_chosen, name="chosen"),
    path("customers/<int:customer_id>/", put_one, name="customer"),
    path("<int:list_id>/", list_page, name="page"),
    path("<int:list_id>/edit/", change_list, name="rename"),
    path("<int:list_id>/archive/", put_list_away, name="archive"),
    path("<int:list_id>/restore/", take_list_back, name="restore"),
    path("<int:list_id>/put/", put_customer, name="put"),
    path("<int:list_id>/fill/", fill, name="fill"),
    path("<int:list_id>/take-off/", take_off_chosen, name="take_off"),
]
