from customers.models.attribute import CustomerAttribute
from customers.models.customer import Customer
from customers.models.suppression import Suppression

__all__ = ["Customer", "CustomerAttribute", "Suppression"]
