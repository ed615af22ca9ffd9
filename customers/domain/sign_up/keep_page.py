"""The sign-up page's words, and opening and closing it."""

from collections.abc import Collection, Mapping

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission, Store
from accounts.queries.memberships import require
from customers.domain.consents.save_wording import save_wording
from customers.models import SignUpPage
from customers.queries.sign_up.words import missing_of


class PageNotReady(Exception):
    """The page cannot be opened. `missing`: what the legal entity lacks, in words; empty: there is no wording yet."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing) or "wording")
        self.missing = missing


@transaction.atomic
def save_sign_up_page(
    *, actor: Actor, intro: str, asks_name: bool, purposes: Collection[str], texts: Mapping[str, str]
) -> SignUpPage:
    """Save the page. `texts` by language (ja, en); where text or purposes differ, a new version of the wording counts.

    Earlier versions stay as they are, with whom agreed to them. Raises PermissionDenied; ValidationError as
    save_wording does.
    """
    require(actor, Permission.SIGN_UP_MANAGE)
    wordings = {
        language: save_wording(actor=actor, text=text, purposes=purposes, language=language)
        for language, text in texts.items()
    }
    page = _locked_page()
    before = (page.intro, page.asks_name, page.wording_id)
    page.intro, page.asks_name = intro, asks_name
    page.wording = wordings.get("ja") or next(iter(wordings.values()))
    if before != (page.intro, page.asks_name, page.wording_id):
        page.save()
        versions = {language: wording.version for language, wording in wordings.items()}
        record_audit(
            actor=actor,
            action="sign_up_page.changed",
            target=page,
            details={"versions": versions, "asks_name": asks_name},
        )
    return page


@transaction.atomic
def open_sign_up_page(*, actor: Actor, store: Store) -> SignUpPage:
    """Anybody may sign up from now on. Raises PermissionDenied and PageNotReady; opening an open page does nothing."""
    require(actor, Permission.SIGN_UP_MANAGE)
    page = _locked_page()
    missing = missing_of(store.legal_entity)
    if missing or page.wording_id is None:
        raise PageNotReady(missing)
    return _switch(actor, page, is_open=True)


@transaction.atomic
def close_sign_up_page(*, actor: Actor) -> SignUpPage:
    """Nobody can sign up any more, and codes that are under way are taken by no page. Raises PermissionDenied."""
    require(actor, Permission.SIGN_UP_MANAGE)
    return _switch(actor, _locked_page(), is_open=False)


def _locked_page() -> SignUpPage:
    """The store's page, made at its first use, to be changed by nobody else meanwhile."""
    SignUpPage.objects.bulk_create([SignUpPage()], ignore_conflicts=True)
    page: SignUpPage = SignUpPage.objects.select_for_update().get()
    return page


def _switch(actor: Actor, page: SignUpPage, *, is_open: bool) -> SignUpPage:
    if page.is_open is is_open:
        return page
    page.is_open = is_open
    page.save()
    record_audit(actor=actor, action="sign_up_page.opened" if is_open else "sign_up_page.closed", target=page)
    return page
