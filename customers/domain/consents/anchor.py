"""Once a day the head of a store's consent ledger goes where nobody can change it: into its owners' mail."""

from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import AuditEntry, Membership, Role, Store
from accounts.tenancy.scope import store_scope
from customers.models import ConsentChain

ANCHORED = "consents.anchored"
# Of the store's own clock: mails of the night are deleted unread.
_FROM_HOUR = 8


def stores_to_anchor() -> list[Store]:
    return list(Store.objects.order_by("id"))


def anchor_chain(*, store: Store, now: datetime | None = None) -> bool:
    """Mail the head to the owners and write it down in the audit log; True where that was done.

    Not before the morning of the store's day, not twice a day, and not while the head has not moved. A mail that
    cannot be handed over raises, and leaves it for the next time. Nothing is locked while the mail server is spoken
    to: two workers at once would mail twice, which does no harm. Opens the store's scope itself.
    """
    local = (now or timezone.now()).astimezone(store.zone)
    if local.hour < _FROM_HOUR:
        return False
    with store_scope(store.pk):
        chain = ConsentChain.objects.first()
        if chain is None or not chain.head_position:
            return False
        last = (
            AuditEntry.objects.filter(
                object_type=ConsentChain._meta.label_lower, object_id=str(chain.pk), action=ANCHORED
            )
            .order_by("-id")
            .first()
        )
        if last is not None and (
            last.details["last"] == chain.head_position
            or last.at.astimezone(store.zone).date() >= local.date()
        ):
            return False
        _mail(store, chain, local)
        with transaction.atomic():
            record_audit(
                actor=None,
                action=ANCHORED,
                target=chain,
                details={"last": chain.head_position, "head": bytes(chain.head_hash).hex()},
            )
    return True


def _mail(store: Store, chain: ConsentChain, local: datetime) -> None:
    owners = Membership.objects.filter(
        store=store, role=Role.OWNER, is_active=True, user__is_active=True
    ).select_related("user")
    mails = []
    for owner in owners:
        with translation.override(owner.user.language):
            mails.append(
                EmailMessage(_subject(store, local), _body(store, chain, local), to=[owner.user.email])
            )
    if mails:
        get_connection().send_messages(mails)


def _subject(store: Store, local: datetime) -> str:
    return _("[smsnotify] %(store)s: state of the consent ledger, %(day)s") % {
        "store": store.name,
        "day": f"{local:%Y-%m-%d}",
    }


def _body(store: Store, chain: ConsentChain, local: datetime) -> str:
    return _(
        "The consent ledger of %(store)s stood like this on %(at)s:\n\n"
        "Number of links: %(links)s\n"
        "SHA-256 of the last link: %(head)s\n\n"
        "Please keep this mail. As long as the ledger still has this value at this link, nobody has changed, removed "
        "or added anything before it. The page of the consent ledger, and the paper that proves a number's consent, "
        "name the value of each link to compare it with.\n"
    ) % {
        "store": store.name,
        "at": f"{local:%Y-%m-%d %H:%M %Z}",
        "links": f"{chain.head_position:,}",
        "head": bytes(chain.head_hash).hex(),
    }
