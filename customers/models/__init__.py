from customers.models.appointment import Appointment
from customers.models.asset import Asset, AssetDue, AssetKind, DueKind
from customers.models.attribute import Attribute
from customers.models.bulk_change import BulkChange
from customers.models.complaint import Complaint
from customers.models.consent import (
    ConsentChain,
    ConsentLink,
    ConsentPurpose,
    ConsentRecord,
    ConsentSource,
    ConsentState,
    ConsentWording,
)
from customers.models.contact import Contact
from customers.models.customer import Customer
from customers.models.retention import RetentionPeriod
from customers.models.segment import Segment
from customers.models.settings import CustomerSettings
from customers.models.sign_up import NumberCheck, SignUpPage
from customers.models.spreadsheet_import import Import, ImportFault, ImportMemory, ImportTaken
from customers.models.static_list import StaticList, StaticListEntry
from customers.models.suppression import Suppression
from customers.models.upload import Upload, UploadPart

__all__ = [
    "Appointment",
    "Asset",
    "AssetDue",
    "AssetKind",
    "Attribute",
    "BulkChange",
    "Complaint",
    "ConsentChain",
    "ConsentLink",
    "ConsentPurpose",
    "ConsentRecord",
    "ConsentSource",
    "ConsentState",
    "ConsentWording",
    "Contact",
    "Customer",
    "CustomerSettings",
    "DueKind",
    "Import",
    "ImportFault",
    "ImportMemory",
    "ImportTaken",
    "NumberCheck",
    "RetentionPeriod",
    "Segment",
    "SignUpPage",
    "StaticList",
    "StaticListEntry",
    "Suppression",
    "Upload",
    "UploadPart",
]
