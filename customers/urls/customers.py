from django.urls import path

from customers.views.customer import customer_page
from customers.views.customer_form import change_customer, new_customer
from customers.views.customer_list import customers
from customers.views.stops import lift_stop, stop_number

app_name = "customers"

urlpatterns = [
    path("", customers, name="list"),
    path("new/", new_customer, name="new"),
    path("<int:customer_id>/", customer_page, name="page"),
    path("<int:customer_id>/edit/", change_customer, name="edit"),
    path("<int:customer_id>/stop/", stop_number, name="stop"),
    path("<int:customer_id>/stops/<int:suppression_id>/lift/", lift_stop, name="lift"),
]
