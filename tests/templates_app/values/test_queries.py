"""However many people: the same number of queries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.tenancy.scope import store_scope
from templates_app.merge import Compiled
from templates_app.queries.compiling import compilations, compiled
from templates_app.queries.fields import fields_of, names_of
from templates_app.queries.figures import samples_of
from templates_app.queries.page_values import page_values
from templates_app.queries.values import values_for
from templates_app.registries.merge_fields import Subject
from tests.customers.entered import entered
from tests.shops import Shops
from tests.templates_app.values.people import asset_of, attribute_of, booked, kind_of

# Three for what the store has defined, then: definitions, names, customers, staff, assets, dates, appointments.
_ALL_FIELDS = 19
