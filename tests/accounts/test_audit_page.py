import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, AuditEntry, Membership, Scope, Store, User
from accounts.queries.audit import PAGE_SIZE
from accounts.registries.audit_words import AuditWord, actions_of, audit_groups, word_of
from accounts.tenancy.scope import store_scope
from tests.conftest import SignIn
from tests.programs import program_of
from tests.shops import Shops

PAGE = "/stores/sakura-auto/audit/"
_TAG = re.compile(r"<[^>]+>")


@pytest.fixture(autouse=True)
def _in_english(shops: Shops) -> None:
    User.objects.update(language=User.Language.EN)
    for membership in (shops.sakura_staff, shops.sakura_manager, shops.sakura_owner):
        membership.user.refresh_from_db()


def noted(store: Store, actor: Actor | None, action: str, **details: Any) -> AuditEntry:
    with store_scope(store.pk):
        return record_audit(actor=actor, action=action, target=store, details=details)


def rows(page: Any) -> list[str]:
    """Each line's words, without its time."""
    body = page.content.decode().split("<tbody>")
    if len(body) == 1:
        return []
    lines = body[1].split("</tbody>")[0].split("</tr>")[:-1]
    return [" ".join(html.unescape(_TAG.sub(" ", line.split("</td>", 1)[1])).split()) for line in lines]


def test_the_newest_entry_stands_first_with_words_details_and_who_it_was(
    shops: Shops, sign_in: SignIn
) -> None:
    program = program_of(shops.sakura, scopes=[Scope.SEND], name="till")
    noted(shops.sakura, shops.sakura_staff, "customer.changed", fields=["name", "staff_id", "attributes"])
    noted(shops.sakura, program.token, "message.cancelled")
    noted(shops.sakura, None, "gateway.granted", account="Simulator")
    noted(shops.sakura, shops.sakura_owner, "something.unknown", what="x", count=3)
    noted(shops.midori, shops.midori_owner, "customer.created")
    found = rows(sign_in(shops.sakura_manager).get(PAGE))
    assert found == [
        "something.unknown what: x · count: 3 さくら自動車 owner",
        "Line opened for the store Simulator smsnotify",
        "Message taken back API: till",
        "Customer changed name, staff in charge, the store's own fields さくら自動車 staff",
        f"API token made till (sms_{program.token.prefix}_…): send messages smsnotify",
    ]


def test_a_change_of_flags_leads_to_its_page_where_it_is_taken_back(shops: Shops, sign_in: SignIn) -> None:
    entry = noted(
        shops.sakura,
        shops.sakura_manager,
        "flags.changed",
        of="customers",
        flag=True,
        changed=1234,
        about="全員",
    )
    page = sign_in(shops.sakura_manager).get(PAGE)
    assert rows(page) == [
        "SMS flags changed 1,234 customers · SMS flag on · 全員 Look, take back さくら自動車 manager"
    ]
    assert f'href="/stores/sakura-auto/customers/flags/{entry.object_id}/"' in page.content.decode()


def test_the_log_is_narrowed_by_group_person_and_period(shops: Shops, sign_in: SignIn) -> None:
    program = program_of(shops.sakura, name="till").token
    noted(shops.sakura, shops.sakura_staff, "customer.created")
    noted(shops.sakura, shops.sakura_manager, "customer.created")
    noted(shops.sakura, program, "dispatch.cancelled", messages=2)
    client = sign_in(shops.sakura_owner)
    by_staff = rows(client.get(PAGE, {"by": f"person-{shops.sakura_staff.pk}"}))
    assert by_staff == ["Customer entered さくら自動車 staff"]
    assert rows(client.get(PAGE, {"by": f"program-{program.pk}"})) == ["Send taken back 2 messages API: till"]
    assert rows(client.get(PAGE, {"by": "system"}))[0].startswith("API token made till")
    both = ["Customer entered さくら自動車 manager", "Customer entered さくら自動車 staff"]
    assert rows(client.get(PAGE, {"group": "customers"})) == both
    assert (
        rows(client.get(PAGE, {"group": "customers", "by": f"person-{shops.sakura_manager.pk}"})) == both[:1]
    )
    today = datetime.now(UTC).astimezone(shops.sakura.zone).date().isoformat()
    assert rows(client.get(PAGE, {"since": today, "until": today, "group": "customers"})) == both
    assert rows(client.get(PAGE, {"until": "2020-01-01"})) == []
    assert rows(client.get(PAGE, {"since": "2090-01-01"})) == []


@pytest.mark.parametrize(
    "query",
    [{"since": "x"}, {"group": "none"}, {"by": "person-0"}, {"since": "2026-11-23", "until": "2026-11-22"}],
    ids=str,
)
def test_what_narrows_nothing_that_there_is_is_refused(
    shops: Shops, sign_in: SignIn, query: dict[str, str]
) -> None:
    noted(shops.sakura, shops.sakura_staff, "customer.created")
    page = sign_in(shops.sakura_owner).get(PAGE, query)
    assert (page.status_code, rows(page)) == (422, [])


def test_the_log_is_turned_page_by_page_both_ways(shops: Shops, sign_in: SignIn) -> None:
    with store_scope(shops.sakura.pk):
        for number in range(PAGE_SIZE * 2 + 1):
            record_audit(
                actor=shops.sakura_staff, action="a.b", target=shops.sakura, details={"number": number}
            )
    client = sign_in(shops.sakura_owner)

    def turned(page: Any, which: str) -> Any:
        [address] = re.findall(rf'href="(\?[^"]+)" rel="{which}"', page.content.decode())
        return client.get(PAGE + html.unescape(address))

    def numbers(page: Any) -> list[int]:
        return [int(row.split("number: ")[1].split()[0]) for row in rows(page)]

    first = client.get(PAGE, {"by": f"person-{shops.sakura_staff.pk}"})
    second = turned(first, "next")
    third = turned(second, "next")
    assert [numbers(page) for page in (first, second, third)] == [
        list(range(100, 50, -1)),
        list(range(50, 0, -1)),
        [0],
    ]
    assert numbers(turned(third, "prev")) == numbers(second)


def test_a_page_takes_as_many_queries_with_one_entry_as_with_thirty(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_owner)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    noted(shops.sakura, shops.sakura_staff, "customer.created")
    queries()
    one = queries()
    for _ in range(30):
        noted(shops.sakura, shops.sakura_manager, "asset.changed", customer=1, fields=["label"])
    assert queries() == one


def test_staff_does_not_see_the_log_nor_its_entry_in_the_navigation(shops: Shops, sign_in: SignIn) -> None:
    def has_entry(member: Membership) -> bool:
        return f'href="{PAGE}"' in sign_in(member).get("/stores/sakura-auto/").content.decode()

    assert sign_in(shops.sakura_staff).get(PAGE).status_code == 403
    assert [has_entry(member) for member in (shops.sakura_staff, shops.sakura_manager)] == [False, True]


def test_every_group_has_actions_and_an_action_without_words_is_its_own() -> None:
    slugs = [slug for slug, _label in audit_groups()]
    assert slugs[0] == "store"
    assert all(actions_of(slug) for slug in slugs)
    assert word_of("nobody.knows") == AuditWord("nobody.knows")
    assert actions_of("nobody") == []
