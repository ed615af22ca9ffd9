"""The words that people agree to."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.domain.consents.chain import locked_chain
from customers.models import ConsentPurpose, ConsentWording

LONGEST_TEXT = 5000


@transaction.atomic
def save_wording(*, actor: Actor, text: str, purposes: Collection[str], language: str) -> ConsentWording:
    """A new version, numbered on from the store's last; the newest of its language where that says just the same.

    `purposes`: ConsentPurpose values; `language`: ja or en. Raises PermissionDenied, and ValidationError by field.
    """
    require(actor, Permission.SIGN_UP_MANAGE)
    words = text.strip().replace("\r\n", "\n")
    covered = [purpose.value for purpose in ConsentPurpose if purpose.value in purposes]
    _check(words, purposes, covered, language)
    # Versions are counted while the chain is held: two people at once get two numbers.
    locked_chain()
    newest: ConsentWording | None = (
        ConsentWording.objects.filter(language=language).order_by("-version").first()
    )
    if newest is not None and (newest.text, newest.purposes) == (words, covered):
        return newest
    last = ConsentWording.objects.aggregate(last=Max("version"))["last"] or 0
    wording: ConsentWording = ConsentWording.objects.create(
        store_id=actor.store_id,
        version=last + 1,
        language=language,
        purposes=covered,
        text=words,
        made_by=actor if isinstance(actor, Membership) else None,
    )
    record_audit(
        actor=actor,
        action="consents.wording_saved",
        target=wording,
        details={"version": wording.version, "language": language, "purposes": covered},
    )
    return wording


def _check(words: str, purposes: Collection[str], covered: Collection[str], language: str) -> None:
    errors: dict[str, str] = {}
    if not words:
        errors["text"] = _("Enter the words that people agree to, please.")
    elif len(words) > LONGEST_TEXT:
        errors["text"] = _("Up to %(most)s characters, please.") % {"most": LONGEST_TEXT}
    if not covered or set(purposes) != set(covered):
        errors["purposes"] = _("Say what the consent is for, please.")
    if language not in {"ja", "en"}:
        errors["language"] = _("Choose Japanese or English, please.")
    if errors:
        raise ValidationError(errors)
