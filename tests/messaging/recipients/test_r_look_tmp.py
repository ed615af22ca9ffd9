"""Screenshots of my pages; runs as a test file outside the tree."""
import json, os
from datetime import timedelta
import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from accounts.tenancy.scope import store_scope
from accounts.models import Store
from customers.models import Suppression
from messaging.models import State, TestNumber, MessageText
from tests.messaging.factories import make_customer, make_message
from tests.messaging.recipients.conftest import a_letter, PHONE
from tests.customers.consents.spoken import hear, said
from tests.messaging.recipients.test_in_browser import browser  # noqa
from tests.messaging.recipients.test_test_number import codes
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT='/tmp/r_shots'
os.makedirs(OUT,exist_ok=True)

def shot(ctx, url, name, wide, lang):
    p=ctx.new_page(); p.goto(url); p.screenshot(path=f'{OUT}/{name}-{wide}-{lang}.png', full_page=True); p.close()

import django.utils.translation.trans_real as tr
class _X: pass
def test_look(shops, live_server, browser, sign_in):
    cat=tr.translation('ja')._catalog
    for c in [cat]:
        c._catalogs[0].update(json.load(open('/tmp/i18n5/R.json')))
    Store.objects.filter(pk=shops.sakura.pk).update(phone='048-555-0101')
    cust=make_customer(shops.sakura)
    hear(shops.sakura, said(PHONE,'promotion'), said(PHONE,'reminder',granted=False))
    make_message(shops.sakura_staff, customer=cust, state=State.DELIVERED, body='[さくら自動車] 山田様、車検の期日は3月15日(土)です。\nご予約は 048-555-0101 または http://127.0.0.1:8000/s/AbCd2345', created_at=timezone.now()-timedelta(days=20))
    letter=a_letter(shops.sakura_staff, customer=cust, state=State.UNDELIVERED, body='[さくら自動車] 修理が終わりました。18時までにお越しください。')
    clients={}
    client=sign_in(shops.sakura_manager)
    client.post('/stores/sakura-auto/settings/sending/test-number/',{'step':'ask','phone':'09033334444'})
    jobs=[('optout',letter.opt_out),('page',letter.page),('unknown','/o/AAAAAAAAAA')]
    def all(tag, jobs):
        for wide in (1280,390):
            for lang,loc in (('ja','ja-JP'),):
                ctx=browser.new_context(locale=loc,viewport={'width':wide,'height':844},java_script_enabled=False)
                for name,path in jobs: shot(ctx, live_server.url+path+'?language='+lang, tag+name, wide, lang)
                ctx.close()
    def staff(tag, jobs):
        for wide in (1280,390):
            for lang in ('ja',):
                client.post('/accounts/language/',{'language':lang})
                ctx=browser.new_context(viewport={'width':wide,'height':844})
                ctx.add_cookies([{'name':'sessionid','value':client.cookies['sessionid'].value,'url':live_server.url}])
                for name,path in jobs: shot(ctx, live_server.url+path, tag+name, wide, lang)
                ctx.close()
    all('1',jobs)
    staff('1',[('testnumber','/stores/sakura-auto/settings/sending/test-number/')])
    [code]=codes(shops.sakura,'+819033334444')
    client.post('/stores/sakura-auto/settings/sending/test-number/',{'step':'code','code':code})
    from django.test import Client
    Client().post(letter.opt_out,{'choice':'notices_only'})
    Client().post(letter.opt_out,{'choice':'pause'})
    all('2',jobs[:2])
    with store_scope(shops.sakura.pk):
        pk=Suppression.objects.get(purpose='all').pk
    staff('2',[('testnumber','/stores/sakura-auto/settings/sending/test-number/'),('stops','/stores/sakura-auto/stops/'),('customer',f'/stores/sakura-auto/customers/{cust.pk}/'),('lift',f'/stores/sakura-auto/stops/{pk}/lift/')])
    Client().post(letter.opt_out,{'choice':'wrong_person'})
    all('3',jobs[:2])
