import pytest

from accounts.models import User
from tests.shops import Shops


@pytest.fixture
def in_english(shops: Shops) -> None:
    """Everybody reads English, so that a test's expectations do not wait for a translation."""
    User.objects.update(language=User.Language.EN)
    for membership in (shops.sakura_staff, shops.sakura_manager, shops.sakura_owner):
        membership.user.refresh_from_db()
