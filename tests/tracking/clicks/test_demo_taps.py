"""The demo's tapped links: once, and counted by the same tallies as real ones."""

from accounts.tenancy.scope import store_scope
from messaging.demo.taps import load_demo_taps
from tests.messaging.factories import make_customer
from tests.shops import Shops
from tracking.domain.apply_hits import apply_hits
from tracking.models import LinkTarget
from tracking.queries.figures import target_figures


def test_half_of_the_people_tapped_and_the_rest_stands_apart(shops: Shops) -> None:
    for number in range(8):
        make_customer(
            shops.sakura, name=f"顧客{number}", mobile=f"+8190111100{number:02d}", number=f"K-{number}"
        )
    with store_scope(shops.sakura.pk):
        made = [load_demo_taps(store=shops.sakura, account=shops.account, seed=1) for _ in range(2)]
    while apply_hits():
        pass
    with store_scope(shops.sakura.pk):
        figures = target_figures(LinkTarget.objects.get())
    assert made == [True, False]
    assert (figures.codes, figures.people, figures.previews, figures.scans, figures.unclear) == (
        8,
        4,
        3,
        1,
        0,
    )
    assert figures.taps >= 4
