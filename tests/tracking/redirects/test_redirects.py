"""A tap: the hit is kept, then the person is sent on; whatever is no tap leads nowhere and says why."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tenancy.scope import store_scope
from tests.customers.test_same_moment import while_uncommitted
from tests.shops import Shops
from tests.tracking.redirects.conftest import PERSON, TARGET, Visitor, Writer, hits_of
from tracking.domain.short_domain import drop_short_domain, set_short_domain
from tracking.models import ShortDomain, UnknownCode

CODE = "AbCdEf23"


def test_a_tap_is_kept_and_sent_on_without_a_cookie(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE], recipients=[7])
    answer = Visitor().get(f"/s/{CODE}")
    assert (answer.status_code, answer.content) == (302, b"")
    assert dict(answer.headers) == {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Location": TARGET,
        "Content-Length": "0",
        "Content-Type": "text/html; charset=utf-8",
    }
    assert not answer.cookies
    assert hits_of(shops.sakura) == [(CODE, "GET", "person", "browser", "203.0.113.7", PERSON)]
    assert hits_of(shops.midori) == []


@pytest.mark.parametrize(
    ("visitor", "method", "headers", "kind", "evidence"),
    [
        (Visitor(), "HEAD", {}, "scanner", "head"),
        (Visitor(agent="facebookexternalhit/1.1 Twitterbot/1.0"), "GET", {}, "preview", "previewer"),
        (Visitor(agent="Mozilla/5.0"), "GET", {}, "scanner", "bare"),
        (Visitor(agent="SomethingNew/0.1"), "GET", {}, "unknown", "unfamiliar"),
        (Visitor(), "GET", {"Sec-Purpose": "prefetch;prerender"}, "preview", "prefetch"),
        (Visitor(address="::ffff:192.0.2.1"), "GET", {}, "person", "browser"),
    ],
)
def test_everything_that_asks_is_sent_on_and_kept_as_what_it_is(
    shops: Shops,
    write: Writer,
    visitor: Visitor,
    method: str,
    headers: dict[str, str],
    kind: str,
    evidence: str,
) -> None:
    write(shops.sakura, [CODE])
    answer = visitor.get(f"/s/{CODE}", method, **headers)
    assert (answer.status_code, answer.headers["Location"]) == (302, TARGET)
    address = visitor.address.removeprefix("::ffff:")
    assert hits_of(shops.sakura) == [(CODE, method, kind, evidence, address, visitor.agent)]


def test_a_hostile_agent_is_kept_as_far_as_a_table_can_hold_it(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE])
    hostile = "Mo\x00zilla\\\"{},'); DROP TABLE" + "x" * 1000
    assert Visitor(agent=hostile).get(f"/s/{CODE}").status_code == 302
    [hit] = hits_of(shops.sakura)
    assert hit[5] == hostile.replace("\x00", " ")[:300]


def test_a_link_drawn_too_long_by_the_handset_still_opens(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE])
    assert [
        Visitor().get(f"/s/{CODE}{rest}").status_code for rest in ("/", "をご覧ください", ")", "?a=1")
    ] == [302] * 4
    assert Visitor().get(f"/s/{CODE}X").status_code == 404


def test_a_code_that_there_is_not_gets_a_page_in_both_languages_and_is_counted(
    shops: Shops, write: Writer
) -> None:
    write(shops.sakura, [CODE])
    answer = Visitor().get("/s/zzzzzzzz")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert '<div lang="ja">' in page
    assert "There is no such link" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "set-cookie" not in {name.lower() for name in answer.headers}
    assert hits_of(shops.sakura) == []
    assert list(UnknownCode.objects.values_list("network", "count")) == [("203.0.113.7", 1)]


def test_what_cannot_be_a_code_is_not_even_looked_up(shops: Shops) -> None:
    for asked in ("", "abc", "AbCdEf2l", "AbCdEf230", "日本語日本語日本", "../../etc", "AbCdEf2\x00"):
        assert Visitor().get(f"/s/{asked}").status_code == 404
    assert not UnknownCode.objects.exists()


def test_other_verbs_change_nothing(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE])
    answers = [Visitor().get(f"/s/{CODE}", method) for method in ("POST", "PUT", "DELETE", "OPTIONS")]
    assert [(answer.status_code, answer.headers["Allow"]) for answer in answers] == [(405, "GET, HEAD")] * 4
    assert hits_of(shops.sakura) == []


def test_a_link_that_has_ended_says_so_and_the_hit_is_kept(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE], expires_at=timezone.now() - timedelta(minutes=1))
    write(shops.sakura, ["BbCdEf23"], expires_at=timezone.now() + timedelta(minutes=1), origin=2)
    ended, open_still = Visitor().get(f"/s/{CODE}"), Visitor().get("/s/BbCdEf23")
    assert (ended.status_code, "Location" in ended.headers) == (410, False)
    assert "This link has ended" in ended.content.decode()
    assert open_still.status_code == 302
    assert [hit[0] for hit in hits_of(shops.sakura)] == [CODE, "BbCdEf23"]


def test_a_network_that_guesses_gets_nothing_for_a_while(
    shops: Shops, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking.domain.hits.record.LIMIT", 3)
    write(shops.sakura, [CODE])
    guesses = [Visitor().get(f"/s/zzzzzzz{letter}").status_code for letter in "abcde"]
    assert guesses == [404, 404, 404, 429, 429]
    barred = Visitor().get(f"/s/{CODE}")
    assert barred.status_code == 429
    assert 1 <= int(barred.headers["Retry-After"]) <= 600
    # Its neighbour is not.
    assert Visitor(address="203.0.113.8").get(f"/s/{CODE}").status_code == 302
    assert [hit[4] for hit in hits_of(shops.sakura)] == ["203.0.113.8"]


def test_a_network_of_ipv6_is_one_however_many_addresses_it_uses(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking.domain.hits.record.LIMIT", 2)
    asked = [Visitor(address=f"2001:db8:0:{n}::1").get("/s/zzzzzzzz").status_code for n in range(3)]
    assert asked == [404, 404, 429]
    assert Visitor(address="2001:db8:1:2::1").get("/s/zzzzzzzz").status_code == 404
    assert set(UnknownCode.objects.values_list("network", flat=True)) == {
        "2001:db8::/48",
        "2001:db8:1::/48",
    }


def test_under_its_own_domain_a_store_has_only_its_own_codes(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE])
    write(shops.midori, ["BbCdEf23"])
    with store_scope(shops.sakura.pk):
        ShortDomain.objects.create(host="go.sakura.example", token="t" * 32, proved_at=timezone.now())
    own = Visitor(host="Go.Sakura.example:443")
    assert own.get(f"/s/{CODE}").status_code == 302
    assert own.get("/s/BbCdEf23").status_code == 404
    # The installation's own address knows all of them; a stranger's none.
    assert [Visitor().get(f"/s/{code}").status_code for code in (CODE, "BbCdEf23")] == [302, 302]
    assert Visitor(host="elsewhere.example").get(f"/s/{CODE}").status_code == 404
    assert [hit[0] for hit in hits_of(shops.midori)] == ["BbCdEf23"]


def test_a_domain_that_is_not_proved_has_no_codes(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE])
    with store_scope(shops.sakura.pk):
        ShortDomain.objects.create(host="go.sakura.example", token="t" * 32)
    assert Visitor(host="go.sakura.example").get(f"/s/{CODE}").status_code == 404


def test_opened_under_the_domain_its_proof_holds(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        ShortDomain.objects.create(host="go.sakura.example", token="t" * 32)

    def proved() -> bool:
        with store_scope(shops.sakura.pk):
            return ShortDomain.objects.get().proved_at is not None

    here, there = Visitor(host="go.sakura.example"), Visitor()
    assert there.get(f"/s/-proof/{'t' * 32}").status_code == 404
    for wrong in ("wrong", "%00", f"{'t' * 31}%00", "%ff", "あ" * 32):
        assert here.get(f"/s/-proof/{wrong}").status_code == 404
    assert not proved()
    answer = here.get(f"/s/-proof/{'t' * 32}")
    assert (answer.status_code, proved()) == (200, True)
    assert "This domain leads to smsnotify" in answer.content.decode()
    assert here.get(f"/s/-proof/{'t' * 32}").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leaves", [False, True])
def test_a_domain_that_is_given_at_this_moment_is_not_proved_by_another_ones_page(
    shops: Shops, leaves: bool
) -> None:
    with store_scope(shops.sakura.pk):
        ShortDomain.objects.create(host="go.sakura.example", token="t" * 32)
    answers = []

    def give_another() -> None:
        if leaves:
            drop_short_domain(actor=shops.sakura_owner)
        else:
            set_short_domain(actor=shops.sakura_owner, typed="sms.sakura.example")

    def open_proof() -> None:
        answers.append(Visitor(host="go.sakura.example").get(f"/s/-proof/{'t' * 32}").status_code)

    while_uncommitted(shops.sakura, give_another, open_proof)
    assert answers == [404]
    with store_scope(shops.sakura.pk):
        found = list(ShortDomain.objects.values_list("host", "proved_at"))
    assert found == ([] if leaves else [("sms.sakura.example", None)])


def test_other_pages_go_their_way(shops: Shops) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/sx").status_code == 404
