"""A program of each store."""

import pytest

from tests.programs import Program, program_of
from tests.shops import Shops


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura)
