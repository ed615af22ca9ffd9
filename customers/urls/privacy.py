from django.urls import path

from customers.views.privacy.delete_customer import delete_customer
from customers.views.privacy.erase import erase
from customers.views.privacy.held import export, of_customer, privacy
from customers.views.privacy.retention import retention

app_name = "privacy"

urlpatterns = [
    path("", privacy, name="search"),
    path("export/", export, name="export"),
    path("erase/", erase, name="erase"),
    path("retention/", retention, name="retention"),
    path("customers/<int:customer_id>/", of_customer, name="of_customer"),
    path("customers/<int:customer_id>/delete/", delete_customer, name="delete_customer"),
]
