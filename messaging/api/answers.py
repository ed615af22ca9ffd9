"""A message as programs read it."""

from datetime import datetime
from typing import Any

from accounts.models import Actor, Permission
from messaging.domain.compose import Wish
from messaging.domain.problems import Level
from messaging.domain.send import Preview
from messaging.domain.text_problems import body_problems
from messaging.gateways.contract import Capabilities
from messaging.models import GatewayAccount, Message, State
from messaging.queries.gateways import capabilities_of

Json = dict[str, Any]

# Every name of an answer, in its order, with what stands there before anything has happened.
_NOT_YET: Json = dict.fromkeys(
    (
        *(
            "id",
            "status",
            "reason",
            "to",
            "customer",
            "body",
            "subject",
            "memo",
            "purpose",
            "send_at",
            "expires_at",
        ),
        *(
            "parts",
            "price",
            "warnings",
            "created_at",
            "accepted_at",
            "delivered_at",
            "carrier",
            "provider_id",
        ),
        "reference",
    )
) | {"links": []}


class Answers:
    """For one request: times in the store's zone, people as far as the actor may see them."""

    def __init__(self, actor: Actor) -> None:
        self._store = actor.store
        self._zone = actor.store.zone
        self._sees_customers = actor.may(Permission.CUSTOMERS_VIEW)
        self._capabilities: dict[int, Capabilities | None] = {}

    def of_message(self, message: Message) -> Json:
        """Needs text, dispatch, account and hand_overs at hand."""
        text, dispatch = message.text, message.dispatch
        attempts = sorted(message.hand_overs.all(), key=lambda attempt: attempt.number)
        return _NOT_YET | {
            "id": message.pk,
            "status": message.state,
            "reason": message.reason or None,
            "to": text.phone,
            "customer": text.customer_id if self._sees_customers else None,
            "body": text.body,
            "subject": dispatch.subject,
            "memo": dispatch.memo,
            "purpose": dispatch.purpose,
            "send_at": self._moment(dispatch.send_at),
            "expires_at": self._moment(dispatch.expires_at),
            "parts": _parts(text.parts_docomo, text.parts_au, text.parts_softbank, text.parts_rakuten),
            "warnings": self._warnings(text.body, message.account),
            "created_at": self._moment(message.created_at),
            "accepted_at": self._moment(message.accepted_at),
            "delivered_at": self._moment(message.arrived_at),
            "carrier": _last([attempt.carrier for attempt in attempts]),
            "provider_id": _last([attempt.provider_id for attempt in attempts]),
            "reference": dispatch.reference,
        }

    def of_preview(self, wish: Wish, ahead: Preview) -> Json:
        """The same, of what would be made. The wish has no errors, and one recipient."""
        [rendering], [reason] = ahead.renderings, ahead.verdicts
        parts = rendering.count.parts
        if parts is None:
            raise ValueError("a text over 660 characters has an error")
        return _NOT_YET | {
            "status": (State.WITHHELD if reason else State.SCHEDULED).value,
            "reason": reason.value if reason else None,
            "to": rendering.recipient.phone,
            "customer": rendering.recipient.customer_id if self._sees_customers else None,
            "body": rendering.text,
            "subject": wish.subject,
            "memo": wish.memo,
            "purpose": wish.purpose.value,
            "send_at": self._moment(wish.send_at),
            "expires_at": self._moment(wish.expires_at),
            "parts": _parts(parts.docomo, parts.au, parts.softbank, parts.rakuten),
            "warnings": self._warnings(rendering.text, ahead.account),
            "reference": wish.reference,
        }

    def _warnings(self, body: str, account: GatewayAccount | None) -> list[Json]:
        capabilities = self._capabilities_of(account) if account else None
        found = body_problems(body, store=self._store, capabilities=capabilities)
        return [
            {"code": problem.code, "message": problem.message}
            for problem in found
            if problem.level is Level.WARNING
        ]

    def _capabilities_of(self, account: GatewayAccount) -> Capabilities | None:
        if account.pk not in self._capabilities:
            self._capabilities[account.pk] = capabilities_of(account)
        return self._capabilities[account.pk]

    def _moment(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self._zone).isoformat(timespec="milliseconds") if moment else None


def _last(words: list[str]) -> str | None:
    """What the newest attempt says that says anything."""
    return next((word for word in reversed(words) if word), None)


def _parts(docomo: int, au: int, softbank: int, rakuten: int) -> Json:
    return {"docomo": docomo, "au": au, "softbank": softbank, "rakuten": rakuten}
