"""A program of each store, on a store whose line is there and answers nobody."""

import pytest

from tests.programs import Program, program_of
from tests.shops import Shops


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura)


@pytest.fixture
def midori(shops: Shops) -> Program:
    return program_of(shops.midori)
