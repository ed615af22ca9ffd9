"""A send of three days ago whose links were tapped, so that the demo's click page has something to show.

As it would stand by now: nothing is handed to a provider, and the tallies follow the hits as they always do.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Role, Store
from customers.models import Customer
from messaging.models import Dispatch, GatewayAccount, Lane, Message, MessageText, Purpose, State
from messaging.text import domestic_count
from tracking.domain.code_secret import code_secret
from tracking.domain.write_links import NewCode, NewTarget, write_links
from tracking.links.codes import SHORT_LINK, code_for
from tracking.links.evidence import evidence_of
from tracking.models import Hit, ShortLink
from tracking.queries.short_base import short_base

_PEOPLE = 24
_DAYS_AGO, _HOUR = 3, 10
_HANDSETS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; SO-51E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Mobile Safari/537.36",
)
_PREVIEWER = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) "
    "Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
)
_SCANNER = "Mozilla/5.0"


@transaction.atomic
def load_demo_taps(*, store: Store, account: GatewayAccount, seed: int) -> bool:
    """In the open scope of a store that has its customers and an owner. False where it is there, or nobody is."""
    owner = Membership.objects.filter(store=store, role=Role.OWNER).order_by("id").first()
    people = list(Customer.objects.filter(mobile__isnull=False, number__gt="").order_by("id")[:_PEOPLE])
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{store.slug}/taps")
    if owner is None or not people or Dispatch.objects.filter(key=key).exists():
        return False
    began = timezone.now().astimezone(store.zone).replace(hour=_HOUR, minute=5, second=0, microsecond=0)
    began -= timedelta(days=_DAYS_AGO)
    dispatch = _dispatch(store, owner, key, began)
    codes = _messages(store, dispatch, account, people, began)
    _hits(codes, began, Random(seed))  # noqa: S311
    return True


def _dispatch(store: Store, owner: Membership, key: uuid.UUID, at: datetime) -> Dispatch:
    dispatch: Dispatch = Dispatch.objects.create(
        key=key,
        fingerprint="0" * 64,
        source=Dispatch.Source.QUICK_SEND,
        lane=Lane.BULK,
        purpose=Purpose.NOTICE,
        author=owner,
        subject="年末年始の営業日のお知らせ",
        body=f"{store.name}です。年末年始の営業日はこちらをご覧ください。{_target(store)}",
        track_links=True,
        unique_links=True,
    )
    Dispatch.objects.filter(pk=dispatch.pk).update(created_at=at)
    return dispatch


def _target(store: Store) -> str:
    return f"https://www.{store.slug}.example/holidays"


def _messages(
    store: Store, dispatch: Dispatch, account: GatewayAccount, people: Sequence[Customer], at: datetime
) -> list[ShortLink]:
    base = short_base(store)
    messages = Message.objects.bulk_create(
        Message(
            store=store,
            dispatch=dispatch,
            account=account,
            state=State.DELIVERED,
            lane=dispatch.lane,
            attempts=1,
            due_at=at,
            created_at=at,
            accepted_at=at + timedelta(seconds=2),
            arrived_at=at + timedelta(seconds=5),
            closed_at=at + timedelta(seconds=5),
        )
        for _ in people
    )
    codes = [code_for(code_secret(), SHORT_LINK, "demo", str(dispatch.key), one.pk) for one in messages]
    MessageText.objects.bulk_create(
        _text(store, dispatch, message, customer, dispatch.body.replace(_target(store), f"{base}{code}"))
        for message, customer, code in zip(messages, people, codes, strict=True)
    )
    write_links(
        store_id=store.pk,
        origin=dispatch.pk,
        targets=[NewTarget(_target(store), 1, unique_codes=True)],
        codes=[NewCode(code, 0, message.pk) for code, message in zip(codes, messages, strict=True)],
    )
    return list(ShortLink.objects.filter(code__in=codes).order_by("id"))


def _text(store: Store, dispatch: Dispatch, message: Message, customer: Customer, body: str) -> MessageText:
    count = domestic_count(body)
    if count.parts is None:
        raise ValueError("the demo's text is too long")
    return MessageText(
        store=store,
        message=message,
        dispatch=dispatch,
        customer=customer,
        phone=customer.mobile or "",
        recipient_name=str(customer),
        body=body,
        length=count.characters,
        parts_docomo=count.parts.docomo,
        parts_au=count.parts.au,
        parts_softbank=count.parts.softbank,
        parts_rakuten=count.parts.rakuten,
    )


def _hits(links: Sequence[ShortLink], began: datetime, random: Random) -> None:
    """Half of the people tap, most of them within hours; handsets look ahead, and a scanner passes by."""
    found = []
    for place, link in enumerate(links):
        address = f"203.0.113.{place + 1}"
        if place % 3 == 0:
            found.append(_hit(link, began + timedelta(seconds=8), address, _PREVIEWER))
        if place % 8 == 0:
            found.append(_hit(link, began + timedelta(minutes=2), address, _SCANNER))
        if place % 2 == 0:
            at = began + timedelta(minutes=random.choice((4, 11, 35, 80, 150, 400, 1500)))
            taps = random.choice((1, 1, 1, 2))
            agent = random.choice(_HANDSETS)
            found += [_hit(link, at + timedelta(minutes=5 * tap), address, agent) for tap in range(taps)]
    Hit.objects.bulk_create(sorted(found, key=lambda hit: hit.at))


def _hit(link: ShortLink, at: datetime, address: str, agent: str) -> Hit:
    evidence = evidence_of(method="GET", agent=agent)
    return Hit(
        store=link.store,
        link=link,
        at=at,
        method="GET",
        kind=evidence.kind,
        evidence=evidence.code,
        address=address,
        agent=agent,
    )
