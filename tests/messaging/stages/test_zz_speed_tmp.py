import time, uuid, cProfile, pstats, io
import pytest
from accounts.tenancy.scope import store_scope
from messaging.domain.compose import Recipient
from messaging.domain.plan import Prepared, plan
from messaging.domain.render import render
from messaging.queries.gateways import account_of, capabilities_of
from tests.messaging.stages.wished import wish
from accounts.tenancy.statements import rows_of, changed_by
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("body,kw", [("さくら自動車です。お預かりのお車の整備が終わりました。03-1234-5678", {}),
  ("[[氏名]]様、[[店舗名]]です。整備が終わりました。03-1234-5678", {}),
  ("[[氏名]]様、さくら自動車です。https://shop.example/a https://shop.example/b [[配信停止URL]]", {"track_links": True, "unique_links": True})])
def test_speed(shops, body, kw):
    N=20000
    people=tuple(Recipient(f"+8190{n:08d}", name=f"人{n}") for n in range(N))
    w=wish(*people, body=body, **kw)
    with store_scope(shops.sakura.pk):
        account=account_of(shops.sakura); cap=capabilities_of(account)
        t=time.process_time(); w0=time.perf_counter()
        [r]=render(store=shops.sakura, wishes=[w], capabilities=cap)
        t1=time.process_time(); w1=time.perf_counter()
        fp=w.fingerprint; t1b=time.process_time()
        plan(store=shops.sakura, actor=None, prepared=[Prepared(w, r.renderings, [None]*N)], account=account)
        t2=time.process_time(); w2=time.perf_counter()
        print(f"\nrender {1e6*(t1-t)/N:.1f}us cpu {1e6*(w1-w0)/N:.1f} wall; fingerprint {1e6*(t1b-t1)/N:.1f}; plan {1e6*(t2-t1b)/N:.1f}us cpu {1e6*(w2-w1)/N:.1f} wall; per recipient", r.renderings[5].text)
        pr=cProfile.Profile(); pr.enable(); render(store=shops.sakura, wishes=[wish(*people, body=body, **kw)], capabilities=cap); pr.disable()
        s=io.StringIO(); pstats.Stats(pr, stream=s).sort_stats("tottime").print_stats(16); print(s.getvalue()[:2600])
