"""Consents of the demo's people, as they were given at the counter, on paper, on the web form; some withdrawn."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from accounts.models import Membership
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.domain.consents.save_wording import save_wording
from customers.models import ConsentLink, ConsentPurpose, ConsentSource, ConsentWording, Customer, Suppression

_TEXT = (
    "{name}（{entity}）からのお知らせ・ご案内・キャンペーン情報をSMSで受け取ることに同意します。"
    "配信はいつでも、店舗への電話またはSMSに記載の方法で停止できます。"
)
_SOURCES = (ConsentSource.COUNTER, ConsentSource.PAPER, ConsentSource.WEB_FORM)
_SHARE = 0.5
_WITHDRAWN = 0.08


def load_consents(*, owner: Membership, customers: list[Customer], random: Random) -> None:
    """Nothing where the store's chain has a link already."""
    if ConsentLink.objects.exists():
        return
    store = owner.store
    wording = save_wording(
        actor=owner,
        text=_TEXT.format(name=store.name, entity=store.legal_entity.formal_name),
        purposes=[ConsentPurpose.REMINDER, ConsentPurpose.PROMOTION],
        language="ja",
    )
    stopped = set(Suppression.objects.values_list("phone", flat=True))
    given, seen = [], set(stopped)
    for customer in customers:
        # One of a household speaks for the number.
        if customer.mobile and customer.mobile not in seen and random.random() < _SHARE:
            seen.add(customer.mobile)
            given += _said(customer, wording, random)
    record_consents(actor=owner, given=given)


def _said(customer: Customer, wording: ConsentWording, random: Random) -> list[Given]:
    at = timezone.now() - timedelta(days=random.randrange(5, 400), minutes=random.randrange(600))
    source = random.choice(_SOURCES)
    web = {"ip": f"203.0.113.{random.randrange(1, 255)}", "user_agent": "Mozilla/5.0 (iPhone)"}
    said = [
        Given(
            phone=customer.mobile or "",
            purpose=purpose,
            granted=True,
            given_at=at,
            source=source,
            name=str(customer),
            wording=wording,
            ip=web["ip"] if source == ConsentSource.WEB_FORM else None,
            user_agent=web["user_agent"] if source == ConsentSource.WEB_FORM else "",
        )
        for purpose in (ConsentPurpose.REMINDER, ConsentPurpose.PROMOTION)
    ]
    if random.random() < _WITHDRAWN:
        later = at + timedelta(days=random.randrange(1, 5))
        said.append(
            Given(
                phone=customer.mobile or "",
                purpose=ConsentPurpose.PROMOTION,
                granted=False,
                given_at=later,
                source=ConsentSource.CALL,
                name=str(customer),
                note="お電話にて配信停止のご希望",
            )
        )
    return said
