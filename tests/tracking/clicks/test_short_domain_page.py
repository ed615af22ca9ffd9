"""A store's own domain for its short links: given, not in use before it was seen to lead here, given up."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry, Membership
from accounts.tenancy.scope import platform_scope, store_scope
from tests.conftest import SignIn
from tests.messaging.compose.conftest import in_english
from tests.messaging.history.reading import words
from tests.shops import Shops
from tracking.domain.short_domain import drop_short_domain, set_short_domain
from tracking.links.hosts import HostRefused, host_from
from tracking.models import ShortDomain

PATH = "/stores/sakura-auto/links/domain/"


@pytest.fixture
def owner(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(in_english(shops.sakura_owner))


def domains() -> list[tuple[str, str]]:
    with platform_scope("a test looks at every store"):
        return list(ShortDomain.objects.order_by("pk").values_list("store__slug", "host"))


def audited(membership: Membership) -> list[tuple[str, object]]:
    with store_scope(membership.store_id):
        return list(AuditEntry.objects.order_by("pk").values_list("action", "details"))


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("go.sakura-auto.jp", "go.sakura-auto.jp"),
        (" HTTPS://Go.Sakura-Auto.jp/ ", "go.sakura-auto.jp"),
        ("go.sakura-auto.jp:443", "go.sakura-auto.jp"),
        ("短縮.例え.jp", "xn--vnu39e.xn--r8jz45g.jp"),
    ],
)
def test_a_domain_is_taken_as_people_type_it(typed: str, host: str) -> None:
    if host.startswith("xn--"):
        assert host_from(typed) == typed.encode("idna").decode()
    else:
        assert host_from(typed) == host


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("https://", "empty"),
        ("sakura.jp/s/", "address"),
        ("sakura.jp:8000", "address"),
        ("me@sakura.jp", "address"),
        ("two words.jp", "address"),
        ("192.0.2.1", "number"),
        ("[2001:db8::1]", "address"),
        ("1.2", "number"),
        ("localhost", "shape"),
        ("-a.jp", "shape"),
        ("a..jp", "shape"),
        ("a_b.jp", "shape"),
        (f"{'a' * 64}.jp", "shape"),
        (".".join(["a" * 60] * 5), "shape"),
    ],
)
def test_what_is_no_domain_says_why(typed: str, code: str) -> None:
    with pytest.raises(HostRefused) as refused:
        host_from(typed)
    assert refused.value.code == code


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_domain_or_refused(typed: str) -> None:
    try:
        host = host_from(typed)
    except HostRefused:
        return
    assert host == host_from(host)
    assert host.isascii()
    assert "." in host


def test_a_domain_is_kept_and_waits_to_be_seen(shops: Shops, owner: Client) -> None:
    answer = owner.post(PATH, {"host": "Go.Sakura.example"}, follow=True)
    assert answer.redirect_chain == [(PATH, 302)]
    shown = words(answer)
    assert "The domain is kept. Now show that it leads here." in shown
    assert "go.sakura.example not seen to lead here yet" in shown
    assert "messages begin with this address: http://127.0.0.1:8000/s/" in shown
    with platform_scope("a test looks"):
        domain = ShortDomain.objects.get()
    assert f"https://go.sakura.example/s/-proof/{domain.token}" in shown
    assert audited(shops.sakura_owner) == [("short_domain.set", {"host": "go.sakura.example"})]


def test_a_proved_domain_is_what_links_begin_with_and_the_same_again_stays_proved(
    shops: Shops, owner: Client
) -> None:
    owner.post(PATH, {"host": "go.sakura.example"})
    with platform_scope("a test plays the proof"):
        ShortDomain.objects.update(proved_at=timezone.now())
    owner.post(PATH, {"host": "go.sakura.example"})
    shown = words(owner.get(PATH))
    assert "messages begin with this address: https://go.sakura.example/s/" in shown
    assert "leads here seen" in shown
    owner.post(PATH, {"host": "sms.sakura.example"})
    assert "sms.sakura.example not seen to lead here yet" in words(owner.get(PATH))
    assert [action for action, _ in audited(shops.sakura_owner)] == ["short_domain.set"] * 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the domain, please."),
        ("sakura.example/links", "Enter the domain alone"),
        ("10.0.0.1", "This is an IP address."),
        ("sakura", "This is not a domain."),
        ("go.midori.example", "This domain is in use by another store."),
    ],
)
def test_what_cannot_be_says_so_beside_the_field_and_keeps_what_was_typed(
    shops: Shops, owner: Client, typed: str, said: str
) -> None:
    with store_scope(shops.midori.pk):
        set_short_domain(actor=shops.midori_owner, typed="go.midori.example")
    answer = owner.post(PATH, {"host": typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert domains() == [("midori-estate", "go.midori.example")]
    assert audited(shops.sakura_owner) == []


def test_the_installations_own_domain_is_nobodys(shops: Shops, settings: object) -> None:
    settings.SHORT_BASE_URL = "https://sms.example"  # type: ignore[attr-defined]
    with store_scope(shops.sakura.pk), pytest.raises(ValidationError) as refused:
        set_short_domain(actor=shops.sakura_owner, typed="sms.example")
    assert refused.value.error_dict["host"][0].code == "ours"
    assert domains() == []


def test_a_domain_that_the_installation_answers_under_is_nobodys(shops: Shops, settings: object) -> None:
    # An earlier SHORT_BASE_URL: links of all stores begin with it still.
    settings.ALLOWED_HOSTS = ["old.example", ".shops.example"]  # type: ignore[attr-defined]
    for typed in ("old.example", "sakura.shops.example"):
        with store_scope(shops.sakura.pk), pytest.raises(ValidationError) as refused:
            set_short_domain(actor=shops.sakura_owner, typed=typed)
        assert refused.value.error_dict["host"][0].code == "ours"
    assert domains() == []
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    with store_scope(shops.sakura.pk):
        set_short_domain(actor=shops.sakura_owner, typed="go.sakura.example")
    assert domains() == [("sakura-auto", "go.sakura.example")]


def test_a_domain_given_up_is_gone_and_the_others_stay(shops: Shops, owner: Client) -> None:
    with store_scope(shops.midori.pk):
        set_short_domain(actor=shops.midori_owner, typed="go.midori.example")
    owner.post(PATH, {"host": "go.sakura.example"})
    answer = owner.post(f"{PATH}drop/", follow=True)
    assert "New links begin with the installation's address again." in words(answer)
    assert domains() == [("midori-estate", "go.midori.example")]
    owner.post(f"{PATH}drop/")
    assert [action for action, _ in audited(shops.sakura_owner)] == [
        "short_domain.set",
        "short_domain.dropped",
    ]


@pytest.mark.parametrize("role", ["staff", "manager"])
def test_only_an_owner_sets_it(shops: Shops, sign_in: SignIn, role: str) -> None:
    client = sign_in(getattr(shops, f"sakura_{role}"))
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, {"host": "go.sakura.example"}).status_code == 403
    assert client.post(f"{PATH}drop/").status_code == 403
    assert domains() == []
    with store_scope(shops.sakura.pk), pytest.raises(PermissionDenied):
        drop_short_domain(actor=getattr(shops, f"sakura_{role}"))
