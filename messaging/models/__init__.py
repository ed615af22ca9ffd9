from messaging.models.account_pace import AccountPace
from messaging.models.appointment_reminder import AppointmentReminder
from messaging.models.attempt import Attempt, Receipt, Report
from messaging.models.batch import Batch
from messaging.models.dispatch import Dispatch
from messaging.models.draft import Draft
from messaging.models.gateway_account import GatewayAccount, GatewayGrant, SenderProfile
from messaging.models.lane import Lane, LaneHeartbeat
from messaging.models.message import Message, MessageText
from messaging.models.price_table import Price, PriceTable
from messaging.models.purpose import Purpose
from messaging.models.reason import Reason
from messaging.models.recipient_code import RecipientCode
from messaging.models.sending_settings import PreflightLevel, SendingSettings
from messaging.models.state import ENDINGS, MOVES, OPEN, SETTLED, State, origins_of
from messaging.models.test_number import TestNumber

__all__ = [
    "ENDINGS",
    "MOVES",
    "OPEN",
    "SETTLED",
    "AccountPace",
    "AppointmentReminder",
    "Attempt",
    "Batch",
    "Dispatch",
    "Draft",
    "GatewayAccount",
    "GatewayGrant",
    "Lane",
    "LaneHeartbeat",
    "Message",
    "MessageText",
    "PreflightLevel",
    "Price",
    "PriceTable",
    "Purpose",
    "Reason",
    "Receipt",
    "RecipientCode",
    "Report",
    "SenderProfile",
    "SendingSettings",
    "State",
    "TestNumber",
    "origins_of",
]
