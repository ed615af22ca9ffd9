from django.urls import path

from customers.views.complaint import complain
from customers.views.stop_list import lift, new_stop, stops

app_name = "stops"

urlpatterns = [
    path("", stops, name="list"),
    path("new/", new_stop, name="new"),
    path("<int:suppression_id>/lift/", lift, name="lift"),
    path("customers/<int:customer_id>/complaint/", complain, name="complain"),
]
