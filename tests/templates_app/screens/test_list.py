"""The list, the picker, a template's page, putting away and taking back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tenancy.scope import store_scope
from templates_app.models import Template
from tests.conftest import SignIn
from tests.messaging.compose.conftest import in_english
from tests.shops import Shops
from tests.templates_app.written import a_template

pytestmark = pytest.mark.django_db
LIST = reverse("templates:list", args=["sakura-auto"])
PICKER = reverse("templates:picker", args=["sakura-auto"])
LIVE = {"HX-Request": "true"}


def names(client: Client, address: str = LIST, **query: str) -> list[str]:
    answer = client.get(address, query, headers=LIVE)
    assert answer.status_code == 200
    return [row.template.name for row in answer.context["page"].rows]


def test_templates_stand_by_category_and_name_and_are_found_by_words_of_name_and_text(
    shops: Shops, sign_in: SignIn
) -> None:
    owner, client = shops.sakura_owner, sign_in(in_english(shops.sakura_staff))
    a_template(owner, "整備完了")
    a_template(owner, "見積もり", body="お見積もりができました。")
    a_template(owner, "入金のお願い", category="お支払い")
    a_template(shops.midori_owner, "内見")
    assert names(client) == ["入金のお願い", "整備完了", "見積もり"]
    assert names(client, q="できました") == ["見積もり"]
    assert names(client, q="整備 宛名") == ["入金のお願い", "整備完了"]
    assert names(client, category="お支払い") == ["入金のお願い"]
    assert names(client, language="en") == names(client, q="nothing") == []
    assert (
        "No template fits" in client.get(LIST, {"q": "x"}, headers={"Accept-Language": "en"}).content.decode()
    )


def test_a_long_list_goes_page_by_page_without_leaving_anything_out(shops: Shops, sign_in: SignIn) -> None:
    written = [
        a_template(shops.sakura_owner, f"{number:03}", category=f"{number % 3}").pk for number in range(105)
    ]
    client = sign_in(in_english(shops.sakura_staff))
    forth, address = [], LIST
    while True:
        context = client.get(address).context
        forth.append([row.template.pk for row in context["page"].rows])
        if not context["older_url"]:
            break
        address = LIST + context["older_url"]
    assert [len(page) for page in forth] == [50, 50, 5]
    assert sorted(pk for page in forth for pk in page) == written
    back = client.get(LIST + context["newer_url"]).context["page"]
    assert [row.template.pk for row in back.rows] == forth[1]


def test_one_template_and_three_take_as_many_queries(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(in_english(shops.sakura_owner))

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address, headers=LIVE if address == PICKER else {}).status_code == 200
        return len(caught)

    first = a_template(shops.sakura_owner)
    page = reverse("templates:page", args=["sakura-auto", first.pk])
    before = [queries(address) for address in (LIST, LIST, PICKER, page)][1:]
    for number in range(2):
        a_template(shops.sakura_owner)
        a_template(shops.sakura_owner, first.name, template=first, body=f"{number}[[宛名]]")
    assert [queries(address) for address in (LIST, PICKER, page)] == before


def test_the_picker_offers_what_is_in_use_with_its_newest_text(shops: Shops, sign_in: SignIn) -> None:
    owner, client = shops.sakura_owner, sign_in(in_english(shops.sakura_staff))
    first = a_template(owner, "整備完了")
    a_template(owner, "整備完了", template=first, body='"新しい"文章\n[[宛名]]')
    archived = a_template(owner, "古い")
    editor = sign_in(in_english(owner))
    editor.post(reverse("templates:archive", args=["sakura-auto", archived.pk]))
    assert names(client, PICKER) == ["整備完了"]
    shown = client.get(PICKER, headers=LIVE).content.decode()
    assert 'data-template-body="&quot;新しい&quot;文章\n[[宛名]]"' in shown
    assert f'data-template-id="{first.pk}"' in shown
    assert reverse("templates:change", args=["sakura-auto", first.pk]) not in shown
    assert (
        reverse("templates:change", args=["sakura-auto", first.pk])
        in editor.get(PICKER, headers=LIVE).content.decode()
    )
    assert client.get(PICKER).headers["Location"] == LIST


def test_an_archived_template_is_not_chosen_and_comes_back_under_a_name_that_is_free(
    shops: Shops, sign_in: SignIn
) -> None:
    owner = sign_in(in_english(shops.sakura_owner))
    first = a_template(shops.sakura_owner, "整備完了")
    archive, restore = (
        reverse(f"templates:{name}", args=["sakura-auto", first.pk]) for name in ("archive", "restore")
    )
    assert owner.get(archive).status_code == 200
    assert owner.post(archive).headers["Location"] == LIST
    assert (names(owner), names(owner, archived="1")) == ([], ["整備完了"])
    a_template(shops.sakura_owner, "整備完了")
    owner.post(restore)
    assert names(owner, archived="1") == ["整備完了"]
    with store_scope(shops.sakura.pk):
        Template.objects.filter(archived_at__isnull=True).update(name="別の名前")
    owner.post(restore)
    assert names(owner) == ["別の名前", "整備完了"]


@pytest.mark.parametrize("role", ["staff", "manager", "owner"])
def test_staff_read_and_choose_managers_and_owners_write(shops: Shops, sign_in: SignIn, role: str) -> None:
    client, written = sign_in(in_english(getattr(shops, f"sakura_{role}"))), a_template(shops.sakura_owner)
    codes = {
        name: client.get(reverse(f"templates:{name}", args=["sakura-auto", *rows])).status_code
        for name, rows in {
            "list": (), "page": (written.pk,), "new": (), "library": (),
            "change": (written.pk,), "archive": (written.pk,),
        }.items()
    }  # fmt: skip
    edits = 403 if role == "staff" else 200
    assert codes == {
        "list": 200,
        "page": 200,
        "new": edits,
        "library": edits,
        "change": edits,
        "archive": edits,
    }
    shown = client.get(reverse("templates:page", args=["sakura-auto", written.pk])).content.decode()
    assert (reverse("templates:change", args=["sakura-auto", written.pk]) in shown) == (role != "staff")
    assert f"{reverse('send:quick', args=['sakura-auto'])}?template={written.pk}" in shown
