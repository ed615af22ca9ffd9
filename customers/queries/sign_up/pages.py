"""A store's sign-up page, for its staff and for whoever comes to it."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import Store
from customers.models import ConsentWording, NumberCheck, SignUpPage
from customers.queries.sign_up.words import missing_of


def join_address(store: Store) -> str:
    """The page's address in full, for paper and other sites: below BASE_URL, whatever name staff came by."""
    path = reverse("join:page", args=[store.slug])
    return f"{settings.BASE_URL}{path}"


def sign_up_page() -> SignUpPage:
    """Of the store in scope; an unsaved one, closed, where there is none yet."""
    found: SignUpPage | None = SignUpPage.objects.first()
    return found or SignUpPage()


def wordings_in_force() -> dict[str, ConsentWording]:
    """By language: the newest version of each counts."""
    newest = ConsentWording.objects.order_by("language", "-version").distinct("language")
    return {wording.language: wording for wording in newest}


@dataclass(frozen=True, slots=True)
class Joining:
    """What a visitor sees. `wording` is in the visitor's language where the store has one."""

    store: Store
    page: SignUpPage
    wording: ConsentWording


def store_to_join(slug: str) -> Store | None:
    """The store of this address while it is at work; its page may be closed all the same."""
    stores = Store.objects.filter(slug=slug, status=Store.Status.ACTIVE)
    return stores.select_related("legal_entity").first()


def joining(store: Store, *, language: str) -> Joining | None:
    """In the store's scope; None while the page is not open, or lacks something that must be shown."""
    page = sign_up_page()
    if not page.is_open or missing_of(store.legal_entity):
        return None
    return shown_page(store, page, language=language)


def shown_page(store: Store, page: SignUpPage, *, language: str) -> Joining | None:
    """The page as it would be shown if it were open; None without any wording."""
    wordings = wordings_in_force()
    wording = wordings.get(language) or wordings.get("ja") or next(iter(wordings.values()), None)
    return Joining(store, page, wording) if wording else None


def check_of_visitor(key: UUID) -> NumberCheck | None:
    """The check that a visitor's address names, in the store in scope. Only whoever asked for it knows the key."""
    checks = NumberCheck.objects.filter(key=key, occasion=NumberCheck.Occasion.SIGN_UP)
    found: NumberCheck | None = checks.select_related("wording").first()
    return found
