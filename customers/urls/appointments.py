"""`/stores/{slug}/appointments/`."""

from django.urls import path

from customers.views.appointments.appointment import (
    appointment_page,
    cancel,
    change_appointment,
    new_appointment,
    set_appointment_status,
)
from customers.views.appointments.calendar import appointments, new_for_whom

app_name = "appointments"

urlpatterns = [
    path("", appointments, name="calendar"),
    path("new/", new_for_whom, name="for_whom"),
    path("new/customers/<int:customer_id>/", new_appointment, name="new"),
    path("<int:appointment_id>/", appointment_page, name="page"),
    path("<int:appointment_id>/edit/", change_appointment, name="edit"),
    path("<int:appointment_id>/status/", set_appointment_status, name="status"),
    path("<int:appointment_id>/cancel/", cancel, name="cancel"),
]
